/// The lower end of Wilson's 95 % score interval for a share, judged by a sample.
///
/// With k of n it is the highest thousandth p for which k/n > p and (k/n − p)² ≥ 1.96² · p · (1 −
/// p) / n, or 0 if there is none. It is computed in whole numbers, so it is exact and the same on
/// every machine.
///
/// Source: Wilson 1927, <https://doi.org/10.1080/01621459.1927.10502953>.
package enum WilsonBound {
  /// Returns the bound in thousandths, rounded down; 0 for an empty sample.
  ///
  /// - Parameters:
  ///   - hits: The number of hits, 0 to `count`.
  ///   - count: The size of the sample, 0 to 10⁹.
  package static func thousandths(_ hits: Int, of count: Int) -> Int {
    precondition(0...count ~= hits && count <= 1_000_000_000, "a sample beyond its range")
    guard count > 0 else { return 0 }
    // The condition holds up to the bound and fails above it.
    var (low, high) = (0, 1_000)
    while low < high {
      let middle = (low + high + 1) / 2
      let distance = Int128(1_000 * hits - middle * count)
      let isBelow =
        distance > 0
        && distance * distance * 10_000 >= 38_416 * Int128(middle * (1_000 - middle) * count)
      if isBelow { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
