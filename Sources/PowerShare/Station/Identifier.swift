/// The name of a session, a charger or a station: any text, compared byte for byte.
///
/// Swift's own strings compare by canonical equivalence, which would take two ids that differ in
/// their bytes for one. A name of at most 16 bytes needs no memory of its own, so that reading,
/// comparing and copying the ids of most timelines costs a few machine instructions.
public struct Identifier: Sendable {
  /// The first sixteen bytes, the first one lowest; zeros where there are fewer.
  private let low: UInt64
  private let high: UInt64
  /// How many bytes of UTF-8 the name has.
  let count: Int
  /// All bytes of a name that is longer than sixteen.
  private let long: [UInt8]?

  private static let inlineCount = 16

  /// Creates a name from a text.
  public init(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(validUTF8: bytes.span, in: bytes.indices)
  }

  /// Creates a name from a part of `bytes` that is known to be valid UTF-8.
  init(validUTF8 bytes: Span<UInt8>, in range: Range<Int>) {
    count = range.count
    low = Self.word(bytes, from: range.lowerBound, to: range.upperBound)
    high = Self.word(bytes, from: range.lowerBound + 8, to: range.upperBound)
    if count > Self.inlineCount {
      var copy: [UInt8] = []
      copy.reserveCapacity(count)
      for place in range { copy.append(bytes[place]) }
      long = copy
    } else {
      long = nil
    }
  }

  /// Creates a name from bytes that are known to be valid UTF-8.
  init(validUTF8 bytes: [UInt8]) { self.init(validUTF8: bytes.span, in: bytes.indices) }

  /// Up to eight bytes as one number, the first one lowest.
  private static func word(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> UInt64 {
    var word: UInt64 = 0
    var place = min(start + 8, end)
    while place > start {
      place -= 1
      word = word << 8 | UInt64(bytes[place])
    }
    return word
  }

  /// The name in UTF-8; always valid.
  var utf8: [UInt8] {
    if let long { return long }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.inlineCount)
    for part in 0..<2 {
      var rest = part == 0 ? low : high
      for _ in 0..<min(8, count - bytes.count) {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest &>>= 8
      }
    }
    return bytes
  }

  /// The name as a text.
  public var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension Identifier: Hashable {
  /// Whether both consist of the same bytes.
  public static func == (left: Identifier, right: Identifier) -> Bool {
    left.low == right.low && left.high == right.high && left.count == right.count
      && left.long == right.long
  }

  /// Hashes all bytes: names that differ only in their middle must not collide.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(low)
    hasher.combine(high)
    guard let long else { return }
    let bytes = long.span
    for start in stride(from: Self.inlineCount, to: count, by: 8) {
      hasher.combine(Self.word(bytes, from: start, to: count))
    }
  }
}

extension Identifier: ExpressibleByStringLiteral {
  /// Creates a name from a literal.
  public init(stringLiteral text: String) { self.init(text) }
}
