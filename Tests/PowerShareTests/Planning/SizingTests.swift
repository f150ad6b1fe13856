import Testing

@testable import PowerShare

/// A sample of runs for searches: summaries with a few figures.
enum SizingSample {
  static func summary(_ figures: [String: Int128?]) -> Summary {
    Summary(
      figures: figures.keys.sorted().map {
        Summary.Figure(path: $0, thousandths: figures[$0] ?? nil)
      }, chargers: [])
  }

  /// Returns scenarios of an axis with values that rise by one.
  static func scenarios(_ axis: ScenarioAxis, _ count: Int, from first: Int = 1) -> [Scenario] {
    (0..<count).map { index in
      var scenario = Scenario()
      let isSet =
        axis == .station
        ? scenario.set(axis, to: String(UnicodeScalar(UInt8(65 + index))))
        : scenario.set(axis, to: String(first + index))
      precondition(isSet)
      return scenario
    }
  }

  /// Returns runs whose figures are those of each scenario and seed.
  static func runs(
    _ rules: [String], _ scenarios: [Scenario], _ figures: [[[String: Int128?]]],
    seedShare: Int = 1_000, confidence: Confidence? = nil, goal: SizingRules.Goal? = nil
  ) throws -> SizingRuns {
    var runs = SizingRuns(
      SizingRules(
        try rules.map { try Requirement($0, isOnUpdate: false) }, seedShare: seedShare,
        confidence: confidence, goal: goal))
    for (scenario, seeds) in zip(scenarios, figures) {
      for (seed, figures) in seeds.enumerated() {
        var scenario = scenario
        scenario.seed = UInt64(seed)
        runs.take(scenario, summary(figures))
      }
    }
    return runs
  }

  /// Returns a search over served shares, in thousandths: those of all seeds for each value.
  static func sizing(
    _ axis: ScenarioAxis, _ shares: [[Int128]], first: Int = 1, seedShare: Int = 1_000,
    confidence: Confidence? = nil
  ) throws -> Sizing {
    let figures = shares.map { seeds in
      seeds.map { ["servedShare": $0, "energy.delivered": $0 * 10] }
    }
    return Sizing(
      axis,
      try runs(
        ["servedShare>=0.9"], scenarios(axis, shares.count, from: first), figures,
        seedShare: seedShare, confidence: confidence))
  }
}

@Suite struct SizingTests {
  private func text(_ scenarios: [Scenario], _ axis: ScenarioAxis) -> [String] {
    scenarios.map { $0.text(on: axis) }
  }

  @Test func `the smallest value that passes is the answer, larger ones that fail are named`()
    throws
  {
    let sizing = try SizingSample.sizing(.gridCapacity, [[800], [900], [899], [1_000], [0]])
    #expect(sizing.answer == 1)
    #expect(text(sizing.exceptions, .gridCapacity) == ["3", "5"])
    #expect(sizing.gain(behind: 0) == 1_000)
    #expect(sizing.gain(behind: 1) == -10)
    #expect(sizing.gain(behind: 4) == nil)
  }

  @Test func `without a value that passes there is no answer and no exception`() throws {
    let sizing = try SizingSample.sizing(.chargers, [[0], [899]])
    #expect(sizing.answer == nil)
    #expect(sizing.exceptions.isEmpty)
  }

  @Test func `the largest scale below the first that fails is the answer`() throws {
    let sizing = try SizingSample.sizing(.scale, [[1_000], [900], [899], [900], [0]])
    #expect(sizing.answer == 1)
    #expect(text(sizing.exceptions, .scale) == ["4"])
    let none = try SizingSample.sizing(.scale, [[899], [900]])
    #expect(none.answer == nil)
    #expect(text(none.exceptions, .scale) == ["2"])
    #expect(try SizingSample.sizing(.scale, [[900], [900]]).answer == 1)
  }

  @Test func `the first station that passes is the answer, and there are no larger ones`() throws {
    let sizing = try SizingSample.sizing(.station, [[0], [900], [899], [900]])
    #expect(sizing.answer == 1)
    #expect(sizing.exceptions.isEmpty)
    #expect(sizing.unsteadyFigures.isEmpty)
  }

  @Test func `a share of the timelines is compared exactly`() throws {
    let seeds: [[Int128]] = [[900, 900, 0], [900, 900, 900]]
    #expect(try SizingSample.sizing(.gridCapacity, seeds).answer == 1)
    #expect(try SizingSample.sizing(.gridCapacity, seeds, seedShare: 667).answer == 1)
    let atLeast = try SizingSample.sizing(.gridCapacity, seeds, seedShare: 666)
    #expect(atLeast.answer == 0)
    #expect(atLeast.points[0].met == 2)
    #expect(atLeast.points[0].share == 667)
    #expect(atLeast.points[0].meanDelivered == 6_000)
  }

