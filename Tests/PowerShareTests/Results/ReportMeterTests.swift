import Testing

@testable import PowerShare

@Suite struct ReportMeterTests {
  private static let day = 86_400

  private static func data(
    _ events: [SessionEvent], hasDates: Bool = false
  ) throws -> ReportData {
    var options = ReplayOptions()
    options.follow(hasDates ? .dateTime(.zulu) : .seconds)
    let station = try StationConfig(gridKilowatts: 1_000, [("C1", 1_000, 1_000)])
    var simulation = Simulation(station: station, policy: FairShare(), options: options)
    simulation.measureReport(zone: nil)
    try simulation.run(events)
    _ = simulation.end()
    let data = simulation.report?.data
    return try #require(data)
  }

  /// A session that gets 1 kWh in its hour, and wants some watt-hours more.
  private static func start(_ time: Int, _ id: String, loses lost: Int = 0) -> SessionEvent {
    .start(time, id, kW: 1) {
      $0.energyRequested = Energy(wattHours: 1_000 + lost)
      $0.departureTime = .seconds(time + 3_600)
    }
  }

  @Test func `a run without a tick has no data`() throws {
    let data = try Self.data([])
    #expect(data == ReportData())
    #expect(try Self.data([], hasDates: true).months.isEmpty)
  }

  @Test func `a run of one moment has sessions and no quarters`() throws {
    let data = try Self.data([.start(5, "a", "C1", 1, kW: 7), .stop(5, "a")])
    #expect(data.worstDay == nil && data.duration.times.isEmpty)
    #expect(data.sessions.waits[0] == 1)
  }

  @Test func `at most 200 sessions of a day are kept, those that lost most`() throws {
    // 500 sessions, of which each third loses more the later it arrives.
    let events = (0..<500).map { place in
      Self.start(place, "s\(place)", loses: place % 3 == 0 ? place : 0)
    }
    let day = try #require(try Self.data(events).worstDay)
    #expect(day.sessionCount == 500)
    #expect(day.sessions.count == ReportSession.mostShown)
    #expect(day.sessions.map(\.number) == Array(1...200))
    let losing = (0..<500).filter { $0 % 3 == 0 && $0 > 0 }
    // Of those that lost nothing, the first to arrive.
    let others = (0..<500).filter { $0 % 3 != 0 || $0 == 0 }.prefix(200 - losing.count)
    let kept = (losing + others).sorted().map { Identifier("s\($0)") }
    #expect(day.sessions.map(\.id) == kept)
    #expect(day.sessions.map(\.lost.roundedWattHours).reduce(0, +) == Int128(losing.reduce(0, +)))
    #expect(day.sessions.allSatisfy { ($0.lost > .zero) == ($0.lostMostTo == .stay) })
  }

  @Test func `equal days are the first of them, even if a later one ends first`() throws {
    // The session of the first day is there for longer than that of the second.
    func start(_ time: Int, _ id: String, hours: Int) -> SessionEvent {
      .start(time, id, kW: 1) {
        $0.energyRequested = Energy(wattHours: 100_000)
        $0.departureTime = .seconds(time + hours * 3_600)
      }
    }
    let events = [
      start(0, "a", hours: 60), start(Self.day, "b", hours: 20),
      start(2 * Self.day, "c", hours: 60),
    ]
    // Of a: 60 %, of b: 20 %.
    let data = try Self.data(events)
    #expect(data.busiestDay?.name == .second(0))
    #expect(data.worstDay?.name == .second(Self.day))
    let same = try Self.data([
      start(0, "a", hours: 50), start(Self.day, "b", hours: 10),
      start(2 * Self.day, "c", hours: 10),
    ])
    #expect(same.worstDay?.name == .second(Self.day))
    let tie = try Self.data([start(0, "a", hours: 50), start(Self.day + 5, "b", hours: 50)])
    #expect(tie.worstDay?.name == .second(0))
    #expect(tie.worstDay == tie.busiestDay)
    #expect(tie.worstDay?.quarters.count == 96)
  }

