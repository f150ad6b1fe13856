/// Returns the quotient rounded to the nearest integer, ties to even.
///
/// - Precondition: `numerator` is not negative and `denominator` is positive.
func divideRoundingToEven<Integer: FixedWidthInteger>(
  _ numerator: Integer, by denominator: Integer
) -> Integer {
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  // Compared without doubling the remainder, which could overflow.
  let rest = denominator - remainder
  let roundsUp = remainder > rest || (remainder == rest && quotient & 1 == 1)
  return roundsUp ? quotient + 1 : quotient
}
