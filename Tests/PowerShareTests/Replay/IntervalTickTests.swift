import Testing

@testable import PowerShare

/// Ticks that come at intervals: reports in `on-update` mode, and looking again at the slack.
@Suite struct IntervalTickTests {
  private static let hungry: [SessionEvent] = [
    .start(0, "a", kW: 60), .start(5, "b", kW: 60), .start(7, "c", kW: 10),
  ]

  @Test func `each session reports at the interval from its own start, until nothing changes`()
    throws
  {
    var replay = Replay(
      try StationConfig(gridKilowatts: 60, [("A", 60, 3)]), .fair, .onUpdate
    ) { $0.reportInterval = TimeSpan(milliseconds: 10_000) }
    let seen = try replay.powersByTick(Self.hungry)
    // Fair are 30 and 30, then 25, 25 and 10. Whoever reports takes what is left of its share.
    #expect(
      seen == [
        [0, 60], [5, 60, 0], [7, 60, 0, 0], [10, 25, 0, 0], [15, 25, 25, 0], [17, 25, 25, 10],
      ])
  }

  @Test func `without reports everyone keeps what it has`() throws {
    var replay = Replay(
      try StationConfig(gridKilowatts: 60, [("A", 60, 3)]), .fair, .onUpdate)
    #expect(try replay.powersByTick(Self.hungry) == [[0, 60], [5, 60, 0], [7, 60, 0, 0]])
  }

  @Test(arguments: [(0, 300), (45, 345)])
  func `slack is looked at again at multiples of the interval, and a tick is where it matters`(
    origin: Int, first: Int
  ) throws {
    var replay = Replay(
      try StationConfig(gridKilowatts: 60, [("A", 60, 2)]), .leastLaxity
    ) {
      $0.replan = TimeSpan(milliseconds: 300_000)
      $0.origin = .seconds(origin)
    }
    // "b" has 200 s more slack, which it loses while "a" is served.
    let events = [("a", 3_000), ("b", 3_200)].map { id, departure in
      SessionEvent.start(0, id, kW: 60) {
        $0.energyRequested = .kWh(20)
        $0.departureTime = .seconds(departure)
      }
    }
    let seen = try replay.powersByTick(events)
    #expect(seen.prefix(2) == [[0, 60, 0], [first, 0, 60]])
  }
}
