import Testing

@testable import PowerShare

@Suite struct SiteTests {
  private static let battery = StationBattery(
    capacity: Energy(.kW(200), over: TimeSpan(milliseconds: 3_600_000)), power: .kW(100))

  private static func station(_ battery: StationBattery? = battery) throws -> StationConfig {
    try StationConfig(gridKilowatts: 400, [("A", 300, 2), ("B", 300, 2)]).with(battery: battery)
  }

  /// Four vehicles of 150 kW, which are there for three hours.
  private static let vehicles: [SessionEvent] = [
    .start(0, "a", "A", 1, kW: 150), .start(0, "b", "A", 2, kW: 150),
    .start(0, "c", "B", 1, kW: 150), .start(0, "d", "B", 2, kW: 150),
  ]

  /// Returns the seconds of each tick, and what the vehicles have from then on in kW.
  private static func run(
    _ station: StationConfig, _ events: [SessionEvent], _ reallocation: Reallocation = .immediate
  ) throws -> [[Int]] {
    var options = ReplayOptions()
    options.reallocation = reallocation
    var simulation = Simulation(station: station, policy: FairShare(), options: options)
    var ticks: [[Int]] = []
    try simulation.run(events) { replay in
      ticks.append([(replay.time?.milliseconds ?? 0) / 1_000] + replay.kilowatts)
    }
    return ticks
  }

