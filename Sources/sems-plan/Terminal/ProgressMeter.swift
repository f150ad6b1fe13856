import PowerShare

/// Shows the progress of a run that takes longer than a second, on a terminal only.
struct ProgressMeter {
  private let reporter: Reporter?
  private let clock: @Sendable () -> Int
  private let start: Int
  private var next: Int
  private var calls = 0

  private static let delay = 1_000
  private static let interval = 200

  /// - Parameter reporter: Shows the progress; nil for none.
  init(reporter: Reporter?, clock: @escaping @Sendable () -> Int) {
    self.reporter = reporter
    self.clock = clock
    start = clock()
    next = start + Self.delay
  }

  /// Whether there is a reporter to show progress.
  var isWanted: Bool { reporter != nil }

  /// Shows the number of scenarios done and the estimated time left, unless the last update is too
  /// recent.
  mutating func update(scenarios done: Int, of count: Int) {
    guard let reporter, clock() >= next else { return }
    let now = clock()
    next = now + Self.interval
    guard let left = timeLeft(done: done, of: count, now) else { return }
    reporter.progress("\(done) of \(count) scenarios, about \(left) left")
  }

  /// Shows the events, the time reached and the estimated time left, unless the last update is too
  /// recent.
  ///
  /// - Parameters:
  ///   - done: The part that is done, such as the bytes read.
  ///   - total: The whole of that, or nil if it is not known.
  mutating func update(
    _ events: Int, _ noun: String, time: Instant?, in times: OutputClock?, done: Int,
    of total: Int?
  ) {
    guard let reporter else { return }
    calls += 1
    // Reading the clock costs more than an event, so it is read at every 256th.
    guard calls % 256 == 0, clock() >= next else { return }
    let now = clock()
    next = now + Self.interval
    var text = events.counted(noun)
    if let time, let times { text += ", at \(times.text(time))" }
    if let total, total > 0 { text += ", \(min(100, done * 100 / total)) %" }
    if let total, let left = timeLeft(done: done, of: total, now) { text += ", about \(left) left" }
    reporter.progress(text)
  }

  /// Returns the estimated time left, or nil if there is no estimate.
  ///
  /// It assumes that the rest of the work is as fast as the part that is done.
  private func timeLeft(done: Int, of total: Int, _ now: Int) -> String? {
    guard done > 0 else { return nil }
    let left = Int(Int128(now - start) * Int128(max(0, total - done)) / Int128(done) / 1_000)
    var time = "\(left % 60)s"
    if left >= 60 { time = "\(left / 60 % 60)m" + time }
    if left >= 3_600 { time = "\(left / 3_600)h" + time }
    return time
  }
}
