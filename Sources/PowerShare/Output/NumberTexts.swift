/// The texts of the numbers from 0 to 999, as the whole part and as the fraction of a decimal.
///
/// A row has two or three decimals, and a tick has rows for everyone: a number that is looked up
/// costs less than half of one that is divided into digits.
struct NumberTexts: Sendable {
  /// Of each number, from the lowest byte on: its text as a fraction in thousandths, with the point
  /// and without the zeros at its end; its digits as a whole part; and how long the two are.
  private(set) var texts: [UInt64] = []
  private let point: UInt8

  init(decimalPoint: UInt8 = UInt8(ascii: ".")) {
    point = decimalPoint
    for number in 0..<1_000 as Range<UInt64> {
      let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10)
      let digits = 0x30_3030 | hundreds | tens << 8 | ones << 16
      let leading: UInt64 = number < 10 ? 2 : number < 100 ? 1 : 0
      let fractionCount: UInt64 = number == 0 ? 0 : ones > 0 ? 4 : tens > 0 ? 3 : 2
      let fraction = UInt64(point) | digits << 8
      let whole = digits >> (8 * leading)
      texts.append(fraction | whole << 32 | (3 - leading) << 56 | fractionCount << 58)
    }
  }

  /// Whether the text of a number of thousandths is among ``texts``.
  @inline(__always)
  static func knows(thousandths: Int) -> Bool { UInt(bitPattern: thousandths) < 1_000_000 }

  /// The text of a number of thousandths, found in ``texts``.
  ///
  /// - Precondition: It is there.
  @inline(__always)
  static func text(thousandths: Int, _ texts: Span<UInt64>) -> ShortDecimal {
    let number = UInt(bitPattern: thousandths)
    return ShortDecimal(
      wholeEntry: texts[Int(bitPattern: number / 1_000)],
      fractionEntry: texts[Int(bitPattern: number % 1_000)])
  }

  /// Appends a number of thousandths as a decimal without trailing zeros: `110`, `7.4`, `0.125`.
  func append(thousandths: Int, to out: inout ByteCursor) {
    if Self.knows(thousandths: thousandths) {
      out.append(Self.text(thousandths: thousandths, texts.span))
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
  var whole: UInt32 { UInt32(truncatingIfNeeded: wholeEntry &>> 32) }

  /// How many they are.
  @inline(__always)
  var wholeCount: Int { Int(truncatingIfNeeded: wholeEntry &>> 56 & 3) }

  /// The point and the digits behind it, the first one lowest.
  @inline(__always)
  var fraction: UInt32 { UInt32(truncatingIfNeeded: fractionEntry) }

  /// How many bytes they are.
  @inline(__always)
  var fractionCount: Int { Int(truncatingIfNeeded: fractionEntry &>> 58) }
}
