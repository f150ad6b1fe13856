extension StationReader {
  private enum Column: String, CaseIterable {
    case stationId, gridCapacity, chargerId, maxPower, connectors, minPower

    var name: String { rawValue }
  }

  /// Reads a station from CSV, one row a charger.
  ///
  /// The station's columns may be empty after the first row; a different value there is an error.
  static func readCSV(_ source: SourceText, _ reader: inout FieldReader) -> StationConfig? {
    let bytes = source.storage.span
    let start =
      CSVScanner.afterSeparatorLine(bytes, from: 0, end: source.end, isComplete: true) ?? 0
    let delimiter =
      CSVScanner.delimiter(bytes, from: start, end: source.end, isComplete: true)
      ?? UInt8(ascii: ",")
    var scanner = CSVScanner(
      position: start, end: source.end, isComplete: true, delimiter: delimiter)
    do throws(CSVStop) {
      let header = try CSVHeader(
        bytes, with: &scanner, known: Column.allCases.map { ($0.name, $0) }, main: 5,
        required: Column.allCases.filter { $0 != .minPower }.map(\.name)
      ) { names, range in
        SwappedFiles.isTimeline(names: names) ? SwappedFiles.timeline(at: range) : nil
      }
      reader = FieldReader(style: header.style)
      reader.problems = header.problems
      if delimiter == UInt8(ascii: ";") { reader.decimals = DecimalSigns() }
      return readRows(bytes, header, &scanner, &reader)
    } catch {
      if case .invalid(let problem) = error { reader.problems.append(problem) }
      return nil
    }
  }

  private static func readRows(
    _ bytes: Span<UInt8>, _ header: CSVHeader<Column>, _ scanner: inout CSVScanner,
    _ reader: inout FieldReader
  ) -> StationConfig? {
    var rows = StationRows()
    var fields: [RawValue] = []
    while scanner.position < scanner.end {
      let start = scanner.position
      do throws(CSVStop) {
        try scanner.row(bytes, into: &fields)
      } catch {
        guard case .invalid(let problem) = error else { return nil }
        reader.problems.note(problem)
        if problem.code == .unclosedQuote { return nil }
        try? scanner.skipLine(bytes)
        rows.passUnreadable()
        continue
      }
      if CSVScanner.isBlank(bytes, fields) { continue }
      if let problem = header.fieldCountProblem(fields) {
        reader.problems.note(problem)
        rows.passUnreadable()
        continue
      }
      for field in fields[min(header.named, fields.count)...]
      where !CSVScanner.isBlank(bytes, [field]) {
        reader.remarks.add(.unnamedColumn, at: field.range)
      }
      // Rows without a required column are read only to find what is not CSV.
      if header.lacksColumn { continue }
      var cells: [String: RawValue] = [:]
      for (column, field) in zip(header.columns, fields) {
        if let column { cells[column.name] = field }
      }
      rows.read(bytes, cells, at: start, &reader)
    }
    return header.lacksColumn ? nil : rows.station(end: scanner.end, &reader)
  }
}

/// The rows of a station's CSV read so far.
private struct StationRows {
  private var id: Identifier?
  private var capacity: Power?
  private var chargers: [Charger] = []
  private var chargerIDs: Set<Identifier> = []
  private var isFirst = true

  /// Skips an unreadable row: its values are unknown, not missing.
  mutating func passUnreadable() { isFirst = false }

  /// Reads a row that has a cell, empty or not, for each column.
  mutating func read(
    _ bytes: Span<UInt8>, _ cells: [String: RawValue], at start: Int, _ reader: inout FieldReader
  ) {
    let cell = { (name: String) in cells[name] ?? RawValue() }
    if isFirst || reader.isPresent(cell("stationId")) {
      let value = required("stationId", cell("stationId"), start, &reader)
      let name = value.flatMap { reader.name(bytes, $0, "stationId") }
      agree(&id, name, "stationId", cell("stationId"), &reader)
    }
    if isFirst || reader.isPresent(cell("gridCapacity")) {
      let value = required("gridCapacity", cell("gridCapacity"), start, &reader)
      let power = value.flatMap { reader.gridCapacity(bytes, $0) }
      agree(&capacity, power, "gridCapacity", cell("gridCapacity"), &reader)
    }
    isFirst = false
    let chargerID = required("chargerId", cell("chargerId"), start, &reader)
      .flatMap { reader.name(bytes, $0, "chargerId") }
    if let chargerID, !chargerIDs.insert(chargerID).inserted {
      reader.reportDuplicate(charger: chargerID, at: cell("chargerId").range)
    }
    let maxPower = required("maxPower", cell("maxPower"), start, &reader)
      .flatMap { reader.power(bytes, $0, "maxPower") }
    var minPower: Power? = .zero
    if reader.isPresent(cell("minPower")) {
      minPower = reader.power(bytes, cell("minPower"), "minPower")
    }
    let count = required("connectors", cell("connectors"), start, &reader)
      .flatMap {
        reader.integer(
          bytes, $0, "connectors", minimum: 1, maximum: Charger.maximumConnectors)
      }
    if let chargerID, let maxPower, let minPower, let count {
      let charger = Charger(
        id: chargerID, maxPower: maxPower, minPower: minPower, connectors: .alike(count: count))
      reader.remarks.judge(charger, at: cell("maxPower").range)
      chargers.append(charger)
    }
  }

  private func required(
    _ name: String, _ value: RawValue, _ start: Int, _ reader: inout FieldReader
  ) -> RawValue? {
    if reader.isPresent(value) { return value }
    reader.reportMissing(name, value, in: start..<start)
    return nil
  }

  /// Takes a value of the station, which must be the same in every row that states it.
  private func agree<Value: Equatable>(
    _ known: inout Value?, _ value: Value?, _ name: String, _ cell: RawValue,
    _ reader: inout FieldReader
  ) {
    if let known, let value, known != value {
      reader.report(
        cell.range, .conflictingValue, "\"\(name)\" has another value in a row above",
        hint: "Leave it empty after the first row.")
    }
    known = known ?? value
  }

  /// Returns the station, or nil if something is missing.
  func station(end: Int, _ reader: inout FieldReader) -> StationConfig? {
    // An unreadable row is the better message: it may have been the only charger.
    if isFirst, !reader.problems.contains(where: { $0.severity == .error }) {
      reader.report(max(end - 1, 0)..<end, .noChargers, "the station has no charger")
    }
    guard let id, let capacity else { return nil }
    return try? StationConfig(stationId: id, gridCapacity: capacity, chargers: chargers)
  }
}
