import Testing

@testable import PowerShare

@Suite struct WaitingTests {
  private static func start(
    _ seconds: Int, _ id: String, _ choice: ConnectorChoice = .any, kWh: Int? = nil,
    maxWait: Int? = nil
  ) -> SessionEvent {
    var start = SessionEvent.Start(
      sessionId: Identifier(id), connector: choice, vehicleMaxPower: .kW(50))
    start.energyRequested = kWh.map { Energy(wattHours: $0 * 1_000) }
    start.maxWait = maxWait.map { TimeSpan(milliseconds: $0 * 1_000) }
    return SessionEvent(time: Instant(milliseconds: seconds * 1_000), kind: .start(start))
  }

  private static func places(_ replay: borrowing Replay) -> [String] {
    replay.activeSessions.map { "\($0.id.text) \($0.connectorId.chargerId.text)" }
  }

  @Test func `the charger with the fewest sessions comes first, then the one listed first`()
    throws
  {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 50, 2), ("B", 50, 2)]))
    try replay.run([
      Self.start(0, "a"), Self.start(0, "b"), Self.start(0, "c"), Self.start(0, "d"),
    ])
    #expect(Self.places(replay) == ["a A", "b B", "c A", "d B"])
  }

  @Test func `the end of a wait is a separate tick`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 50, 1)]))
    var seen: [[String]] = []
    try replay.run([Self.start(0, "a"), Self.start(5, "b", maxWait: 10), .stop(99, "b")]) {
      seen.append(["\($0.time?.milliseconds ?? -1)"] + $0.departures.map { "\($0.outcome)" })
    }
    #expect(seen == [["0"], ["5000"], ["15000", "abandoned"], ["99000"]])
  }

  @Test func `a freed connector goes to the first vehicle that can use it, even at its wait's end`()
    throws
  {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 50, 1), ("B", 50, 1)]))
    let onlyB = ConnectorChoice.charger("B")
    try replay.run([
      Self.start(0, "a"), Self.start(0, "b"), Self.start(1, "c", onlyB, maxWait: 60),
      Self.start(2, "d", maxWait: 7), .stop(9, "a"), .stop(61, "b"),
    ])
    #expect(Self.places(replay) == ["d A", "c B"])
  }

  @Test func `a stop after a wait that a config has ended changes nothing`() throws {
    let other = try StationConfig(gridKilowatts: 100, [("A", 50, 1)])
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 50, 1), ("B", 50, 1)]))
    try replay.run([
      Self.start(0, "a", .charger("B")), Self.start(1, "b", .charger("B")), .config(2, other),
      .stop(3, "b"), .stop(3, "a"),
    ])
    #expect(replay.waitingVehicles.isEmpty)
    #expect(throws: EventProblem.self) { try replay.apply(.stop(4, "b")) }
  }

  @Test(arguments: [false, true])
  func `an id that left by itself and came again has one stop`(waits: Bool) throws {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 50, 1)]))
    var events = [Self.start(0, "a"), Self.start(1, "b", maxWait: 2)]
    if !waits { events.append(.stop(4, "a")) }
    try replay.run(events + [Self.start(5, "b")])
    #expect(replay.waitingVehicles.map(\.id) == (waits ? ["b"] : []))
    try replay.run([.stop(6, "b")])
    #expect(replay.waitingVehicles.isEmpty && Self.places(replay) == (waits ? ["a A"] : []))
    #expect(throws: EventProblem.self) { try replay.apply(.stop(7, "b")) }
  }

  @Test func `a departure, an arrival and a completion at one moment make one tick`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 100, 2)]))
    var leaving = SessionEvent.Start(sessionId: "b", connector: .any, vehicleMaxPower: .kW(50))
    leaving.departureTime = Instant(milliseconds: 3_600_000)
    var seen: [[String]] = []
    try replay.run([
      Self.start(0, "a", kWh: 50),
      SessionEvent(time: Instant(milliseconds: 0), kind: .start(leaving)),
      Self.start(3_600, "c"),
    ]) { seen.append($0.departures.map(\.arrival.id.text) + Self.places($0)) }
    #expect(seen == [["a A", "b A"], ["a", "b", "c A"]])
    #expect(replay.deliveredEnergy == Energy(wattHours: 100_000))
  }

  @Test func `a departure ends a wait, too, in a separate tick`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 50, 1)]))
    var seen: [[String]] = []
    try replay.run([
      .start(0, "a", kW: 50),
      .start(5, "b", kW: 50) {
        $0.departureTime = .seconds(15)
        $0.maxWait = TimeSpan(milliseconds: 60_000)
      },
    ]) { seen.append(["\($0.time?.milliseconds ?? -1)"] + $0.departures.map { "\($0.outcome)" }) }
    #expect(seen == [["0"], ["5000"], ["15000", "abandoned"]])
  }

  @Test func `the queue holds back only sessions that want energy`() throws {
    let wishes: [(String, (inout SessionEvent.Start) -> Void)] = [
      ("nothing stated", { _ in }),
      ("wants 1 kWh", { $0.energyRequested = .kWh(1) }),
      ("wants 0", { $0.energyRequested = .zero }),
      (
        "is full",
        {
          $0.energyRequested = .kWh(1)
          $0.batteryCapacity = .kWh(50)
          $0.stateOfCharge = 100_000
        }
      ),
    ]
    for (name, wish) in wishes {
      for events in [[SessionEvent.stop(3_600, "w")], [.stop(3_600, "a"), .stop(3_601, "w")]] {
        var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 50, 1)]))
        var deferred: Energy?
        try replay.run([.start(0, "a", kW: 50), .start(0, "w", kW: 50, wish)] + events) { replay in
          let stay = replay.departures.first { $0.arrival.id == "w" }
          if let stay { deferred = stay.ledger.deferred[.queue] }
        }
        let wantsEnergy = name == "nothing stated" || name == "wants 1 kWh"
        #expect(deferred == (wantsEnergy ? .kWh(50) : .zero), "\(name)")
      }
    }
  }
}
