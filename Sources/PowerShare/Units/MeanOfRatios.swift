/// The mean of ratios with any denominators, right to at least 18 decimals.
///
/// Each ratio is rounded to 27 decimals, so that the sum of a billion of them is exact to 18. A
/// mean is rounded to 18 decimals before it is rounded to those that are shown: a mean that lies
/// exactly between two shown values, such as that of 1 and 1.03, is then seen to do so, although a
/// ratio such as 103 ÷ 100 may have had an error behind the 27th decimal.
struct MeanOfRatios: Equatable, Sendable {
  /// The number of ratios.
  private(set) var count = 0
  private var wholes: Int128 = 0
  /// The sum of the parts behind the decimal point, in units of 10⁻²⁷.
  private var fractions: Int128 = 0

  /// The decimals that each ratio keeps, as a power of ten.
  private static let kept: UInt128 = 1_000_000_000_000_000_000_000_000_000

  /// Adds a ratio.
  ///
  /// - Precondition: The numerator is not negative and the denominator is positive.
  mutating func add(_ numerator: Int128, over denominator: Int128) {
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    count += 1
    wholes += whole
    if rest == 0 { return }
    let part = rest.magnitude.scaled(by: Self.kept, over: denominator.magnitude)
    fractions += Int128(
      part.remainder > denominator.magnitude / 2 ? part.quotient + 1 : part.quotient)
  }

  /// Returns the mean in parts of `unit`, ties to even; nil where there are no ratios.
  ///
  /// - Parameter unit: A power of ten up to 10⁶: 100 returns hundredths.
  func mean(in unit: Int128) -> Int128? {
    guard count > 0 else { return nil }
    let count = Int128(count)
    let (whole, rest) = wholes.quotientAndRemainder(dividingBy: count)
    // `rest` is below the number of ratios, so that 128 bits hold the product for 10¹¹ of them.
    let fraction = rest * Int128(Self.kept) + fractions
    let shown: Int128 = 1_000_000_000_000_000_000
    let rounded = divideRoundingToEven(fraction, by: count * 1_000_000_000)
    return divideRoundingToEven(whole * shown + rounded, by: shown / unit)
  }
}

extension UInt128 {
  /// Returns this number times `factor`, divided by `divisor`, without overflow in between.
  ///
  /// - Precondition: The quotient fits into 128 bits.
  func scaled(
    by factor: UInt128, over divisor: UInt128
  ) -> (quotient: UInt128, remainder: UInt128) {
    let product = multipliedFullWidth(by: factor)
    if product.high == 0 { return product.low.quotientAndRemainder(dividingBy: divisor) }
    return divisor.dividingFullWidth(product)
  }
}
