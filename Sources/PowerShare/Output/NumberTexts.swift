/// The texts of the numbers from 0 to 999, as the whole part and as the fraction of a decimal.
///
/// A row has two or three decimals, and a tick has rows for everyone: a number that is looked up
/// costs less than half of one that is divided into digits.
struct NumberTexts: Sendable {
  /// The digits of a whole part, the first one lowest, and their count in the highest byte; behind
  /// them the same of a fraction in thousandths, without the zeros at its end, where the count
  /// includes the point.
  private var texts: [UInt32] = []
  private let point: UInt8

  init(decimalPoint: UInt8 = UInt8(ascii: ".")) {
    point = decimalPoint
    var fractions: [UInt32] = []
    for number in 0..<1_000 as Range<UInt32> {
      let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10)
      let digits = 0x30_3030 | hundreds | tens << 8 | ones << 16
      let leading: UInt32 = number < 10 ? 2 : number < 100 ? 1 : 0
      texts.append(digits >> (8 * leading) | (3 - leading) << 24)
      let count: UInt32 = number == 0 ? 0 : ones > 0 ? 4 : tens > 0 ? 3 : 2
      fractions.append(digits | count << 24)
    }
    texts += fractions
  }

  /// Appends a number of thousandths as a decimal without trailing zeros: `110`, `7.4`, `0.125`;
  /// and a byte behind it.
  @inline(__always)
  func append(thousandths: Int, end: UInt8? = nil, to out: inout ByteCursor) {
    let number = UInt(bitPattern: thousandths)
    let whole = number / 1_000
    guard whole < 1_000 else {
      out = Self.append(thousandths, point, end, to: out)
      return
    }
    let fraction = Int(bitPattern: number &- whole &* 1_000)
    out.append(texts[Int(bitPattern: whole)], point, texts[1_000 &+ fraction], end: end)
  }

  /// Appends any number; apart from the rest, so that the rest keeps its cursor in registers.
  @inline(never)
  private static func append(
    _ thousandths: Int, _ point: UInt8, _ end: UInt8?, to out: consuming ByteCursor
  ) -> ByteCursor {
    out.append(thousandths: thousandths, decimalPoint: point)
    if let end { out.append(end) }
    return out
  }
}
