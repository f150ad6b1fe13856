import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct DayPropertyTests {
  /// A run with its rows of days, and with the days that a plain calculation finds.
  private struct Run {
    var rows: [DayFigures] = []
    var slow = SlowDayFigures()
    var summary: Summary?
  }

  private static func run(_ days: RandomDays, _ policy: PolicyChoice) -> Run {
    var run = Run()
    var simulation = Simulation(
      station: days.station, policy: policy.policy, options: days.options, until: nil,
      zone: days.zone, hasSummary: true, hasProfiles: days.coversDays)
    var meter = DailyMeter(days.options, zone: days.zone)
    var haveVehiclesEnded = false
    func take(_ replay: borrowing Replay, _ run: inout Run) {
      guard let time = replay.time else { return }
      meter.take(replay) { run.rows.append($0) }
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
        meter.endVehicles(simulation.replay)
        if let end = simulation.replay.vehiclesEnd { run.slow.take(simulation.replay, at: end) }
      case .nothing: continue
      case .end: break closing
      }
    }
    run.summary = simulation.end()
    if let end = simulation.replay.endTime { run.slow.advance(to: end, simulation.replay) }
    run.slow.take(simulation.replay.openStays)
    meter.finish(simulation.replay) { run.rows.append($0) }
    return run
  }

  @Test(arguments: PropertyCases.seeds(200))
  func `rows of days are those of a plain calculation, and the worst is in the summary`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let days = try RandomDays(using: &random)
    let run = Self.run(days, random.pick(PolicyChoice.allCases))
    let expected = run.slow.figures(offset: days.offset)
    #expect(run.rows == expected, "seed \(seed)")
    let summary = try #require(run.summary)
    func sum(_ count: (DayFigures) -> Int) -> Int128 {
      Int128(run.rows.map(count).reduce(0, +) * 1_000)
    }
    #expect(summary.value("sessions.started") == sum(\.started), "seed \(seed)")
    #expect(summary.value("sessions.served") == sum(\.served), "seed \(seed)")
    #expect(summary.value("sessions.unserved") == sum(\.unserved), "seed \(seed)")
    #expect(summary.value("sessions.abandoned") == sum(\.abandoned), "seed \(seed)")
    let requested = run.rows.map(\.requested).reduce(.zero, +)
    let delivered = run.rows.map(\.delivered).reduce(.zero, +)
    #expect(summary.value("energy.requested") == requested.roundedWattHours, "seed \(seed)")
    #expect(summary.value("energy.delivered") == delivered.roundedWattHours, "seed \(seed)")
    #expect(
      summary.value("energy.unserved") == (requested - delivered).roundedWattHours,
      "seed \(seed)")
    let peak = run.rows.map { Int128($0.peak.watts) }.max() ?? 0
    #expect(summary.value("grid.peak") == peak, "seed \(seed)")
    let quarter = run.rows.compactMap { $0.peak15min.map { Int128($0.watts) } }.max()
    #expect(summary.value("grid.peak15min") == quarter, "seed \(seed)")
    #expect(summary.hasSeveralDays == (run.rows.count > 1), "seed \(seed)")
    checkWorst(summary, run.rows, "seed \(seed)")
  }

  private func checkWorst(_ summary: Summary, _ rows: [DayFigures], _ seed: Comment) {
    let asked = rows.filter { $0.requested > .zero }
    let worst = asked.reduce(nil as DayFigures?) { worst, day in
      guard let worst else { return day }
      let left = day.delivered.wattMilliseconds * worst.requested.wattMilliseconds
      let right = worst.delivered.wattMilliseconds * day.requested.wattMilliseconds
      return left < right ? day : worst
    }
    guard let worst else {
      for path in ["date", "servedShare", "unservedEnergy", "peak15min"] {
        #expect(summary.figure("worstDay.\(path)")?.isNull == true, seed)
      }
      return
    }
    switch worst.day {
    case .date: #expect(summary.figure("worstDay.date")?.text == worst.day.text, seed)
    case .second(let second):
      #expect(summary.value("worstDay.date") == Int128(second) * 1_000, seed)
    }
    let share = divideRoundingToEven(
      worst.delivered.wattMilliseconds * 1_000, by: worst.requested.wattMilliseconds)
    #expect(summary.value("worstDay.servedShare") == share, seed)
    let unserved = (worst.requested - worst.delivered).roundedWattHours
    #expect(summary.value("worstDay.unservedEnergy") == unserved, seed)
    let quarter = worst.peak15min.map { Int128($0.watts) }
    #expect(summary.value("worstDay.peak15min") == quarter, seed)
  }

  @Test func `the random runs cover several days, worst ones, and open sessions`() throws {
    var (several, worst, open) = (0, 0, 0)
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let days = try RandomDays(using: &random)
      let run = Self.run(days, random.pick(PolicyChoice.allCases))
      if run.rows.count > 2 { several += 1 }
      if run.summary?.value("worstDay.servedShare") != nil { worst += 1 }
      if run.summary?.value("sessions.open") ?? 0 > 0 { open += 1 }
    }
    #expect(several > 10 && worst > 10 && open > 5, "\(several), \(worst), \(open)")
  }
}
