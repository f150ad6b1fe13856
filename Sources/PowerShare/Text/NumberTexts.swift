/// A table with the texts of 0 to 999, as whole part and as fraction of a decimal.
///
/// Every row has two or three decimals, and a tick has a row for each session. A look-up costs less
/// than half of the division into digits.
struct NumberTexts: Sendable {
  /// For each number its digits as a whole part, then for each its text as a fraction in
  /// thousandths: the point and the digits without trailing zeros.
  ///
  /// The first character is in the lowest byte. The length is in byte 3 of a whole part and in byte
  /// 7 of a fraction.
  private(set) var texts: [UInt64] = []
  private let point: UInt8

  init(decimalPoint: UInt8 = UInt8(ascii: ".")) {
    point = decimalPoint
    let numbers: Range<UInt64> = 0..<1_000
    texts = numbers.map { number in
      let leading: UInt64 = number < 10 ? 2 : number < 100 ? 1 : 0
      return Self.digits(number) >> (8 * leading) | (3 - leading) << 24
    }
    texts += numbers.map { number in
      let (text, count) = Self.fraction(number, point: decimalPoint)
      return text | UInt64(count) << 56
    }
  }

  /// Returns the text of a number of thousandths below 1,000 after a point, without trailing
  /// zeros, first character in the lowest byte; bytes after the text are undefined.
  static func fraction(_ number: UInt64, point: UInt8) -> (text: UInt64, count: Int) {
    let count = number == 0 ? 0 : number % 10 > 0 ? 4 : number % 100 > 0 ? 3 : 2
    return (UInt64(point) | digits(number) << 8, count)
  }

  /// The number of entries.
  static let entryCount = 2_000

  /// Returns the three digits of a number below 1,000, first digit in the lowest byte.
  private static func digits(_ number: UInt64) -> UInt64 {
    0x30_3030 | number / 100 | (number / 10 % 10) << 8 | (number % 10) << 16
  }

  /// True if the text of a number of thousandths can be made from ``texts``.
  @inline(__always)
  static func knows(thousandths: Int) -> Bool { UInt(bitPattern: thousandths) < 1_000_000 }

  /// Returns the text of a number of thousandths from ``texts``.
  ///
  /// - Precondition: `knows(thousandths:)` is true.
  @inline(__always)
  static func text(thousandths: Int, _ texts: Span<UInt64>) -> ShortDecimal {
    // Unsigned 32-bit division costs less.
    let number = UInt32(truncatingIfNeeded: thousandths)
    return ShortDecimal(
      wholeEntry: texts[Int(number / 1_000)], fractionEntry: texts[1_000 + Int(number % 1_000)])
  }

  /// Appends a number of thousandths as a decimal without trailing zeros: `110`, `7.4`, `0.125`.
  func append(thousandths: Int, to out: inout ByteCursor) {
    let texts = texts.span
    if Self.knows(thousandths: thousandths) {
      out.append(Self.text(thousandths: thousandths, texts))
    } else if 0..<1_000_000_000 ~= thousandths {
      let number = UInt32(truncatingIfNeeded: thousandths)
      let thousands = texts[Int(number / 1_000_000)]
      out.append(UInt32(truncatingIfNeeded: thousands), count: Int(thousands &>> 24 & 3))
      let rest = number % 1_000_000
      // The three digits of a fraction, without its point.
      out.append(UInt32(truncatingIfNeeded: texts[1_000 + Int(rest / 1_000)] &>> 8), count: 3)
      let fraction = texts[1_000 + Int(rest % 1_000)]
      out.append(UInt32(truncatingIfNeeded: fraction), count: Int(fraction &>> 56))
    } else {
      out.append(thousandths: thousandths, decimalPoint: point)
    }
  }
}

/// The text of a decimal below 1,000 with at most three decimals.
struct ShortDecimal {
  fileprivate let wholeEntry: UInt64
  fileprivate let fractionEntry: UInt64

  /// The digits before the point, first digit in the lowest byte.
  @inline(__always)
  var whole: UInt32 { UInt32(truncatingIfNeeded: wholeEntry) }

  /// The number of digits before the point.
  @inline(__always)
  var wholeCount: UInt8 { UInt8(truncatingIfNeeded: whole &>> 24) }

  /// The point and the digits after it, first character in the lowest byte.
  @inline(__always)
  var fraction: UInt32 { UInt32(truncatingIfNeeded: fractionEntry) }

  /// The number of bytes of ``fraction``.
  @inline(__always)
  var fractionCount: UInt8 { UInt8(truncatingIfNeeded: fractionEntry &>> 56) }

  /// Traps if a part has more than the four bytes that hold it.
  @inline(__always)
  func check() { precondition(wholeCount <= 4 && fractionCount <= 4, "more than four bytes") }
}
