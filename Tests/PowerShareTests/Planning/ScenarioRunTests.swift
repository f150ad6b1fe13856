import Testing

@testable import PowerShare

/// Runs of scenarios against simulations whose events are applied one by one.
@Suite struct ScenarioRunTests {
  /// Random profiles of two loads, one of which has `load` events, too, and of a grid limit.
  private static func profiles(
    _ random: inout SplitMix64, of site: RandomSite
  ) -> [SiteProfileReader] {
    let first = (site.events.first?.time.milliseconds ?? 0) / 1_000
    let last = (site.events.last?.time.milliseconds ?? 0) / 1_000
    let scale = site.station.gridCapacity.watts
    let kinds: [SiteProfileKind] = [.load("hall"), .generation("pv"), .limit(.grid)]
    return kinds.map { kind in
      var text = "time,power\n"
      var time = first
      for _ in 0..<random.int(1...8) {
        text += "\(time),\(Power(watts: random.int(0...max(scale, 1))).kilowatts)\n"
        // Some of the rows come after the last event, and in the part after the vehicles.
        time += random.int(1...max((last - first) / 3, 2))
      }
      return SiteProfileReader(
        source: SourceText(name: "p.csv", text: Array(text.utf8)), kind: kind)
    }
  }

  /// Applies at most `count` changes of profiles until a time, from a place on.
  private static func apply(
    _ changes: [SiteEvent], _ place: inout Int, until time: Instant, count: Int,
    to simulation: inout Simulation
  ) {
    let last = min(changes.count, place + count)
    while place < last, changes[place].time <= time {
      while simulation.nextTick(before: changes[place].time) {}
      simulation.apply(changes[place])
      place += 1
    }
  }

  /// Returns the summary of a scenario, and true if the battery is drained.
  private static func simulated(
    _ site: RandomSite, _ scenario: Scenario, _ profiles: SiteEvents
  ) -> (summary: Summary?, isDrained: Bool) {
    var profiles = profiles
    var simulation = Simulation(
      station: scenario.station(site.station), policy: FairShare(), options: site.options,
      until: nil, zone: nil, hasSummary: true, hasProfiles: true)
    guard let first = site.events.first else { return (simulation.end(), false) }
    profiles.begin(
      at: simulation.begin(firstEvent: first.time), scale: .seconds, clock: LocalClock(.zulu))
    // All changes of the profiles, known in advance.
    var changes: [SiteEvent] = []
    while case .event(let change) = profiles.next(until: nil) { changes.append(change) }
    var place = 0
    for event in site.events {
      apply(changes, &place, until: event.time, count: changes.count, to: &simulation)
      while simulation.nextTick(before: event.time) {}
      do throws(EventProblem) {
        if case .load(let load) = event.kind, load.loadId == "hall" {
          throw EventProblem.duplicateLoad(load.loadId)
        }
        let kind: SessionEvent.Kind =
          switch event.kind {
          case .config(let other): .config(scenario.station(other))
          case .gridCapacity(let other): .gridCapacity(scenario.gridCapacity ?? other)
          default: event.kind
          }
        try simulation.apply(SessionEvent(time: event.time, kind: kind))
      } catch {
        simulation.skippedEvents += 1
      }
    }
    closing: while let end = simulation.siteEventsEnd() {
      let former = place
      apply(changes, &place, until: end, count: 1, to: &simulation)
      if place > former { continue }
      if case .end = simulation.closingStep() { break closing }
    }
    let summary = simulation.end()
    return (summary, simulation.batteryRemarks.drained > .zero)
  }

  @Test(arguments: UInt64(1)...300)
  func `a run with profiles equals a simulation of the same station`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let site = try RandomSite(using: &random)
    let profiles = SiteEvents(Self.profiles(&random, of: site))
    var scenario = Scenario()
    scenario.gridCapacity = Power(watts: random.int(0...(site.station.gridCapacity.watts * 2)))
    scenario.batteryCapacity = Energy(wattHours: random.int(0...2_000))
    scenario.batteryPower = Power(watts: random.int(0...site.station.gridCapacity.watts))
    var run = ScenarioRun(site.station, scenario, policy: .fair, options: site.options)
    run.site = profiles
    run.profileLoads = ["hall", "pv"]
    run.skipsBadEvents = true
    let outcome = run.run(site.events)
    let expected = Self.simulated(site, scenario, profiles)
    #expect(outcome.summary != nil)
    #expect(outcome.summary == expected.summary, "seed \(seed)")
    #expect(outcome.drainsBattery == expected.isDrained, "seed \(seed)")
    let skipped = Int(expected.summary?.figure("events.skipped")?.thousandths ?? -1_000) / 1_000
    #expect(outcome.refusals.count == skipped, "seed \(seed)")
    // A second run has the same profiles from their beginning.
    #expect(run.run(site.events).summary == expected.summary, "seed \(seed)")
  }

  private static func battery(chargePower: Int? = nil) -> StationBattery {
    StationBattery(
      capacity: Energy(wattHours: 50_000), power: Power(watts: 20_000),
      chargePower: chargePower.map { Power(watts: $0) }, efficiency: 800, initialSoc: 500,
      shaveAbove: Power(watts: 7_000))
  }

  private static func station(_ battery: StationBattery?) throws -> StationConfig {
    try StationConfig(
      stationId: "S", gridCapacity: Power(watts: 100_000),
      chargers: [Charger(id: "A", maxPower: Power(watts: 50_000), connectors: .alike(count: 1))],
      battery: battery)
  }

  private static func scenario(_ capacity: Int?, _ power: Int?) -> Scenario {
    var scenario = Scenario()
    scenario.batteryCapacity = capacity.map { Energy(wattHours: $0) }
    scenario.batteryPower = power.map { Power(watts: $0) }
    return scenario
  }

  @Test func `a scenario replaces the capacity or the power of a battery, and nothing else`() throws
  {
    let station = try Self.station(Self.battery())
    let larger = Self.scenario(80_000, nil).station(station).battery
    #expect(larger == Self.battery().with(capacity: Energy(wattHours: 80_000)))
    #expect(larger?.power == Power(watts: 20_000))
    #expect(larger?.efficiency == 800)
    let stronger = Self.scenario(nil, 30_000).station(station).battery
    #expect(stronger?.power == Power(watts: 30_000))
    #expect(stronger?.chargePower == Power(watts: 30_000))
    #expect(stronger?.capacity == Energy(wattHours: 50_000))
    #expect(stronger?.shaveAbove == Power(watts: 7_000))
    #expect(Self.scenario(nil, nil).station(station) == station)
    #expect(Self.scenario(0, nil).station(station).battery?.isUsable == false)
  }

  @Test func `a charging power that differs from the power is kept`() throws {
    let station = try Self.station(Self.battery(chargePower: 5_000))
    let battery = Self.scenario(nil, 3_000).station(station).battery
    #expect(battery?.power == Power(watts: 3_000))
    #expect(battery?.chargePower == Power(watts: 5_000))
  }

  @Test func `a station without a battery gets one of both axes, with the usual fields`() throws {
    let station = try Self.station(nil)
    #expect(
      Self.scenario(80_000, 30_000).station(station).battery
        == StationBattery(capacity: Energy(wattHours: 80_000), power: Power(watts: 30_000)))
    #expect(Self.scenario(80_000, nil).station(station).battery == nil)
    #expect(Self.scenario(nil, 30_000).station(station).battery == nil)
  }
}
