import Testing

@testable import PowerShare

@Suite struct MeanOfRatiosTests {
  private static func mean(_ ratios: [(Int128, Int128)], in unit: Int128 = 100) -> Int128? {
    var mean = MeanOfRatios()
    for (numerator, denominator) in ratios { mean.add(numerator, over: denominator) }
    return mean.mean(in: unit)
  }

  @Test func `a mean between two shown values is rounded to the even one`() {
    #expect(Self.mean([]) == nil)
    // 1.015, of ratios that no finite number of decimals holds.
    #expect(Self.mean([(1, 3), (2, 3), (103, 100), (203, 100)]) == 102)
    #expect(Self.mean([(1_000, 1_000), (1_030, 1_000)]) == 102)
    #expect(Self.mean([(1_000, 1_000), (1_010, 1_000)]) == 100)
    #expect(Self.mean([(1_000, 1_000), (1_010, 999)]) == 101)
  }

  @Test func `the largest ratios of the longest timeline do not overflow`() {
    let longest: Int128 = 253_402_300_799_999
    let ratios: [(Int128, Int128)] =
      Array(repeating: (longest, 1), count: 1_000) + [(1, longest)]
    #expect(Self.mean(ratios) == (longest * 1_000 * 100 + 500) / 1_001)
  }

  @Test(.tags(.property)) func `a mean is that of exact fractions`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      // A multiple of every denominator below.
      let whole: Int128 = 720_720
      var sum: Int128 = 0
      let ratios: [(Int128, Int128)] = (0..<random.int(1...8)).map { _ in
        let ratio = (Int128(random.int(0...90)), Int128(random.int(1...16)))
        sum += ratio.0 * (whole / ratio.1)
        return ratio
      }
      for unit: Int128 in [10, 100, 1_000] {
        let exact = divideRoundingToEven(sum * unit, by: whole * Int128(ratios.count))
        #expect(Self.mean(ratios, in: unit) == exact, "seed \(seed): \(ratios)")
      }
    }
  }
}
