/// The CSV syntax of a timeline: a header, then one event a row.
///
/// Rows with nothing but delimiters and blanks are skipped.
struct CSVTimelineSyntax: RecordSyntax {
  private var header: CSVHeader<EventField>?
  /// The field of each column; nil for an unknown one.
  private(set) var columns: [EventField?] = []
  /// The fast reader of rows; gives up on every row before the header, and if it is turned off.
  var fastRow = FastCSVRow()
  private let usesFastRows: Bool
  private(set) var style = FieldReader.Style.csv(decimalComma: false)
  private(set) var delimiter = UInt8(ascii: ",")
  private var fields: [RawValue] = []
  /// The remarks about rows that the caller has not taken yet.
  var remarks = Remarks()
  /// True if rows are only read to find what is not CSV, because a required column is missing.
  private var checksSyntaxOnly = false
  /// False while the decimal sign of a file with semicolons is unknown, or is a comma.
  var readsDecimals = true {
    didSet { fastRow.readsDecimals = readsDecimals }
  }

  private static let known = EventField.columns.map { (name: $0.name, column: $0) }

  init(_ fastPath: FastPath = .all) { usesFastRows = fastPath.contains(.csvRows) }

  mutating func next(
    _ text: SourceText, at position: inout Int, into record: inout EventRecord
  ) -> RecordStep {
    do throws(CSVStop) {
      if columns.isEmpty { return try readHeader(text, at: &position) }
      return try readRow(text, at: &position, into: &record)
    } catch {
      switch error {
      case .needsMore: return .needsInput
      case .invalid(let problem): return .problems([problem], .rest)
      }
    }
  }

  mutating func again(_ text: SourceText, at position: Int, into record: inout EventRecord) {
    var position = position
    _ = try? readRow(text, at: &position, into: &record)
  }

  private mutating func readHeader(
    _ text: SourceText, at position: inout Int
  ) throws(CSVStop) -> RecordStep {
    let bytes = text.storage.span
    guard
      let start = CSVScanner.afterSeparatorLine(
        bytes, from: position, end: text.end, isComplete: text.isComplete),
      let delimiter = CSVScanner.delimiter(
        bytes, from: start, end: text.end, isComplete: text.isComplete)
    else { return .needsInput }
    var scanner = CSVScanner(
      position: start, end: text.end, isComplete: text.isComplete, delimiter: delimiter)
    let header = try CSVHeader(
      bytes, with: &scanner, known: Self.known, main: 8, required: ["time", "event"]
    ) { names, range in
      SwappedFiles.isStation(columns: names) ? SwappedFiles.station(at: range) : nil
    }
    position = scanner.position
    self.header = header
    columns = header.columns
    style = header.style
    self.delimiter = header.delimiter
    checksSyntaxOnly = header.lacksColumn
    if usesFastRows, !checksSyntaxOnly {
      fastRow = FastCSVRow(columns, named: header.named, delimiter: header.delimiter)
    }
    readsDecimals = delimiter != UInt8(ascii: ";")
    let isRefused = header.problems.contains { $0.severity == .error }
    return isRefused ? .problems(header.problems, .timeline) : .warnings(header.problems)
  }

  /// True if the header has unnamed columns at its end.
  var hasUnnamedColumns: Bool { header.map { $0.named < $0.columns.count } ?? false }

  private mutating func readRow(
    _ text: SourceText, at position: inout Int, into record: inout EventRecord
  ) throws(CSVStop) -> RecordStep {
    let bytes = text.storage.span
    var scanner = CSVScanner(
      position: position, end: text.end, isComplete: text.isComplete, delimiter: delimiter)
    var start = position
    repeat {
      start = scanner.position
      if start == text.end {
        position = start
        return text.isComplete ? .end : .needsInput
      }
      do throws(CSVStop) {
        try scanner.row(bytes, into: &fields)
      } catch .invalid(let problem) where problem.code != .unclosedQuote {
        try scanner.skipLine(bytes)
        position = scanner.position
        record.clear()
        return .problems([problem], .event)
      }
      if fields.count != columns.count, !CSVScanner.isBlank(bytes, fields),
        let problem = header?.fieldCountProblem(fields)
      {
        position = scanner.position
        noteFields(bytes, from: start, in: &record)
        return .problems([problem], .event)
      }
    } while checksSyntaxOnly || CSVScanner.isBlank(bytes, fields)
    position = scanner.position
    noteFields(bytes, from: start, in: &record)
    // Also where the length is that of a column that nothing reads.
    if record.range.count > EventRecord.maximumLength {
      return .problems([.longRecord(at: record.beginning, isCSV: true)], .rest)
    }
    return .record
  }

  /// Notes the fields of the row in a record, those of them that the row has.
  private mutating func noteFields(
    _ bytes: Span<UInt8>, from start: Int, in record: inout EventRecord
  ) {
    record.clear()
    record.style = style
    record.readsDecimals = readsDecimals
    record.range = start..<fields[fields.count - 1].range.upperBound
    for place in 0..<min(columns.count, fields.count) {
      if let column = columns[place] { record[column] = fields[place] }
    }
    guard let header, header.named < fields.count else { return }
    for field in fields[header.named...] where !CSVScanner.isBlank(bytes, [field]) {
      remarks.add(.unnamedColumn, at: field.range)
    }
  }
}
