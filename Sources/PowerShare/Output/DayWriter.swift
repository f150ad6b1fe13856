/// Writes a row for each local day of a run.
public struct DayWriter: Sendable {
  private var rows: RowWriter
  private let hasTariff: Bool

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The form of the rows.
  ///   - hasTariff: Whether the days have costs.
  public init(_ format: RowFormat, hasTariff: Bool = false) {
    self.hasTariff = hasTariff
    rows = RowWriter(format, columns: Self.columns + (hasTariff ? Self.costColumns : []))
  }

  /// Appends the bytes before the first row.
  public func begin(into bytes: inout [UInt8]) { rows.begin(into: &bytes) }

  /// Appends a row.
  public mutating func write(_ day: DayFigures, into bytes: inout [UInt8]) {
    rows.write(
      Self.cells(of: day) + (hasTariff ? Self.costCells(of: day.cost) : []), into: &bytes)
  }

  /// Appends the bytes after the last row.
  public func end(into bytes: inout [UInt8]) { rows.end(into: &bytes) }

  private static let columns: [RowWriter.Column] = [
    .text("date"), .number("started"), .number("served"), .number("unserved"),
    .number("abandoned"), .number("servedShare"), .number("requested"), .number("delivered"),
    .number("unservedEnergy"), .text("lostMostTo"), .number("peak"), .number("peak15min"),
    .number("waitP95"),
  ]

  private static let costColumns: [RowWriter.Column] = [
    .number("energyCost"), .number("feedIn"), .number("value"),
  ]

  /// Returns the costs of a day, rounded as figures are.
  private static func costCells(of cost: DayCost?) -> [RowWriter.Cell] {
    [cost?.energy, cost?.feedIn, cost?.value].map { amount in
      .number(amount?.rounded(decimals: 2), decimals: 2)
    }
  }

  private static func cells(of day: DayFigures) -> [RowWriter.Cell] {
    func count(_ number: Int) -> RowWriter.Cell { .count(UInt64(number)) }
    func energy(_ energy: Energy) -> RowWriter.Cell { .thousandths(energy.roundedWattHours) }
    let date: RowWriter.Cell =
      switch day.day {
      case .date: .text(day.day.text)
      case .second(let second): count(second)
      }
    return [
      date, count(day.started), count(day.served), count(day.unserved), count(day.abandoned),
      .number(day.delivered.thousandths(of: day.requested)), energy(day.requested),
      energy(day.delivered), energy(day.requested - day.delivered), .text(day.lostMostTo?.name),
      .power(day.peak), .power(day.peak15min), .number(day.waitP95.map { Int128($0) * 100 }),
    ]
  }
}
