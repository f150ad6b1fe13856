import Testing

@testable import PowerShare

@Suite struct SummaryMeterTests {
  private static func summary(
    _ station: StationConfig, _ events: [SessionEvent], _ choice: PolicyChoice = .fair
  ) throws -> Summary {
    var meter = SummaryMeter(ReplayOptions())
    var replay = Replay(station, choice)
    try replay.run(events) { meter.take($0) }
    return meter.finish(replay)
  }

  @Test func `without a tick there is no figure of power`() throws {
    let summary = try Self.summary(StationConfig(gridKilowatts: 10, [("A", 20, 1)]), [])
    for path in ["power.peak", "power.overload", "power.mean", "stretch.mean", "wait.max"] {
      #expect(summary.value(path) == nil, "\(path)")
    }
    #expect(summary.value("power.stranded") == 0)
  }

  @Test func `the overload is the peak less the grid capacity`() throws {
    let station = try StationConfig(gridKilowatts: 10, [("A", 20, 1)])
    let starts = [SessionEvent.start(0, "a", kW: 17)]
    #expect(try Self.summary(station, starts).value("power.overload") == 0)
    #expect(try Self.summary(station, starts, .unmanaged).value("power.overload") == 7_000)
  }

  @Test(arguments: [("grid", 20), ("charger", 15), ("connector", 11)])
  func `stretch is judged by the limits after all events at the start's time`(
    limit: String, kilowatts: Int
  ) throws {
    let narrow = try StationConfig(gridKilowatts: 5, [("A", 20, 1)])
    let wide = try StationConfig(
      stationId: "S", gridCapacity: .kW(20),
      chargers: [
        Charger(
          id: "A", maxPower: .kW(limit == "charger" ? 15 : 20),
          connectors: limit == "connector" ? .individual([.kW(11)]) : .alike(count: 1))
      ])
    // The energy of one hour at the power that it can have alone.
    let start = SessionEvent.start(0, "a", kW: 20) { $0.energyRequested = .kWh(kilowatts) }
    let summary = try Self.summary(narrow, [start, .config(0, wide)])
    #expect(summary.value("stretch.mean") == 1_000)
  }

  @Test func `a vehicle that only its own reports slow down has a stretch of 1`() throws {
    let station = try StationConfig(gridKilowatts: 60, [("A", 60, 1)])
    // 5 kWh in 5 minutes, 5 in the next 15 and 1 in the last: 60 kW would have given all in 11.
    let summary = try Self.summary(
      station,
      [
        .start(0, "a", kW: 60) { $0.energyRequested = .kWh(11) }, .update(300, "a", draws: 20),
        .update(1_200, "a", draws: 20, maximum: 60),
      ])
    #expect(summary.value("stretch.mean") == 1_000)
  }

  @Test func `a report at the time when the vehicle would be done alone stretches nothing`() throws
  {
    let station = try StationConfig(gridKilowatts: 60, [("A", 60, 2)])
    // Alone it takes 10 minutes; with half the power and, after 15 minutes, a third of it 22.5.
    let summary = try Self.summary(
      station,
      [
        .start(0, "a", kW: 60) { $0.energyRequested = .kWh(10) }, .start(0, "b", kW: 60),
        .update(900, "a", draws: 20),
      ])
    #expect(summary.value("stretch.mean") == 2_250)
  }
}
