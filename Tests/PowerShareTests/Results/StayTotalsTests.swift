import Testing

@testable import PowerShare

/// Figures computed by hand, of an hour in which two vehicles share 60 kW and a third waits.
@Suite struct StayTotalsTests {
  /// - "even" gets its 30 kWh at 30 kW in one hour; alone it would take half of that.
  /// - "late" wants 40 kWh and leaves after the hour with 30.
  /// - "passing" waits for 10 minutes, with 60 kW and a wish of 20 kWh, and drives on.
  /// - "silent" asks for nothing, and is stopped after a minute.
  /// - "still" wants 500 kWh and is there at the end, after 2 minutes.
  private static func figures() throws -> [String: Int128?] {
    var totals = StayTotals()
    var replay = Replay(try StationConfig(gridKilowatts: 60, [("A", 100, 2)]))
    try replay.run([
      .start(0, "even", kW: 60) { $0.energyRequested = .kWh(30) },
      .start(0, "late", kW: 60) {
        $0.energyRequested = .kWh(40)
        $0.departureTime = .seconds(3_600)
      },
      .start(600, "passing", kW: 60) {
        $0.energyRequested = .kWh(20)
        $0.maxWait = TimeSpan(milliseconds: 600_000)
      },
      .start(7_200, "silent", kW: 60), .stop(7_260, "silent"),
      .start(7_260, "still", kW: 60) { $0.energyRequested = .kWh(500) },
      .grid(7_380, kW: 60),
    ]) { replay in
      guard let time = replay.time, time <= .seconds(7_380) else { return }
      for stay in replay.departures { totals.take(stay) }
      if time == .seconds(7_380) { for stay in replay.openStays { totals.take(stay) } }
    }
    let definitions = FigureTable.figures(FigureScope(isOnUpdate: false))
    var list = FigureList(definitions)
    totals.addCounts(to: &list)
    totals.addEnergies(to: &list)
    totals.addQuality(to: &list)
    var figures = Dictionary(uniqueKeysWithValues: definitions.map { ($0.path, list[$0.path]) })
    for limit in Curtailment.allCases {
      figures["\(limit.name).deferred"] = totals.deferred[limit].roundedWattHours
      figures["\(limit.name).lost"] = totals.shownLost[limit.rawValue]
    }
    return figures
  }

  @Test(arguments: [
    ("sessions.started", 5_000), ("sessions.served", 1_000), ("sessions.unserved", 1_000),
    ("sessions.abandoned", 1_000), ("sessions.open", 1_000), ("sessions.withoutTarget", 1_000),
    // 30 + 40 + 20; each vehicle alone could have had its energy, also the one without a connector.
    ("energy.requested", 90_000), ("energy.delivered", 60_000), ("energy.attainable", 90_000),
    ("energy.unserved", 30_000),
    // 30 kW each of two vehicles, for an hour; 60 kW for 10 minutes.
    ("grid.deferred", 60_000), ("queue.deferred", 10_000), ("stay.deferred", 0),
    ("grid.lost", 10_000), ("queue.lost", 20_000), ("stay.lost", 0),
    // Shares of 1, 0.75 and 0: 1.75² ÷ (3 × 1.5625).
    ("fairness.jain", 653), ("fairness.lowest", 0), ("fairness.p10", 0),
    // 10 minutes of one in five.
    ("wait.mean", 2_000), ("wait.p50", 0), ("wait.p95", 10_000), ("wait.max", 10_000),
    ("stretch.mean", 2_000), ("stretch.p95", 2_000),
  ])
  func `a figure is as computed by hand`(path: String, thousandths: Int) throws {
    #expect(try Self.figures()[path] == Int128(thousandths))
  }
}
