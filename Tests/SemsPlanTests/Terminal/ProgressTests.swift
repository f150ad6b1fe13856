import Testing

@testable import sems_plan

@Suite struct ProgressTests {
  /// Returns streams with a long timeline, and a clock that advances at each reading.
  private func streams(milliseconds: Int, isTerminal: Bool = true) -> CapturedStreams {
    let timeline = Sample.longTimeline(stays: 1_000)
    let streams = CapturedStreams(
      files: ["station.json": Sample.station, "timeline.csv": timeline])
    streams.terminal.errorsAreTerminal = isTerminal
    streams.clock.advance(eachTimeBy: milliseconds)
    return streams
  }

  private static let clear = "\r\u{1B}[K"
  private static let summary = "2000 events, 2000 ticks: 1000 sessions, peak 80 kW\n"

  @Test func `progress shows events, time and percentage, and is cleared at the end`() throws {
    let outcome = streams(milliseconds: 1_000).run("\(Sample.simulate) -f csv -o out.csv")
    let shown = outcome.err.split(separator: Self.clear)
    #expect(shown.count > 2)
    let first = try #require(shown.first)
    #expect(first.contains(/^[0-9]+ events, at [0-9]+, [0-9]+ %, about [0-9ms]+ left$/))
    #expect(!first.contains("\n"))
    #expect(outcome.err.hasPrefix(Self.clear))
    #expect(outcome.err.hasSuffix(Self.clear + Self.summary))
  }

  @Test func `a run of less than a second shows no progress`() {
    let outcome = streams(milliseconds: 0).run("\(Sample.simulate) -f csv -o out.csv")
    #expect(outcome.err == Self.summary)
  }

  @Test func `without a terminal there is no progress`() {
    let outcome = streams(milliseconds: 1_000, isTerminal: false)
      .run("\(Sample.simulate) -f csv -o out.csv")
    #expect(outcome.err == Self.summary)
  }

  @Test func `--quiet shows no progress`() {
    let outcome = streams(milliseconds: 1_000).run("\(Sample.simulate) -f csv -o out.csv -q")
    #expect(outcome.err.isEmpty)
  }

  @Test func `without a known size there is no percentage`() throws {
    let streams = streams(milliseconds: 1_000)
    let timeline = try #require(streams.files.texts["timeline.csv"])
    streams.files.sources["timeline.csv"] = MemorySource(timeline)
    let outcome = streams.run("\(Sample.simulate) -f csv -o out.csv")
    #expect(outcome.err.contains("events, at "))
    #expect(!outcome.err.contains("%") && !outcome.err.contains("left"))
  }

  /// The milliseconds that have passed, the part that is done of 100, and the time that is shown.
  @Test(arguments: [
    (10_000, 25, "30s"), (60_000, 50, "1m0s"), (120_000, 1, "3h18m0s"), (5_000, 100, "0s"),
    (5_000, 110, "0s"), (9_000_000_000_000, 1, "247500000h0m0s"),
  ])
  func `the time left is estimated from the part that is done`(
    passed: Int, done: Int, left: String
  ) {
    let target = MemoryTarget()
    let reporter = Reporter(target: target, style: .text, isQuiet: false, usesColor: false)
    let clock = FakeClock()
    var meter = ProgressMeter(reporter: reporter, clock: { clock.read() })
    clock.advance(eachTimeBy: passed)
    // The first reading is the start, so that the next ones are later by the step.
    _ = clock.read()
    clock.advance(eachTimeBy: 0)
    meter.update(scenarios: done, of: 100)
    #expect(target.text.hasSuffix("\(done) of 100 scenarios, about \(left) left"))
  }

  @Test func `generate shows arrivals, time, percentage and an estimate`() throws {
    let line = "generate --from 2026-03-02T00:00:00+01:00 --days 10 --sessions-per-day 200"
    let streams = streams(milliseconds: 1_000)
    let outcome = streams.run("\(line) -o out.csv")
    let shown = outcome.err.split(separator: Self.clear)
    #expect(shown.count > 2)
    let text = /^[0-9]+ arrivals, at 2026-03-[0-9]+T[0-9:.]+\+01:00, [0-9]+ %, about [0-9ms]+ left$/
    for line in shown.dropLast() { #expect(line.contains(text), "\(line)") }
    #expect(shown.last?.contains(" kWh wanted, seed 1\n") == true)
  }

  @Test(arguments: ["-o out.csv -q", ""])
  func `generate shows no progress where it is not wanted`(options: String) {
    let line = "generate --from 2026-03-02T00:00:00Z --days 10 --sessions-per-day 200"
    let streams = streams(milliseconds: 1_000)
    streams.terminal.outputIsTerminal = true
    #expect(!streams.run("\(line) \(options)").err.contains("left"))
  }

  @Test func `with results on the same terminal there is no progress`() {
    let streams = streams(milliseconds: 1_000)
    streams.terminal.outputIsTerminal = true
    let outcome = streams.run("\(Sample.simulate) -f csv")
    #expect(outcome.err == Self.summary)
  }

  /// Command lines that write nothing to standard error after their progress.
  @Test(arguments: [
    "explain -c station.json -t timeline.csv", "\(Sample.simulate) -f csv",
    "\(Sample.simulate) --expect golden.csv -f csv",
  ])
  func `progress is cleared however the command ends`(line: String) {
    let streams = streams(milliseconds: 1_000)
    streams.output.fault = .init(write: 1, failure: .closedPipe)
    streams.files.sources["golden.csv"] = MemorySource("")
    let outcome = streams.run(line)
    #expect(outcome.err.contains(" events, at "))
    let last = outcome.err.split(separator: Self.clear, omittingEmptySubsequences: false).last
    #expect(last?.isEmpty == true || last?.hasSuffix("\n") == true)
  }

  @Test func `progress is cleared before a problem is reported`() throws {
    let streams = streams(milliseconds: 1_000)
    let timeline = try #require(streams.files.texts["timeline.csv"])
    streams.files.sources["timeline.csv"] = MemorySource(timeline + "x\n")
    let outcome = streams.run("\(Sample.simulate) -f csv -o out.csv")
    #expect(outcome.code == .badInput)
    let last = try #require(outcome.err.split(separator: Self.clear).last)
    #expect(last.contains("timeline.csv:2002:1:"))
    #expect(last.hasSuffix("\n"))
  }
}
