@testable import PowerShare

/// Replays events and writes the result as the commands do.
enum WrittenResult {
  static func text(
    _ writer: any ResultWriter, _ station: StationConfig, _ events: [SessionEvent],
    level: ResultLevel = .session, scale: TimeScale = .seconds, every interval: TimeSpan? = nil,
    reallocation: Reallocation = .immediate
  ) throws -> String {
    var writer = writer
    var bytes: [UInt8] = []
    var summary = SummaryMeter(ReplayOptions())
    var replay = Replay(station, reallocation)
    var meter = interval.map { IntervalMeter(length: $0, scale: scale, level: level) }
    writer.begin(
      ResultHeader(
        station: station, policy: FairShare.name, options: replay.options, scale: scale,
        level: level, interval: interval), into: &bytes)
    var tick = ResultTick(level: level)
    var sessions = SessionTicks(showsStation: writer.sessionsShowStation)
    func take(_ replay: borrowing Replay) {
      summary.take(replay)
      if meter != nil {
        meter?.take(replay) { writer.write($0, into: &bytes) }
      } else if level == .session {
        sessions.take(replay)
      } else if tick.take(replay) {
        writer.write(tick, into: &bytes)
      }
    }
    try replay.run(events) { take($0) }
    writer.write(sessions, into: &bytes)
    summary.appliedEvents = events.count
    meter?.finish(replay, until: nil) { writer.write($0, into: &bytes) }
    writer.end(summary.finish(replay, until: nil), into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
