import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct LedgerPropertyTests {
  @Test(arguments: PolicyChoice.allCases, Reallocation.allCases)
  func `the ledger is that of a plain version`(
    choice: PolicyChoice, reallocation: Reallocation
  ) throws {
    var energies: Set<String> = []
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let hasMinimum = random.chance(percent: 50)
      let timeline = try EnergyTimeline(
        using: &random, hasMinimum: hasMinimum, hasGroups: seed % 2 == 0)
      var options = timeline.options
      options.reallocation = reallocation
      var replay = Replay(station: timeline.station, policy: choice.policy, options: options)
      var plain = PlainLedger(keepsGridCapacity: choice != .unmanaged)
      replay.runSkipping(timeline.events, seed: seed) { replay in
        plain.take(replay)
        for stay in replay.departures { plain.expect(stay, seed) }
      }
      for stay in replay.openStays { plain.expect(stay, seed) }
      for limit in Curtailment.allCases {
        let minutes = replay.boundTime[limit.rawValue].milliseconds
        #expect(minutes == plain.times[limit.name] ?? 0, "seed \(seed): \(limit)")
      }
      energies.formUnion(plain.times.keys)
    }
    let usual: Set = ["charger", "connector", "queue"]
    let shared: Set = choice == .unmanaged ? [] : ["grid", "group", "minimum"]
    #expect(energies.isSuperset(of: usual.union(shared)))
    if choice == .unmanaged { #expect(energies.isDisjoint(with: ["grid", "group"])) }
  }

  @Test func `the attainable energy is what a vehicle draws alone from tick to tick`() throws {
    var parts = 0
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random)
      var replay = Replay(
        station: timeline.station, policy: FairShare(), options: timeline.options)
      var plain = PlainAttainable()
      replay.runSkipping(timeline.events, seed: seed) { replay in
        for stay in replay.departures { plain.expect(stay, seed) }
        plain.take(replay)
      }
      for stay in replay.openStays { plain.expect(stay, seed) }
      parts += plain.parts
    }
    #expect(parts > 100)
  }

  @Test func `a connector, a charger and the grid each keep their part from a lone vehicle`() throws
  {
    // 150 kW at a connector of 100, a charger of 60, a grid of 20 and then of 10 kW, for an hour.
    let station = try StationConfig(
      stationId: "S", gridCapacity: .kW(20),
      chargers: [
        Charger(id: "A", maxPower: .kW(60), connectors: .individual([.kW(100), .kW(100)]))
      ])
    var simulation = Simulation(station: station, policy: FairShare())
    try simulation.run([
      .start(0, "a", kW: 150), .grid(3_600, kW: 10), .start(7_200, "b", kW: 5),
      .grid(10_800, kW: 0),
    ])
    let ledgers = simulation.replay.openStays.map(\.ledger.deferred)
    // "b" takes 5 of the 10 kW in the last hour: that is the rest, which the grid does not have.
    #expect(ledgers[0][.connector].roundedWattHours == 150_000)
    #expect(ledgers[0][.charger].roundedWattHours == 120_000)
    #expect(ledgers[0][.grid].roundedWattHours == 40_000 + 50_000 + 50_000 + 5_000)
    #expect(ledgers[0].total.roundedWattHours == 415_000)
    #expect(ledgers[1].total == .zero)
  }

  @Test func `groups keep their part between the charger and the grid`() throws {
    // 100 kW at a charger of 80, a cabinet of 50 in a feeder of 60, a grid of 30 kW, for an hour.
    let station = try StationConfig(
      stationId: "S", gridCapacity: .kW(30),
      chargers: [Charger(id: "A", maxPower: .kW(80), connectors: .alike(count: 2))],
      groups: [
        ChargerGroup(id: "feeder", maxPower: .kW(60), members: ["cabinet"]),
        ChargerGroup(id: "cabinet", maxPower: .kW(50), members: ["A"]),
      ])
    var simulation = Simulation(station: station, policy: FairShare())
    // In the second hour the cabinet is full, which "b" keeps from "a".
    try simulation.run([
      .start(0, "a", kW: 100), .grid(3_600, kW: 90), .start(3_600, "b", kW: 20),
      .grid(7_200, kW: 90),
    ])
    let ledgers = simulation.replay.openStays.map(\.ledger.deferred)
    #expect(ledgers[0][.charger].roundedWattHours == 40_000)
    #expect(ledgers[0][.group].roundedWattHours == 60_000 + 20_000)
    #expect(ledgers[0][.grid].roundedWattHours == 20_000)
    #expect(ledgers[0].total.roundedWattHours == 140_000)
    #expect(ledgers[1].total == .zero)
  }
}

