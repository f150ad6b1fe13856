import Testing

@testable import PowerShare

@Suite struct SimulationTests {
  @Test(.tags(.property), arguments: PropertyCases.seeds(60))
  func `a simulation is a replay and a meter driven by hand`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let day = try EnergyTimeline(using: &random)
    var until: Instant?
    if random.chance(percent: 50), let first = day.events.first, let last = day.events.last {
      let range = first.time.milliseconds...(last.time.milliseconds + 50_000)
      until = Instant(milliseconds: random.int(range))
    }
    let events = day.events.filter { event in until.map { event.time < $0 } ?? true }

    var replay = Replay(station: day.station, policy: MaxMin(), options: day.options)
    var meter = SummaryMeter(day.options)
    var expected: [[Int]] = []
    for event in events {
      while replay.nextTick(before: event.time) {
        meter.take(replay)
        expected.append(Self.powers(replay))
      }
      do {
        try replay.apply(event)
        meter.appliedEvents += 1
      } catch {
        meter.skippedEvents += 1
      }
    }
    while replay.nextTick(before: until) {
      meter.take(replay)
      expected.append(Self.powers(replay))
    }
    if let until { replay.end(at: until) }

    var simulation = Simulation(
      station: day.station, policy: MaxMin(), options: day.options, until: until)
    var ticks: [[Int]] = []
    for event in day.events {
      if simulation.isOver(at: event.time) { continue }
      while simulation.nextTick(before: event.time) { ticks.append(Self.powers(simulation.replay)) }
      do { try simulation.apply(event) } catch { simulation.skippedEvents += 1 }
    }
    while simulation.nextTick(before: nil) { ticks.append(Self.powers(simulation.replay)) }
    #expect(ticks == expected)
    let summary = simulation.end()
    #expect(summary == meter.finish(replay))
  }

  /// The tick's time in milliseconds, then what each session is offered in watts.
  private static func powers(_ replay: borrowing Replay) -> [Int] {
    [replay.time?.milliseconds ?? -1] + replay.activeSessions.map { $0.allocatedPower.watts }
  }

  @Test func `an event at the end of a run is no part of it`() throws {
    let station = try StationConfig(gridKilowatts: 10, [("A", 10, 1)])
    var simulation = Simulation(
      station: station, policy: FairShare(), until: Instant(milliseconds: 60_000))
    try simulation.run([.start(0, "a", kW: 10), .update(60, "a", draws: 5)])
    #expect(simulation.appliedEvents == 1)
    let isOver = [59_999, 60_000].map { simulation.isOver(at: Instant(milliseconds: $0)) }
    #expect(isOver == [false, true])
    simulation.skippedEvents = 2
    let summary = simulation.end()
    #expect(summary?.value("events.applied") == 1_000)
    #expect(summary?.value("events.skipped") == 2_000)
    #expect(summary?.value("power.mean") == 10_000)
  }

  @Test func `a run without a summary has none`() throws {
    let station = try StationConfig(gridKilowatts: 10, [("A", 10, 1)])
    var options = ReplayOptions()
    options.recordsStays = false
    var simulation = Simulation(
      station: station, policy: FairShare(), options: options, hasSummary: false)
    try simulation.run([.start(0, "a", kW: 10)])
    let recordsStays = simulation.replay.options.recordsStays
    let summary = simulation.end()
    #expect(!recordsStays)
    #expect(summary == nil)
  }

  /// Notes its calls in a list that it shares with another observer.
  private struct Note: TickObserver {
    let name: String
    let list: List

    final class List {
      var calls: [String] = []
    }

    mutating func begin(_ replay: borrowing Replay, scale: TimeScale?) throws(Never) {
      list.calls.append("\(name) begins")
    }

    mutating func take(_ replay: borrowing Replay) throws(Never) {
      list.calls.append("\(name) takes \(replay.tick)")
    }

    mutating func end(_ replay: borrowing Replay, _ summary: Summary?) throws(Never) {
      list.calls.append("\(name) ends\(summary == nil ? "" : " with a summary")")
    }
  }

  @Test func `a pair calls its first observer first`() throws {
    let station = try StationConfig(gridKilowatts: 10, [("A", 10, 1)])
    let list = Note.List()
    var pair = TickObserverPair(Note(name: "a", list: list), Note(name: "b", list: list))
    var simulation = Simulation(station: station, policy: FairShare())
    pair.begin(simulation.replay, scale: .seconds)
    try simulation.run([.start(0, "a", kW: 10)]) { replay in pair.take(replay) }
    let summary = simulation.end()
    pair.end(simulation.replay, summary)
    #expect(
      list.calls == [
        "a begins", "b begins", "a takes 1", "b takes 1", "a ends with a summary",
        "b ends with a summary",
      ])
  }
}
