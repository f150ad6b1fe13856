/// The header row of a CSV file: its delimiter and its columns.
struct CSVHeader<Column: Sendable>: Sendable {
  let delimiter: UInt8
  /// The content of each column; nil for an unknown one.
  private(set) var columns: [Column?] = []
  /// The number of columns before the unnamed ones at the end, which spreadsheets write.
  let named: Int
  /// The problems of the header, warnings included.
  private(set) var problems: [RangedProblem] = []
  /// True if a required column is missing, so that rows cannot be understood.
  private(set) var lacksColumn = false

  /// The style of the values below this header.
  var style: FieldReader.Style { .csv(decimalComma: delimiter == UInt8(ascii: ";")) }

  /// Reads a header row.
  ///
  /// - Parameters:
  ///   - scanner: A scanner at the start of the row; it is moved past the row.
  ///   - known: The known columns, by name.
  ///   - main: The number of known columns that a hint lists: those that most files have.
  ///   - required: The columns that must be there.
  ///   - swapped: Returns the problem of a header of another kind of file, or nil.
  /// - Throws: ``CSVStop`` if the row is incomplete, is not CSV, or has no known column.
  init(
    _ bytes: Span<UInt8>, with scanner: inout CSVScanner, known: [(name: String, column: Column)],
    main: Int, required: [String], swapped: ([String], Range<Int>) -> RangedProblem?
  ) throws(CSVStop) {
    delimiter = scanner.delimiter
    let start = scanner.position
    var cells: [RawValue] = []
    try scanner.row(bytes, into: &cells)
    let names = cells.map { String(decoding: CSVScanner.decoded(bytes, $0), as: UTF8.self) }
    named = (names.lastIndex { $0.contains { $0 != " " && $0 != "\t" } } ?? -1) + 1
    let header = start..<max(start, cells[cells.count - 1].range.upperBound)
    if let problem = swapped(names, header) { throw .invalid(problem) }
    if names.contains(where: { $0.unicodeScalars.contains("\r") }) {
      throw .invalid(
        RangedProblem(
          range: header, code: .invalidCSV, message: "lines end with carriage returns alone",
          hint: "Save the file with line ends of LF or CRLF."))
    }
    let isHeader = names.contains { name in
      known.contains { $0.name == name }
        || Suggestion.misspelt(name, among: known.lazy.map(\.name)) != nil
    }
    guard isHeader else {
      throw .invalid(
        RangedProblem(
          range: header, code: .invalidCSV,
          message: start == scanner.end ? "the CSV text is empty" : "the CSV text has no header",
          hint: Self.otherFormat(names[0], known.map(\.name))
            ?? "The first row names the columns: "
            + known.prefix(main).map(\.name).joined(separator: ",")))
    }
    var seen: Set<String> = []
    var unknown = UnknownNames()
    var remarks = Remarks()
    let present = Set(names)
    for (place, name) in names.enumerated() {
      let range = cells[place].range
      var column = known.first { $0.name == name }?.column
      if column != nil {
        if !seen.insert(name).inserted { note(duplicate: name, at: range) }
      } else if place < named {
        let (problem, meant) = Self.unknown(name, at: range, known.map(\.name), present)
        if let meant {
          column = known.first { $0.name == meant }?.column
          problems.note(problem)
          if !seen.insert(meant).inserted { note(duplicate: meant, at: range) }
        } else {
          switch unknown.note(name.utf8) {
          case .report: problems.note(problem)
          case .count: remarks.add(.moreUnknown(.column), at: range)
          case .skip: break
          }
        }
      }
      columns.append(column)
    }
    problems += remarks.problems
    for name in required where !seen.contains(name) {
      lacksColumn = true
      let guess = Suggestion.nearest(to: name, among: names.prefix(Suggestion.candidateLimit))
      problems.append(
        RangedProblem(
          range: header, code: .missingField, message: "the header has no column \"\(name)\"",
          hint: guess.map { "did you mean \(Identifier($0).quoted)?" }))
    }
  }

  /// Returns a hint for a first line that is of another format, or nil.
  private static func otherFormat(_ line: String, _ known: [String]) -> String? {
    switch line.unicodeScalars.first {
    case "{", "[":
      return "It looks like JSON: name the file .json, or .ndjson for one event a line."
    default: break
    }
    guard let name = known.first(where: { line.hasPrefix($0) }),
      let separator = line.unicodeScalars.dropFirst(name.unicodeScalars.count).first
    else { return nil }
    if line.hasPrefix(name + ": ") || line == name + ":" {
      return "It looks like YAML: write it as JSON or CSV."
    }
    let shown = separator == " " ? "spaces" : "\"\(Suggestion.printable(String(separator)))\""
    return "Fields are separated by commas, semicolons or tabs, not by \(shown)."
  }

  private mutating func note(duplicate name: String, at range: Range<Int>) {
    problems.note(
      RangedProblem(
        range: range, code: .duplicateColumn, message: "duplicate column \"\(name)\""))
  }

  private static func unknown(
    _ name: String, at range: Range<Int>, _ known: [String], _ present: Set<String>
  ) -> (problem: RangedProblem, meant: String?) {
    guard name.isEmpty else {
      return RangedProblem.unknown(
        .column, name, at: range, known: known, isPresent: present.contains)
    }
    let problem = RangedProblem(
      range: range, code: .unknownColumn, message: "a column has no name", severity: .warning)
    return (problem, nil)
  }

  /// Returns the problem of a row that has more or fewer fields than the header, or nil.
  func fieldCountProblem(_ fields: [RawValue]) -> RangedProblem? {
    guard !(named...columns.count ~= fields.count), let last = fields.last else { return nil }
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
  /// Creates a scanner at the header of a complete text, with the delimiter that the header has.
  ///
  /// - Parameter start: The start of the text; a first line such as `sep=;` is passed over.
  init(complete bytes: Span<UInt8>, from start: Int, end: Int) {
    let start = Self.afterSeparatorLine(bytes, from: start, end: end, isComplete: true) ?? start
    let delimiter = Self.delimiter(bytes, from: start, end: end, isComplete: true)
    self.init(
      position: start, end: end, isComplete: true, delimiter: delimiter ?? UInt8(ascii: ","))
  }

  /// Returns the place after a first line such as `sep=;`, which Excel reads and writes, or `start`
  /// if there is none.
  ///
  /// Nil if the line is incomplete.
  static func afterSeparatorLine(
    _ bytes: Span<UInt8>, from start: Int, end: Int, isComplete: Bool
  ) -> Int? {
    let line: [UInt8?] = [0x73, 0x65, 0x70, UInt8(ascii: "="), nil]  // "sep=" and any character
    for (offset, expected) in line.enumerated() {
      guard start + offset < end else { return isComplete ? start : nil }
      let byte = bytes[start + offset]
      if let expected, byte | 0x20 != expected | 0x20 { return start }
    }
    var place = start + line.count
    if place < end, bytes[place] == UInt8(ascii: "\r") { place += 1 }
    guard place < end else { return isComplete ? start : nil }
    return bytes[place] == UInt8(ascii: "\n") ? place + 1 : start
  }

  /// True if a row has nothing but blanks, in any number of fields.
  static func isBlank(_ bytes: Span<UInt8>, _ fields: [RawValue]) -> Bool {
    for field in fields {
      if field.isQuoted { return false }
      for place in field.range
      where bytes[place] != UInt8(ascii: " ") && bytes[place] != UInt8(ascii: "\t") {
        return false
      }
    }
    return true
  }

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
