import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct WideSumTests {
  private static func number(_ random: inout SplitMix64) -> UInt128 {
    (UInt128(random.next()) << 64 | UInt128(random.next())) >> UInt128(random.int(0...127))
  }

  @Test func `products, sums and differences agree with each other`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let (a, b, c) = (
        Self.number(&random), Self.number(&random) >> 1, Self.number(&random) >> 1
      )
      let sum = WideSum(a, times: b + c)
      var parts = WideSum(a, times: b)
      parts += WideSum(a, times: c)
      #expect(parts == sum, "seed \(seed)")
      parts -= WideSum(a, times: c)
      #expect(parts == WideSum(a, times: b), "seed \(seed)")
      #expect((parts < sum) == (a > 0 && c > 0), "seed \(seed)")
      var product = WideSum(a, times: 1)
      product *= b
      #expect(product == parts, "seed \(seed)")
    }
  }

  @Test func `a shift divides by a power of two`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let (number, bits) = (Self.number(&random), random.int(0...127))
      var shifted = WideSum(number, times: 1 << UInt128(bits))
      #expect(shifted.bitCount == (number == 0 ? 0 : 128 - number.leadingZeroBitCount + bits))
      let by = random.int(0...255)
      shifted >>= by
      var expected = WideSum(by < bits ? number : number >> UInt128(by - bits), times: 1)
      if by < bits { expected *= 1 << UInt128(bits - by) }
      #expect(shifted == expected, "seed \(seed): \(number) << \(bits) >> \(by)")
    }
  }
}
