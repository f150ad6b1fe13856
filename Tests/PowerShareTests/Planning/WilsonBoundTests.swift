import Testing

@testable import PowerShare

@Suite struct WilsonBoundTests {
  // The closed form in floating point, unless it is too close to a thousandth to decide.
  @Test(arguments: [1, 2, 3, 7, 10, 50, 99, 1_000])
  func `the bound is the closed form, rounded down`(count: Int) {
    for hits in 0...count {
      let (k, n) = (Double(hits), Double(count))
      let z = 1.96
      let root = (z * z + 4 * k * (n - k) / n).squareRoot()
      let bound = (2 * k + z * z - z * root) / (2 * (n + z * z)) * 1_000
      guard abs(bound - bound.rounded()) > 1e-6 else { continue }
      #expect(
        WilsonBound.thousandths(hits, of: count) == Int(bound.rounded(.down)), "\(hits) of \(count)"
      )
    }
  }

  @Test func `known values`() {
    #expect(WilsonBound.thousandths(0, of: 0) == 0)
    #expect(WilsonBound.thousandths(0, of: 20) == 0)
    #expect(WilsonBound.thousandths(10, of: 10) == 722)
    #expect(WilsonBound.thousandths(50, of: 50) == 928)
    #expect(WilsonBound.thousandths(1_000_000_000, of: 1_000_000_000) == 999)
  }
}

@Suite struct SizingTests {
  private func summary(share: Int128, delivered: Int128 = 0, lost: [String: Int128] = [:])
    -> Summary
  {
    var figures = [
      Summary.Figure(path: "servedShare", thousandths: share),
      Summary.Figure(path: "energy.delivered", thousandths: delivered),
    ]
    for (limit, energy) in lost {
      figures.append(Summary.Figure(path: "curtailment.\(limit)", thousandths: energy))
    }
    return Summary(figures: figures, chargers: [])
  }

  private func sizing(_ shares: [[Int128]], seedShare: Int = 1_000) throws -> Sizing {
    let rule = try Requirement("servedShare>=0.9", isOnUpdate: false)
    var sizing = Sizing([rule], seedShare: seedShare)
    for (index, seeds) in shares.enumerated() {
      for share in seeds {
        sizing.take(
          summary(share: share, delivered: share * 10), at: Power(watts: index * 50_000))
      }
    }
    return sizing
  }

  @Test func `the smallest capacity that passes is the answer, larger ones that fail are named`()
    throws
  {
    let sizing = try sizing([[800], [900], [899], [1_000], [0]])
    #expect(sizing.answer == 1)
    #expect(sizing.exceptions == [Power(watts: 100_000), Power(watts: 200_000)])
    #expect(sizing.gain(behind: 0) == 1_000)
    #expect(sizing.gain(behind: 1) == -10)
    #expect(sizing.gain(behind: 4) == nil)
  }

  @Test func `without a capacity that passes there is no answer and no exception`() throws {
    let sizing = try sizing([[0], [899]])
    #expect(sizing.answer == nil)
    #expect(sizing.exceptions.isEmpty)
  }

  @Test func `a share of the timelines is compared exactly`() throws {
    let seeds: [[Int128]] = [[900, 900, 0], [900, 900, 900]]
    #expect(try sizing(seeds).answer == 1)
    #expect(try sizing(seeds, seedShare: 667).answer == 1)
    let atLeast = try sizing(seeds, seedShare: 666)
    #expect(atLeast.answer == 0)
    #expect(atLeast.points[0].met == 2)
    #expect(atLeast.points[0].share == 667)
    #expect(atLeast.points[0].meanDelivered == 6_000)
  }

  @Test func `a requirement has the mean of its figure and a count of its own`() throws {
    let rules = try ["servedShare>=0.9", "sessions.abandoned==0"].map {
      try Requirement($0, isOnUpdate: false)
    }
    var sizing = Sizing(rules, seedShare: 500)
    for (share, abandoned) in [(900, 0), (901, 1_000), (nil, 1_000), (899, 0)]
      as [(Int128?, Int128)]
    {
      let figures = [
        Summary.Figure(path: "servedShare", thousandths: share),
        Summary.Figure(path: "sessions.abandoned", thousandths: abandoned),
      ]
      sizing.take(Summary(figures: figures, chargers: []), at: .kW(10))
    }
    let point = sizing.points[0]
    #expect(point.results.map(\.met) == [2, 2])
    #expect(point.met == 1 && point.unmeasured == 1 && sizing.answer == nil)
    // A mean is rounded as the figure is, ties to even: 0.5 vehicles that gave up are 0.
    #expect(point.figures == [900, 0])
  }

  @Test func `the limit is that of the largest loss, else of the largest deferral`() throws {
    let rule = try Requirement("servedShare>=0", isOnUpdate: false)
    var sizing = Sizing([rule])
    sizing.take(
      summary(share: 0, lost: ["grid.lost": 2, "queue.lost": 3, "charger.deferred": 9]),
      at: Power(watts: 1))
    sizing.take(
      summary(share: 0, lost: ["grid.deferred": 4, "charger.deferred": 4]), at: Power(watts: 2))
    sizing.take(summary(share: 0), at: Power(watts: 3))
    #expect(sizing.points.map(\.limit) == [.queue, .grid, nil])
  }
}
