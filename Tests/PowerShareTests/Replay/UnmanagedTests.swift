import Testing

@testable import PowerShare

@Suite struct UnmanagedTests {
  @Test(arguments: [(PolicyChoice.fair, LimitedBy.grid), (.unmanaged, .charger)])
  func `only a policy that keeps the grid capacity is limited by it`(
    choice: PolicyChoice, limit: LimitedBy
  ) throws {
    // "a" gives up 30 kW for its share of 50 kW; "b" does not take them before it reports.
    var replay = Replay(
      try StationConfig(gridKilowatts: 400, [("A", 100, 2)]), choice, .onUpdate)
    var meter = SummaryMeter(replay.options)
    try replay.run([
      .start(0, "a", kW: 80), .start(0, "b", kW: 80), .update(60, "a", draws: 80),
      .grid(3_660, kW: 400),
    ]) { replay in
      meter.take(replay)
      guard replay.time == .seconds(60) else { return }
      #expect(replay.kilowatts == [50, 20])
      #expect(replay.activeSessions.map(\.limitedBy) == [limit, .pending])
    }
    let summary = meter.finish(replay)
    let held = limit == .grid ? "grid" : "charger"
    #expect(summary.value("curtailment.\(held).deferred") == 30_000)
    #expect(summary.value("curtailment.\(held == "grid" ? "charger" : "grid").deferred") == 0)
  }
}