  @Test func `a full battery gives its power until it is empty`() throws {
    // 180 of 200 kWh are above 10 %: 100 kW for 1 h 48 min. In the evening it takes 200 kWh.
    let events = Self.vehicles + [.stop(10_800, "a")]
    let ticks = try Self.run(Self.station(), events)
    #expect(
      ticks == [
        [0, 125, 125, 125, 125], [6_480, 100, 100, 100, 100], [10_800, 133, 133, 133], [18_000],
      ])
  }

  @Test func `loads take from what vehicles may get and generation adds to it`() throws {
    let events: [SessionEvent] =
      Self.vehicles + [
        .load(600, "hall", kW: 80), .load(1_200, "roof", kW: -280), .load(1_800, "hall", kW: 700),
        .stop(2_400, "a"),
      ]
    let ticks = try Self.run(Self.station(nil), events)
    #expect(
      ticks == [
        [0, 100, 100, 100, 100], [600, 80, 80, 80, 80], [1_200, 150, 150, 150, 150],
        [1_800, 0, 0, 0, 0], [2_400, 0, 0, 0],
      ])
  }

  @Test(arguments: Reallocation.allCases)
  func `a temporary limit holds at once and ends`(reallocation: Reallocation) throws {
    let events: [SessionEvent] =
      Self.vehicles + [
        .limit(600, .grid, kW: 200), .limit(1_200, .charger("A"), kW: 60),
        .limit(1_800, .grid, kW: nil), .limit(2_400, .charger("A"), kW: 400),
      ]
    let ticks = try Self.run(Self.station(nil), events, reallocation)
    // In the mode on-update, each vehicle first gets what those before it leave.
    #expect(
      ticks[0] == (reallocation == .immediate ? [0, 100, 100, 100, 100] : [0, 150, 150, 100, 0]))
    #expect(
      ticks.dropFirst() == [
        [600, 50, 50, 50, 50], [1_200, 30, 30, 70, 70], [1_800, 30, 30, 150, 150],
        [2_400, 100, 100, 100, 100],
      ])
  }

  @Test func `a limit below the config's is named as the limit`() throws {
    let station = try Self.station(nil)
    var replay = Replay(station)
    var limits: [[LimitedBy]] = []
    let events: [SessionEvent] =
      Self.vehicles + [
        .limit(600, .grid, kW: 200), .limit(1_200, .charger("A"), kW: 60),
        .limit(1_800, .grid, kW: 500),
      ]
    try replay.run(events) { limits.append($0.activeSessions.map(\.limitedBy)) }
    #expect(
      limits == [
        [.grid, .grid, .grid, .grid], [.limit, .limit, .limit, .limit],
        [.limit, .limit, .limit, .limit], [.limit, .limit, .vehicle, .vehicle],
      ])
  }

  @Test func `a temporary limit keeps its part of what a vehicle lacks alone`() throws {
    // 150 kW at a charger of 100, with a limit of 60 kW there and one of 40 kW at the grid.
    let station = try StationConfig(gridKilowatts: 80, [("A", 100, 1)])
    var simulation = Simulation(station: station, policy: FairShare())
    try simulation.run([
      .start(0, "a", "A", 1, kW: 150), .limit(0, .charger("A"), kW: 60),
      .limit(3_600, .grid, kW: 40), .stop(7_200, "a"),
    ])
    let end = simulation.end()
    let summary = try #require(end)
    #expect(summary.figure("curtailment.charger.deferred")?.thousandths == 100_000)
    #expect(summary.figure("curtailment.grid.deferred")?.thousandths == 40_000)
    #expect(summary.figure("curtailment.limit.deferred")?.thousandths == 60_000)
  }

  @Test func `limits and loads outlive a config that keeps what they are for`() throws {
    let first = try Self.station(nil)
    let second = try StationConfig(gridKilowatts: 400, [("A", 300, 2), ("C", 300, 2)])
    let ticks = try Self.run(
      first,
      Self.vehicles + [
        .limit(600, .charger("A"), kW: 60), .limit(600, .charger("B"), kW: 60),
        .load(600, "hall", kW: 100), .config(1_200, second), .config(1_800, first),
      ])
    #expect(
      ticks == [
        [0, 100, 100, 100, 100], [600, 30, 30, 30, 30], [1_200, 30, 30], [1_800, 30, 30],
      ])
  }

  @Test func `a battery beside a rest that cannot be shared makes few ticks`() throws {
    // Three vehicles leave 1 of 10 kW, which charges the battery; it gives for 12 minutes.
    let battery = StationBattery(
      capacity: Energy(.kW(1), over: TimeSpan(milliseconds: 3_600_000)), power: .kW(5),
      efficiency: 1_000, minSoc: 0)
    let station = try StationConfig(gridKilowatts: 10, [("A", 100, 3)]).with(battery: battery)
    let ticks = try Self.run(
      station,
      (1...3).map { .start(0, "v\($0)", "A", $0, kW: 50) } + [.stop(86_399, "v1")])
    #expect(ticks.count <= 5)
    #expect(ticks[1] == [720, 3, 3, 3])
  }

  @Test func `a run with a battery covers whole days`() throws {
    // From 10:00 to 11:00; the battery is charged again until it is full.
    let station = try Self.station()
    var simulation = Simulation(station: station, policy: FairShare())
    var ticks: [Int] = []
    try simulation.run(
      Self.vehicles.map { $0.moved(by: 36_000) }
        + ["a", "b", "c", "d"].map { .stop(39_600, $0) }
    ) { ticks.append(($0.time?.milliseconds ?? 0) / 1_000) }
    // 100 kWh have to be taken with 100 kW at 90 %.
    #expect(ticks == [0, 36_000, 39_600, 39_600 + 4_000])
    let end = simulation.end()
    let summary = try #require(end)
    let endTime = simulation.replay.endTime
    #expect(endTime == Instant(milliseconds: 86_400_000))
    #expect(summary.figure("power.mean")?.thousandths == 500_000)
    #expect(summary.figure("grid.imported")?.thousandths == 511_111)
    #expect(summary.figure("grid.vehicles")?.thousandths == 500_000)
    #expect(summary.figure("battery.given")?.thousandths == 100_000)
    #expect(summary.figure("battery.taken")?.thousandths == 111_111)
    #expect(summary.figure("battery.losses")?.thousandths == 11_111)
    #expect(summary.figure("grid.loadFactor")?.thousandths == 53)
  }
}

extension SessionEvent {
  /// Returns the event some seconds later.
  fileprivate func moved(by seconds: Int) -> SessionEvent {
    SessionEvent(time: time + TimeSpan(milliseconds: seconds * 1_000), kind: kind)
  }

  fileprivate static func load(_ seconds: Int, _ id: String, kW: Int) -> SessionEvent {
    SessionEvent(
      time: Instant(milliseconds: seconds * 1_000),
      kind: .load(.init(loadId: Identifier(id), power: .kW(kW))))
  }

  fileprivate static func limit(
    _ seconds: Int, _ target: LimitTarget, kW: Int?
  ) -> SessionEvent {
    SessionEvent(
      time: Instant(milliseconds: seconds * 1_000),
      kind: .limit(.init(target: target, maxPower: kW.map(Power.kW))))
  }
}
