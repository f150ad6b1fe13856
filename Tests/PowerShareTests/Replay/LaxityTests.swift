import Testing

@testable import PowerShare

/// A replay by `least-laxity` looks ahead for the multiple of the interval at which the order
/// changes.
@Suite struct LaxityTests {
  /// A tick as far as a change of the order can change it.
  private struct Seen: Equatable {
    let time: Int
    let powers: [Identifier: Int]
    let energies: [Identifier: Int128]
    let departures: [Identifier]

    init(_ replay: borrowing Replay) {
      time = replay.time?.milliseconds ?? -1
      var powers: [Identifier: Int] = [:]
      var energies: [Identifier: Int128] = [:]
      for session in replay.activeSessions {
        powers[session.id] = session.allocatedPower.watts
        energies[session.id] = session.deliveredEnergy.wattMilliseconds
      }
      (self.powers, self.energies) = (powers, energies)
      departures = replay.departures.map(\.arrival.id)
    }
  }

  private static func seen(_ timeline: EnergyTimeline, _ events: [SessionEvent]) -> [Seen] {
    var replay = Replay(
      station: timeline.station, policy: LeastLaxity(), options: timeline.options)
    var ticks: [Seen] = []
    replay.runSkipping(events, seed: 0) { ticks.append(Seen($0)) }
    return ticks
  }

  /// Returns the events with a `grid-capacity` event that changes nothing at every multiple of the
  /// interval up to a time, so that the policy is asked at each of them.
  private static func events(
    _ timeline: EnergyTimeline, until end: Int
  ) -> [SessionEvent] {
    let interval = timeline.options.replan.milliseconds
    var capacity = timeline.station.gridCapacity
    var all: [SessionEvent] = []
    var next = interval
    func look(before time: Int) {
      while next <= min(time, end) {
        all.append(
          SessionEvent(time: Instant(milliseconds: next), kind: .gridCapacity(capacity)))
        next += interval
      }
    }
    for event in timeline.events {
      look(before: event.time.milliseconds)
      all.append(event)
      if case .gridCapacity(let power) = event.kind { capacity = power }
    }
    look(before: end)
    return all
  }

  @Test(.tags(.property), arguments: [false, true])
  func `the ticks are those of looking at every multiple`(hasMinimum: Bool) throws {
    var changes = 0
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random, hasMinimum: hasMinimum)
      let ticks = Self.seen(timeline, timeline.events)
      let end = ticks.last?.time ?? 0
      let all = Self.seen(timeline, Self.events(timeline, until: end))
      let byTime = Dictionary(uniqueKeysWithValues: ticks.map { ($0.time, $0) })
      var before: Seen?
      for tick in all {
        if let other = byTime[tick.time] {
          #expect(tick == other, "seed \(seed)")
        } else {
          #expect(tick.powers == before?.powers ?? [:], "seed \(seed): at \(tick.time)")
          #expect(tick.departures.isEmpty, "seed \(seed): at \(tick.time)")
        }
        before = tick
      }
      let times = Set(timeline.events.map(\.time.milliseconds))
      for tick in ticks where !times.contains(tick.time) && tick.departures.isEmpty {
        let isMultiple = tick.time % timeline.options.replan.milliseconds == 0
        if isMultiple { changes += 1 }
      }
      #expect(Set(all.map(\.time)).isSuperset(of: ticks.map(\.time)), "seed \(seed)")
    }
    #expect(changes > 50, "the order changed at \(changes) multiples only")
  }

  /// The year 9999, in seconds.
  private static let farAway = 253_000_000_000

  private static func start(
    _ id: String, _ charger: String, _ idx: Int, kWh: Int?, leaves: Bool = true
  ) -> SessionEvent {
    .start(0, id, kW: 1) {
      $0.connector = .connector(ConnectorID(chargerId: Identifier(charger), idx: idx))
      $0.energyRequested = kWh.map(Energy.kWh)
      $0.departureTime = leaves ? .seconds(farAway) : nil
      $0.leavesWhenDone = false
    }
  }

  /// Looking at every five minutes would take eight hundred million looks.
  @Test func `of vehicles that want no certain energy the order never changes`() throws {
    #expect(
      try Self.times([Self.start("a", "A", 1, kWh: nil), Self.start("b", "A", 2, kWh: nil)])
        == [0, Self.farAway])
  }

  @Test func `vehicles at their maximum are not compared with each other`() throws {
    // The one that waits comes last, because it states no departure. The others are done after a
    // million hours, and it an hour later.
    let hour = 3_600
    #expect(
      try Self.times([
        Self.start("a", "A", 1, kWh: 1_000_000), Self.start("b", "B", 1, kWh: 1_000_000),
        Self.start("c", "B", 2, kWh: 1, leaves: false),
      ]) == [0, 1_000_000 * hour, 1_000_001 * hour, Self.farAway])
  }

  /// Returns the times of all ticks, in seconds, at two chargers of 1 kW.
  private static func times(_ events: [SessionEvent]) throws -> [Int] {
    var replay = Replay(
      try StationConfig(gridKilowatts: 3, [("A", 1, 2), ("B", 1, 2)]), .leastLaxity)
    return try replay.powersByTick(events).map { $0[0] }
  }

  // The second vehicle has 500,000 hours more of slack, which it loses while it waits. Then its
  // slack is equal, and it has less at the next multiple of five minutes.
  @Test func `a change that is far away is found`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 1, [("A", 2, 2)]), .leastLaxity)
    let seen = try replay.powersByTick([
      .start(0, "a", kW: 1) {
        $0.energyRequested = .kWh(900_000)
        $0.departureTime = .seconds(1_000_000 * 3_600)
      },
      .start(0, "b", kW: 1) {
        $0.energyRequested = .kWh(1)
        $0.departureTime = .seconds(600_001 * 3_600)
      },
    ])
    let equal = 500_000 * 3_600
    #expect(seen.prefix(3) == [[0, 1, 0], [equal + 300, 0, 1], [equal + 600, 1, 0]])
  }
}
