import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct GroupMeterTests {
  @Test(arguments: [PolicyChoice.fair, .unmanaged])
  func `figures of groups are those of a plain version`(choice: PolicyChoice) throws {
    var isAtLimit = false
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, unit: 60_000, hasGroups: true)
      var options = ReplayOptions()
      options.step = Power(watts: timeline.step)
      var replay = Replay(station: timeline.station, policy: choice.policy, options: options)
      var meter = SummaryMeter(options)
      var plain = PlainGroupMeter()
      replay.runSkipping(timeline.events, seed: seed) { replay in
        meter.take(replay)
        plain.take(replay)
        let energies = replay.groups.map { Int($0.deliveredEnergy.wattMilliseconds) }
        let powers = replay.groups.map(\.allocatedPower.watts)
        let names = replay.station.groups.map(\.id.text)
        #expect(energies == names.map { plain.totals[known: $0].energy }, "seed \(seed)")
        #expect(powers == names.map { plain.powers[$0] ?? 0 }, "seed \(seed)")
      }
      let end = plain.time + 3_600_000
      replay.end(at: Instant(milliseconds: end))
      let summary = meter.finish(replay)
      plain.advance(to: end)
      #expect(summary.groups.map(\.name.text) == plain.names, "seed \(seed)")
      for part in summary.groups {
        let expected = plain.figures(of: part.name.text)
        #expect(part.figures.map(\.path) == ["energy", "peak", "inUse", "atLimit"])
        #expect(part.figures.map(\.thousandths) == expected, "seed \(seed): \(part.name.text)")
      }
      isAtLimit = isAtLimit || plain.totals.values.contains { $0.atLimit > 0 }
    }
    #expect(isAtLimit)
  }

  @Test func `a group keeps its energy when chargers leave it and when it comes back`() throws {
    func station(_ groups: [ChargerGroup]) throws -> StationConfig {
      try StationConfig(
        stationId: "S", gridCapacity: .kW(100),
        chargers: ["A", "B"].map {
          Charger(id: $0, maxPower: .kW(50), connectors: .alike(count: 1))
        }, groups: groups)
    }
    func group(_ id: Identifier, _ members: Identifier...) -> ChargerGroup {
      ChargerGroup(id: id, maxPower: .kW(60), members: members)
    }
    let configs = [
      [group("g", "A", "B")], [group("h", "A"), group("g", "B")], [], [group("g", "A")],
    ]
    var replay = Replay(station: try station(configs[0]), policy: FairShare())
    var events: [SessionEvent] = [
      .start(0, "a", "A", 1, kW: 10), .start(0, "b", "B", 1, kW: 20),
    ]
    for (place, groups) in configs.enumerated() {
      events.append(
        SessionEvent(
          time: .seconds((place + 1) * 3_600), kind: .config(try station(groups))))
    }
    events.append(.grid(18_000, kW: 100))
    var energies: [[Int128]] = []
    try replay.run(events) { replay in
      energies.append(replay.groups.map { $0.deliveredEnergy.roundedWattHours })
    }
    // For two hours 30 kWh of both in "g", then 20 of "b", for an hour nothing, then 10 of "a".
    #expect(energies == [[0], [30_000], [0, 60_000], [], [80_000], [90_000]])
    let removed = replay.deliveredEnergies(ofGroups: ["h", "g", "x"]).map(\.roundedWattHours)
    #expect(removed == [10_000, 90_000, 0])
  }
}

/// The totals of groups, in plain dictionaries, from what is public at the ticks of a replay whose
/// vehicles draw what they are offered.
private struct PlainGroupMeter {
  struct Totals {
    var energy = 0
    var peak = 0
    var inUse = 0
    var atLimit = 0
  }

  private(set) var totals: [String: Totals] = [:]
  /// The groups in the order in which they were first seen.
  private(set) var names: [String] = []
  /// The power of each group in use since the last tick.
  private(set) var powers: [String: Int] = [:]
  private(set) var time = 0
  private var first: Int?
  private var station: StationConfig?

  mutating func advance(to moment: Int) {
    for (name, power) in powers {
      let maximum = station?.groups.first { $0.id.text == name }?.maxPower.watts
      totals[known: name].energy += power * (moment - time)
      totals[known: name].inUse += moment - time
      if power >= maximum ?? 0 { totals[known: name].atLimit += moment - time }
    }
    time = moment
  }

  mutating func take(_ replay: borrowing Replay) {
    let now = replay.time?.milliseconds ?? 0
    if first == nil { first = now }
    advance(to: now)
    station = replay.station
    powers = [:]
    let plain = PlainGroups(replay.station)
    for session in replay.activeSessions {
      for group in plain.chain(session.connectorId.chargerId.text) {
        powers[group, default: 0] += session.allocatedPower.watts
      }
    }
    for name in replay.station.groups.map(\.id.text) {
      if totals[name] == nil { names.append(name) }
      let peak = max(totals[name]?.peak ?? 0, powers[name] ?? 0)
      totals[name, default: Totals()].peak = peak
    }
  }

  /// The figures of a group in thousandths.
  func figures(of name: String) -> [Int128?] {
    let group = totals[known: name]
    let whole = Int128(time - (first ?? 0))
    return [
      Energy(wattMilliseconds: Int128(group.energy)).roundedWattHours, Int128(group.peak),
      divideRoundingToEven(Int128(group.inUse) * 1_000, by: whole),
      divideRoundingToEven(Int128(group.atLimit) * 1_000, by: whole),
    ]
  }
}
