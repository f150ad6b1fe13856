/// The confidence of a statement about a share that is judged by a sample.
package enum Confidence: Int, CaseIterable, Sendable {
  case percent90 = 90
  case percent95 = 95
  case percent99 = 99

  /// The square of the standard score, in millionths: that of 1.645, 1.96 or 2.576.
  fileprivate var squaredScore: Int128 {
    switch self {
    case .percent90: 2_706_025
    case .percent95: 3_841_600
    case .percent99: 6_635_776
    }
  }
}

/// The lower end of Wilson's score interval for a share, judged by a sample.
///
/// With k of n it is the highest p for which k/n > p and (k/n − p)² ≥ z² · p · (1 − p) / n, or 0 if
/// there is none; z is the standard score of the confidence. It is computed in whole numbers, so it
/// is exact and the same on every machine.
///
/// Source: Wilson 1927, <https://doi.org/10.1080/01621459.1927.10502953>.
package enum WilsonBound {
  /// Returns the bound in thousandths, rounded down; 0 for an empty sample.
  ///
  /// - Parameters:
  ///   - hits: The number of hits, 0 to `count`.
  ///   - count: The size of the sample, 0 to 10⁹.
  package static func thousandths(
    _ hits: Int, of count: Int, _ confidence: Confidence = .percent95
  ) -> Int {
    // The bound is at least every share below it, and below every share above it.
    var (low, high) = (0, 1_000)
    while low < high {
      let middle = (low + high + 1) / 2
      if isAtLeast(middle, hits, of: count, confidence) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }

  /// Returns true if the exact bound is at least a share.
  ///
  /// - Parameters:
  ///   - share: The share in thousandths, 1 to 1,000.
  ///   - hits: The number of hits, 0 to `count`.
  ///   - count: The size of the sample, 0 to 10⁹.
  package static func isAtLeast(
    _ share: Int, _ hits: Int, of count: Int, _ confidence: Confidence
  ) -> Bool {
    precondition(0...count ~= hits && count <= 1_000_000_000, "a sample beyond its range")
    let distance = Int128(1_000 * hits - share * count)
    return distance > 0
      && distance * distance * 1_000_000
        >= confidence.squaredScore * Int128(share * (1_000 - share) * count)
  }

  /// Returns the size of the smallest sample that has a bound of at least a share if all of it are
  /// hits; nil for a share of 1, for which no sample is large enough.
  ///
  /// - Parameter share: The share in thousandths, 1 to 1,000.
  package static func sampleSize(for share: Int, _ confidence: Confidence) -> Int? {
    guard share < 1_000 else { return nil }
    // With n of n the condition is 1 − p ≥ z² · p / n.
    let divisor = Int128(1_000 - share) * 1_000_000
    return Int((confidence.squaredScore * Int128(share) + divisor - 1) / divisor)
  }
}
