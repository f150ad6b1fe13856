/// The character between the thousands of numbers in a CSV file.
struct ThousandsSeparator: Equatable, Sendable {
  /// The character in UTF-8, and those that look like it.
  private let spellings: [[UInt8]]
  /// The character as `--thousands` takes it.
  let shown: String

  /// Characters that look alike: spaces, and apostrophes.
  private static let alike: [[Unicode.Scalar]] = [
    [" ", "\u{A0}", "\u{202F}", "\u{2009}"], ["'", "\u{2019}"],
  ]

  init(_ character: Unicode.Scalar) {
    let characters = Self.alike.first { $0.contains(character) } ?? [character]
    spellings = characters.map { Array(String(Character($0)).utf8) }
    let first = characters[0]
    shown = first == " " ? "' '" : first == "'" ? "\"'\"" : String(Character(first))
  }

  /// True if the character is a comma.
  var isComma: Bool { shown == "," }

  /// True if the character is a point.
  var isPoint: Bool { shown == "." }

  /// Returns the separator that a text such as `12,345.5` probably has; nil if it has none.
  static func found(in text: [UInt8]) -> ThousandsSeparator? {
    for character in [",", ".", " ", "'"] as [Unicode.Scalar] {
      let separator = ThousandsSeparator(character)
      if let plain = separator.removed(from: text),
        plain.count < text.count,
        DecimalNumber.read(
          plain.span, in: plain.indices, maximum: 10_000_000_000_000_000, decimalComma: true)
          != .notANumber
      {
        return separator
      }
    }
    return nil
  }

  /// Returns a number without its separators; nil if they are not between groups of three digits.
  func removed(from text: [UInt8]) -> [UInt8]? {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var rest = text[...]
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      plain.append(first)
      rest.removeFirst()
    }
    var digits = 0
    var groups = 0
    while let byte = rest.first {
      if byte &- UInt8(ascii: "0") < 10 {
        plain.append(byte)
        digits += 1
        rest.removeFirst()
      } else if let spelling = spellings.first(where: rest.starts(with:)) {
        guard groups == 0 ? 1...3 ~= digits : digits == 3 else { return nil }
        groups += 1
        digits = 0
        rest.removeFirst(spelling.count)
      } else {
        break
      }
    }
    guard groups == 0 || digits == 3 else { return nil }
    // Behind the whole part, separators are not allowed.
    guard
      !rest.indices.contains(where: { place in
        spellings.contains { rest[place...].starts(with: $0) }
      })
    else { return nil }
    return plain + rest
  }
}
