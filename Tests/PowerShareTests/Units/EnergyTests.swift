import Testing

@testable import PowerShare

@Suite struct EnergyTests {
  @Test(arguments: [
    (0, 0), (3_600_000, 1), (3_599_999, 1), (1_800_000, 0), (1_800_001, 1), (1_799_999, 0),
    (5_400_000, 2), (9_000_000, 2), (9_000_001, 3), (Int.max, 2_562_047_788_015),
  ])
  func `energy is shown to the watt-hour, ties to even`(wattMilliseconds: Int, expected: Int) {
    let energy = Energy(wattMilliseconds: Int128(wattMilliseconds))
    #expect(energy.roundedWattHours == Int128(expected))
  }

  @Test func `an energy beyond 64 bits is rounded in the same way`() {
    let large = Int128(Int.max) * Int128(3_600_000)
    let most = Int128(Int.max)
    #expect(Energy(wattMilliseconds: large).roundedWattHours == most)
    #expect(Energy(wattMilliseconds: large - 1_800_000).roundedWattHours == most - 1)
    #expect(Energy(wattMilliseconds: large - 1_799_999).roundedWattHours == most)
    #expect(Energy(wattMilliseconds: large * 1_000).roundedWattHours == most * 1_000)
  }

  @Test(.tags(.property)) func `a low energy is rounded like any other`() {
    for seed in PropertyCases.seeds(20) {
      var random = SplitMix64(seed: seed)
      for _ in 0..<500 {
        // Half watt-hours, which are ties, and their neighbours.
        let halves = random.int(0...2_000_001)
        let energy = Energy(wattMilliseconds: Int128(halves * 1_800_000 + random.int(-2...2)))
        let (low, rounded) = (energy.lowWattHours, energy.roundedWattHours)
        #expect(low < 1_000_000 ? low == rounded : rounded >= 1_000_000, "seed \(seed)")
        #expect(rounded < 0 || rounded >= 1_000_000 || low == rounded, "seed \(seed)")
      }
    }
  }

  @Test(arguments: [
    -1, -1_800_001, 3_600_000_000_000, 1 << 62, Int128(UInt64.max) - 1_800_000,
    Int128(UInt64.max) - 1_799_999, Int128(UInt64.max), 1 << 64, 1 << 100, .max, .min,
  ])
  func `an energy of a million watt-hours or below zero is not low`(wattMilliseconds: Int128) {
    #expect(Energy(wattMilliseconds: wattMilliseconds).lowWattHours >= 1_000_000)
  }

  @Test func `a power over a time cannot overflow`() {
    let energy = Energy(
      Power(watts: 1_000_000_000_000_000), over: TimeSpan(milliseconds: 1_000_000_000_000_000))
    #expect(energy.wattMilliseconds == Int128(1_000_000_000_000_000) * 1_000_000_000_000_000)
    #expect(Energy(Power(watts: -5), over: TimeSpan(milliseconds: 3)).wattMilliseconds == -15)
  }

  @Test(arguments: [
    (0, 10, 0), (15, 10, 2), (25, 10, 2), (26, 10, 3), (24, 10, 2), (35, 10, 4),
    (-15, 10, -2), (-26, 10, -3), (-24, 10, -2),
  ])
  func `a mean is rounded to the watt, ties to even`(energy: Int, span: Int, watts: Int) {
    let energy = Energy(wattMilliseconds: Int128(energy))
    #expect(energy.meanPower(over: TimeSpan(milliseconds: span)) == Power(watts: watts))
  }

  @Test(.tags(.property)) func `rounding is to the nearest, ties to even`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let denominator = random.int(1...12)
      let numerator = random.int(0...200)
      let result = divideRoundingToEven(numerator, by: denominator)
      let distance = abs(numerator - result * denominator) * 2
      #expect(distance <= denominator, "seed \(seed)")
      if distance == denominator { #expect(result % 2 == 0, "seed \(seed)") }
    }
  }

  @Test func `a rounded quotient near the end of the range does not overflow`() {
    #expect(divideRoundingToEven(Int.max, by: Int.max) == 1)
    #expect(divideRoundingToEven(Int.max - 1, by: Int.max) == 1)
    #expect(divideRoundingToEven(Int.max, by: 1) == Int.max)
  }

  @Test func `sums and differences are exact`() {
    let one = Energy(wattMilliseconds: 1)
    var sum = Energy.zero
    for _ in 0..<3 { sum += one }
    #expect(sum == Energy(wattMilliseconds: 3))
    #expect(sum - one + one == sum)
    #expect(one < sum && !(sum < one))
    var power = Power.kW(2)
    power += Power(watts: 5)
    power -= Power(watts: 1)
    #expect(power - .kW(1) + .zero == Power(watts: 1_004))
    #expect(Power.maximum > power)
  }

  @Test func `shares are compared exactly, also where products need more than 128 bits`() {
    let most = Int128.max / 2
    for whole in [7, 1_000, most] as [Int128] {
      for parts in [(0, 1, true), (1, 1, false), (2, 1, false)] as [(Int128, Int128, Bool)] {
        let (left, right) = (Energy(wattMilliseconds: whole - 3 + parts.0), whole - 3 + parts.1)
        let isSmaller = left.isSmallerShare(
          of: Energy(wattMilliseconds: whole), than: Energy(wattMilliseconds: right),
          of: Energy(wattMilliseconds: whole))
        #expect(isSmaller == parts.2)
      }
    }
    func energy(_ number: Int128) -> Energy { Energy(wattMilliseconds: number) }
    #expect(energy(1).isSmallerShare(of: energy(3), than: energy(most / 3 + 1), of: energy(most)))
    #expect(!energy(2).isSmallerShare(of: energy(6), than: energy(most / 3), of: energy(most)))
  }

  @Test(arguments: [(0, 3, 0), (1, 3, 333), (2, 3, 667), (1, 2_000, 0), (3, 2_000, 2), (5, 0, nil)])
  func `a share is rounded to thousandths, ties to even`(part: Int, whole: Int, share: Int?) {
    let found = Energy(wattMilliseconds: Int128(part))
      .thousandths(of: Energy(wattMilliseconds: Int128(whole)))
    #expect(found == share.map { Int128($0) })
  }
}
