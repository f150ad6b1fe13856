import Testing

@testable import PowerShare

/// The invariant check finds a replay in which a stored value is wrong.
@Suite struct InvariantTests {
  /// A way to break a replay with sessions 0 and 1 at charger A, and vehicles that wait.
  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let apply: @Sendable (inout Replay) -> Void

    init(_ name: String, _ apply: @escaping @Sendable (inout Replay) -> Void) {
      testDescription = name
      self.apply = apply
    }

    static let all = [
      Damage("allocated power") { $0.allocatedPower += Power(watts: 1) },
      Damage("delivered energy") { $0.deliveredEnergy += Energy(wattMilliseconds: 1) },
      Damage("number of sessions") { $0.records[0].activeSessions += 1 },
      Damage("energy of a charger") { $0.records[0].endedEnergy += Energy(wattMilliseconds: 1) },
      Damage("power that is usable") { $0.usablePower += Power(watts: 1) },
      Damage("next moment missing") { $0.nextMoment = nil },
      Damage("next moment too early") { $0.nextMoment = $0.clock },
      Damage("a share") { $0.shares[0] += Power(watts: 1) },
      Damage("stale shares") { $0.isStale = true },
      Damage("stop reason") { $0.stopReason = .indivisible },
      Damage("minimum") { $0.hasMinimum.toggle() },
      Damage("begun sessions") { $0.begunSessions = 0 },
      Damage("start events") { $0.startEvents = 0 },
      Damage("order of sessions") { $0.sessions.states.swapAt(0, 1) },
      Damage("a session gone") { $0.sessions.states.removeLast() },
      Damage("a session twice") { $0.sessions.states.append($0.sessions.states[0]) },
      Damage("energy of a session") {
        $0.sessions.states[0].deliveredEnergy += Energy(wattMilliseconds: 1)
      },
      Damage("a vacant state") { $0.sessions.states[0] = .vacant },
      Damage("power of a session") { $0.sessions.states[0].allocatedPower = .zero },
      Damage("maximum of a vehicle") { $0.sessions.details[0].vehicleMaxPower = .kW(1) },
      Damage("connector of a session") { $0.sessions.details[0].connection.charger = 1 },
      Damage("limit of a connector") { $0.sessions.details[0].connection.limit = .kW(1) },
      Damage("a renamed slot") { $0.sessions.renamed.append(99) },
      Damage("a slot that has begun") { $0.sessions.begun.append(99) },
      Damage("a vehicle more in the request") {
        $0.insert(.init(maximum: .kW(1), startOrder: 9, session: 0), charger: 0)
      },
      Damage("a connector in use that is free") {
        $0.freeConnectors.free(1, at: 0, sessions: 2)
      },
      Damage("a free connector that is in use") {
        $0.freeConnectors.take(1, at: 1, sessions: 0)
      },
      Damage("order of chargers") { $0.freeConnectors.updateKey(of: 1, sessions: 5) },
      Damage("charger left out") { $0.freeConnectors.hide(1) },
      Damage("a waiting vehicle whose connector is free") { $0.waiting.append(arrival(.any)) },
      Damage("a waiting vehicle without a connector") {
        $0.waiting.append(arrival(.charger("Z")))
      },
      Damage("a waiting vehicle that is active") {
        $0.waiting.append(arrival(.charger("A"), id: "s0"))
      },
      Damage("order in the line") { $0.waiting.entries[0].order = 1 },
      Damage("a vehicle missing in the line") { $0.waiting.entries[0].arrival = nil },
      Damage("an id in the line") { $0.waiting.entries[0].arrival = arrival(.charger("A")) },
      Damage("a choice in the line") {
        $0.waiting.entries[0].arrival = arrival(.any, id: "w0")
      },
      Damage("a link in the line") { $0.waiting.entries[1].previous = -1 },
      Damage("a queue cut off") { $0.waiting.entries[0].next = -1 },
    ]

    static func arrival(_ choice: ConnectorChoice, id: Identifier = "new") -> Arrival {
      let start = SessionEvent.Start(
        sessionId: id, connector: choice, vehicleMaxPower: .kW(1))
      guard
        let station = try? StationConfig(gridKilowatts: 1, [("A", 1, 1)]),
        let arrival = try? Arrival(start, id: id, at: .seconds(100), in: station)
      else { preconditionFailure("an arrival that cannot be made") }
      return arrival
    }
  }

  /// Two sessions at A, which has two connectors, two vehicles that wait for them, and nobody at B.
  private static func replay() throws -> Replay {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 60, 2), ("B", 50, 1)]))
    func start(
      _ id: Identifier, _ choice: ConnectorChoice, kWh: Int, maxWait: Int? = nil
    ) -> SessionEvent {
      var start = SessionEvent.Start(sessionId: id, connector: choice, vehicleMaxPower: .kW(50))
      start.energyRequested = .kWh(kWh)
      start.maxWait = maxWait.map { TimeSpan(milliseconds: $0 * 1_000) }
      return SessionEvent(time: .seconds(0), kind: .start(start))
    }
    for event in [
      start("x", .any, kWh: 0), start("s0", .charger("A"), kWh: 40),
      start("s1", .charger("A"), kWh: 50), start("w0", .charger("A"), kWh: 1, maxWait: 60),
      start("w1", .charger("A"), kWh: 1), .grid(10, kW: 90),
    ] {
      while replay.nextTick(before: event.time) {}
      try replay.apply(event)
    }
    _ = replay.nextTick(before: .seconds(11))
    return replay
  }

  @Test func `a replay is in order`() throws {
    let replay = try Self.replay()
    #expect(replay.tick == 2 && replay.waitingVehicles.count == 2)
    #expect(replay.checkInvariants() == nil)
  }

  @Test(arguments: Damage.all)
  func `what is wrong is found`(damage: Damage) throws {
    var replay = try Self.replay()
    damage.apply(&replay)
    #expect(replay.checkInvariants() != nil)
  }
}
