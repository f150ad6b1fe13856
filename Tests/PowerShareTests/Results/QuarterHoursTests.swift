import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct QuarterHoursTests {
  @Test func `the peak is that of the quarters counted second by second`() {
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      let origin = random.int(0...2_000) - 1_000
      var quarters = QuarterHours(origin: Instant(milliseconds: origin * 1_000))
      var byQuarter: [Int: Int] = [:]
      var second = random.int(1_000...4_000)
      var energy = 0
      for _ in 0..<random.int(1...8) {
        let power = random.int(0...100)
        let length = random.pick([1, 899, 900, 901, random.int(1...4_000)])
        let before = energy
        for passed in second..<(second + length) {
          byQuarter[(passed - origin) / 900, default: 0] += power
        }
        energy += power * length
        quarters.take(
          from: (Instant(milliseconds: second * 1_000), Self.energy(before)),
          power: Power(watts: power),
          to: (Instant(milliseconds: (second + length) * 1_000), Self.energy(energy)))
        second += length
      }
      let highest = Self.energy(byQuarter.values.max() ?? 0)
      let peak = highest.meanPower(over: TimeSpan(milliseconds: 900_000))
      #expect(quarters.peak == peak, "seed \(seed)")
    }
  }

  private static func energy(_ wattSeconds: Int) -> Energy {
    Energy(wattMilliseconds: Int128(wattSeconds) * 1_000)
  }
}
