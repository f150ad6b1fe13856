/// Writes numbers in their shortest exact form.
extension ByteCursor {
  /// The greatest number of bytes that a number of 128 bits takes: a sign, 39 digits and a point.
  static let numberCapacity = 41

  /// Appends a whole number that is not negative.
  mutating func append(magnitude: UInt) {
    guard magnitude >= 1_000 else { return append(below1000: UInt32(magnitude)) }
    let (rest, last) = magnitude.quotientAndRemainder(dividingBy: 1_000)
    append(magnitude: rest)
    append(Self.digits(UInt32(truncatingIfNeeded: last)), count: 3)
  }

  @inline(__always)
  private mutating func append(below1000 number: UInt32) {
    let skipped: UInt32 = number < 10 ? 2 : number < 100 ? 1 : 0
    append(Self.digits(number) &>> (8 &* skipped), count: Int(3 &- skipped))
  }

  /// Returns the three digits of a number below 1,000, first digit in the lowest byte.
  @inline(__always)
  private static func digits(_ number: UInt32) -> UInt32 {
    let hundreds = number / 100
    let tens = number / 10
    return 0x30_3030 &+ hundreds &+ (tens &- hundreds &* 10) &<< 8
      &+ (number &- tens &* 10) &<< 16
  }

  /// Appends a number of thousandths as a decimal without trailing zeros: `110`, `7.4`, `0.125`.
  @inline(__always)
  mutating func append(thousandths: Int, decimalPoint: UInt8 = UInt8(ascii: ".")) {
    if thousandths < 0 { append(UInt8(ascii: "-")) }
    let magnitude = thousandths.magnitude
    let whole = magnitude / 1_000
    let fraction = UInt32(truncatingIfNeeded: magnitude &- whole &* 1_000)
    if whole < 1_000 {
      append(below1000: UInt32(truncatingIfNeeded: whole))
    } else {
      append(magnitude: whole)
    }
    if fraction > 0 { append(fraction: fraction, point: decimalPoint) }
  }

  /// Appends a number of thousandths that may need more than 64 bits.
  @inline(__always)
  mutating func append(thousandths: Int128, decimalPoint: UInt8 = UInt8(ascii: ".")) {
    if let small = Int(exactly: thousandths) {
      append(thousandths: small, decimalPoint: decimalPoint)
    } else {
      append(wideThousandths: thousandths, point: decimalPoint)
    }
  }

  @inline(never)
  private mutating func append(wideThousandths: Int128, point: UInt8) {
    if wideThousandths < 0 { append(UInt8(ascii: "-")) }
    let (whole, fraction) = wideThousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    append(wideMagnitude: whole)
    if fraction > 0 { append(fraction: UInt32(fraction), point: point) }
  }

  private mutating func append(wideMagnitude number: UInt128) {
    guard number > UInt128(UInt.max) else { return append(magnitude: UInt(number)) }
    let (rest, last) = number.quotientAndRemainder(dividingBy: 1_000)
    append(wideMagnitude: rest)
    append(Self.digits(UInt32(last)), count: 3)
  }

  /// Appends a point and up to three digits, without trailing zeros.
  @inline(__always)
  mutating func append(fraction: UInt32, point: UInt8) {
    let digits = Self.digits(fraction)
    let count = digits &>> 16 != 0x30 ? 4 : digits &>> 8 & 0xFF != 0x30 ? 3 : 2
    append(UInt32(point) | digits &<< 8, count: count)
  }

  /// Appends a number from 0 to 99 with two digits.
  @inline(__always)
  mutating func append(twoDigits number: Int) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }
}

extension ByteCursor {
  /// Appends a short identifier.
  ///
  /// - Precondition: There is room for 16 bytes.
  mutating func append(_ name: ShortIdentifier) {
    append(name.low, name.high, count: name.count)
  }
}

extension [UInt8] {
  /// Appends a text unchanged.
  mutating func append(_ text: StaticString) {
    append(upTo: text.utf8CodeUnitCount) { $0.append(text) }
  }

  /// Appends a text unchanged.
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// Appends a whole number.
  mutating func append(integer: Int) {
    append(upTo: ByteCursor.numberCapacity) { bytes in
      if integer < 0 { bytes.append(UInt8(ascii: "-")) }
      bytes.append(magnitude: integer.magnitude)
    }
  }

  /// Appends a number of thousandths as a decimal without trailing zeros: `110`, `7.4`, `0.125`.
  mutating func append(thousandths: Int, decimalPoint: UInt8 = UInt8(ascii: ".")) {
    append(upTo: ByteCursor.numberCapacity) { bytes in
      bytes.append(thousandths: thousandths, decimalPoint: decimalPoint)
    }
  }

  /// Appends a number of thousandths that may need more than 64 bits.
  mutating func append(thousandths: Int128, decimalPoint: UInt8 = UInt8(ascii: ".")) {
    append(upTo: ByteCursor.numberCapacity) { bytes in
      bytes.append(thousandths: thousandths, decimalPoint: decimalPoint)
    }
  }
}
