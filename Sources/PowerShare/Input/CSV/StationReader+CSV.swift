extension StationReader {
  private enum Column: String, CaseIterable {
    case stationId, gridCapacity, chargerId, maxPower, connectors
    case minPower, count, groupId, groupMaxPower

    var name: String { rawValue }

    /// The columns that a header must have.
    static var required: ArraySlice<Column> { allCases.prefix(5) }
  }

  /// Reads a station from CSV, one row a charger.
  ///
  /// The station's columns may be empty after the first row; a different value there is an error.
  static func readCSV(_ source: SourceText, _ reader: inout FieldReader) -> StationConfig? {
    let bytes = source.storage.span
    var scanner = CSVScanner(complete: bytes, from: 0, end: source.end)
    do throws(CSVStop) {
      let header = try CSVHeader(
        bytes, with: &scanner, known: Column.allCases.map { ($0.name, $0) },
        main: Column.required.count, required: Column.required.map(\.name)
      ) { names, range in
        SwappedFiles.isTimeline(names: names) ? SwappedFiles.timeline(at: range) : nil
      }
      reader = FieldReader(style: header.style)
      reader.problems = header.problems
      if header.delimiter == UInt8(ascii: ";") { reader.decimals = DecimalSigns() }
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
