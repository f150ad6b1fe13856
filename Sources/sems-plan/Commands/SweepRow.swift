import PowerShare

/// The names that a search needs of each row: the axes, and the figures by their paths.
struct SweepNames {
  /// The index of each name in the values of a row.
  private(set) var indices: [String: Int] = [:]
  /// The number of names.
  var count: Int { indices.count }
  /// The names of figures of which a prefix may be null, such as `worstDay`.
  private let names: [String]

  init(_ paths: [String]) {
    names = ScenarioAxis.allCases.map(\.rawValue) + [SweepRow.seeds] + paths
    for name in names where indices[name] == nil { indices[name] = indices.count }
  }

  /// Returns the indices of the names that are below a key.
  func indices(below key: String) -> [Int] {
    names.filter { $0.hasPrefix(key + ".") }.compactMap { indices[$0] }
  }
}

/// The values of a row, each with its place.
struct SweepRow {
  /// The column of rows that have several seeds each.
  static let seeds = "seeds"

  /// A value; an empty text is null.
  struct Value {
    let text: String
    let place: Range<Int>
  }

  /// The reason why a line is no row.
  struct Problem: Error {
    let place: Range<Int>
    let message: String
  }

  /// The values by the indices of ``SweepNames``; nil for a name that the row does not have.
  private(set) var values: [Value?]

  // MARK: CSV

  /// Returns the fields of a line of CSV with their places.
  static func fields(_ line: [UInt8], _ delimiter: UInt8) throws(Problem) -> [Value] {
    let quote = UInt8(ascii: "\"")
    var fields: [Value] = []
    var position = 0
    while true {
      let start = position
      var bytes: [UInt8] = []
      if position < line.count, line[position] == quote {
        position += 1
        while true {
          guard position < line.count else {
            throw Problem(place: start..<line.count, message: "a quote is not closed")
          }
          if line[position] == quote {
            guard position + 1 < line.count, line[position + 1] == quote else { break }
            position += 1
          }
          bytes.append(line[position])
          position += 1
        }
        position += 1
        guard position == line.count || line[position] == delimiter else {
          throw Problem(
            place: position..<(position + 1), message: "text follows the closing quote of a field")
        }
      } else {
        while position < line.count, line[position] != delimiter { position += 1 }
        bytes = Array(line[start..<position])
      }
      fields.append(Value(text: String(decoding: bytes, as: UTF8.self), place: start..<position))
      guard position < line.count else { return fields }
      position += 1
    }
  }

  /// Reads a line of CSV.
  ///
  /// - Parameter columns: The index of each column's name; nil for names that are not needed.
  init(
    csv line: [UInt8], _ delimiter: UInt8, columns: [Int?], _ names: SweepNames
  ) throws(Problem) {
    let fields = try Self.fields(line, delimiter)
    guard fields.count == columns.count else {
      throw Problem(
        place: 0..<line.count,
        message: "the row has \(fields.count) fields, the header \(columns.count)")
    }
    values = Array(repeating: nil, count: names.count)
    for (index, field) in zip(columns, fields) {
      if let index { values[index] = field }
    }
  }

  // MARK: JSON

  /// Reads a JSON object on a line; the keys of nested objects are joined by full stops.
  init(json line: [UInt8], _ names: SweepNames) throws(Problem) {
    values = Array(repeating: nil, count: names.count)
    var text = RowText(bytes: line)
    var prefixes: [String] = []
    try text.expect("{")
    while true {
      let key = (prefixes.last ?? "") + (try text.string())
      try text.expect(":")
      let start = text.position
      switch text.next {
      case UInt8(ascii: "{"):
        guard prefixes.count < 8 else { throw text.unexpected }
        try text.expect("{")
        prefixes.append(key + ".")
        continue
      case UInt8(ascii: "\""): set(key, try text.string(), start..<text.position, names)
      default:
        let word = text.word()
        guard word == "null" || Self.number(word, decimals: 4) != nil || UInt64(word) != nil
        else {
          throw Problem(
            place: start..<max(text.position, start + 1), message: "this is not a row of a sweep")
        }
        if word == "null" {
          for index in names.indices(below: key) {
            values[index] = Value(text: "", place: start..<text.position)
          }
        }
        set(key, word == "null" ? "" : word, start..<text.position, names)
      }
      while text.next == UInt8(ascii: "}") {
        try text.expect("}")
        guard !prefixes.isEmpty else {
          guard text.next == nil else { throw text.unexpected }
          return
        }
        prefixes.removeLast()
      }
      try text.expect(",")
    }
  }

