import Testing

@testable import PowerShare

/// Outcomes that are taken from a run with another grid capacity, against runs with their own.
@Suite(.tags(.property)) struct GridNeedTests {
  /// Returns the outcomes of a timeline at some grid capacities.
  private static func outcomes(
    _ timeline: EnergyTimeline, _ policy: PolicyChoice, _ options: ReplayOptions,
    _ capacities: [Int]
  ) -> [ScenarioRun.Outcome] {
    capacities.map { capacity in
      var scenario = Scenario()
      scenario.gridCapacity = Power(watts: capacity)
      var run = ScenarioRun(timeline.station, scenario, policy: policy, options: options)
      run.skipsBadEvents = true
      return run.run(timeline.events)
    }
  }

  /// Returns capacities from 0 to more than all vehicles can take.
  private static func capacities(
    _ timeline: EnergyTimeline, _ random: inout SplitMix64
  ) -> [Int] {
    let step = timeline.options.step.watts
    let most = timeline.station.chargers.reduce(16 * step) { $0 + $1.maxPower.watts }
    return (0...8).map { most * $0 / 8 } + (0..<3).map { _ in random.int(0...most) }
  }

  @Test func `a run with another grid capacity gives every figure that its own run gives`() throws {
    var taken = 0
    for seed in PropertyCases.seeds(500) {
      var random = SplitMix64(seed: seed)
      let count = random.int(3...30)
      let (hasMinimum, hasGroups) = (random.chance(percent: 10), random.chance(percent: 10))
      let timeline = try EnergyTimeline(
        using: &random, count: count, hasMinimum: hasMinimum, hasGroups: hasGroups)
      let policy = random.pick(PolicyChoice.allCases)
      var options = timeline.options
      options.reportInterval = nil
      if random.chance(percent: 10) { options.reallocation = .onUpdate }
      let capacities = Self.capacities(timeline, &random)
      let outcomes = Self.outcomes(timeline, policy, options, capacities)
      for outcome in outcomes {
        for (capacity, expected) in zip(capacities, outcomes) {
          guard let other = outcome.with(gridCapacity: Power(watts: capacity)) else { continue }
          taken += 1
          #expect(other.summary == expected.summary, "seed \(seed): \(policy), \(capacity) W")
          #expect(other.refusals.count == expected.refusals.count, "seed \(seed)")
          #expect(other.isCutOff == expected.isCutOff, "seed \(seed)")
        }
      }
    }
    #expect(taken > 1_000)
  }

  /// Returns the outcome of two vehicles that each want 100 kWh at 100 kW, the second half an hour
  /// after the first.
  private static func outcome(
    gridKilowatts: Int, _ reallocation: Reallocation = .immediate
  ) throws -> ScenarioRun.Outcome {
    let station = try StationConfig(gridKilowatts: 500, [("A", 100, 1), ("B", 100, 1)])
    var scenario = Scenario()
    scenario.gridCapacity = .kW(gridKilowatts)
    var options = ReplayOptions()
    options.reallocation = reallocation
    let run = ScenarioRun(station, scenario, policy: .fair, options: options)
    let events: [SessionEvent] = [
      .start(0, "first", kW: 100) { $0.energyRequested = .kWh(100) },
      .start(1_800, "second", kW: 100) { $0.energyRequested = .kWh(100) },
    ]
    return run.run(events)
  }

  @Test func `a capacity that never binds stands for every other that does not`() throws {
    // Both vehicles together take 200 kW, and a step is left for each.
    let outcome = try Self.outcome(gridKilowatts: 300)
    let summary = try #require(outcome.with(gridCapacity: .kW(202))?.summary)
    // 200 kWh in an hour and a half, of 303 kWh.
    #expect(summary.value("power.gridUtilisation") == 660)
    #expect(try summary == Self.outcome(gridKilowatts: 202).summary)
    #expect(outcome.with(gridCapacity: .kW(201))?.summary == nil)
    #expect(outcome.with(gridCapacity: .kW(1_000))?.summary?.value("power.gridUtilisation") == 133)
  }

  @Test func `a capacity that binds stands for no other`() throws {
    #expect(try Self.outcome(gridKilowatts: 150).with(gridCapacity: .kW(300))?.summary == nil)
    #expect(try Self.outcome(gridKilowatts: 201).with(gridCapacity: .kW(300))?.summary == nil)
  }

  @Test func `nothing is known about a run in on-update mode`() throws {
    let outcome = try Self.outcome(gridKilowatts: 300, .onUpdate)
    #expect(outcome.summary != nil)
    #expect(outcome.with(gridCapacity: .kW(300))?.summary == nil)
  }
}
