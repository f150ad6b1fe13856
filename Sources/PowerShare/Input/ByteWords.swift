/// Looking at eight bytes at once; with `ByteCursor`, all of the library that is `unsafe`.
///
/// Contract: a word is read only where the span has eight bytes from its place on, which is checked
/// each time.
extension Span<UInt8> {
  /// The eight bytes from `place` on, the first one lowest.
  ///
  /// - Precondition: There are eight.
  @inline(__always)
  func word(at place: Int) -> UInt64 {
    precondition(place >= 0 && place <= count &- 8, "no eight bytes")
    return unsafe withUnsafeBytes { bytes in
      unsafe UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
  }
}

/// Eight bytes that are compared at once.
///
/// What a comparison returns has the highest bit of each byte for which it holds, and no other.
/// H. Warren, *Hacker's Delight*, 2nd ed. 2012, section 6-1.
extension UInt64 {
  /// A byte, eight times.
  @inline(__always)
  init(eight byte: UInt8) { self = UInt64(byte) &* 0x0101_0101_0101_0101 }

  private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// The bytes that are those of `other` at the same places.
  @inline(__always)
  func bytesEqual(to other: UInt64) -> UInt64 {
    let difference = self ^ other
    return ~(((difference & ~Self.highBits) &+ ~Self.highBits) | difference) & Self.highBits
  }

  /// The bytes that are below a limit of at most 128.
  @inline(__always)
  func bytesBelow(_ limit: UInt8) -> UInt64 {
    ~(((self & ~Self.highBits) &+ UInt64(eight: 128 &- limit)) | self) & Self.highBits
  }

  /// The bytes that are 128 or more.
  var bytesAboveASCII: UInt64 { self & Self.highBits }

  /// How many bytes a comparison holds for.
  var matchCount: Int { Int(truncatingIfNeeded: ((self &>> 7) &* 0x0101_0101_0101_0101) &>> 56) }

  /// The place of the first byte that a comparison holds for.
  var firstMatch: Int { trailingZeroBitCount &>> 3 }

  /// The first `count` bytes, the others zero.
  @inline(__always)
  func prefix(_ count: Int) -> UInt64 {
    count >= 8 ? self : self & (1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1)
  }
}
