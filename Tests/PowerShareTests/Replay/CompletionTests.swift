import Testing

@testable import PowerShare

/// The ends of deliveries, and how they are shown.
@Suite struct CompletionTests {
  private static func replay() throws -> Replay {
    Replay(try StationConfig(gridKilowatts: 60, [("A", 60, 2)]))
  }

  @Test func `a vehicle that wants nothing leaves at once, unless it stays`() throws {
    var replay = try Self.replay()
    var gone: [[String]] = []
    try replay.run([
      .start(0, "goes", kW: 50) { $0.energyRequested = .zero },
      .start(0, "stays", kW: 50) {
        $0.energyRequested = .zero
        $0.departureTime = .seconds(60)
      },
    ]) { replay in
      gone.append(replay.departures.map { "\($0.arrival.id.text) \($0.outcome)" })
      if replay.time == .seconds(0) {
        #expect(replay.activeSessions.map(\.id) == ["stays"])
        #expect(replay.activeSessions.map(\.limitedBy) == [.energy])
        #expect(replay.activeSessions.map(\.doneTime) == [.seconds(0)])
      }
    }
    #expect(gone == [["goes served"], ["stays served"]])
  }

  @Test func `a full battery ends a delivery, and the rest of the request is not delivered`()
    throws
  {
    var replay = try Self.replay()
    var ends: [Departure] = []
    try replay.run([
      .start(0, "a", kW: 60) {
        $0.energyRequested = .kWh(20)
        $0.batteryCapacity = .kWh(50)
        $0.stateOfCharge = 80_000
      }
    ]) { ends += $0.departures }
    #expect(ends.map(\.time) == [.seconds(600)])
    #expect(ends.map(\.deliveredEnergy) == [.kWh(10)])
    #expect(ends.map(\.outcome) == [.unserved])
    #expect(ends.map { $0.lost[.stay] } == [.kWh(10)])
  }

  @Test func `a vehicle that is done and stays shows its maximum, and is offered nothing`() throws {
    var replay = try Self.replay()
    var seen: [[Power]] = []
    try replay.run([
      .start(0, "a", kW: 40) {
        $0.energyRequested = .kWh(10)
        $0.departureTime = .seconds(3_600)
      }
    ]) { replay in
      for session in replay.activeSessions {
        seen.append([session.vehicleMaxPower, session.maximum, session.allocatedPower])
      }
    }
    #expect(seen == [[.kW(40), .kW(40), .kW(40)], [.kW(40), .zero, .zero]])
  }

  @Test func `the last millisecond delivers no more than was wanted`() throws {
    var replay = try Self.replay()
    // 7 kW need 514 285.714… ms for 1 kWh.
    var ends: [Departure] = []
    try replay.run([.start(0, "a", kW: 7) { $0.energyRequested = .kWh(1) }]) {
      ends += $0.departures
    }
    #expect(ends.map(\.time) == [Instant(milliseconds: 514_286)])
    #expect(replay.deliveredEnergy == .kWh(1))
  }
}
