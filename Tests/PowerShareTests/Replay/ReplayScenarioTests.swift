import Testing

@testable import PowerShare

@Suite struct ReplayScenarioTests {
  @Test func `the first power-sharing scenario ends at 100 kW each at once`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("CP001", 200, 2)]))
    var seen: [[Int]] = []
    try replay.run([
      .start(0, "a", "CP001", 1, kW: 150), .start(0, "b", "CP001", 2, kW: 150),
      .update(1, "a", draws: 100), .update(2, "b", draws: 100),
    ]) { seen.append($0.kilowatts) }
    #expect(seen == [[100, 100], [100, 100], [100, 100]])
  }

  @Test func `the first power-sharing scenario takes a report of each on update`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("CP001", 200, 2)]), .onUpdate)
    var seen: [[Int]] = []
    var limits: [[LimitedBy]] = []
    try replay.run([
      .start(0, "a", "CP001", 1, kW: 150), .start(0, "b", "CP001", 2, kW: 150),
      .update(1, "a", draws: 150), .update(2, "b", draws: 50),
    ]) {
      seen.append($0.kilowatts)
      limits.append($0.activeSessions.map(\.limitedBy))
      #expect($0.stopReason == nil)
    }
    #expect(seen == [[150, 50], [100, 50], [100, 100]])
    #expect(limits == [[.vehicle, .pending], [.grid, .pending], [.charger, .charger]])
  }

  // A report at or above the allocation leaves the maximum as it is.
  private static let secondScenario: [SessionEvent] = [
    .start(0, "a", "CP001", 1, kW: 150), .start(1, "b", "CP001", 2, kW: 150),
    .update(2, "a", draws: 150), .update(3, "b", draws: 150),
    .start(4, "c", "CP002", 1, kW: 150), .update(5, "a", draws: 150),
    .update(6, "b", draws: 150), .update(7, "c", draws: 150),
    .start(8, "d", "CP002", 2, kW: 150), .update(9, "a", draws: 150),
    .update(10, "b", draws: 150), .update(11, "c", draws: 150), .update(12, "d", draws: 150),
    .stop(13, "a"), .update(14, "b", draws: 150), .update(15, "c", draws: 150),
    .update(16, "d", draws: 150),
  ]

  private static func secondStation() throws -> StationConfig {
    try StationConfig(gridKilowatts: 400, [("CP001", 300, 2), ("CP002", 300, 2)])
  }

  @Test func `the second power-sharing scenario settles at once`() throws {
    var replay = Replay(try Self.secondStation())
    var seen: [[Int]] = []
    try replay.run(Self.secondScenario) { seen.append($0.kilowatts) }
    #expect(seen[1] == [150, 150])
    #expect(seen[4] == [133, 133, 133])
    #expect(seen[8] == [100, 100, 100, 100])
    #expect(seen[13] == [133, 133, 133])
    #expect(seen.last == [133, 133, 133])
  }

  @Test func `the second power-sharing scenario never overloads the grid on update`() throws {
    var replay = Replay(try Self.secondStation(), .onUpdate)
    var seen: [[Int]] = []
    try replay.run(Self.secondScenario) {
      seen.append($0.kilowatts)
      #expect($0.allocatedPower <= .kW(400))
    }
    #expect(seen.last == [133, 133, 133])
  }

  @Test func `a report below the allocation becomes the maximum, and a new maximum lifts it`()
    throws
  {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("A", 200, 2)]))
    var seen: [[Int]] = []
    try replay.run([
      .start(0, "a", "A", 1, kW: 150), .update(1, "a", draws: 40), .update(2, "a", draws: 40),
      .update(3, "a", draws: 40, maximum: 120), .update(4, "a", draws: 7, maximum: 200),
    ]) { seen.append([$0.activeSessions.map(\.vehicleMaxPower.watts)[0] / 1_000] + $0.kilowatts) }
    #expect(seen == [[150, 150], [40, 40], [40, 40], [120, 120], [7, 7]])
  }

  @Test func `ticks count from 1, and events at one time make one tick`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("A", 200, 3)]))
    #expect(replay.tick == 0)
    #expect(replay.time == nil)
    #expect(replay.nextTick(before: nil) == false)
    var seen: [[Int]] = []
    try replay.run([
      .start(5, nil, "A", 1, kW: 10), .start(5, nil, "A", 2, kW: 10), .stop(5, "session-1"),
      .start(9, "x", "A", 1, kW: 10), .grid(9, kW: 7),
    ]) { seen.append([$0.tick, ($0.time?.milliseconds ?? -1) / 1_000]) }
    #expect(seen == [[1, 5], [2, 9]])
    #expect(replay.kilowatts == [3, 3])
    #expect(replay.activeSessions.map(\.id.text) == ["session-2", "x"])
    #expect(replay.startedSessions == 3)
  }

  @Test func `a tick ends only before a later time`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("A", 200, 3)]))
    try replay.apply(.start(5, nil, "A", 1, kW: 10))
    #expect(replay.nextTick(before: Instant(milliseconds: 5_000)) == false)
    #expect(replay.nextTick(before: Instant(milliseconds: 5_001)) == true)
    #expect(replay.nextTick(before: nil) == false)
  }

  @Test func `an unnamed start counts the starts that were refused, too`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("A", 200, 2)]))
    try replay.apply(.start(0, nil, "A", 1, kW: 10))
    #expect(throws: EventProblem.self) { try replay.apply(.start(0, nil, "A", 1, kW: 10)) }
    try replay.apply(.start(0, nil, "A", 2, kW: 10))
    #expect(replay.activeSessions.map(\.id.text) == ["session-1", "session-3"])
  }

  @Test func `a session id may be used again once its session has ended`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("A", 200, 2)]))
    try replay.run([
      .start(0, "ev", "A", 1, kW: 10), .stop(3_600, "ev"), .start(3_600, "ev", "A", 1, kW: 20),
      .grid(7_200, kW: 0),
    ])
    #expect(replay.activeSessions.map(\.deliveredEnergy.roundedWattHours) == [20_000])
    #expect(replay.deliveredEnergy.roundedWattHours == 30_000)
  }

  @Test func `a stop and a report may name the connector, or both, if they agree`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 400, [("A", 200, 2)]))
    let first = ConnectorID(chargerId: "A", idx: 1)
    let second = ConnectorID(chargerId: "A", idx: 2)
    let now = Instant(milliseconds: 1_000)
    try replay.apply(.start(0, "ev", "A", 1, kW: 10))
    _ = replay.nextTick(before: now)
    try replay.apply(
      SessionEvent(
        time: now,
        kind: .powerUpdate(.init(session: .connector(first), consumedPower: .kW(4)))))
    #expect(throws: EventProblem.self) {
      try replay.apply(SessionEvent(time: now, kind: .stop(.sessionAt("ev", second))))
    }
    #expect(throws: EventProblem.self) {
      try replay.apply(SessionEvent(time: now, kind: .stop(.connector(second))))
    }
    _ = replay.nextTick(before: nil)
    #expect(replay.kilowatts == [4])
    try replay.apply(SessionEvent(time: now, kind: .stop(.sessionAt("ev", first))))
    #expect(Array(replay.activeSessions).isEmpty)
    #expect(replay.ended.map(\.id.text) == ["ev"])
  }
}
