import Testing

@testable import PowerShare

@Suite struct ConfigEventTests {
  private static func replay() throws -> Replay {
    var replay = Replay(try StationConfig(gridKilowatts: 90, [("A", 60, 2), ("B", 60, 2)]))
    try replay.apply(.start(0, "a1", "A", 1, kW: 50))
    try replay.apply(.start(0, "a2", "A", 2, kW: 50))
    try replay.apply(.start(0, "b1", "B", 1, kW: 50))
    _ = replay.nextTick(before: nil)
    return replay
  }

  @Test func `sessions whose connector still exists go on, the others end`() throws {
    var replay = try Self.replay()
    try replay.apply(.config(3_600, StationConfig(gridKilowatts: 500, [("A", 20, 1)])))
    _ = replay.nextTick(before: nil)
    #expect(replay.activeSessions.map(\.id.text) == ["a1"])
    #expect(replay.kilowatts == [20])
    #expect(replay.ended.map(\.id.text) == ["a2", "b1"])
    #expect(replay.ended.map(\.deliveredEnergy.roundedWattHours) == [30_000, 30_000])
    #expect(replay.stopReason == .chargersAtMaximum)
  }

  @Test func `a connector at another index of the new config keeps its session`() throws {
    var replay = try Self.replay()
    let turned = try StationConfig(gridKilowatts: 90, [("B", 10, 2), ("C", 10, 1), ("A", 60, 2)])
    try replay.run([
      .config(3_600, turned), .stop(7_200, "a1"), .start(7_200, "c1", "C", 1, kW: 50),
    ])
    #expect(replay.activeSessions.map(\.id.text) == ["a2", "b1", "c1"])
    #expect(replay.kilowatts == [50, 10, 10])
    #expect(replay.chargers.map(\.deliveredEnergy.roundedWattHours) == [40_000, 0, 120_000])
  }

  @Test func `connector limits come and go with the config`() throws {
    var replay = try Self.replay()
    let limited = try StationConfig(
      stationId: "S", gridCapacity: .kW(90),
      chargers: [
        Charger(id: "A", maxPower: .kW(60), connectors: .individual([.kW(11), .kW(22)])),
        Charger(id: "B", maxPower: .kW(60), connectors: .alike(count: 2)),
      ])
    try replay.run([.config(10, limited)])
    #expect(replay.kilowatts == [11, 22, 50])
    #expect(replay.activeSessions.map(\.limitedBy) == [.connector, .connector, .vehicle])
  }

  @Test func `a charger that is removed and added again keeps its energy`() throws {
    var replay = try Self.replay()
    let without = try StationConfig(gridKilowatts: 90, [("B", 60, 2)])
    try replay.run([
      .config(3_600, without), .config(7_200, StationConfig(gridKilowatts: 90, [("A", 60, 2)])),
    ])
    #expect(replay.chargers.map(\.deliveredEnergy.roundedWattHours) == [60_000])
    #expect(replay.deliveredEnergy.roundedWattHours == 140_000)
  }

  @Test func `the stop of a session that a config ended changes nothing`() throws {
    var replay = try Self.replay()
    try replay.apply(.config(10, StationConfig(gridKilowatts: 90, [("B", 60, 2)])))
    try replay.apply(.stop(10, "a1"))
    #expect(throws: EventProblem.self) { try replay.apply(.stop(10, "a1")) }
    try replay.apply(.start(10, "a2", "B", 2, kW: 1))
    try replay.apply(.stop(10, "a2"))
    #expect(throws: EventProblem.self) { try replay.apply(.stop(10, "a2")) }
  }

  @Test func `new limits reallocate everyone at once on update`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 100, 2)]), .onUpdate)
    var seen: [[Int]] = []
    try replay.run([
      .start(0, "a", "A", 1, kW: 80), .start(1, "b", "A", 2, kW: 80), .grid(2, kW: 40),
      .config(3, StationConfig(gridKilowatts: 200, [("A", 30, 2)])),
    ]) { seen.append($0.kilowatts) }
    #expect(seen == [[80], [80, 20], [20, 20], [15, 15]])
  }
}
