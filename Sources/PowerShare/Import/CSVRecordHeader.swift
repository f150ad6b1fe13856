/// The place of the header of a CSV file of records, and the delimiter of its columns.
struct CSVRecordHeader {
  /// The scanner, at the header.
  let scanner: CSVScanner
  /// The first byte behind a line `sep=;`.
  private let start: Int

  /// The number of lines in which the header is looked for.
  private static let searchedLines = 20

  /// Finds the header.
  ///
  /// - Parameter line: The line of the header, from 1; 1 is also the line behind `sep=;`.
  /// - Throws: The problem that the file has fewer lines.
  init(_ bytes: Span<UInt8>, end: Int, line: Int) throws(RangedProblem) {
    start = CSVScanner.afterSeparatorLine(bytes, from: 0, end: end, isComplete: true) ?? 0
    let stated = start > 0 ? bytes[4] : nil
    var position = start
    if line > 1 {
      position = 0
      var lines = 1
      while lines < line, position < end {
        if bytes[position] == UInt8(ascii: "\n") { lines += 1 }
        position += 1
      }
      guard lines == line, position < end else {
        throw RangedProblem(
          range: max(end - 1, 0)..<end, code: .invalidCSV,
          message: "--header-line is \(line), but the file has fewer lines")
      }
    }
    let delimiter = Self.isDelimiter(stated) ? stated : nil
    scanner = CSVScanner(
      position: position, end: end, isComplete: true,
      delimiter: delimiter ?? Self.delimiter(bytes, from: position, end: end))
  }

  /// True if a character can be between columns.
  private static func isDelimiter(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
    return byte < 0x80 && !isLetter && byte &- UInt8(ascii: "0") > 9 && byte != UInt8(ascii: "\"")
      && byte != UInt8(ascii: "\r") && byte != UInt8(ascii: "\n")
  }

  /// Returns the delimiter of a header: the first comma, semicolon or tab outside quotes, else a
  /// vertical bar.
  private static func delimiter(_ bytes: Span<UInt8>, from start: Int, end: Int) -> UInt8 {
    var isQuoted = false
    var hasBar = false
    var place = start
    while place < end {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted {
        if byte == UInt8(ascii: "\n") { break }
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\t") {
          return byte
        }
        if byte == UInt8(ascii: "|") { hasBar = true }
      }
      place += 1
    }
    return hasBar ? UInt8(ascii: "|") : UInt8(ascii: ",")
  }

  /// Returns the problem that all lines end with a carriage return alone, as on old Macintoshes, so
  /// that the file is one line; nil if they do not.
  func lineEndProblem(_ bytes: Span<UInt8>) -> RangedProblem? {
    var carriageReturn: Int?
    for place in start..<scanner.end {
      if bytes[place] == UInt8(ascii: "\n") { return nil }
      if carriageReturn == nil, bytes[place] == UInt8(ascii: "\r"), place + 1 < scanner.end {
        carriageReturn = place
      }
    }
    return carriageReturn.map {
      RangedProblem(
        range: $0..<$0 + 1, code: .invalidCSV,
        message: "the lines of the file end with a carriage return alone",
        hint: "Convert them: tr '\\r' '\\n' < FILE")
    }
  }

  /// Returns the line among the first ones that has all columns of a map, if it is not the header
  /// itself; else nil.
  func line(of map: ColumnMap, _ bytes: Span<UInt8>) -> Int? {
    var position = 0
    for line in 1...Self.searchedLines {
      guard position < scanner.end else { return nil }
      if position >= start, position != scanner.position {
        var row = CSVScanner(
          position: position, end: scanner.end, isComplete: true,
          delimiter: Self.delimiter(bytes, from: position, end: scanner.end))
        var fields: [RawValue] = []
        var problems: [RangedProblem] = []
        if (try? row.row(bytes, into: &fields)) != nil {
          _ = ColumnPlaces(map, bytes, fields, problems: &problems)
          if problems.isEmpty { return line }
        }
      }
      while position < scanner.end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      position += 1
    }
    return nil
  }
}
