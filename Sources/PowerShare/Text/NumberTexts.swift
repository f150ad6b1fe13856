/// The texts of the numbers from 0 to 999, as the whole part and as the fraction of a decimal.
///
/// A row has two or three decimals, and a tick has rows for everyone: a number that is looked up
/// costs less than half of one that is divided into digits.
struct NumberTexts: Sendable {
  /// Of each number its digits as a whole part; then, of each, its text as a fraction in
  /// thousandths, with the point and without the zeros at its end.
  ///
  /// The first byte is lowest; how many they are stands in the highest byte of the lower half of a
  /// whole part, and in the highest byte of a fraction.
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

  /// The text of a number of thousandths below 1,000 behind a point, without the zeros at its end;
  /// the first byte is lowest, and what stands behind the text means nothing.
  static func fraction(_ number: UInt64, point: UInt8) -> (text: UInt64, count: Int) {
    let count = number == 0 ? 0 : number % 10 > 0 ? 4 : number % 100 > 0 ? 3 : 2
    return (UInt64(point) | digits(number) << 8, count)
  }

  /// How many entries there are.
  static let entryCount = 2_000

  /// The three digits of a number below 1,000, the first one lowest.
  private static func digits(_ number: UInt64) -> UInt64 {
    0x30_3030 | number / 100 | (number / 10 % 10) << 8 | (number % 10) << 16
  }

  /// Whether the text of a number of thousandths is among ``texts``.
  @inline(__always)
  static func knows(thousandths: Int) -> Bool { UInt(bitPattern: thousandths) < 1_000_000 }

  /// The text of a number of thousandths, found in ``texts``.
  ///
  /// - Precondition: It is there.
  @inline(__always)
  static func text(thousandths: Int, _ texts: Span<UInt64>) -> ShortDecimal {
    // Division costs less where there is no sign, and half the bits.
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
      // A fraction's three digits, behind its point.
      out.append(UInt32(truncatingIfNeeded: texts[1_000 + Int(rest / 1_000)] &>> 8), count: 3)
      let fraction = texts[1_000 + Int(rest % 1_000)]
      out.append(UInt32(truncatingIfNeeded: fraction), count: Int(fraction &>> 56))
    } else {
      out.append(thousandths: thousandths, decimalPoint: point)
    }
  }
}

/// A decimal below 1,000 with at most three digits behind its point, as it is written.
struct ShortDecimal {
  fileprivate let wholeEntry: UInt64
  fileprivate let fractionEntry: UInt64

  /// The digits before the point, the first one lowest.
  @inline(__always)
  var whole: UInt32 { UInt32(truncatingIfNeeded: wholeEntry) }

  /// How many they are.
  @inline(__always)
  var wholeCount: UInt8 { UInt8(truncatingIfNeeded: whole &>> 24) }

  /// The point and the digits behind it, the first one lowest.
  @inline(__always)
  var fraction: UInt32 { UInt32(truncatingIfNeeded: fractionEntry) }

  /// How many bytes they are.
  @inline(__always)
  var fractionCount: UInt8 { UInt8(truncatingIfNeeded: fractionEntry &>> 56) }

  /// Traps where a part has more than the four bytes that hold it.
  @inline(__always)
  func check() { precondition(wholeCount <= 4 && fractionCount <= 4, "more than four bytes") }
}
