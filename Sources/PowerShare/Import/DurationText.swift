/// Reads durations that are more than a number: `1:05:30`, `2 days 1:05`, `1h2m3.5s`.
enum DurationText {
  /// Returns the milliseconds of a duration; nil for any other text.
  static func milliseconds(_ text: [UInt8]) -> Int? {
    clock(text) ?? units(text)
  }

  /// Reads `1:05:30`, `1:05:30.25` or `1:05`, with or without `2 days` before it.
  private static func clock(_ text: [UInt8]) -> Int? {
    guard text.contains(UInt8(ascii: ":")) else { return nil }
    var clock = text[...]
    var days = 0
    let words = text.split(separator: UInt8(ascii: " "))
    if words.count > 1 {
      let unit = String(decoding: words[1], as: UTF8.self)
      guard words.count == 3, ["day", "days", "day,", "days,"].contains(unit),
        let number = whole(words[0], digits: 1...5)
      else { return nil }
      days = number
      clock = words[2]
    }
    let parts = clock.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count, let hours = whole(parts[0], digits: 1...6),
      let minutes = whole(parts[1], digits: 1...2), minutes < 60
    else { return nil }
    var milliseconds = 0
    if parts.count == 3 {
      guard
        case .thousandths(let number) = DecimalNumber.read(
          Array(parts[2]).span, in: 0..<parts[2].count, maximum: 60_000),
        let seconds = whole(parts[2].prefix { $0 != UInt8(ascii: ".") }, digits: 1...2),
        seconds < 60
      else { return nil }
      milliseconds = number
    }
    return ((days * 24 + hours) * 60 + minutes) * 60_000 + milliseconds
  }

  /// The units between the parts of `1h2m3s`, the largest one first, in milliseconds.
  private static let units: [(name: String, milliseconds: Int)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]

  /// Reads `1h2m3.5s`, of which any part may be missing.
  private static func units(_ text: [UInt8]) -> Int? {
    var rest = text[...]
    var sum = 0
    var next = 0
    while let first = rest.first {
      guard first &- UInt8(ascii: "0") < 10 else { return nil }
      let number = rest.prefix { $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: ".") }
      rest.removeFirst(number.count)
      let name = String(
        decoding: rest.prefix { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }, as: UTF8.self)
      guard let unit = units.indices.dropFirst(next).first(where: { units[$0].name == name })
      else { return nil }
      rest.removeFirst(name.utf8.count)
      guard
        case .thousandths(let part) = DecimalNumber.readProduct(
          Array(number).span, in: 0..<number.count, factor: units[unit].milliseconds,
          maximum: TimeSpan.maximum.milliseconds)
      else { return nil }
      sum += part
      next = unit + 1
    }
    return text.isEmpty || sum > TimeSpan.maximum.milliseconds ? nil : sum
  }

  /// Returns the value of a text of digits only, if their number is in the range; else nil.
  private static func whole(_ text: ArraySlice<UInt8>, digits: ClosedRange<Int>) -> Int? {
    guard digits ~= text.count, text.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
      return nil
    }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
