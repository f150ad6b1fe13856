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

  @Test func `the peak in a zone is that of its clock's quarters, however long they are`() throws {
    // Set forward by 20 minutes at 07:05, and back at 07:05.
    let clock = try #require(LocalClock(rule: "AAA0BBB-0:20,0/0:20,0/1:30"))
    let slow = SlowIntervals(15, in: -60..<400) { $0 >= 20 && $0 < 70 ? 20 : 0 }
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      var quarters = QuarterHours(origin: Instant(milliseconds: 0), zone: clock)
      var minute = random.int(0...40)
      var energy = 0
      var byQuarter: [Int: Int] = [:]
      for _ in 0..<random.int(1...8) {
        let power = random.int(0...100)
        let length = random.pick([1, 14, 15, 16, random.int(1...40)])
        let before = energy
        for passed in minute..<(minute + length) {
          let place = try #require(slow.beginnings.lastIndex { $0 <= passed })
          byQuarter[place, default: 0] += power * 60
        }
        energy += power * length * 60
        quarters.take(
          from: (Instant(milliseconds: minute * 60_000), Self.energy(before)),
          power: Power(watts: power),
          to: (Instant(milliseconds: (minute + length) * 60_000), Self.energy(energy)))
        minute += length
      }
      // Means are compared as fractions; the rounding keeps their order.
      let means = byQuarter.map { place, energy in
        let minutes = slow.beginnings[place + 1] - slow.beginnings[place]
        return Self.energy(energy).meanPower(over: TimeSpan(milliseconds: minutes * 60_000))
      }
      #expect(quarters.peak == means.max(), "seed \(seed)")
    }
  }

  private static func energy(_ wattSeconds: Int) -> Energy {
    Energy(wattMilliseconds: Int128(wattSeconds) * 1_000)
  }
}
