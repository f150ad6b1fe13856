/// A reader of a list of sites: CSV with a row for each.
package enum SiteListReader {
  /// A column of the list.
  package enum Column: String, CaseIterable, Sendable {
    case site, config
    case timeline, sessionsPerDay, profile, tz, seedOffset

    /// The columns that a header must have.
    static var required: ArraySlice<Column> { allCases.prefix(2) }
  }

  /// A row of the list, whose values are checked where they are used.
  package struct Row: Sendable {
    /// The name of the site.
    package let name: Identifier
    /// The number that is added to each seed.
    package let seedOffset: UInt64
    /// The texts of the other columns that are not empty.
    package let texts: [(column: Column, text: String)]
    /// The place of each column's cell in the text.
    fileprivate let places: [Column: Range<Int>]

    /// Returns the text of a column, or nil if it is empty.
    package func text(_ column: Column) -> String? {
      texts.first { $0.column == column }?.text
    }
  }

  /// The rows of a list, and its text to locate problems.
  package struct List: Sendable {
    /// The rows; at least one, with different names.
    package let rows: [Row]
    private var source: SourceText

    fileprivate init(_ rows: [Row], _ source: SourceText) {
      self.rows = rows
      self.source = source
    }

    /// Returns the diagnostic for a problem of a row.
    ///
    /// - Parameter column: The column at fault; nil, or one that is empty, for the site's name.
    package mutating func diagnostic(
      _ message: String, hint: String?, row: Int, column: Column?
    ) -> Diagnostic {
      let places = rows[row].places
      let place = column.flatMap { rows[row].text($0) == nil ? nil : places[$0] } ?? places[.site]
      return source.diagnostic(
        place ?? 0..<0, code: .siteSettings, message: message, hint: hint)
    }
  }

  /// The number that is added to the seeds of a site, times the number of sites before it, where
  /// the list states none.
  package static let seedsOfSite = 1_000_000

  /// Reads a file.
  ///
  /// - Returns: The list, or nil with at least one error; and all errors and warnings.
  /// - Complexity: O(length of the text).
  package static func read(name: String, text: [UInt8]) -> (list: List?, diagnostics: [Diagnostic])
  {
    var source = SourceText(name: name, text: text)
    if let problem = ForeignFile.problem(source.storage.span, end: source.end, name: name) {
      return (nil, [source.diagnostic(problem)])
    }
    var reader = FieldReader(style: .csv(decimalComma: false))
    let rows = readRows(source, &reader)
    let problems = (reader.problems + reader.remarks.problems)
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    let diagnostics = problems.map { source.diagnostic($0) }
    guard let rows, !diagnostics.contains(where: { $0.severity == .error }) else {
      return (nil, diagnostics)
    }
    return (List(rows, source), diagnostics)
  }

  private static func readRows(_ source: SourceText, _ reader: inout FieldReader) -> [Row]? {
    let storage = source.storage
    let bytes = storage.span
    var scanner = CSVScanner(complete: bytes, from: source.start, end: source.end)
    do throws(CSVStop) {
      let header = try CSVHeader(
        bytes, with: &scanner, known: Column.allCases.map { ($0.rawValue, $0) },
        main: Column.allCases.count, required: Column.required.map(\.rawValue),
        swapped: { _, _ in nil })
      reader = FieldReader(style: header.style)
      reader.problems = header.problems
      if header.lacksColumn { return nil }
      return try readRows(bytes, header, &scanner, &reader)
    } catch {
      if case .invalid(let problem) = error { reader.problems.append(problem) }
      return nil
    }
  }

  private static func readRows(
    _ bytes: Span<UInt8>, _ header: CSVHeader<Column>, _ scanner: inout CSVScanner,
    _ reader: inout FieldReader
  ) throws(CSVStop) -> [Row] {
    var rows: [Row] = []
    var names: Set<Identifier> = []
    var fields: [RawValue] = []
    var last = scanner.position..<scanner.position
    while scanner.position < scanner.end {
      let start = scanner.position
      try scanner.row(bytes, into: &fields)
      last = start..<max(start, scanner.position - 1)
      if CSVScanner.isBlank(bytes, fields) { continue }
      if let problem = header.fieldCountProblem(fields) {
        reader.problems.note(problem)
        continue
      }
      var cells: [Column: RawValue] = [:]
      for (column, field) in zip(header.columns, fields) {
        if let column { cells[column] = field }
      }
      guard let row = row(bytes, cells, at: start, place: rows.count, &reader) else { continue }
      if !names.insert(row.name).inserted {
        reader.report(
          row.places[.site] ?? last, .duplicateSite, "site \(row.name.quoted) is listed twice",
          hint: "Each site has one row, with one station; give the second one another name.")
      }
      rows.append(row)
    }
    if rows.isEmpty, reader.problems.isEmpty {
      reader.report(last, .noSites, "the list has no site")
    }
    return rows
  }

  private static func row(
    _ bytes: Span<UInt8>, _ cells: [Column: RawValue], at start: Int, place: Int,
    _ reader: inout FieldReader
  ) -> Row? {
    var name: Identifier?
    var offset: Int? = place * seedsOfSite
    var texts: [(Column, String)] = []
    for column in Column.allCases {
      let cell = cells[column] ?? RawValue()
      guard reader.isPresent(cell), !cell.content.isEmpty else {
        if Column.required.contains(column) {
          reader.reportMissing(column.rawValue, cell, in: start..<start)
        }
        continue
      }
      switch column {
      case .site: name = reader.name(bytes, cell, column.rawValue)
      case .seedOffset:
        offset = reader.integer(
          bytes, cell, column.rawValue, minimum: 0, maximum: 1_000_000_000_000)
      case .config, .timeline, .sessionsPerDay, .profile, .tz:
        texts.append((column, String(decoding: reader.text(bytes, cell), as: UTF8.self)))
      }
    }
    guard let name, let offset, cells[.config] != nil else { return nil }
    return Row(
      name: name, seedOffset: UInt64(offset), texts: texts, places: cells.mapValues(\.range))
  }
}
