/// A name of at most sixteen bytes, which needs no memory of its own.
///
/// Whatever consists of such names and numbers alone is copied and forgotten without a look at who
/// else has it.
package struct ShortIdentifier: Hashable, Sendable {
  /// The bytes, the first one lowest; zeros where there are fewer.
  let low: UInt64
  let high: UInt64
  /// How many bytes of UTF-8 the name has.
  let count: Int

  /// No name.
  static var empty: ShortIdentifier { ShortIdentifier(low: 0, high: 0, count: 0) }

  @inline(__always)
  init(low: UInt64, high: UInt64, count: Int) {
    self.low = low
    self.high = high
    self.count = count
  }

  /// Creates a name from a part of `bytes` that is known to be valid UTF-8; nil where it is long,
  /// or stands close to the end of `bytes`.
  @inline(__always)
  init?(validUTF8 bytes: Span<UInt8>, from start: Int, count: Int) {
    guard count <= 16, start <= bytes.count &- 16 else { return nil }
    self.init(
      low: bytes.word(at: start).prefix(count),
      high: count > 8 ? bytes.word(at: start &+ 8).prefix(count &- 8) : 0, count: count)
  }
}

extension ShortIdentifier {
  /// The first byte; 0 where the name is empty.
  @inline(__always)
  var firstByte: UInt8 { UInt8(truncatingIfNeeded: low) }

  /// Whether all of it is ASCII from a character on, but for another one.
  @inline(__always)
  func isPlain(from first: UInt8, without other: UInt8) -> Bool {
    let other = UInt64(eight: other)
    let start = low.bytesOutsideASCII(from: first) | low.bytesEqual(to: other)
    let end = high.bytesOutsideASCII(from: first) | high.bytesEqual(to: other)
    return start.prefix(count) | (count > 8 ? end.prefix(count &- 8) : 0) == 0
  }

  /// A hash that costs little, and that names can be prepared to share.
  @inline(__always)
  var quickHash: Int { Int(truncatingIfNeeded: Self.mixed(low ^ (high &* Self.mixer))) }

  /// Mixes a word so that each of its bits reaches the lowest ones: names mostly differ in their
  /// last bytes, which are the highest.
  @inline(__always)
  static func mixed(_ word: UInt64) -> UInt64 {
    let product = (word ^ word >> 32) &* mixer
    return product ^ product >> 32
  }

  /// 2⁶⁴ divided by the golden ratio.
  ///
  /// Source: D. Knuth, *The Art of Computer Programming*, vol. 3, section 6.4.
  private static let mixer: UInt64 = 0x9E37_79B9_7F4A_7C15
}
