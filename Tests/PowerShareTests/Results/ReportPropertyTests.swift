import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct ReportPropertyTests {
  /// A run with the data of its report, and with what a plain calculation finds.
  private struct Run {
    var data: ReportData?
    var slow = SlowReport()
    var summary: Summary?
    var duration = TimeSpan(milliseconds: 0)
    var imported = Energy.zero
  }

  private static func run(_ days: RandomDays, _ policy: PolicyChoice) -> Run {
    var run = Run()
    var simulation = Simulation(
      station: days.station, policy: policy.policy, options: days.options, until: nil,
      zone: days.zone, hasSummary: true, hasProfiles: days.coversDays)
    simulation.measureReport(zone: days.zone)
    var haveVehiclesEnded = false
    func take(_ replay: borrowing Replay, _ run: inout Run) {
      guard let time = replay.time else { return }
      run.slow.take(replay, at: time)
      if !haveVehiclesEnded { run.slow.take(replay.departures) }
    }
    for event in days.events {
      while simulation.nextTick(before: event.time) { take(simulation.replay, &run) }
      do { try simulation.apply(event) } catch { simulation.skippedEvents += 1 }
    }
    closing: while true {
      switch simulation.closingStep() {
      case .tick: take(simulation.replay, &run)
      case .vehiclesEnd:
        haveVehiclesEnded = true
        if let end = simulation.replay.vehiclesEnd { run.slow.take(simulation.replay, at: end) }
      case .nothing: continue
      case .end: break closing
      }
    }
    run.summary = simulation.end()
    run.data = simulation.report?.data
    if let end = simulation.replay.endTime { run.slow.advance(to: end, simulation.replay) }
    run.slow.take(simulation.replay.openStays)
    if let site = simulation.meter?.site {
      (run.duration, run.imported) = (site.duration, site.imported)
    }
    return run
  }

  @Test(arguments: PropertyCases.seeds(300))
  func `the data of a report are those of a plain calculation`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let days = try RandomDays(using: &random)
    let run = Self.run(days, random.pick(PolicyChoice.allCases))
    let data = try #require(run.data)
    let expected = run.slow.data(offset: days.offset)
    #expect(data.busiestDay == expected.busiestDay, "seed \(seed)")
    #expect(data.worstDay == expected.worstDay, "seed \(seed)")
    #expect(data.duration == expected.duration, "seed \(seed)")
    #expect(data.week == expected.week, "seed \(seed)")
    #expect(data.months == expected.months, "seed \(seed)")
    #expect(data.lostByHour == expected.lostByHour, "seed \(seed)")
    #expect(data.sessions == expected.sessions, "seed \(seed)")
    #expect(data == expected, "seed \(seed)")
    try check(data, against: run, "seed \(seed)")
  }

  /// Compares the data with the summary of the same run.
  private func check(_ data: ReportData, against run: Run, _ seed: Comment) throws {
    let summary = try #require(run.summary)
    let time = data.duration.times.reduce(0) { $0 + $1.milliseconds }
    #expect(time == run.duration.milliseconds, seed)
    if let week = data.week {
      #expect(week.cells.map(\.energy).reduce(.zero, +) == run.imported, seed)
      let time = week.cells.reduce(0) { $0 + $1.time.milliseconds }
      #expect(time == run.duration.milliseconds, seed)
      let peak = data.months.map(\.peak).max().map { Int128($0.watts) }
      #expect(summary.value("grid.peak15min") == peak, seed)
    }
    var lost = EnergyByLimit()
    for hour in data.lostByHour { lost += hour }
    let unserved = try #require(summary.value("energy.unserved"))
    #expect(lost.total.roundedWattHours == unserved, seed)
    let started = try #require(summary.value("sessions.started"))
    #expect(Int128(data.sessions.waits.reduce(0, +) * 1_000) == started, seed)
    let worst = data.worstDay
    switch worst?.name {
    case .second(let second): #expect(summary.value("worstDay.date") == Int128(second) * 1_000)
    case .date: #expect(summary.figure("worstDay.date")?.text == worst?.name.text, seed)
    case nil: #expect(summary.figure("worstDay.date")?.isNull == true, seed)
    }
    let share = worst.map {
      divideRoundingToEven(
        $0.delivered.wattMilliseconds * 1_000, by: $0.requested.wattMilliseconds)
    }
    #expect(summary.value("worstDay.servedShare") == share, seed)
    let missing = worst.map { ($0.requested - $0.delivered).roundedWattHours }
    #expect(summary.value("worstDay.unservedEnergy") == missing, seed)
  }

  @Test func `the random runs have batteries, loads, days that differ, and open sessions`() throws {
    var (batteries, exports, different, long) = (0, 0, 0, 0)
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let days = try RandomDays(using: &random)
      let data = try #require(Self.run(days, random.pick(PolicyChoice.allCases)).data)
      let quarters = data.worstDay?.quarters ?? []
      if quarters.contains(where: { $0.given > .zero && $0.batteryEnergy != nil }) {
        batteries += 1
      }
      if quarters.contains(where: { $0.exported > .zero && $0.loads > .zero }) { exports += 1 }
      if data.worstDay != data.busiestDay { different += 1 }
      if quarters.count > 90 { long += 1 }
    }
    #expect(
      batteries > 5 && exports > 5 && different > 5 && long > 5,
      "\(batteries), \(exports), \(different), \(long)")
  }

  /// Over months without an event, days are taken at once; a report every quarter of an hour makes
  /// each a tick.
  @Test(arguments: ClockCase.all + [.dateLine])
  func `days without a tick count like days with many`(clock example: ClockCase) throws {
    let clock = try example.clock()
    var options = ReplayOptions()
    options.follow(.dateTime(.zulu), zone: clock)
    // 2026-01-31 to 2027-01-20.
    let (first, length) = (1_769_817_600, 355 * 86_400 + 7_777)
    func data(every interval: Int?) throws -> ReportData {
      var simulation = Simulation(
        station: try StationConfig(gridKilowatts: 60, [("A", 60, 2)]), policy: FairShare(),
        options: options, zone: clock)
      simulation.measureReport(zone: clock)
      var events: [SessionEvent] = [
        .start(first, "a", "A", 1, kW: 7),
        .start(first + 4_000, "b", kW: 20) { $0.energyRequested = Energy(wattHours: 7_777) },
      ]
      if let interval {
        for time in stride(from: first + interval, to: first + length, by: interval) {
          events.append(.grid(time, kW: 60))
        }
      }
      events.append(.stop(first + length, "a"))
      try simulation.run(events)
      _ = simulation.end()
      let data = simulation.report?.data
      return try #require(data)
    }
    let expected = try data(every: 900)
    #expect(expected.months.count == 13)
    #expect(try data(every: nil) == expected)
    #expect(try data(every: 90_061) == expected)
  }
}
