import Testing

@testable import PowerShare

@Suite struct WilsonBoundTests {
  // The closed form in floating point, unless it is too close to a thousandth to decide.
  @Test(
    arguments: [1, 2, 3, 7, 10, 50, 99, 1_000],
    [(Confidence.percent90, 1.645), (.percent95, 1.96), (.percent99, 2.576)])
  func `the bound is the closed form, rounded down`(count: Int, level: (Confidence, Double)) {
    for hits in 0...count {
      let (k, n) = (Double(hits), Double(count))
      let z = level.1
      let root = (z * z + 4 * k * (n - k) / n).squareRoot()
      let bound = (2 * k + z * z - z * root) / (2 * (n + z * z)) * 1_000
      guard abs(bound - bound.rounded()) > 1e-6 else { continue }
      #expect(
        WilsonBound.thousandths(hits, of: count, level.0) == Int(bound.rounded(.down)),
        "\(hits) of \(count)")
    }
  }

  @Test func `known values`() {
    #expect(WilsonBound.thousandths(0, of: 0) == 0)
    #expect(WilsonBound.thousandths(0, of: 20) == 0)
    #expect(WilsonBound.thousandths(10, of: 10) == 722)
    #expect(WilsonBound.thousandths(50, of: 50) == 928)
    #expect(WilsonBound.thousandths(1_000_000_000, of: 1_000_000_000) == 999)
  }

  @Test(arguments: Confidence.allCases, [1, 2, 5, 23, 73, 200])
  func `the shares that the bound reaches are those up to it`(
    confidence: Confidence, count: Int
  ) {
    for hits in 0...count {
      let reached = (1...1_000).filter { WilsonBound.isAtLeast($0, hits, of: count, confidence) }
      let bound = WilsonBound.thousandths(hits, of: count, confidence)
      #expect(reached == Array(1..<(bound + 1)), "\(hits) of \(count)")
    }
  }

  @Test(arguments: Confidence.allCases)
  func `the smallest sample is the first that reaches the share`(confidence: Confidence) throws {
    for share in stride(from: 1, to: 1_000, by: 7) {
      let size = try #require(WilsonBound.sampleSize(for: share, confidence))
      let first = try #require(
        (1...10_000).first { WilsonBound.isAtLeast(share, $0, of: $0, confidence) })
      #expect(size == first, "\(share)")
    }
    #expect(WilsonBound.sampleSize(for: 1_000, confidence) == nil)
  }

  @Test func `known sample sizes`() {
    #expect(WilsonBound.sampleSize(for: 950, .percent95) == 73)
    #expect(WilsonBound.sampleSize(for: 950, .percent90) == 52)
    #expect(WilsonBound.sampleSize(for: 950, .percent99) == 127)
    #expect(WilsonBound.sampleSize(for: 999, .percent95) == 3_838)
  }
}
