/// The header row of a CSV file: its delimiter and its columns.
struct CSVHeader<Column: Sendable>: Sendable {
  let delimiter: UInt8
  /// The content of each column; nil for an unknown one.
  private(set) var columns: [Column?] = []
  /// The problems of the header, warnings included.
  private(set) var problems: [RangedProblem] = []

  /// The style of the values below this header.
  var style: FieldReader.Style { .csv(decimalComma: delimiter == UInt8(ascii: ";")) }

  /// Reads a header row.
  ///
  /// - Parameters:
  ///   - scanner: A scanner at the start of the row; it is moved past the row.
  ///   - known: The known columns, by name.
  ///   - main: The number of known columns that a hint lists: those that most files have.
  ///   - required: The columns that must be there.
  /// - Throws: ``CSVStop`` if the row is incomplete, is not CSV, or has no known column.
  init(
    _ bytes: Span<UInt8>, with scanner: inout CSVScanner, known: [(name: String, column: Column)],
    main: Int, required: [String]
  ) throws(CSVStop) {
    delimiter = scanner.delimiter
    let start = scanner.position
    var cells: [RawValue] = []
    try scanner.row(bytes, into: &cells)
    let names = cells.map { String(decoding: CSVScanner.decoded(bytes, $0), as: UTF8.self) }
    let header = start..<max(start, cells[cells.count - 1].range.upperBound)
    guard names.contains(where: { name in known.contains { $0.name == name } }) else {
      throw .invalid(
        RangedProblem(
          range: header, code: .invalidCSV,
          message: start == scanner.end ? "the CSV text is empty" : "the CSV text has no header",
          hint: "The first row names the columns: "
            + known.prefix(main).map(\.name).joined(separator: ",")))
    }
    var seen: Set<String> = []
    for (place, name) in names.enumerated() {
      let column = known.first { $0.name == name }?.column
      columns.append(column)
      if column == nil {
        problems.note(unknownColumn(name, at: cells[place].range, known: known.map(\.name)))
      } else if !seen.insert(name).inserted {
        problems.append(
          RangedProblem(
            range: cells[place].range, code: .duplicateColumn,
            message: "duplicate column \"\(name)\""))
      }
    }
    for name in required where !names.contains(name) {
      let guess = Suggestion.nearest(to: name, among: names)
      problems.append(
        RangedProblem(
          range: header, code: .missingField, message: "the header has no column \"\(name)\"",
          hint: guess.map { "did you mean \(Identifier($0).quoted)?" }))
    }
  }

  private func unknownColumn(
    _ name: String, at range: Range<Int>, known: [String]
  ) -> RangedProblem {
    let guess = Suggestion.nearest(to: name, among: known)
    return RangedProblem(
      range: range, code: .unknownColumn,
      message: name.isEmpty
        ? "a column has no name"
        : "unknown column \(Identifier(name).quoted)"
          + (guess.map { "; did you mean \"\($0)\"?" } ?? ""),
      severity: .warning)
  }

  /// Returns the problem of a row that has more or fewer fields than the header, or nil.
  func fieldCountProblem(_ fields: [RawValue]) -> RangedProblem? {
    guard fields.count != columns.count, let last = fields.last else { return nil }
    let noun = fields.count == 1 ? "field" : "fields"
    let counts = "the row has \(fields.count) \(noun), the header has \(columns.count)"
    if fields.count < columns.count {
      return RangedProblem(
        range: last.range, code: .tooFewFields, message: counts,
        hint: "An empty field still needs its delimiter.")
    }
    let extra = fields[columns.count].range.lowerBound..<last.range.upperBound
    return RangedProblem(
      range: extra, code: .tooManyFields, message: counts,
      hint: "Put a field that contains the delimiter in quotes.")
  }
}

extension CSVScanner {
  /// Returns the delimiter of a header: the first comma, semicolon or tab outside quotes; a comma
  /// if there is only one column.
  ///
  /// Nil if the header is incomplete.
  static func delimiter(_ bytes: Span<UInt8>, from start: Int, end: Int, isComplete: Bool) -> UInt8?
  {
    var isQuoted = false
    for position in start..<end {
      switch bytes[position] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"):
        if !isQuoted { return bytes[position] }
      case UInt8(ascii: "\n"):
        if !isQuoted { return UInt8(ascii: ",") }
      default: break
      }
    }
    return isComplete ? UInt8(ascii: ",") : nil
  }
}
