/// Reads of eight bytes at once.
///
/// With `ByteCursor.swift`, this is all of the library's unsafe code. Contract: every read checks
/// that all its bytes lie in the span.
extension Span<UInt8> {
  /// Returns the eight bytes from `place` on, lowest byte first.
  ///
  /// - Precondition: At least eight bytes follow `place`.
  @inline(__always)
  func word(at place: Int) -> UInt64 {
    precondition(place >= 0 && place <= count &- 8, "fewer than eight bytes")
    return unsafe withUnsafeBytes { bytes in
      unsafe UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
  }
}

extension Span<UInt8> {
  /// Returns the number of bytes that equal `byte`.
  ///
  /// - Complexity: O(bytes), eight at a time.
  func count(of byte: UInt8) -> Int {
    let bytes = UInt64(eight: byte)
    var total = 0
    var place = 0
    while place <= count &- 8 {
      // Each byte of `counts` counts for its own place; 254 rounds cannot overflow it.
      let stop = Swift.min(count &- 8, place &+ 254 &* 8)
      var counts: UInt64 = 0
      while place <= stop {
        counts &+= word(at: place).bytesEqual(to: bytes) &>> 7
        place &+= 8
      }
      let pairs = (counts & 0x00FF_00FF_00FF_00FF) &+ (counts &>> 8 & 0x00FF_00FF_00FF_00FF)
      total &+= Int((pairs &* 0x0001_0001_0001_0001) &>> 48)
    }
    while place < count {
      if self[place] == byte { total &+= 1 }
      place &+= 1
    }
    return total
  }
}

/// Comparisons of eight bytes at once.
///
/// The result of a comparison has the highest bit set in each byte for which it holds, and no other
/// bit. Source: H. Warren, *Hacker's Delight*, 2nd ed. 2012, section 6-1.
extension UInt64 {
  /// Creates eight copies of a byte.
  @inline(__always)
  init(eight byte: UInt8) { self = UInt64(byte) &* 0x0101_0101_0101_0101 }

  private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// Returns a bit for each byte that equals the byte of `other` at the same place.
  @inline(__always)
  func bytesEqual(to other: UInt64) -> UInt64 {
    let difference = self ^ other
    return ~(((difference & ~Self.highBits) &+ ~Self.highBits) | difference) & Self.highBits
  }

  /// Returns a bit for each byte below `limit` (at most 128) and each byte of 128 or more.
  @inline(__always)
  func bytesOutsideASCII(from limit: UInt8) -> UInt64 {
    (~((self & ~Self.highBits) &+ UInt64(eight: 128 &- limit)) | self) & Self.highBits
  }

  /// The place of the first byte for which a comparison holds, 8 if there is none.
  var firstMatch: Int { trailingZeroBitCount &>> 3 }

  /// Returns the byte at a place from 0 to 7.
  @inline(__always)
  func byte(at place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: self &>> UInt64(truncatingIfNeeded: 8 &* place))
  }

  /// Returns the first `count` bytes, and zeros for the others.
  @inline(__always)
  func prefix(_ count: Int) -> UInt64 {
    count >= 8 ? self : self & (1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1)
  }
}

extension UInt64 {
  /// Reads the first `count` bytes as a decimal number, most significant digit first; nil if one of
  /// them is not a digit.
  ///
  /// Neighbouring digits are added up in parallel: to pairs, then fours, then all eight.
  ///
  /// - Precondition: `count` is 1 to 8.
  @inline(__always)
  func decimal(count: Int) -> Int? {
    // Moves the digits to the last places, after zeros.
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    let digits = (self ^ UInt64(eight: UInt8(ascii: "0"))) &<< shift
    guard ((digits &+ UInt64(eight: 0x76)) | digits) & Self.highBits == 0 else { return nil }
    let pairs = (digits &* 10) &+ (digits &>> 8)
    let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return Int(truncatingIfNeeded: (even &+ odd) &>> 32)
  }

  /// Reads the first `count` bytes as a decimal with up to three decimals, in thousandths; nil for
  /// any other text.
  ///
  /// - Precondition: `count` is 1 to 8.
  func thousandths(count: Int) -> Int? {
    let point = bytesEqual(to: UInt64(eight: UInt8(ascii: "."))).firstMatch
    if point >= count { return decimal(count: count).map { $0 &* 1_000 } }
    let decimals = count &- point &- 1
    guard point > 0, 1...3 ~= decimals else { return nil }
    // Removes the point: the digits after it move up to those before it.
    let digits = prefix(point) | (self &>> 8) & ~UInt64.max.prefix(point)
    let number = digits.decimal(count: count &- 1)
    return number.map { decimals == 3 ? $0 : decimals == 2 ? $0 &* 10 : $0 &* 100 }
  }
}
