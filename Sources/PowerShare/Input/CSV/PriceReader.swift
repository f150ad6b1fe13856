/// A reader of prices over time, a CSV file with a row for each change.
package enum PriceReader {
  /// The result of reading a file.
  package struct Reading: Sendable {
    /// The prices; nil with at least one error.
    package var prices: PriceSeries?
    /// All errors and warnings, in the order of their places.
    package var diagnostics: [Diagnostic]
    /// The places of the first and the last time, for problems with them.
    package var first: Diagnostic?
    package var last: Diagnostic?
  }

  private enum Column: String, CaseIterable, Sendable { case time, price }

  /// Reads a file.
  ///
  /// - Complexity: O(length of the text).
  package static func read(name: String, text: [UInt8], isStrict: Bool = false) -> Reading {
    var source = SourceText(name: name, text: text)
    if let problem = ForeignFile.problem(source.storage.span, end: source.end, name: name) {
      return Reading(prices: nil, diagnostics: [source.diagnostic(problem)])
    }
    var reader = FieldReader(style: .csv(decimalComma: false))
    var rows = Rows()
    read(source, &rows, &reader)
    if let problem = reader.decimals?.remark?.problem() { reader.problems.append(problem) }
    let problems = (reader.problems + reader.remarks.problems)
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    let diagnostics = (isStrict ? problems.asErrors : problems).map { source.diagnostic($0) }
    var reading = Reading(prices: nil, diagnostics: diagnostics)
    guard let kind = rows.kind, diagnostics.allSatisfy({ $0.severity == .warning }) else {
      return reading
    }
    let period: RepeatPeriod? = kind == .daily ? .day : kind == .weekly ? .week : nil
    reading.prices = PriceSeries(rows.rows, every: period)
    reading.first = source.diagnostic(rows.first, code: .pricesShort, message: "")
    reading.last = source.diagnostic(rows.last, code: .pricesShort, message: "")
    return reading
  }

  private static func read(
    _ source: SourceText, _ rows: inout Rows, _ reader: inout FieldReader
  ) {
    let bytes = source.storage.span
    var scanner = CSVScanner(complete: bytes, from: 0, end: source.end)
    do throws(CSVStop) {
      let header = try CSVHeader(
        bytes, with: &scanner, known: Column.allCases.map { ($0.rawValue, $0) }, main: 2,
        required: Column.allCases.map(\.rawValue), swapped: { _, _ in nil })
      reader = FieldReader(style: header.style)
      reader.problems = header.problems
      if header.delimiter == UInt8(ascii: ";") { reader.decimals = DecimalSigns() }
      read(bytes, header, &scanner, &rows, &reader)
    } catch {
      if case .invalid(let problem) = error { reader.problems.append(problem) }
      return
    }
    // An unreadable row is the better message.
    guard !reader.problems.contains(where: { $0.severity == .error }) else { return }
    if rows.rows.isEmpty {
      reader.report(
        max(source.end - 1, 0)..<source.end, .profileRows, "the file has no price")
    } else if rows.rows.count == 1, rows.kind == .dateTime {
      reader.report(
        rows.first, .profileRows, "the file has one price alone",
        hint: "The last price lasts as long as the one before. Write HH:MM for prices of every day."
      )
    }
  }

  private static func read(
    _ bytes: Span<UInt8>, _ header: CSVHeader<Column>, _ scanner: inout CSVScanner,
    _ rows: inout Rows, _ reader: inout FieldReader
  ) {
    var fields: [RawValue] = []
    while scanner.position < scanner.end {
      do throws(CSVStop) {
        try scanner.row(bytes, into: &fields)
      } catch {
        guard case .invalid(let problem) = error else { return }
        reader.problems.note(problem)
        if problem.code == .unclosedQuote { return }
        try? scanner.skipLine(bytes)
        continue
      }
      if CSVScanner.isBlank(bytes, fields) { continue }
      if let problem = header.fieldCountProblem(fields) {
        reader.problems.note(problem)
        continue
      }
      for field in fields[min(header.named, fields.count)...]
      where !CSVScanner.isBlank(bytes, [field]) {
        reader.remarks.add(.unnamedColumn, at: field.range)
      }
      if header.lacksColumn { continue }
      var (time, price) = (RawValue(), RawValue())
      for (column, field) in zip(header.columns, fields) {
        switch column {
        case .time: time = field
        case .price: price = field
        case nil: break
        }
      }
      rows.read(bytes, time, price, &reader)
    }
  }

  private struct Rows {
    private(set) var rows: [PriceSeries.Row] = []
    private(set) var kind: ProfileTime.Kind?
    /// The places of the first and the last time.
    private(set) var first = 0..<0
    private(set) var last = 0..<0

    mutating func read(
      _ bytes: Span<UInt8>, _ timeValue: RawValue, _ priceValue: RawValue,
      _ reader: inout FieldReader
    ) {
      let time = reader.profileTime(bytes, timeValue)
      var price: Money?
      if reader.isPresent(priceValue) {
        price = reader.price(bytes, priceValue, "price", isPerKilowattHour: true)
      } else {
        reader.reportMissing("price", priceValue, in: priceValue.range)
      }
      guard let time, check(time, at: timeValue.range, &reader), let price else { return }
      if kind == nil { first = timeValue.range }
      kind = time.kind
      last = timeValue.range
      rows.append(PriceSeries.Row(time: time.milliseconds, price: price))
    }

    private func check(
      _ time: ProfileTime, at place: Range<Int>, _ reader: inout FieldReader
    ) -> Bool {
      if time.kind == .seconds {
        reader.report(
          place, .mixedTimes, "prices are for date-times, and this is a number of seconds",
          hint: "Write 2026-03-02T08:00:00+01:00, or 08:00 for every day, or Mon 08:00.")
        return false
      }
      if let kind, kind != time.kind {
        reader.report(
          place, .profileMixedTimes,
          "\(time.kind.name) among prices that begin with \(kind.name)",
          hint: "A file of prices has one kind of time: date-times, HH:MM, or Mon HH:MM.")
        return false
      }
      if let before = rows.last, time.milliseconds <= before.time {
        reader.report(
          place, .profileOrder,
          time.milliseconds == before.time
            ? "the row has the time of the row before" : "the row is earlier than the row before",
          hint: "Write the rows of prices in the order of their times, each time once.")
        return false
      }
      return true
    }
  }
}
