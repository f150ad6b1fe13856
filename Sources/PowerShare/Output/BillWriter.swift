/// Writes a bill: a row for each month and rule of a tariff.
package enum BillWriter {
  private static let columns: [RowWriter.Column] = [
    .text("month"), .text("rule"), .number("energy"), .number("power"), .text("time"),
    .number("price"), .number("amount"),
  ]

  /// Returns the rows as CSV, with amounts and prices in all their decimals.
  ///
  /// - Parameters:
  ///   - style: The delimiter and the form of times.
  ///   - clock: The way in which times are stated.
  package static func bytes(
    _ bill: [BillRow], _ style: CSVWriter.Style, clock: OutputClock
  ) -> [UInt8] {
    var rows = RowWriter(
      .csv(delimiter: style.delimiter, usesLocalTime: style.usesLocalTime), columns: columns)
    var bytes: [UInt8] = []
    rows.begin(into: &bytes)
    for row in bill {
      rows.write(
        [
          .text(row.month), .text(row.rule), .number(row.energy?.roundedWattHours),
          .number(row.watts), .time(row.time, on: clock), .money(row.price), .money(row.amount),
        ], into: &bytes)
    }
    rows.end(into: &bytes)
    return bytes
  }
}