  @Test func `with a confidence the lower bound has to reach the share`() throws {
    let seeds: [[Int128]] = [
      Array(repeating: 900, count: 72), Array(repeating: 900, count: 73),
    ]
    let sizing = try SizingSample.sizing(
      .gridCapacity, seeds, seedShare: 950, confidence: .percent95)
    #expect(sizing.points.map(\.isMet) == [false, true])
    #expect(sizing.points.map(\.lowerBound) == [949, 950])
  }

  @Test func `a requirement has the mean of its figure and a count of its own`() throws {
    let figures: [[String: Int128?]] = [
      ["servedShare": 900, "sessions.abandoned": 0],
      ["servedShare": 901, "sessions.abandoned": 1_000],
      ["servedShare": nil, "sessions.abandoned": 1_000],
      ["servedShare": 899, "sessions.abandoned": 0],
    ]
    let sizing = Sizing(
      .gridCapacity,
      try SizingSample.runs(
        ["servedShare>=0.9", "sessions.abandoned==0"],
        SizingSample.scenarios(.gridCapacity, 1), [figures], seedShare: 500))
    let point = sizing.points[0]
    #expect(point.results.map(\.met) == [2, 2])
    #expect(point.met == 1 && point.unmeasured == 1 && sizing.answer == nil)
    // A mean is rounded as the figure is, ties to even: 0.5 vehicles that gave up are 0.
    #expect(point.figures == [900, 0])
  }

  @Test func `the limit is that of the largest loss, else of the largest deferral`() throws {
    let figures: [[String: Int128?]] = [
      [
        "curtailment.grid.lost": 2, "curtailment.queue.lost": 3,
        "curtailment.charger.deferred": 9,
      ],
      ["curtailment.grid.deferred": 4, "curtailment.charger.deferred": 4],
      ["servedShare": 0],
    ]
    let runs = try SizingSample.runs(
      ["servedShare>=0"], SizingSample.scenarios(.gridCapacity, 3), figures.map { [$0] })
    #expect(runs.points.map(\.limit) == [.queue, .grid, nil])
  }

  // MARK: Loads

  private func overloaded(_ rule: String, hasLoads: Bool = true) throws -> Sizing {
    let figures: [[String: Int128?]] = [10_000, 0].map {
      ["servedShare": 950, "power.overload": $0, "load.energy": hasLoads ? 1 : nil]
    }
    return Sizing(
      .gridCapacity,
      try SizingSample.runs(
        [rule], SizingSample.scenarios(.gridCapacity, 2, from: 100), figures.map { [$0] }))
  }