  private mutating func set(
    _ key: String, _ text: String, _ place: Range<Int>, _ names: SweepNames
  ) {
    if let index = names.indices[key] { values[index] = Value(text: text, place: place) }
  }

  // MARK: Numbers

  /// Reads a decimal number with at most some decimals, in units of the last of these; nil for any
  /// other text.
  static func number(_ text: String, decimals most: Int) -> Int128? {
    let bytes = Array(text.utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes[...]
    guard 1...20 ~= digits.count else { return nil }
    let parts = digits.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? Array(parts[1]) : []
    guard !parts[0].isEmpty, parts.count == 1 || 1...most ~= decimals.count,
      (parts[0] + decimals).allSatisfy({ 48...57 ~= $0 })
    else { return nil }
    var number: Int128 = 0
    for digit in parts[0] + decimals + repeatElement(48, count: most - decimals.count) {
      number = number * 10 + Int128(digit - 48)
    }
    return isNegative ? -number : number
  }
}

/// The text of a JSON row, read from left to right.
private struct RowText {
  let bytes: [UInt8]
  private(set) var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    skipSpace()
  }

  /// The next byte that is no space; nil at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  var unexpected: SweepRow.Problem {
    SweepRow.Problem(
      place: min(position, max(bytes.count - 1, 0))..<max(min(position + 1, bytes.count), 1),
      message: position < bytes.count
        ? "this is not a row of a sweep" : "the row ends too early")
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == 32 || bytes[position] == 9 { position += 1 }
  }

  mutating func expect(_ character: Unicode.Scalar) throws(SweepRow.Problem) {
    guard next == UInt8(ascii: character) else { throw unexpected }
    position += 1
    skipSpace()
  }

  /// Reads a number or a word.
  mutating func word() -> String {
    let start = position
    while let byte = next, ![44, 125, 32, 9].contains(byte) { position += 1 }
    defer { skipSpace() }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Reads a string in quotes.
  mutating func string() throws(SweepRow.Problem) -> String {
    guard next == UInt8(ascii: "\"") else { throw unexpected }
    position += 1
    var result: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      position += 1
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      guard let escape = next else { throw unexpected }
      position += 1
      switch escape {
      case UInt8(ascii: "n"): result.append(10)
      case UInt8(ascii: "t"): result.append(9)
      case UInt8(ascii: "r"): result.append(13)
      case UInt8(ascii: "b"): result.append(8)
      case UInt8(ascii: "f"): result.append(12)
      case UInt8(ascii: "u"): result += Array(String(try scalar()).utf8)
      default: result.append(escape)
      }
    }
    guard next != nil else { throw unexpected }
    position += 1
    skipSpace()
    return String(decoding: result, as: UTF8.self)
  }

  /// Reads the digits of an escape, and those of a second one that is its other half.
  private mutating func scalar() throws(SweepRow.Problem) -> Character {
    var unit = try digits()
    if 0xD800..<0xDC00 ~= unit, bytes[position...].starts(with: "\\u".utf8) {
      position += 2
      let low = try digits()
      unit = 0x10000 + (unit - 0xD800) << 10 + (low & 0x3FF)
    }
    return Unicode.Scalar(unit).map { Character($0) } ?? "\u{FFFD}"
  }

  private mutating func digits() throws(SweepRow.Problem) -> UInt32 {
    guard position + 4 <= bytes.count,
      let unit = UInt32(
        String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
    else { throw unexpected }
    position += 4
    return unit
  }
}
