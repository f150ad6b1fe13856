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

/// Returns the quotient rounded to the nearest integer, ties to even.
///
/// - Precondition: As for other integers.
func divideRoundingToEven(_ numerator: Int128, by denominator: Int128) -> Int128 {
  if let small = Int(exactly: numerator), let divisor = Int(exactly: denominator) {
    return Int128(divideRoundingToEven(small, by: divisor))
  }
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  let rest = denominator - remainder
  let roundsUp = remainder > rest || (remainder == rest && quotient & 1 == 1)
  return roundsUp ? quotient + 1 : quotient
}

extension Int128 {
  /// Returns the quotient, rounded towards zero.
  ///
  /// Where both numbers fit into 64 bits, which energies in range do, the division takes a fifth of
  /// the instructions of one of 128 bits.
  @inline(__always)
  func divided(by divisor: Int128) -> Int128 {
    // The sign bit is one of those shifted to.
    if (self | divisor) >> 63 == 0 {
      return Int128(UInt64(truncatingIfNeeded: self) / UInt64(truncatingIfNeeded: divisor))
    }
    return self / divisor
  }
}
