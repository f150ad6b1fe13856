import Testing

@testable import PowerShare

/// Ticks at intervals: reports in `on-update` mode, and comparisons of slack.
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
    // The fair shares are 30 and 30, then 25, 25 and 10. A session that reports gets its share as
    // far as it is free.
    #expect(
      seen == [
        [0, 60], [5, 60, 0], [7, 60, 0, 0], [10, 25, 0, 0], [15, 25, 25, 0], [17, 25, 25, 10],
      ])
  }

  @Test func `without reports every session keeps its allocation`() throws {
    var replay = Replay(
      try StationConfig(gridKilowatts: 60, [("A", 60, 3)]), .fair, .onUpdate)
    #expect(try replay.powersByTick(Self.hungry) == [[0, 60], [5, 60, 0], [7, 60, 0, 0]])
  }

  @Test(arguments: [(0, 300), (45, 345)])
  func `slack is compared at multiples of the interval, with ticks where the order changes`(
    origin: Int, first: Int
  ) throws {
    var replay = Replay(
      try StationConfig(gridKilowatts: 60, [("A", 60, 2)]), .leastLaxity
    ) {
      $0.replan = TimeSpan(milliseconds: 300_000)
      $0.origin = .seconds(origin)
    }
    // "b" has 200 s more slack, and loses it while "a" is served.
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
