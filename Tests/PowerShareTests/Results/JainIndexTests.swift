import Testing

@testable import PowerShare

@Suite struct JainIndexTests {
  private static func index(_ shares: [(Int128, Int128)]) -> Int128? {
    var index = JainIndex()
    for (part, whole) in shares {
      index.add(Energy(wattMilliseconds: part), of: Energy(wattMilliseconds: whole))
    }
    return index.thousandths
  }

  @Test func `the smallest shares count as much as the largest`() {
    let most = Energy(wattHours: 1_000_000_000).wattMilliseconds
    #expect(Self.index([]) == nil)
    #expect(Self.index([(0, most), (0, 1)]) == nil)
    #expect(Self.index([(1, most), (1, most)]) == 1_000)
    #expect(Self.index([(1, most), (2, most)]) == 900)
    #expect(Self.index([(0, most), (1, most)]) == 500)
    #expect(Self.index([(1, most), (most, most)]) == 500)
    #expect(Self.index([(1, most), (3, most), (5, most)]) == 771)
  }

  @Test(.tags(.property)) func `the index is that of exact fractions`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      // A multiple of every denominator below.
      let whole: Int128 = 720_720
      let scale = Int128(random.pick([1, 3_600_000]))
      var (sum, squares): (Int128, Int128) = (0, 0)
      let shares: [(Int128, Int128)] = (0..<random.int(1...12)).map { _ in
        let denominator = random.int(1...16)
        let numerator = random.int(0...denominator)
        let share = Int128(numerator) * (whole / Int128(denominator))
        sum += share
        squares += share * share
        return (Int128(numerator) * scale, Int128(denominator) * scale)
      }
      let exact =
        squares > 0
        ? divideRoundingToEven(sum * sum * 1_000, by: Int128(shares.count) * squares) : nil
      #expect(Self.index(shares) == exact, "seed \(seed): \(shares)")
    }
  }
}
