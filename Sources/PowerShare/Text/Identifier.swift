/// The id of a session, a charger or a station: any text, compared byte for byte.
///
/// Swift's strings compare by canonical equivalence, which would take two ids with different bytes
/// for one. An identifier of at most 16 bytes allocates no memory, so that reading, comparing and
/// copying most ids costs a few machine instructions.
public struct Identifier: Sendable {
  /// The first eight bytes, lowest byte first, padded with zeros; ``high`` has the next eight.
  let low: UInt64
  let high: UInt64
  /// The number of bytes in UTF-8.
  let count: Int
  /// All bytes if there are more than 16, else nil.
  let long: [UInt8]?

  private static let inlineCount = 16

  /// Creates an identifier from a text.
  public init(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(validUTF8: bytes.span, in: bytes.indices)
  }

  /// Creates an identifier from a range of `bytes`, which must be valid UTF-8.
  @inline(__always)
  init(validUTF8 bytes: Span<UInt8>, in range: Range<Int>) {
    if let short = ShortIdentifier(
      validUTF8: bytes, from: range.lowerBound, count: range.count)
    {
      self.init(short)
    } else {
      self = Self.name(bytes, range)
    }
  }

  /// Creates an identifier from a short one.
  @inline(__always)
  init(_ short: ShortIdentifier) {
    self.init(low: short.low, high: short.high, count: short.count, long: nil)
  }

  /// True if it has at most 16 bytes.
  @inline(__always)
  var isShort: Bool { long == nil }

  /// The first 16 bytes as a short identifier; meaningful only if ``isShort``.
  @inline(__always)
  var beginning: ShortIdentifier { ShortIdentifier(low: low, high: high, count: count) }

  /// The same identifier as a short one; nil if it has more than 16 bytes.
  @inline(__always)
  var short: ShortIdentifier? { isShort ? beginning : nil }

  @inline(__always)
  private init(low: UInt64, high: UInt64, count: Int, long: [UInt8]?) {
    self.low = low
    self.high = high
    self.count = count
    self.long = long
  }

  /// Slow path of the initializer, kept out of line: for long ids and those near the end of
  /// `bytes`.
  @inline(never)
  private static func name(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Identifier {
    var long: [UInt8]?
    if range.count > inlineCount {
      var copy: [UInt8] = []
      copy.reserveCapacity(range.count)
      for place in range { copy.append(bytes[place]) }
      long = copy
    }
    return Identifier(
      low: word(bytes, from: range.lowerBound, to: range.upperBound),
      high: word(bytes, from: range.lowerBound + 8, to: range.upperBound), count: range.count,
      long: long)
  }

  /// Creates an identifier from bytes, which must be valid UTF-8.
  init(validUTF8 bytes: [UInt8]) { self.init(validUTF8: bytes.span, in: bytes.indices) }

  /// Returns up to eight bytes as one word, lowest byte first.
  private static func word(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> UInt64 {
    var word: UInt64 = 0
    var place = min(start + 8, end)
    while place > start {
      place -= 1
      word = word << 8 | UInt64(bytes[place])
    }
    return word
  }

  /// The bytes in UTF-8; always valid.
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

  /// The identifier as a string.
  public var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension Identifier: Hashable {
  /// True if both have the same bytes.
  public static func == (left: Identifier, right: Identifier) -> Bool {
    left.low == right.low && left.high == right.high && left.count == right.count
      && (left.count <= inlineCount || left.long == right.long)
  }

  /// Hashes all bytes, so that ids that differ only in their middle do not collide.
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

extension Identifier {
  /// A fast hash without protection against ids that are chosen to collide.
  @inline(__always)
  var quickHash: UInt64 {
    let hash = ShortIdentifier(low: low, high: high, count: count).quickHash
    return long == nil ? hash : mixedWithRest(hash)
  }

  /// Mixes the bytes after the first 16 into a hash.
  @inline(never)
  private func mixedWithRest(_ beginning: UInt64) -> UInt64 {
    guard let long else { return beginning }
    let bytes = long.span
    var mixed = beginning
    for start in stride(from: Self.inlineCount, to: count, by: 8) {
      mixed = ShortIdentifier.mixed(mixed ^ Self.word(bytes, from: start, to: count))
    }
    return mixed
  }
}

extension Identifier: ExpressibleByStringLiteral {
  /// Creates an identifier from a literal.
  public init(stringLiteral text: String) { self.init(text) }
}