  @Test func `days that wait for their sessions are kept whole up to 400`() throws {
    // On each day a session of 600 days, and the later the less of it is delivered.
    let count = ReportDays.mostKept + 50
    let end = 1_000 * Self.day
    let events = (0..<count).map { place -> SessionEvent in
      .start(place * Self.day, "s\(place)", kW: 1) {
        $0.energyRequested = Energy(wattHours: 100_000_000 + place)
        $0.departureTime = .seconds(end - place * 1_000)
      }
    }
    let day = try #require(try Self.data(events).worstDay)
    #expect(day.name == .second((count - 1) * Self.day))
    #expect(day.sessionCount == 1 && day.quarters.isEmpty && day.sessions.isEmpty)
    let fewer = try #require(try Self.data(Array(events.prefix(400))).worstDay)
    #expect(fewer.name == .second(399 * Self.day))
    #expect(fewer.sessions.count == 1 && fewer.quarters.count == 96)
  }

  @Test func `months after the first 1,200 are counted`() throws {
    // 150 years, in which nothing happens, and one more session.
    let end = 150 * 365 * Self.day + 37 * Self.day
    let events: [SessionEvent] = [
      .start(0, "a", "C1", 1, kW: 7), .stop(end, "a"), .start(end + 60, "b", "C1", 1, kW: 30),
      .stop(end + 1_800, "b"),
    ]
    let data = try Self.data(events, hasDates: true)
    #expect(data.months.count == 1_200 && data.monthsLeftOut == 601)
    #expect(data.months.allSatisfy { $0.peak.watts == 7_000 })
    #expect(data.months[14].firstDay == 424)
    let time = data.duration.times.reduce(0) { $0 + $1.milliseconds }
    #expect(time == (end + 1_800) * 1_000)
  }

  @Test func `a run from 1970 to 9999 takes no longer than a short one`() throws {
    // Each quarter of an hour by itself would take minutes.
    let clock = try #require(LocalClock(rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
    var options = ReplayOptions()
    options.follow(.dateTime(.zulu), zone: clock)
    var simulation = Simulation(
      station: try StationConfig(gridKilowatts: 60, [("A", 60, 2)]), policy: FairShare(),
      options: options, zone: clock)
    simulation.measureReport(zone: clock)
    let end = 253_000_000_000
    try simulation.run([.start(0, "a", "A", 1, kW: 7), .stop(end, "a")])
    _ = simulation.end()
    let report = simulation.report?.data
    let data = try #require(report)
    let week = try #require(data.week)
    #expect(week.cells.reduce(0) { $0 + $1.time.milliseconds } == end * 1_000)
    #expect(
      week.cells.map(\.energy).reduce(.zero, +)
        == Energy(Power(watts: 7_000), over: TimeSpan(milliseconds: end * 1_000)))
  }

  @Test func `intervals of power are the narrowest of 1, 2, 5 and so on that suffice`() {
    for (watts, width) in [
      (0, 1), (199, 1), (200, 2), (399, 2), (400, 5), (999, 5), (1_000, 10), (1_999, 10),
      (2_000, 20), (12_345_678, 100_000), (1_000_000_000, 10_000_000),
    ] {
      var histogram = LoadHistogram()
      // Small ones first, which have to be joined.
      histogram.take(Power(watts: 3), for: TimeSpan(milliseconds: 5))
      histogram.take(Power(watts: watts), for: TimeSpan(milliseconds: 7))
      histogram.take(Power(watts: watts / 2), for: TimeSpan(milliseconds: 11))
      let duration = histogram.intervals
      #expect(duration.width.watts == width)
      #expect(duration.times.count == max(watts, 3) / width + 1)
      var times = Array(repeating: 0, count: duration.times.count)
      for (power, time) in [(3, 5), (watts, 7), (watts / 2, 11)] { times[power / width] += time }
      #expect(duration.times.map(\.milliseconds) == times)
    }
  }
}
