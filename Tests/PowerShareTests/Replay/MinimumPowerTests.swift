import Testing

@testable import PowerShare

@Suite struct MinimumPowerTests {
  private static func station(gridKilowatts: Int, minimum: Int) throws -> StationConfig {
    try StationConfig(
      stationId: "AC", gridCapacity: .kW(gridKilowatts),
      chargers: [
        Charger(
          id: "A", maxPower: .kW(100), minPower: .kW(minimum), connectors: .alike(count: 3))
      ])
  }

  private static let threeStarts: [SessionEvent] = [
    .start(0, "a", "A", 1, kW: 11), .start(0, "b", "A", 2, kW: 11), .start(0, "c", "A", 3, kW: 11),
  ]

  @Test func `the session that started last gets nothing`() throws {
    var replay = Replay(try Self.station(gridKilowatts: 10, minimum: 4))
    try replay.run(Self.threeStarts)
    #expect(replay.kilowatts == [5, 5, 0])
    #expect(replay.activeSessions.map(\.limitedBy) == [.grid, .grid, .minimum])
  }

  @Test func `on update, power below the minimum is not given`() throws {
    var replay = Replay(try Self.station(gridKilowatts: 13, minimum: 4), .onUpdate)
    try replay.run(Array(Self.threeStarts.prefix(2)))
    #expect(replay.kilowatts == [11, 0])
    #expect(replay.activeSessions.map(\.limitedBy) == [.vehicle, .pending])
  }

  @Test func `a config without a minimum forgets the sessions below it`() throws {
    var replay = Replay(try Self.station(gridKilowatts: 10, minimum: 4))
    try replay.run(
      Self.threeStarts + [.config(1, try Self.station(gridKilowatts: 0, minimum: 0))])
    #expect(replay.activeSessions.map(\.limitedBy) == [.grid, .grid, .grid])
  }

  // Two vehicles want more than the 17 kW of the grid. With a minimum of 9 kW the second gets
  // nothing, and the first takes its 11 kW.
  @Test func `power that only a minimum keeps from a vehicle is not indivisible`() throws {
    var replay = Replay(try Self.station(gridKilowatts: 17, minimum: 9))
    try replay.run(Array(Self.threeStarts.prefix(2)) + [.stop(3_600, "b")])
    #expect(replay.strandedEnergy == .zero)
    replay = Replay(try Self.station(gridKilowatts: 17, minimum: 9))
    try replay.run(Array(Self.threeStarts.prefix(2)))
    #expect(replay.kilowatts == [11, 0])
    #expect(replay.stopReason == .minimum)
  }

  @Test func `a step that keeps power from others comes before the minimum`() throws {
    // Of 10 kW the last vehicle would get 3, so the others share 10 kW in steps of 3.
    var replay = Replay(try Self.station(gridKilowatts: 10, minimum: 4), step: 3_000)
    try replay.run(Self.threeStarts)
    #expect(replay.kilowatts == [9, 0, 0])
    #expect(replay.stopReason == .indivisible)
  }

  @Test func `an unmanaged station never stops at its grid capacity`() throws {
    let station = try StationConfig(
      stationId: "AC", gridCapacity: .kW(20),
      chargers: [
        Charger(id: "A", maxPower: .kW(20), connectors: .alike(count: 1)),
        Charger(id: "B", maxPower: .kW(10), minPower: .kW(6), connectors: .alike(count: 1)),
      ])
    var replay = Replay(station, .unmanaged)
    try replay.run([.start(0, "a", "A", 1, kW: 20), .start(0, "b", "B", 1, kW: 5)])
    #expect(replay.kilowatts == [20, 0])
    #expect(replay.stopReason == .minimum)
  }
}
