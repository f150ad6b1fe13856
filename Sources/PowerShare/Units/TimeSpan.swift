/// A length of time in whole milliseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
  /// The length in milliseconds.
  public var milliseconds: Int

  /// Creates a span of `milliseconds` milliseconds.
  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// True if the left span is shorter.
  public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

extension TimeSpan {
  /// Longer than the slowest vehicle needs: one of 1 W for 1,000,000 kWh.
  static let unbounded = TimeSpan(milliseconds: .max / 4)

  /// The longest span a command line may state: 10¹⁰ seconds.
  public static let maximum = TimeSpan(milliseconds: 10_000_000_000_000)

  /// Reads a duration such as `90s`, `15m`, `1h`, `1d` or `1h30m`.
  ///
  /// The parts are whole numbers with one of the units `d`, `h`, `m`, `s`, each at most once and in
  /// that order. Nil for any other text, for a duration of zero, and above ``maximum``.
  public init?(_ text: String) {
    let units: [(letter: UInt8, milliseconds: Int)] = [
      (UInt8(ascii: "d"), 86_400_000), (UInt8(ascii: "h"), 3_600_000),
      (UInt8(ascii: "m"), 60_000), (UInt8(ascii: "s"), 1_000),
    ]
    var nextUnit = 0
    var number: Int?
    var total = 0
    for byte in text.utf8 {
      if UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
        let digit = Int(byte - UInt8(ascii: "0"))
        let value = (number ?? 0) * 10 + digit
        guard value <= Self.maximum.milliseconds else { return nil }
        number = value
        continue
      }
      guard let unit = units[nextUnit...].firstIndex(where: { $0.letter == byte }),
        let count = number, count <= Self.maximum.milliseconds / units[unit].milliseconds
      else { return nil }
      total += count * units[unit].milliseconds
      nextUnit = unit + 1
      number = nil
    }
    guard number == nil, total > 0, total <= Self.maximum.milliseconds else { return nil }
    milliseconds = total
  }
}
