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
  ///
  /// The estimate assumes that the remaining scenarios take as long as those that are done.
  mutating func update(scenarios done: Int, of count: Int) {
    guard let reporter, done > 0, clock() >= next else { return }
    let now = clock()
    next = now + Self.interval
    let left = (now - start) * (count - done) / done / 1_000
    var time = "\(left % 60)s"
    if left >= 60 { time = "\(left / 60 % 60)m" + time }
    if left >= 3_600 { time = "\(left / 3_600)h" + time }
    reporter.progress("\(done) of \(count) scenarios, about \(time) left")
  }

  /// Shows the events read and the time reached, unless the last update is too recent.
  mutating func update(
    events: Int, time: Instant?, _ scale: TimeScale?, read: Int, of size: Int?
  ) {
    guard let reporter else { return }
    calls += 1
    // Reading the clock costs more than an event, so it is read at every 256th.
    guard calls % 256 == 0, clock() >= next else { return }
    next = clock() + Self.interval
    var text = "\(events) events"
    if let time, let scale { text += ", at \(scale.text(time))" }
    if let size, size > 0 { text += ", \(min(100, read * 100 / size)) %" }
    reporter.progress(text)
  }
}
