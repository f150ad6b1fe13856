/// The CSV syntax of a timeline: a header, then one event a row.
///
/// Blank lines are skipped.
struct CSVTimelineSyntax: RecordSyntax {
  private var header: CSVHeader<EventField>?
  /// The field of each column; nil for an unknown one.
  private var columns: [EventField?] = []
  /// The fast reader of rows; gives up on every row before the header, and if it is turned off.
  var fastRow = FastCSVRow()
  private let usesFastRows: Bool
  private(set) var style = FieldReader.Style.csv(decimalComma: false)
  private var delimiter = UInt8(ascii: ",")
  private var fields: [RawValue] = []

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
      let delimiter = CSVScanner.delimiter(
        bytes, from: position, end: text.end, isComplete: text.isComplete)
    else { return .needsInput }
    var scanner = CSVScanner(
      position: position, end: text.end, isComplete: text.isComplete, delimiter: delimiter)
    let header = try CSVHeader(
      bytes, with: &scanner, known: Self.known, main: 8, required: ["time", "event"])
    position = scanner.position
    self.header = header
    columns = header.columns
    style = header.style
    self.delimiter = header.delimiter
    if usesFastRows { fastRow = FastCSVRow(columns, delimiter: header.delimiter) }
    let isRefused = header.problems.contains { $0.severity == .error }
    return isRefused ? .problems(header.problems, .rest) : .warnings(header.problems)
  }

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
        return .problems([problem], .event)
      }
    } while isBlank
    position = scanner.position
    record.clear()
    record.style = style
    record.range = start..<fields[fields.count - 1].range.upperBound
    if fields.count != columns.count, let problem = header?.fieldCountProblem(fields) {
      return .problems([problem], .event)
    }
    for place in columns.indices {
      if let column = columns[place] { record[column] = fields[place] }
    }
    return .record
  }

  private var isBlank: Bool {
    fields.count == 1 && fields[0].kind == .absent && !fields[0].isQuoted
  }
}