/// The energies that sessions would draw alone, limited by nothing but their own maximum.
private struct PlainAttainable {
  private var last: [Int: (time: Instant, energy: Energy, arrival: Arrival)] = [:]
  /// The number of energies that reached neither nothing nor all that the vehicle wants.
  private(set) var parts = 0

  private func energy(_ session: Session, at time: Instant) -> Energy {
    if let last = last[session.startOrder] {
      return last.arrival.drawnAlone(
        from: last.energy, for: time - last.time, limit: Connection.unlimited)
    }
    // While it waited, no report changed its maximum.
    var arrival = session.arrival
    arrival.vehicleMaxPower = arrival.statedMaxPower
    return arrival.drawnAlone(
      from: .zero, for: time - arrival.time, limit: Connection.unlimited)
  }

  mutating func take(_ replay: borrowing Replay) {
    guard let time = replay.time else { return }
    for session in replay.activeSessions {
      last[session.startOrder] = (time, energy(session, at: time), session.arrival)
    }
  }

  mutating func expect(_ stay: Departure, _ seed: UInt64) {
    guard let session = stay.session, let target = stay.arrival.target else { return }
    let expected = energy(session, at: stay.time)
    if expected > .zero, expected < target { parts += 1 }
    #expect(stay.attainable == expected, "seed \(seed): \(stay.arrival.id.text)")
  }
}

/// The ledger of a replay, in plain dictionaries, from what is public at its ticks.
private struct PlainLedger {
  let keepsGridCapacity: Bool
  /// Watt-milliseconds by the session's number and the limit's name.
  private var energies: [Int: [String: Int]] = [:]
  /// Milliseconds by the limit's name.
  private(set) var times: [String: Int] = [:]
  private var last: (time: Int, powers: [(session: Int, limit: String, watts: Int)])?

  init(keepsGridCapacity: Bool) { self.keepsGridCapacity = keepsGridCapacity }

  mutating func take(_ replay: borrowing Replay) {
    guard let time = replay.time?.milliseconds else { return }
    if let last {
      for power in last.powers where power.watts > 0 {
        energies[power.session, default: [:]][power.limit, default: 0] +=
          power.watts * (time - last.time)
      }
      for limit in Set(last.powers.map(\.limit)) { times[limit, default: 0] += time - last.time }
    }
    var powers: [(session: Int, limit: String, watts: Int)] = []
    let plain = PlainGroups(replay.station)
    for session in replay.activeSessions {
      guard ![.vehicle, .energy].contains(session.limitedBy) else { continue }
      let charger = replay.station.chargers[session.charger]
      let groups = plain.chain(charger.id.text).map { plain.limits[known: $0].maximum }
      let limits: [(name: String, watts: Int?)] = [
        ("connector", session.connectorMaxPower?.watts),
        ("charger", charger.maxPower.watts),
        ("group", keepsGridCapacity ? groups.min() : nil),
        ("grid", keepsGridCapacity ? replay.gridCapacity.watts : nil),
      ]
      // What is left of the vehicle's maximum below one limit after the other.
      var left = session.vehicleMaxPower.watts
      for limit in limits {
        let passed = min(left, limit.watts ?? left)
        if passed < left { powers.append((session.startOrder, limit.name, left - passed)) }
        left = passed
      }
      let rest = left - session.allocatedPower.watts
      if rest > 0 { powers.append((session.startOrder, session.limitedBy.rawValue, rest)) }
    }
    if !replay.waitingVehicles.isEmpty { powers.append((0, "queue", 0)) }
    last = (time, powers)
  }

  func expect(_ stay: Departure, _ seed: UInt64) {
    var expected = stay.session.flatMap { energies[$0.startOrder] } ?? [:]
    if stay.arrival.target != .zero, stay.wait.milliseconds > 0 {
      let battery = stay.arrival.battery?.maxPower(after: .zero)?.watts ?? .max
      expected["queue"] =
        min(stay.arrival.statedMaxPower.watts, battery) * stay.wait.milliseconds
    }
    for limit in Curtailment.allCases {
      #expect(
        stay.ledger.deferred[limit].wattMilliseconds == Int128(expected[limit.name] ?? 0),
        "seed \(seed): \(stay.arrival.id.text), \(limit.name)")
    }
  }
}
