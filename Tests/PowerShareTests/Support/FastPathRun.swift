@testable import PowerShare

/// A timeline that is read, replayed and written with given parts of the fast path.
struct FastPathRun {
  /// Everything that a user can see of a run.
  struct Outcome: Equatable {
    var result: [UInt8] = []
    var stays: [UInt8] = []
    var summary: [UInt8] = []
    var diagnostics: [Diagnostic] = []
    var extents: [TimelineReader.Extent] = []
    var warnings: [Diagnostic] = []
    var recordStarts: [Int] = []
    var config: StationConfig?
    var scale: TimeScale?
    var ticks = 0
    var startedSessions = 0
    var appliedEvents = 0
    var skippedEvents = 0
    var hasEnded = false
  }

  /// The input and the settings that all runs of a comparison share.
  struct Setup {
    var text: [UInt8]
    var format: TimelineFormat?
    /// The number of bytes that are read at a time.
    var chunk = 4_096
    var station: StationConfig
    var policy = PolicyChoice.fair
    var options = ReplayOptions()
    var writer: any ResultWriter = CSVWriter()
    var level = ResultLevel.session
    /// The zone of the times; nil for the timeline's own offset.
    var zone: LocalClock?
    /// True if events are sorted, so that each is read twice.
    var sorts = false
  }

  private(set) var outcome = Outcome()
  /// The number of events in their fast form.
  private(set) var fastEvents = 0
  /// The number of these that were starts with wishes.
  private(set) var fastWishes = 0

  init(_ setup: Setup, _ fastPath: FastPath) {
    var reader = TimelineReader(
      source: SourceText(name: "timeline", capacity: 16, forgets: !setup.sorts),
      format: setup.format, fastPath: fastPath)
    if setup.sorts { reader.allowAnyOrder() }
    var rest = setup.text[...]
    var replay = Replay(
      station: setup.station, policy: setup.policy.policy, options: setup.options)
    var output = Output(setup, fastPath)
    var event = FastEventBuffer()
    var unsorted: [(time: Instant, start: Int)] = []
    let limit = 2 * rest.count + 100
    reading: for _ in 0..<limit {
      switch reader.next(into: &event) {
      case .event:
        outcome.recordStarts.append(reader.recordStart)
        if setup.sorts {
          unsorted.append((event.time, reader.recordStart))
        } else {
          apply(&event, &replay, &reader, &output)
        }
      case .problems(let diagnostics, let extent):
        outcome.diagnostics += diagnostics
        outcome.extents.append(extent)
      case .needsInput:
        reader.fill { buffer, room in
          let count = min(setup.chunk, room.count, rest.count)
          for (place, byte) in zip(room, rest.prefix(count)) { buffer[place] = byte }
          rest.removeFirst(count)
          return count
        }
      case .end:
        outcome.hasEnded = true
        break reading
      }
    }
    for record in unsorted.sorted(by: { ($0.time, $0.start) < ($1.time, $1.start) }) {
      if reader.readAgain(at: record.start, into: &event) {
        apply(&event, &replay, &reader, &output)
      } else {
        outcome.hasEnded = false
      }
    }
    output.takeTicks(of: &replay, before: nil, reader.scale)
    outcome.warnings = reader.warnings
    outcome.config = reader.embeddedConfig
    outcome.scale = reader.scale
    outcome.ticks = replay.tick
    outcome.startedSessions = replay.startedSessions
    output.end(replay, &outcome)
  }

  private mutating func apply(
    _ event: inout FastEventBuffer, _ replay: inout Replay, _ reader: inout TimelineReader,
    _ output: inout Output
  ) {
    output.takeTicks(of: &replay, before: event.time, reader.scale)
    if event.form == .fast {
      fastEvents += 1
      if event.fast.statesWishes { fastWishes += 1 }
    }
    do throws(EventProblem) {
      try replay.apply(&event)
      outcome.appliedEvents += 1
    } catch {
      outcome.diagnostics.append(reader.refuse(error, earliest: replay.earliestTime))
      outcome.skippedEvents += 1
    }
  }

  /// The writers of a run, on their way.
  private struct Output {
    private let setup: Setup
    private var writer: any ResultWriter
    private var stays = SessionWriter(.ndjson, clock: .seconds)
    private var meter: SummaryMeter
    private var tick: ResultTick
    private var batch: FastTickBatch?
    private var result: [UInt8] = []
    private var stayBytes: [UInt8] = []
    private var hasBegun = false

    init(_ setup: Setup, _ fastPath: FastPath) {
      self.setup = setup
      writer = setup.writer
      meter = SummaryMeter(setup.options)
      tick = ResultTick(level: setup.level)
      if setup.level == .session, fastPath.contains(.batches) { batch = writer.emptyFastBatch }
    }

    mutating func takeTicks(of replay: inout Replay, before time: Instant?, _ scale: TimeScale?) {
      if !hasBegun { begin(replay, scale ?? .seconds) }
      while replay.nextTick(before: time) {
        meter.take(replay)
        for stay in replay.departures { stays.write(stay, into: &stayBytes) }
        if let full = batch, !full.canTake(replay) {
          flush()
          batch = nil
        }
        if batch != nil {
          batch?.take(replay)
          if replay.tick % 7 == 0 { flush() }
        } else if tick.take(replay) {
          writer.write(tick, into: &result)
        }
      }
    }

    private mutating func begin(_ replay: borrowing Replay, _ scale: TimeScale) {
      hasBegun = true
      stays = SessionWriter(.ndjson, clock: OutputClock(scale, zone: setup.zone))
      stays.begin(into: &stayBytes)
      writer.begin(
        ResultHeader(
          station: replay.station, policy: setup.policy.rawValue, options: setup.options,
          scale: scale, zone: setup.zone, level: setup.level, interval: nil), into: &result)
    }

    private mutating func flush() {
      guard let written = batch else { return }
      writer.write(written, into: &result)
      batch?.begin(after: written.lastTick)
    }

    mutating func end(_ replay: borrowing Replay, _ outcome: inout Outcome) {
      flush()
      meter.appliedEvents = outcome.appliedEvents
      meter.skippedEvents = outcome.skippedEvents
      let summary = meter.finish(replay)
      writer.end(summary, into: &result)
      for stay in replay.openStays { stays.write(stay, into: &stayBytes) }
      stays.end(into: &stayBytes)
      outcome.result = result
      outcome.stays = stayBytes
      outcome.summary = summary.json
    }
  }
}
