import PowerShare

/// What is done with the ticks of a replay: written, explained, or only counted.
protocol TickConsumer {
  /// Takes the replay before its first tick, and the way in which the timeline states times; nil
  /// where it has no event that could tell.
  mutating func begin(_ replay: borrowing Replay, scale: TimeScale?) throws(Failure)
  /// Takes a tick.
  mutating func take(_ replay: borrowing Replay) throws(Failure)
  /// Refuses a station that could be replayed, but whose results could not be shown.
  func check(_ station: StationConfig) throws(EventProblem)
  /// Called before the program waits for input or ends early: what is known ought to be seen.
  mutating func flush() throws(Failure)
  /// Called when all ticks have been taken.
  ///
  /// - Parameter summary: What the run has come to, where the consumer wants it.
  mutating func end(_ replay: borrowing Replay, _ summary: Summary?) throws(Failure)
  /// Whether it wants a summary.
  var wantsSummary: Bool { get }
  /// Whether it looks at the stays that a replay records.
  var wantsStays: Bool { get }
  /// Whether no more ticks are wanted.
  var isSatisfied: Bool { get }
  /// Whether ticks are shown on a terminal, where a line of progress would stand among them.
  var showsTicks: Bool { get }
}

extension TickConsumer {
  var isSatisfied: Bool { false }
  var showsTicks: Bool { false }
  var wantsSummary: Bool { false }
  var wantsStays: Bool { wantsSummary }
  func check(_ station: StationConfig) throws(EventProblem) {}
  mutating func flush() throws(Failure) {}
}

/// Reads a station and a timeline and replays them into a consumer.
struct ReplayRun<Consumer: TickConsumer> {
  private let settings: ReplaySettings
  private let streams: Streams
  private let reporter: Reporter
  /// Whether all problems are looked for, instead of ending at the first.
  private let findsAllProblems: Bool
  private(set) var consumer: Consumer
  /// What the run has come to; nil where the consumer does not want to know.
  private(set) var summary: Summary?
  /// What the run has counted.
  private(set) var totals = RunTotals()
  /// Whether there was a station to replay.
  private(set) var hasReplayed = false
  private var progress: ProgressMeter

  init(
    _ settings: ReplaySettings, _ consumer: Consumer, _ streams: Streams, _ reporter: Reporter,
    findsAllProblems: Bool = false
  ) {
    self.settings = settings
    self.consumer = consumer
    self.streams = streams
    self.reporter = reporter
    self.findsAllProblems = findsAllProblems
    let showsProgress =
      streams.terminal.errorsAreTerminal && !reporter.isQuiet && !consumer.showsTicks
    progress = ProgressMeter(reporter: showsProgress ? reporter : nil, clock: streams.clock)
  }

  /// Replays the whole timeline.
  mutating func run() throws(Failure) {
    defer { reporter.clearProgress() }
    // All inputs are opened before any is read.
    var feed: EventFeed?
    if let path = settings.timeline { feed = try EventFeed(settings, path: path, streams) }
    var station: StationConfig?
    if let path = settings.config { station = try readStation(path) }
    // Taken out, so that its window has one owner and is not copied when it is filled.
    guard var feed = feed.take() else { return }
    do throws(Failure) {
      try replayEvents(&feed, station)
    } catch {
      // A tick that is known is written whether or not the next event is any good.
      try? consumer.flush()
      throw error
    }
  }

  // MARK: Reading

  private func readStation(_ path: String) throws(Failure) -> StationConfig? {
    let text = try streams.readAll(path)
    let format = StationReader.Format(fileName: path, text: text)
    var (station, diagnostics) = StationReader.read(name: path, text: text, format: format)
    if settings.isStrict {
      for index in diagnostics.indices { diagnostics[index].severity = .error }
      if !diagnostics.isEmpty { station = nil }
    }
    diagnostics.forEach(reporter.report)
    if station == nil, !findsAllProblems { throw .badInput }
    return station
  }

  /// Reads the next event that can be used; false where there is none left.
  @inline(__always)
  private mutating func readEvent(
    _ feed: inout EventFeed, into event: inout ReadEvent
  ) throws(Failure) -> Bool {
    let outcome = feed.nextInWindow(into: &event)
    if case .event? = outcome, !feed.hasWarnings { return true }
    return try readOn(after: outcome, &feed, into: &event)
  }

