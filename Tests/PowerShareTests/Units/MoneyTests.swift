import Testing

@testable import PowerShare

/// Amounts of money, and products with prices, rounded once.
@Suite struct MoneyTests {
  private static func energy(_ random: inout SplitMix64) -> Energy {
    Energy(wattMilliseconds: Int128(random.int(0...(1 << 50))) << random.int(0...12))
  }

  @Test(arguments: [
    (0, "0"), (1, "0.000001"), (-1, "-0.000001"), (12_500_000, "12.5"), (-7_000_000, "-7"),
    (100, "0.0001"),
  ])
  func `an amount is written in its shortest exact form`(millionths: Int, text: String) {
    #expect(Money(millionths: Int128(millionths)).text == text)
  }

  @Test(arguments: [
    (25_000, 2, 2), (35_000, 2, 4), (-25_000, 2, -2), (-35_000, 2, -4), (25_001, 2, 3),
    (149_999, 1, 1), (50, 4, 0), (150, 4, 2),
  ])
  func `an amount is rounded to the nearest, ties to even`(
    millionths: Int, decimals: Int, rounded: Int
  ) {
    let amount = Money(millionths: Int128(millionths))
    #expect(amount.rounded(decimals: decimals) == Int128(rounded))
  }

  @Test(arguments: 1...300)
  func `a sum of products is rounded once`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var cost = EnergyCost()
    var sum: Int128 = 0
    for _ in 0..<random.int(1...20) {
      let energy = Self.energy(&random)
      let price = Int128(random.int(-1_000_000_000...1_000_000_000))
      cost.add(energy, at: Money(millionths: price))
      sum += energy.wattMilliseconds * price
    }
    let exact = Self.slowQuotient(sum, 3_600_000_000)
    #expect(cost.rounded.millionths == exact, "seed \(seed)")
  }

  /// Returns the quotient, rounded to the nearest integer, ties to even.
  private static func slowQuotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let quotient = numerator / denominator
    let candidates = [quotient - 1, quotient, quotient + 1]
    let distance = { (candidate: Int128) in
      2 * (numerator - candidate * denominator).magnitude
    }
    let nearest = candidates.map(distance).min()
    let best = candidates.filter { distance($0) == nearest }
    return best.count == 1 ? best[0] : best.first { $0 & 1 == 0 } ?? 0
  }

  @Test(arguments: 1...300)
  func `a scaled amount is rounded once`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let amount = Int128(random.int(-1_000_000_000_000...1_000_000_000_000))
    let (part, whole) = (
      Int128(random.int(0...1_000_000)), Int128(random.int(1...1_000_000))
    )
    #expect(
      Money(millionths: amount).scaled(by: part, over: whole).millionths
        == Self.slowQuotient(amount * part, whole), "seed \(seed)")
  }

  @Test(arguments: 1...300)
  func `the cost of a peak is rounded once`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (energy, length) = (random.int(0...1_000_000_000_000), random.int(1...5_400_000))
    let price = random.int(0...1_000_000_000)
    let (part, period) = (random.int(0...10_000), random.int(1...10_000))
    let power = ExactPower(
      Energy(wattMilliseconds: Int128(energy)), over: TimeSpan(milliseconds: length))
    let cost = power.cost(at: Money(millionths: Int128(price)), for: part, of: period)
    #expect(
      cost.millionths
        == Self.slowQuotient(
          Int128(energy) * Int128(price) * Int128(part), Int128(length) * 1_000 * Int128(period)),
      "seed \(seed)")
  }

  @Test func `a mean of peaks is exact over different windows`() {
    func power(_ energy: Int128, _ length: Int) -> ExactPower {
      ExactPower(Energy(wattMilliseconds: energy), over: TimeSpan(milliseconds: length))
    }
    // 1/3, 1/4 and 5/6 W: 17/36 W on average.
    let mean = ExactPower.mean(of: [power(1, 3), power(1, 4), power(5, 6)])
    #expect(mean == power(17, 36))
    #expect(power(17, 36) < power(18, 36))
    #expect(power(2, 3).share(percent: 75) == power(1, 2))
  }

  @Test func `the largest values do not overflow`() {
    var cost = EnergyCost()
    let most = Energy(Power(watts: 1_000_000_000), over: TimeSpan(milliseconds: 1))
    let energy = Energy(
      wattMilliseconds: most.wattMilliseconds * 1_000_000 * 253_402_300_799_999)
    cost.add(energy, at: Tariff.highestEnergyPrice)
    #expect(cost.rounded > .zero)
    let year = 31_622_400_000
    let peak = ExactPower(
      Energy(wattMilliseconds: most.wattMilliseconds * 1_000_000 * 900_000),
      over: TimeSpan(milliseconds: 900_000))
    let full = peak.cost(at: Tariff.highestPrice, for: year, of: year)
    #expect(full == peak.cost(at: Tariff.highestPrice, for: 1, of: 1))
    var weighted = WeightedMoney()
    for _ in 0..<8_000 { weighted.add(full, weight: year) }
    #expect(weighted.mean(times: 12).millionths == full.millionths * 12)
    #expect(cost.rounded.scaled(by: 31_536_000_000, over: 86_400_000) > cost.rounded)
  }
}
