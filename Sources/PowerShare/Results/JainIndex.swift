/// Jain's fairness index of shares, (Σx)² ÷ (n Σx²), right to 15 decimals.
///
/// A share is kept in units of 2⁻¹⁰⁴, so that the smallest one, a watt-millisecond of 1,000,000
/// kWh, still has 15 digits.
///
/// Source: R. Jain, D. Chiu, W. Hawe, *A Quantitative Measure of Fairness and Discrimination for
/// Resource Allocation in Shared Computer Systems*, DEC-TR-301, 1984.
struct JainIndex: Sendable {
  private var count = 0
  private var sum = WideSum()
  private var squares = WideSum()

  private static let unit: UInt128 = 1 << 104

  /// Adds a share.
  ///
  /// - Precondition: The part is not negative and at most the whole, which is positive.
  mutating func add(_ part: Energy, of whole: Energy) {
    var share = Self.unit
    if part < whole {
      let whole = whole.wattMilliseconds.magnitude
      var rest: UInt128
      (share, rest) = part.wattMilliseconds.magnitude.scaled(by: Self.unit, over: whole)
      if rest > whole / 2 { share += 1 }
    }
    count += 1
    sum += WideSum(share, times: 1)
    squares += WideSum(share, times: share)
  }

  /// The index in thousandths, ties to even; nil where there is no share above 0.
  var thousandths: Int128? {
    guard squares > WideSum() else { return nil }
    // The index is the same for shares in another unit. In this one all products fit.
    let excess = max(0, sum.bitCount - 96)
    var (sum, squares) = (sum, squares)
    sum >>= excess
    squares >>= 2 * excess
    squares *= UInt128(count)
    var rest = WideSum(sum.lowBits, times: sum.lowBits)
    // Written division: the whole part, then 15 decimals.
    var quotient: Int128 = 0
    for place in 0...15 {
      if place > 0 { rest *= 10 }
      var digit: Int128 = 0
      while rest >= squares {
        rest -= squares
        digit += 1
      }
      quotient = quotient * 10 + digit
    }
    rest *= 2
    if rest > squares { quotient += 1 }
    return min(divideRoundingToEven(quotient, by: 1_000_000_000_000), 1_000)
  }
}