  /// Goes on where there is more to do than to take an event from the window.
  @inline(never)
  private mutating func readOn(
    after outcome: TimelineReader.Outcome?, _ feed: inout EventFeed,
    into event: inout ReadEvent
  ) throws(Failure) -> Bool {
    var outcome = outcome
    while true {
      let step = try feed.next(into: &event, after: outcome.take()) { (mayWait) throws(Failure) in
        if mayWait { try consumer.flush() }
      }
      if feed.hasWarnings { feed.takeWarnings().forEach(reporter.report) }
      switch step {
      case .event: return true
      case .problems(let diagnostics, let extent):
        diagnostics.forEach(reporter.report)
        try leaveOut(extent)
      case .end: return false
      }
    }
  }

  /// Goes on behind something that cannot be used, or ends.
  private mutating func leaveOut(_ extent: TimelineReader.Extent) throws(Failure) {
    if findsAllProblems { return }
    guard extent == .event, settings.skipsBadEvents else { throw .badInput }
    totals.skippedEvents += 1
  }

  // MARK: Replaying

  private mutating func replayEvents(
    _ feed: inout EventFeed, _ station: StationConfig?
  ) throws(Failure) {
    // One event, read where it is used: a copy of an event costs as much as reading one.
    var event = ReadEvent()
    var hasEvent = try readEvent(&feed, into: &event)
    var station = station ?? feed.reader.embeddedConfig
    if station == nil, hasEvent, case .config(let config) = event.event.kind { station = config }
    let scale = feed.reader.scale
    if let scale { try settings.until?.check(against: scale) }
    guard let station else {
      // Without a station `validate` still checks what can be checked.
      guard findsAllProblems else { throw .noStation }
      while hasEvent { hasEvent = try readEvent(&feed, into: &event) }
      return
    }
    totals.look(at: station, settings)
    var options = settings.options
    if let scale { options.origin = scale.intervalOrigin }
    options.recordsStays = consumer.wantsStays
    // Variables of their own, so that each has one owner while it changes.
    var replay = Replay(station: station, policy: settings.policy.policy, options: options)
    var meter = consumer.wantsSummary ? SummaryMeter(options) : nil
    hasReplayed = true
    try consumer.begin(replay, scale: scale)
    while hasEvent {
      if let until = settings.until, event.time >= until.time { break }
      try takeTicks(of: &replay, before: event.time, &meter)
      if consumer.isSatisfied { break }
      try apply(&event, to: &replay, &feed)
      if progress.isWanted { showProgress(&feed, replay.time) }
      hasEvent = try readEvent(&feed, into: &event)
    }
    try takeTicks(of: &replay, before: settings.until?.time, &meter)
    if let until = settings.until, !consumer.isSatisfied { replay.end(at: until.time) }
    let end = consumer.isSatisfied ? nil : settings.until?.time
    totals.finish(replay)
    meter?.appliedEvents = totals.appliedEvents
    meter?.skippedEvents = totals.skippedEvents
    summary = meter?.finish(replay, until: end)
    try consumer.end(replay, summary)
  }

  @inline(__always)
  private mutating func apply(
    _ event: inout ReadEvent, to replay: inout Replay, _ feed: inout EventFeed
  ) throws(Failure) {
    do throws(EventProblem) {
      switch event.form {
      case .plain: try replay.apply(&event)
      case .other: try apply(event.other, to: &replay)
      }
      totals.appliedEvents += 1
    } catch {
      reporter.report(feed.refuse(error, earliest: replay.earliestTime))
      try leaveOut(.event)
    }
  }

  @inline(never)
  private mutating func apply(
    _ event: SessionEvent, to replay: inout Replay
  ) throws(EventProblem) {
    if case .config(let station) = event.kind { try consumer.check(station) }
    try replay.apply(event)
    if case .config(let station) = event.kind { totals.look(at: station, settings) }
  }

  @inline(__always)
  private mutating func takeTicks(
    of replay: inout Replay, before time: Instant?, _ meter: inout SummaryMeter?
  ) throws(Failure) {
    // Whether there can be another one is looked at here, too: most often there cannot.
    while !consumer.isSatisfied, replay.isTickOpen || replay.nextMoment != nil,
      replay.nextTick(before: time)
    {
      if consumer.wantsSummary { meter?.take(replay) }
      try consumer.take(replay)
    }
  }

  private mutating func showProgress(_ feed: inout EventFeed, _ time: Instant?) {
    let (read, size) = feed.progress
    progress.update(
      events: totals.appliedEvents, time: time, feed.reader.scale, read: read, of: size)
  }
}

extension Failure {
  static let noStation = Failure.usage(
    message: "there is no station config",
    hint: "Give --config FILE, or begin the timeline with a config event.")
}
