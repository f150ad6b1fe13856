@testable import PowerShare

/// Checks that written bytes are well-formed, without using the library's readers.
struct ResultShape {
  private let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  func check(_ bytes: [UInt8]) throws(Finding) {
    switch options.format {
    case .table: try Self.checkText(bytes)
    case .json: try Self.checkJSON(bytes[...])
    case .ndjson: try Self.checkLines(bytes)
    case .csv: try Self.checkCSV(bytes, UInt8(ascii: ","))
    case .semicolons: try Self.checkCSV(bytes, UInt8(ascii: ";"))
    }
  }

  func checkSessions(_ bytes: [UInt8]) throws(Finding) {
    switch options.sessionFormat {
    case .table: try Self.checkText(bytes)
    case .json: try Self.checkJSON(bytes[...])
    case .ndjson: try Self.checkLines(bytes)
    case .csv(let delimiter, _): try Self.checkCSV(bytes, delimiter)
    }
  }

  private static func checkText(_ bytes: [UInt8]) throws(Finding) {
    try require(String(validating: bytes, as: UTF8.self) != nil, "a result that is not UTF-8")
    try require(bytes.isEmpty || bytes.last == newline, "a last line without an end")
  }

  private static let newline = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")

  private static func checkLines(_ bytes: [UInt8]) throws(Finding) {
    try checkText(bytes)
    for line in bytes.split(separator: newline) { try checkJSON(line) }
  }

  // MARK: CSV

  private static func checkCSV(_ bytes: [UInt8], _ delimiter: UInt8) throws(Finding) {
    try checkText(bytes)
    var width: Int?
    var place = 0
    while place < bytes.count {
      var cells = 1
      while bytes[place] != newline {
        if bytes[place] == delimiter {
          cells += 1
          place += 1
        } else if bytes[place] == quote {
          place = try endOfQuotes(bytes, from: place)
        } else {
          while bytes[place] != newline, bytes[place] != delimiter {
            try require(bytes[place] != quote, "a quote within a cell")
            try require(bytes[place] != UInt8(ascii: "\r"), "a return outside of quotes")
            place += 1
          }
        }
      }
      place += 1
      try require(cells == width ?? cells, "a row of \(cells) cells under \(width ?? 0)")
      width = cells
    }
  }

  private static func endOfQuotes(_ bytes: [UInt8], from start: Int) throws(Finding) -> Int {
    var place = start + 1
    while place < bytes.count {
      if bytes[place] == quote {
        guard place + 1 < bytes.count, bytes[place + 1] == quote else { return place + 1 }
        place += 1
      }
      place += 1
    }
    throw Finding(message: "a quote that is not closed")
  }

  // MARK: JSON

  /// Checks that the bytes are one JSON text, with spaces or line ends around it.
  static func checkJSON(_ bytes: ArraySlice<UInt8>) throws(Finding) {
    try require(String(validating: bytes, as: UTF8.self) != nil, "JSON that is not UTF-8")
    var rest = bytes
    try value(&rest)
    skipSpace(&rest)
    try require(rest.isEmpty, "something behind the JSON text")
  }

  private static func skipSpace(_ rest: inout ArraySlice<UInt8>) {
    while let byte = rest.first, byte == newline || byte == UInt8(ascii: " ") { rest.removeFirst() }
  }

  private static func take(_ text: StaticString, _ rest: inout ArraySlice<UInt8>) -> Bool {
    skipSpace(&rest)
    let word = Array(text.description.utf8)
    guard rest.starts(with: word) else { return false }
    rest.removeFirst(word.count)
    return true
  }

  private static func value(_ rest: inout ArraySlice<UInt8>) throws(Finding) {
    if take("{", &rest) {
      if take("}", &rest) { return }
      var keys: Set<[UInt8]> = []
      repeat {
        try require(take("\"", &rest), "a key without quotes")
        let key = try string(&rest)
        try require(
          keys.insert(key).inserted, "a key twice: \(String(decoding: key, as: UTF8.self))")
        try require(take(":", &rest), "a key without a colon")
        try value(&rest)
      } while take(",", &rest)
      try require(take("}", &rest), "an object that is not closed")
    } else if take("[", &rest) {
      if take("]", &rest) { return }
      repeat { try value(&rest) } while take(",", &rest)
      try require(take("]", &rest), "an array that is not closed")
    } else if take("\"", &rest) {
      _ = try string(&rest)
    } else if !take("null", &rest), !take("true", &rest), !take("false", &rest) {
      try number(&rest)
    }
  }

  private static func string(_ rest: inout ArraySlice<UInt8>) throws(Finding) -> [UInt8] {
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote { return text }
      try require(byte >= 0x20, "a control character in a JSON string")
      text.append(byte)
      if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
        try require("\"\\/bfnrtu".utf8.contains(escaped), "an escape that JSON does not have")
        text.append(escaped)
      }
    }
    throw Finding(message: "a JSON string that is not closed")
  }

  /// Checks that a number has the shortest exact form: no exponent, no trailing zeros.
  private static func number(_ rest: inout ArraySlice<UInt8>) throws(Finding) {
    _ = take("-", &rest)
    let whole = digits(&rest)
    try require(!whole.isEmpty, "no JSON value")
    try require(whole.count == 1 || whole.first != UInt8(ascii: "0"), "a zero before a number")
    guard rest.first == UInt8(ascii: ".") else { return }
    rest.removeFirst()
    let fraction = digits(&rest)
    try require(!fraction.isEmpty && fraction.last != UInt8(ascii: "0"), "not the shortest number")
  }

  private static func digits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    rest.removeFirst(digits.count)
    return digits
  }
}