  @Test func `where loads exceed the import limit, nothing counts as met`() throws {
    let sizing = try overloaded("servedShare>=0.9")
    #expect(sizing.answer == 1)
    #expect(sizing.points[0].results[0].met == 1)
    #expect(
      sizing.verdict(hasSeeds: false).last
        == "the site with its loads imports more than its limit at 100 kW, so nothing counts as "
        + "met there")
    // A rule on the figure decides alone, and without loads there is only the policy.
    #expect(try overloaded("power.overload<=20").answer == 0)
    #expect(try overloaded("servedShare>=0.9", hasLoads: false).answer == 0)
  }

  // MARK: Words

  @Test(arguments: [
    (ScenarioAxis.gridCapacity, "2 kW"), (.chargers, "2 chargers"), (.batteryCapacity, "2 kWh"),
    (.batteryPower, "2 kW"),
  ])
  func `the first line of a verdict names the value`(axis: ScenarioAxis, value: String) throws {
    let inside = try SizingSample.sizing(axis, [[0], [900], [900]])
    #expect(
      inside.verdict(hasSeeds: false)[0]
        == "\(value) is the smallest of those tried that meets every requirement")
    let lowest = try SizingSample.sizing(axis, [[900], [900]], first: 2)
    #expect(
      lowest.verdict(hasSeeds: false)[0]
        == "\(value), the lowest that was tried, meets every requirement: try lower ones")
    let none = try SizingSample.sizing(axis, [[0], [100]])
    #expect(
      none.verdict(hasSeeds: false) == [
        "no \(axis.noun) of the range meets every requirement",
        "at \(value), the highest that was tried, servedShare>=0.9 is not met: it is 0.1",
        axis == .gridCapacity
          ? "more grid capacity will not help: the grid holds nobody back at the highest"
          : "the last step still brings 1 kWh: try higher ones",
      ])
  }

  @Test func `nothing is below one charger and below zero`() throws {
    let charger = try SizingSample.sizing(.chargers, [[900], [900]])
    #expect(charger.verdict(hasSeeds: false)[0] == "1 charger meets every requirement")
    let battery = try SizingSample.sizing(.batteryCapacity, [[900], [900]], first: 0)
    #expect(battery.verdict(hasSeeds: false)[0] == "0 kWh meets every requirement")
  }

  @Test func `the directions of a scale are turned around`() throws {
    #expect(
      try SizingSample.sizing(.scale, [[950], [900], [800]]).verdict(hasSeeds: false) == [
        "2 is the largest of those tried up to which every requirement is met",
        "at 3, the next, servedShare>=0.9 is not met: it is 0.8",
      ])
    #expect(
      try SizingSample.sizing(.scale, [[950], [900]]).verdict(hasSeeds: false) == [
        "2, the highest that was tried, meets every requirement: try higher ones"
      ])
    #expect(
      try SizingSample.sizing(.scale, [[800], [700], [900]]).verdict(hasSeeds: false) == [
        "the lowest scale of the range does not meet every requirement",
        "at 1, the lowest that was tried, servedShare>=0.9 is not met: it is 0.8",
        "larger ones that meet every requirement: 3",
        "the last step still comes nearer: try lower ones",
      ])
    #expect(
      try SizingSample.sizing(.scale, [[800], [800], [800]]).verdict(hasSeeds: false) == [
        "no scale of the range meets every requirement",
        "at 1, the lowest that was tried, servedShare>=0.9 is not met: it is 0.8",
        "fewer vehicles will not help: the last steps change nothing",
      ])
    #expect(
      try SizingSample.sizing(.scale, [[700], [800]]).verdict(hasSeeds: false).last
        == "higher ones come nearer: try higher ones")
  }

  @Test func `stations have no direction`() throws {
    #expect(
      try SizingSample.sizing(.station, [[800], [900], [950]]).verdict(hasSeeds: false) == [
        "B is the first of those tried that meets every requirement",
        "C would deliver 0.5 kWh more", "later ones that meet every requirement, too: C",
      ])
    #expect(
      try SizingSample.sizing(.station, [[900], [800]]).verdict(hasSeeds: false)[1]
        == "B would deliver 1 kWh less")
    #expect(
      try SizingSample.sizing(.station, [[800], [850]]).verdict(hasSeeds: false) == [
        "no station meets every requirement",
        "with A, servedShare>=0.9 is not met: it is 0.8",
        "with B, servedShare>=0.9 is not met: it is 0.85",
      ])
  }

  /// The lines behind the first two of a verdict without an answer, for equal values.
  private func flat(_ axis: ScenarioAxis, _ other: [String: Int128?]) throws -> [String] {
    var figures: [String: Int128?] = ["servedShare": 800, "energy.delivered": 10]
    figures.merge(other) { $1 }
    let sizing = Sizing(
      axis,
      try SizingSample.runs(
        ["servedShare>=0.9"], SizingSample.scenarios(axis, 3),
        Array(repeating: [figures], count: 3)))
    return Array(sizing.verdict(hasSeeds: false).dropFirst(2))
  }

  @Test func `where the last steps bring nothing, another limit is named`() throws {
    let queue = "what is lost is lost to queue: more connectors"
    let grid = "what is lost is lost to grid: a larger grid connection"
    #expect(
      try flat(.chargers, ["curtailment.grid.lost": 5]) == [
        "more chargers will not help: the last steps bring nothing", grid,
      ])
    // More connectors are what more chargers would have brought.
    #expect(
      try flat(.chargers, ["curtailment.queue.lost": 5]) == [
        "more chargers will not help: the last steps bring nothing"
      ])
    #expect(
      try flat(.batteryCapacity, ["curtailment.grid.lost": 5, "battery.given": 1]) == [
        "more battery capacity will not help: the last steps bring nothing",
        grid + ", or more battery power",
      ])
    #expect(
      try flat(.batteryPower, ["curtailment.queue.lost": 5, "battery.given": 1]) == [
        "more battery power will not help: the last steps bring nothing", queue,
      ])
    #expect(
      try flat(.gridCapacity, ["curtailment.queue.lost": 5]) == [
        "more grid capacity will not help: the grid holds nobody back at the highest", queue,
      ])
  }

  @Test func `a battery that gives nothing may be too small`() throws {
    #expect(try flat(.batteryCapacity, ["battery.given": 0]).isEmpty)
    #expect(
      try flat(.gridCapacity, ["curtailment.grid.lost": 5, "curtailment.grid.deferred": 5])
        .isEmpty)
  }

  @Test func `where the loads are too large, only a larger connection helps`() throws {
    let loads: [String: Int128?] = ["load.energy": 1, "power.overload": 1]
    #expect(
      try flat(.gridCapacity, loads) == [
        "a larger grid connection would carry the loads: try higher ones"
      ])
    #expect(
      try flat(.chargers, loads) == [
        "no number of chargers changes that: a larger grid connection would"
      ])
    #expect(try flat(.batteryPower, loads).isEmpty)
  }
}
