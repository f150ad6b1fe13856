import Foundation
import Testing

@testable import PowerShare

@Suite struct CountDistributionTests {
  private static func chances(_ table: CountDistribution) -> [(count: Int, chance: Double)] {
    let total = Double(table.sums[table.sums.count - 1])
    var last: UInt64 = 0
    return table.sums.enumerated().map { index, sum in
      defer { last = sum }
      return (table.first + index, Double(sum - last) / total)
    }
  }

  @Test(arguments: [0.3, 1.0, 12.5, 80.0, 3_000.0], [1.0, 1.5, 4.0, 50.0])
  func `the table has the mean and the variance asked for`(mean: Double, dispersion: Double) {
    let table = CountDistribution(
      meanMillionths: Int(mean * 1e6), dispersion: Int(dispersion * 1e3))
    let chances = Self.chances(table)
    let actual = chances.reduce(0) { $0 + Double($1.count) * $1.chance }
    let variance = chances.reduce(0) { $0 + pow(Double($1.count) - actual, 2) * $1.chance }
    // Each step rounds down by less than 1 and does not enlarge earlier errors, so the error of a
    // weight is less than its distance from the first one. The weights cut off were below that,
    // too, and fall at least as fast as the last ones in the table: doubling the bound covers them.
    let mode = table.sums.indices.max { chances[$0].chance < chances[$1].chance } ?? 0
    let total = Double(table.sums[table.sums.count - 1])
    let lost = chances.indices.map { 2 * Double(abs($0 - mode) + 1) / total }
    let meanBound = zip(chances, lost).reduce(0) { $0 + abs(Double($1.0.count) - mean) * $1.1 }
    let varianceBound = zip(chances, lost).reduce(0) { sum, entry in
      sum + pow(Double(entry.0.count) - mean, 2) * entry.1
    }
    #expect(abs(actual - mean) < meanBound)
    #expect(abs(variance - mean * dispersion) < varianceBound + meanBound * meanBound)
    #expect(meanBound / mean < 1e-2 && varianceBound / mean / dispersion < 1e-2)
  }

  @Test(arguments: [(0.7, 1.0), (20.0, 1.0), (20.0, 2.5), (5.0, 30.0)])
  func `each count is as likely as the formulas with logarithms say`(
    mean: Double, dispersion: Double
  ) {
    let table = CountDistribution(
      meanMillionths: Int(mean * 1e6), dispersion: Int(dispersion * 1e3))
    for (count, chance) in Self.chances(table) where chance > 1e-8 {
      let k = Double(count)
      let expected = Self.chance(of: k, mean: mean, dispersion: dispersion)
      #expect(abs(chance / expected - 1) < 1e-3, "\(count)")
    }
  }

  /// Returns the probability of a count by the textbook formula.
  private static func chance(of k: Double, mean: Double, dispersion: Double) -> Double {
    guard dispersion > 1 else { return exp(k * log(mean) - mean - lgamma(k + 1)) }
    let size = mean / (dispersion - 1)
    let ways = lgamma(k + size) - lgamma(size) - lgamma(k + 1)
    return exp(ways - size * log(dispersion) + k * log(1 - 1 / dispersion))
  }

  @Test func `a mean of 0 gives 0`() {
    var random = Xoshiro256(seed: 1)
    let table = CountDistribution(meanMillionths: 0, dispersion: 1_000)
    #expect((0..<10).allSatisfy { _ in table.draw(&random) == 0 })
  }

  @Test func `the largest tables are built`() {
    let table = CountDistribution(meanMillionths: 1_000_000_000_000, dispersion: 1_000_000)
    #expect(table.sums.count < 1 << 20)
    let spread = Spread(seconds: 432_000, deviation: 864_000)?.source.counts
    #expect((spread?.sums.count ?? 0) < 1 << 20)
  }
}

@Suite struct Xoshiro256Tests {
  /// The expected bits come from an independent program.
  @Test func `the bits are those of xoshiro256** seeded by SplitMix64`() {
    var random = Xoshiro256(seed: 0)
    #expect(
      (0..<4).map { _ in random.next() } == [
        11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768,
        7_684_712_102_626_143_532,
      ])
    random = Xoshiro256(seed: .max)
    #expect(
      (0..<2).map { _ in random.next() } == [
        10_328_197_420_357_168_392, 14_156_678_507_024_973_869,
      ])
  }

  @Test func `a number below a bound is the upper half of a product`() {
    var bits = Xoshiro256(seed: 5)
    var random = bits
    for bound in [1, 2, 3, 1_000, UInt64.max] {
      #expect(random.below(bound) == bits.next().multipliedFullWidth(by: bound).high)
    }
  }
}
