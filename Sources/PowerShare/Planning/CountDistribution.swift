/// A Poisson or negative binomial distribution of whole numbers, as an exact table.
///
/// The negative binomial is a Poisson distribution whose mean is drawn from a gamma distribution.
/// Both follow a recurrence in rational numbers, P(k + 1) ÷ P(k) = (s·k + t) ÷ (c·(k + 1)), which
/// needs no logarithm, exponential or square root. The table begins at the most likely count with
/// the weight 2⁴² and follows the recurrence up and down in whole numbers, each rounded down, until
/// a weight is 0. A draw takes one random number below the sum of the weights. The counts cut off
/// have less than one chance in 10¹⁰ together.
///
/// Source: N. Johnson, A. Kemp and S. Kotz, "Univariate Discrete Distributions", 3rd edition, 2005,
/// sections 2.3 and 5.1.
struct CountDistribution: Sendable {
  /// The lowest count that can be drawn.
  let first: Int
  /// The prefix sums of the weights, from the lowest count on.
  let sums: [UInt64]

  /// Creates a distribution from its recurrence.
  ///
  /// The mean is t ÷ (c − s), the variance c ÷ (c − s) times that.
  ///
  /// - Precondition: 0 ≤ `s` < `c`, 0 ≤ `t`; none is above 10¹⁵.
  /// - Complexity: O(table), which has at most about 15 standard deviations plus 30 × variance ÷
  ///   mean entries.
  init(s: Int, t: Int, c: Int) {
    precondition(0 <= s && s < c && 0 <= t, "the recurrence falls")
    let mode = max(0, (t - s) / (c - s))
    let top: UInt64 = 1 << 42
    var above: [UInt64] = []
    var weight = top
    var count = mode
    while weight > 0 {
      above.append(weight)
      weight = Self.scaled(
        weight, by: Int128(s) * Int128(count) + Int128(t), over: Int128(c) * Int128(count + 1))
      count += 1
    }
    var below: [UInt64] = []
    count = mode
    weight = top
    while count > 0 {
      weight = Self.scaled(
        weight, by: Int128(c) * Int128(count), over: Int128(s) * Int128(count - 1) + Int128(t))
      if weight == 0 { break }
      below.append(weight)
      count -= 1
    }
    first = mode - below.count
    var sum: UInt64 = 0
    sums = (below.reversed() + above).map { weight in
      sum += weight
      return sum
    }
  }

  /// Creates a distribution with a mean and a dispersion.
  ///
  /// - Parameters:
  ///   - mean: The mean in millionths, 0 to 10¹².
  ///   - dispersion: Variance ÷ mean in thousandths, 1,000 (Poisson) to 1,000,000.
  init(meanMillionths mean: Int, dispersion: Int) {
    self.init(s: (dispersion - 1_000) * 1_000, t: mean, c: dispersion * 1_000)
  }

  private static func scaled(
    _ weight: UInt64, by numerator: Int128, over denominator: Int128
  ) -> UInt64 {
    // Away from the mode the quotient is at most 1, except where the mode was rounded.
    UInt64(min(Int128(weight) * numerator / denominator, Int128(1) << 43))
  }

  /// Draws a count with one random number.
  func draw(_ random: inout Xoshiro256) -> Int {
    let place = random.below(sums[sums.count - 1])
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > place { high = middle } else { low = middle + 1 }
    }
    return first + low
  }
}
