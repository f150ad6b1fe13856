/// A reader of compared files in CSV.
struct ComparedCSV {
  /// Reads values, and gathers the problems.
  private(set) var fields = FieldReader(style: .csv(decimalComma: false))
  private let names: ComparedFile.Names

  init(_ names: ComparedFile.Names) { self.names = names }

  /// Reads a text.
  mutating func read(_ source: SourceText) -> ComparedFile.Content? {
    let bytes = source.storage.span
    var scanner = CSVScanner(complete: bytes, from: source.start, end: source.end)
    do throws(CSVStop) {
      return try read(bytes, &scanner)
    } catch {
      if case .invalid(let problem) = error { fields.problems.note(problem) }
      return nil
    }
  }

  private mutating func read(
    _ bytes: Span<UInt8>, _ scanner: inout CSVScanner
  ) throws(CSVStop) -> ComparedFile.Content? {
    let start = scanner.position
    guard start < scanner.end else { throw .invalid(ComparedFile.emptyProblem(at: start)) }
    var cells: [RawValue] = []
    try scanner.row(bytes, into: &cells)
    let header = cells.map { String(decoding: CSVScanner.decoded(bytes, $0), as: UTF8.self) }
    let known = Set(header)
    guard known.isSuperset(of: ["sessionId", "arrivalTime"]) || known.isSuperset(of: dayColumns)
    else {
      throw .invalid(
        RangedProblem(
          range: start..<max(start, cells[cells.count - 1].range.upperBound),
          code: .notComparable,
          message: "the file is neither a summary, nor sessions, nor days",
          hint: ComparedFile.hint))
    }
    checkDuplicates(header, cells)
    fields = {
      var reader = FieldReader(
        style: .csv(decimalComma: scanner.delimiter == UInt8(ascii: ";")))
      reader.problems = fields.problems
      return reader
    }()
    return known.contains("sessionId")
      ? try sessions(bytes, &scanner, header, start..<cells[cells.count - 1].range.upperBound)
      : try days(bytes, &scanner, header)
  }

  private let dayColumns = ["date", "servedShare"]

  private mutating func checkDuplicates(_ header: [String], _ cells: [RawValue]) {
    var seen: Set<Identifier> = []
    for (name, cell) in zip(header, cells) where !name.isEmpty {
      guard !seen.insert(Identifier(name)).inserted else { continue }
      fields.report(cell.range, .duplicateColumn, "duplicate column \(Identifier(name).quoted)")
    }
  }

  /// Reads the rows below the header, all of which have a field for each column.
  private mutating func forEachRow(
    _ bytes: Span<UInt8>, _ scanner: inout CSVScanner, _ columns: Int,
    body: (inout ComparedCSV, [RawValue], Range<Int>) -> Void
  ) throws(CSVStop) {
    var row: [RawValue] = []
    while scanner.position < scanner.end {
      let start = scanner.position
      try scanner.row(bytes, into: &row)
      if CSVScanner.isBlank(bytes, row) { continue }
      if row.count != columns {
        let isShort = row.count < columns
        fields.report(
          isShort ? row[row.count - 1].range : row[columns].range,
          isShort ? .tooFewFields : .tooManyFields,
          "the row has \(row.count) \(row.count == 1 ? "field" : "fields"), "
            + "the header has \(columns)")
        continue
      }
      body(&self, row, start..<row[0].range.upperBound)
    }
  }

  // MARK: Sessions

  private mutating func sessions(
    _ bytes: Span<UInt8>, _ scanner: inout CSVScanner, _ header: [String], _ place: Range<Int>
  ) throws(CSVStop) -> ComparedFile.Content? {
    var columns: [Int] = []
    for field in ComparedSessionField.allCases {
      guard let column = header.firstIndex(of: field.name) else {
        fields.report(
          place, .missingField, "the header has no column \"\(field.name)\"",
          hint: ComparedFile.hint)
        continue
      }
      columns.append(column)
    }
    guard columns.count == ComparedSessionField.allCases.count else { return nil }
    let names = names
    var sessions = ComparedSessions()
    try forEachRow(bytes, &scanner, header.count) { reader, row, place in
      let values = columns.map { row[$0] }
      let session = reader.fields.session(
        bytes, values, in: place, id: { Self.text(bytes, $0) }, names)
      if let session { sessions.add(session, at: place, &reader.fields) }
    }
    return .sessions(sessions.sessions)
  }

  /// Returns the bytes of a text, without the apostrophe that keeps a spreadsheet from running it
  /// as a formula, so that an id is the same as in JSON.
  private static func text(_ bytes: Span<UInt8>, _ value: RawValue) -> [UInt8] {
    let text = CSVScanner.decoded(bytes, value)
    guard text.count > 1, text[0] == UInt8(ascii: "'"), "=+-@".utf8.contains(text[1]) else {
      return text
    }
    return Array(text.dropFirst())
  }

  // MARK: Days

  private mutating func days(
    _ bytes: Span<UInt8>, _ scanner: inout CSVScanner, _ header: [String]
  ) throws(CSVStop) -> ComparedFile.Content {
    var days: [ComparedFile.Day] = []
    let columns = header.map { Identifier($0) }
    let numeric = header.map { names.isNumericOfDay($0) }
    try forEachRow(bytes, &scanner, header.count) { reader, row, place in
      var date: FigureValue?
      var figures: [NamedValue] = []
      for (index, value) in row.enumerated() where !header[index].isEmpty {
        if header[index] == "date" {
          guard value.kind == .text else {
            reader.fields.reportMissing("date", value, in: place)
            continue
          }
          date = reader.value(bytes, value, header[index], isNumeric: false)
        } else if let value = reader.value(
          bytes, value, header[index], isNumeric: numeric[index])
        {
          figures.append(NamedValue(columns[index], value))
        }
      }
      if let date { days.append(ComparedFile.Day(date: date, figures: figures)) }
    }
    return .days(days)
  }

  /// Returns the value of a cell: a number where it is one, else a text.
  private mutating func value(
    _ bytes: Span<UInt8>, _ cell: RawValue, _ name: String, isNumeric: Bool
  ) -> FigureValue? {
    guard cell.kind == .text else { return .null }
    if isNumeric {
      return fields.exactNumber(bytes, cell, Suggestion.printable(name)).map(FigureValue.number)
    }
    if case .number(let number) = fields.exactReading(bytes, cell) { return .number(number) }
    return .text(Identifier(validUTF8: Self.text(bytes, cell)))
  }
}
