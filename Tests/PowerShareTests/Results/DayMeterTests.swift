import Testing

@testable import PowerShare

@Suite struct DayMeterTests {
  private static let day = 86_400

  /// Returns the rows of a run in seconds, each with the time of the tick at which it is passed on;
  /// nil at the end.
  private static func rows(
    _ events: [SessionEvent], until: Int? = nil
  ) throws -> [(day: DayFigures, at: Int?)] {
    var options = ReplayOptions()
    options.follow(.seconds)
    var simulation = Simulation(
      station: try StationConfig(gridKilowatts: 60, [("A", 60, 2)]), policy: FairShare(),
      options: options, until: until.map { Instant(milliseconds: $0 * 1_000) })
    var meter = DailyMeter(options)
    var rows: [(DayFigures, Int?)] = []
    try simulation.run(events) { replay in
      let time = replay.time.map { $0.milliseconds / 1_000 }
      meter.take(replay) { rows.append(($0, time)) }
    }
    _ = simulation.end()
    meter.finish(simulation.replay) { rows.append(($0, nil)) }
    return rows
  }

  private static func days(_ rows: [(day: DayFigures, at: Int?)]) -> [Int] {
    rows.map { row in
      guard case .second(let second) = row.day.day else { return -1 }
      return second / day
    }
  }

  @Test func `a day waits for the sessions of the days before it`() throws {
    let rows = try Self.rows([
      .start(0, "long", kW: 1), .start(10, "a", "A", 2, kW: 10), .stop(20, "a"),
      .start(Self.day + 10, "b", "A", 2, kW: 10), .stop(Self.day + 20, "b"),
      .start(3 * Self.day, "c", "A", 2, kW: 10), .stop(3 * Self.day + 5, "long"),
      .stop(4 * Self.day + 5, "c"), .start(5 * Self.day + 1, "d", kW: 1),
      .stop(5 * Self.day + 2, "d"),
    ])
    #expect(Self.days(rows) == [0, 1, 2, 3, 4, 5])
    #expect(
      rows.map(\.at) == [
        4 * Self.day + 5, 4 * Self.day + 5, 4 * Self.day + 5, 4 * Self.day + 5, nil, nil,
      ])
    #expect(rows.map(\.day.started) == [2, 1, 0, 1, 0, 1])
    #expect(rows.map(\.day.peak.watts) == [11_000, 11_000, 1_000, 11_000, 10_000, 1_000])
  }

  @Test func `days that are alike and without arrivals have rows up to 366`() throws {
    for (gap, count) in [(365, 365), (366, 366), (367, 0), (100_000, 0)] {
      let rows = try Self.rows([
        .start(5, "a", kW: 7), .start((gap + 1) * Self.day + 5, "b", "A", 2, kW: 1),
        .stop((gap + 1) * Self.day + 6, "a"),
      ])
      #expect(Self.days(rows).count == count + 2)
      #expect(Self.days(rows).first == 0 && Self.days(rows).last == gap + 1)
      #expect(rows.dropFirst().dropLast().allSatisfy { $0.day.peak15min?.watts == 7_000 })
    }
  }

  // A report is a tick, and so ends a span, but makes no other day.
  @Test func `ticks do not decide which days have rows`() throws {
    var events: [SessionEvent] = [.start(5, "a", kW: 7)]
    for day in 1...400 { events.append(.update(day * Self.day + 9, "a", draws: 7)) }
    events += [.stop(401 * Self.day + 6, "a")]
    #expect(try Self.days(Self.rows(events)) == [0, 401])
    let active = events + [.start(402 * Self.day, "b", kW: 1)]
    #expect(try Self.days(Self.rows(active)) == [0, 401, 402])
  }

  @Test func `a day is none where the run only touches its first moment`() throws {
    let stopped: [SessionEvent] = [.start(5, "a", kW: 7), .stop(Self.day, "a")]
    #expect(try Self.days(Self.rows(stopped)) == [0])
    #expect(try Self.days(Self.rows(stopped, until: Self.day)) == [0])
    let arriving = stopped + [.start(Self.day, "b", kW: 7)]
    let rows = try Self.rows(arriving)
    #expect(Self.days(rows) == [0, 1])
    #expect(rows[1].day.peak15min == nil && rows[1].day.peak.watts == 7_000)
    #expect(rows[1].day.started == 1)
    #expect(try Self.days(Self.rows([])).isEmpty)
  }

  @Test func `the power at midnight counts for both days only where it goes on`() throws {
    let rows = try Self.rows([
      .start(5, "a", kW: 7), .stop(Self.day, "a"), .start(Self.day, "b", kW: 3),
      .stop(2 * Self.day + 1, "b"),
    ])
    #expect(rows.map(\.day.peak.watts) == [7_000, 3_000, 3_000])
    #expect(rows.map(\.day.peak15min?.watts) == [7_000, 3_000, 3])
  }

  @Test func `shares that are shown alike are compared exactly`() throws {
    func start(_ time: Int, _ id: String, wattHours: Int) -> SessionEvent {
      .start(time, id, kW: 1) {
        $0.energyRequested = Energy(wattHours: wattHours)
        $0.departureTime = .seconds(time + 3_600)
      }
    }
    // 0.3334, 0.3333, 0.3333
    let events = [
      start(0, "a", wattHours: 2_999), start(Self.day, "b", wattHours: 3_000),
      start(2 * Self.day, "c", wattHours: 3_000),
    ]
    var simulation = Simulation(
      station: try StationConfig(gridKilowatts: 60, [("A", 60, 2)]), policy: FairShare())
    try simulation.run(events)
    let end = simulation.end()
    let summary = try #require(end)
    #expect(summary.value("worstDay.date") == Int128(Self.day) * 1_000)
    #expect(summary.value("worstDay.servedShare") == 333)
  }
}
