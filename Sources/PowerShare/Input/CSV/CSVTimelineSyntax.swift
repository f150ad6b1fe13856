/// A timeline as CSV: a header, then one event a row.
///
/// Blank lines are passed.
struct CSVTimelineSyntax: RecordSyntax {
  private var header: CSVHeader<EventField>?
  /// What each column holds, as the header says.
  private var columns: [EventField?] = []
  private var style = FieldReader.Style.csv(decimalComma: false)
  private var delimiter = UInt8(ascii: ",")
  /// The bytes at which a plain field ends, or is not plain.
  private var isSpecial = [Bool](repeating: false, count: 256)
  private var fields: [RawValue] = []

  private static let known = EventField.allCases.filter(\.isColumn).map {
    (name: $0.name, column: $0)
  }

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
    for byte in [header.delimiter, UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")] {
      isSpecial[Int(byte)] = true
    }
    for byte in 0x80..<0x100 { isSpecial[byte] = true }
    let isRefused = header.problems.contains { $0.severity == .error }
    return isRefused ? .problems(header.problems, .rest) : .warnings(header.problems)
  }

  /// Reads a row of plain fields: without quotes, and with nothing but ASCII in it.
  ///
  /// Most rows are such, and each byte of them costs two comparisons. Anything else is left to the
  /// scanner, which looks at the row again.
  ///
  /// - Returns: Where the next row begins; nil where the row is not plain, or not complete.
  private mutating func readPlainRow(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, into record: inout EventRecord
  ) -> Int? {
    record.clear()
    var position = start
    var fieldStart = start
    var column = 0
    while position < end {
      let byte = bytes[position]
      guard isSpecial[Int(byte)] else {
        position &+= 1
        continue
      }
      let isLast = byte == UInt8(ascii: "\n")
      guard isLast || byte == delimiter, column < columns.count else { return nil }
      if let field = columns[column] {
        record[field] = RawValue(
          kind: position == fieldStart ? .absent : .text, range: fieldStart..<position)
      }
      column &+= 1
      position &+= 1
      if isLast {
        guard column == columns.count else { return nil }
        record.style = style
        record.range = start..<(position &- 1)
        return position
      }
      fieldStart = position
    }
    return nil
  }

  private mutating func readRow(
    _ text: SourceText, at position: inout Int, into record: inout EventRecord
  ) throws(CSVStop) -> RecordStep {
    let bytes = text.storage.span
    if let next = readPlainRow(bytes, from: position, to: text.end, into: &record) {
      position = next
      return .record
    }
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
