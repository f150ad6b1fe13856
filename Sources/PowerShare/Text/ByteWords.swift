/// Looking at eight bytes at once; with `ByteCursor`, all of the library that is `unsafe`.
///
/// Contract: what is read at once lies in the span as a whole, which is checked each time.
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

extension Span<UInt8> {
  /// How often a byte stands there.
  func count(of byte: UInt8) -> Int {
    let bytes = UInt64(eight: byte)
    var total = 0
    var place = 0
    while place <= count &- 8 {
      // Each place in the word counts for itself, not so long that it could overflow.
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

  /// The bytes that are below a limit of at most 128, or are 128 or more.
  @inline(__always)
  func bytesOutsideASCII(from limit: UInt8) -> UInt64 {
    (~((self & ~Self.highBits) &+ UInt64(eight: 128 &- limit)) | self) & Self.highBits
  }

  /// The place of the first byte that a comparison holds for.
  var firstMatch: Int { trailingZeroBitCount &>> 3 }

  /// The byte at a place from 0 to 7.
  @inline(__always)
  func byte(at place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: self &>> UInt64(truncatingIfNeeded: 8 &* place))
  }

  /// The first `count` bytes, the others zero.
  @inline(__always)
  func prefix(_ count: Int) -> UInt64 {
    count >= 8 ? self : self & (1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1)
  }
}

extension UInt64 {
  /// The number that the first `count` bytes are as digits, the first one highest; nil where one
  /// of them is no digit.
  ///
  /// All digits are added up at once, to pairs, then to fours, then to eight.
  ///
  /// - Precondition: `count` is 1 to 8.
  @inline(__always)
  func decimal(count: Int) -> Int? {
    // The digits move to the highest places, behind zeros.
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    let digits = (self ^ UInt64(eight: UInt8(ascii: "0"))) &<< shift
    guard ((digits &+ UInt64(eight: 0x76)) | digits) & Self.highBits == 0 else { return nil }
    return digits.sumOfDigits
  }

  /// The number whose eight digits the bytes are, the highest first.
  @inline(__always)
  private var sumOfDigits: Int {
    let pairs = (self &* 10) &+ (self &>> 8)
    let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return Int(truncatingIfNeeded: (even &+ odd) &>> 32)
  }

  /// The number that the bytes before the first one that is no digit are, and how many those are;
  /// nil where that are none or all.
  @inline(__always)
  var leadingNumber: (number: Int, count: Int)? {
    let digits = self ^ UInt64(eight: UInt8(ascii: "0"))
    // A byte that is no digit may show in those behind it, but not in those before.
    let others = ((digits &+ UInt64(eight: 0x76)) | digits) & Self.highBits
    let count = others.trailingZeroBitCount &>> 3
    guard 1...7 ~= count else { return nil }
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    return ((digits &<< shift).sumOfDigits, count)
  }

  /// The number that the first `count` bytes are as digits with up to three decimals behind a
  /// point, in thousandths; nil where they are anything else.
  ///
  /// - Precondition: `count` is 1 to 8.
  func thousandths(count: Int) -> Int? {
    let point = bytesEqual(to: UInt64(eight: UInt8(ascii: "."))).firstMatch
    if point >= count { return decimal(count: count).map { $0 &* 1_000 } }
    let decimals = count &- point &- 1
    guard point > 0, 1...3 ~= decimals else { return nil }
    // Those behind the point move up to those before it.
    let digits = prefix(point) | (self &>> 8) & ~UInt64.max.prefix(point)
    let number = digits.decimal(count: count &- 1)
    return number.map { decimals == 3 ? $0 : decimals == 2 ? $0 &* 10 : $0 &* 100 }
  }
}
