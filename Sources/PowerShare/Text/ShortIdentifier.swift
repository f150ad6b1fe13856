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
  ///
  /// Each bit of the name reaches its highest bits: these are to be used.
  @inline(__always)
  var quickHash: UInt64 { (low ^ (high &* Self.mixer)) &* Self.mixer }

  /// Mixes a word so that each of its bits reaches the lowest ones and the highest ones.
  static func mixed(_ word: UInt64) -> UInt64 {
    let product = (word ^ word >> 32) &* mixer
    return product ^ product >> 32
  }

  /// Names that differ in a few digits, wherever these stand, seldom share the highest bits of
  /// their products with it.
  ///
  /// Source: G. Steele and S. Vigna, "Computationally easy, spectrally good multipliers for
  /// congruential pseudorandom number generators", *Software: Practice and Experience* 52, 2022.
  private static let mixer: UInt64 = 0xD134_2543_DE82_EF95
}
