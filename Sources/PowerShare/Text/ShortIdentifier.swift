/// An identifier of at most 16 bytes, stored inline.
///
/// A trivial type: assigning it, or a structure of it and numbers, copies bytes and touches no
/// reference count.
package struct ShortIdentifier: Hashable, Sendable {
  /// The first eight bytes, lowest byte first, padded with zeros; ``high`` has the next eight.
  let low: UInt64
  let high: UInt64
  /// The number of bytes in UTF-8.
  let count: Int

  /// The empty identifier.
  static var empty: ShortIdentifier { ShortIdentifier(low: 0, high: 0, count: 0) }

  @inline(__always)
  init(low: UInt64, high: UInt64, count: Int) {
    self.low = low
    self.high = high
    self.count = count
  }

  /// Creates an identifier from a part of `bytes`, which must be valid UTF-8; nil if it has more
  /// than 16 bytes or fewer than 16 bytes follow `start`.
  @inline(__always)
  init?(validUTF8 bytes: Span<UInt8>, from start: Int, count: Int) {
    guard count <= 16, start <= bytes.count &- 16 else { return nil }
    self.init(
      low: bytes.word(at: start).prefix(count),
      high: count > 8 ? bytes.word(at: start &+ 8).prefix(count &- 8) : 0, count: count)
  }
}

extension ShortIdentifier {
  /// The first byte; 0 if the identifier is empty.
  @inline(__always)
  var firstByte: UInt8 { UInt8(truncatingIfNeeded: low) }

  /// True if all characters are ASCII, none below `first` and none equal to `other`.
  @inline(__always)
  func isPlain(from first: UInt8, without other: UInt8) -> Bool {
    let other = UInt64(eight: other)
    let start = low.bytesOutsideASCII(from: first) | low.bytesEqual(to: other)
    let end = high.bytesOutsideASCII(from: first) | high.bytesEqual(to: other)
    return start.prefix(count) | (count > 8 ? end.prefix(count &- 8) : 0) == 0
  }

  /// A fast hash without protection against ids that are chosen to collide.
  ///
  /// Every bit of the id affects the highest bits of the hash: use those.
  @inline(__always)
  var quickHash: UInt64 { (low ^ (high &* Self.mixer)) &* Self.mixer }

  /// Returns a word whose lowest and highest bits depend on all bits of the given one.
  static func mixed(_ word: UInt64) -> UInt64 {
    let product = (word ^ word >> 32) &* mixer
    return product ^ product >> 32
  }

  /// A multiplier whose products differ in their highest bits even where ids differ in a few digits
  /// only.
  ///
  /// Source: G. Steele and S. Vigna, "Computationally easy, spectrally good multipliers for
  /// congruential pseudorandom number generators", *Software: Practice and Experience* 52, 2022.
  private static let mixer: UInt64 = 0xD134_2543_DE82_EF95
}
