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
    var options = ReplayOptions()
    options.reallocation = reallocation
    var simulation = Simulation(station: station, policy: FairShare(), options: options)
    var meter = interval.map { IntervalMeter(length: $0, scale: scale, level: level) }
    writer.begin(
      ResultHeader(
        station: station, policy: FairShare.name, options: options, scale: scale,
        level: level, interval: interval), into: &bytes)
    var tick = ResultTick(level: level)
    var batch = level == .session && interval == nil ? writer.emptyFastBatch : nil
    func take(_ replay: borrowing Replay) {
      if let full = batch, !full.canTake(replay) {
        writer.write(full, into: &bytes)
        batch = nil
      }
      if meter != nil {
        meter?.take(replay) { writer.write($0, into: &bytes) }
      } else if batch != nil {
        batch?.take(replay)
      } else if tick.take(replay) {
        writer.write(tick, into: &bytes)
      }
    }
    try simulation.run(events) { take($0) }
    if let batch { writer.write(batch, into: &bytes) }
    let summary = simulation.end()
    meter?.finish(simulation.replay) { writer.write($0, into: &bytes) }
    writer.end(summary, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
