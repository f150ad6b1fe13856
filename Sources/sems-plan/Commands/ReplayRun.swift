import PowerShare

/// What is done with the ticks of a replay: written, explained, or only counted.
protocol TickConsumer {
  /// Takes the replay before its first tick, and the way in which the timeline states times; nil
  /// where it has no event that could tell.
  mutating func begin(_ replay: Replay, scale: TimeScale?) throws(Failure)
  /// Takes a tick.
  mutating func take(_ replay: Replay) throws(Failure)
  /// Refuses an event that could be applied, but whose results could not be shown.
  func check(_ event: SessionEvent) throws(EventProblem)
  /// Called before the program waits for input or ends early: what is known ought to be seen.
  mutating func flush() throws(Failure)
  /// Called when all ticks have been taken.
  mutating func end(_ replay: Replay, _ summary: Summary) throws(Failure)
  /// Whether no more ticks are wanted.
  var isSatisfied: Bool { get }
  /// Whether ticks are shown on a terminal, where a line of progress would stand among them.
  var showsTicks: Bool { get }
}

extension TickConsumer {
  var isSatisfied: Bool { false }
  var showsTicks: Bool { false }
  func check(_ event: SessionEvent) throws(EventProblem) {}
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
  /// What the run comes to, before it has ended.
  private var meter = SummaryMeter(ReplayOptions())
  /// What it has come to; nil where nothing was replayed.
  private(set) var summary: Summary?
  private var station: StationConfig?
  private(set) var replay: Replay?
  private var progress: ProgressMeter
  private(set) var ticks = 0

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
    if let path = settings.config { station = try readStation(path) }
    guard var feed else { return }
    do throws(Failure) {
      try replayEvents(&feed)
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

  private mutating func replayEvents(_ feed: inout EventFeed) throws(Failure) {
    var isAtEnd = false
    while !isAtEnd {
      let step = try feed.next { (mayWait) throws(Failure) in
        if mayWait { try consumer.flush() }
      }
      showProgress(feed)
      feed.takeWarnings().forEach(reporter.report)
      switch step {
      case .event(let event): isAtEnd = try !take(event, &feed)
      case .problems(let diagnostics, let extent):
        diagnostics.forEach(reporter.report)
        try leaveOut(extent)
      case .end: isAtEnd = true
      }
    }
    try finish(feed)
  }

  private mutating func finish(_ feed: EventFeed) throws(Failure) {
    if replay == nil {
      station = station ?? feed.reader.embeddedConfig
      try begin(scale: feed.reader.scale)
    }
    try takeTicks(before: settings.until?.time)
    if let until = settings.until, !consumer.isSatisfied { replay?.end(at: until.time) }
    guard let replay else { return }
    let summary = meter.finish(replay, until: consumer.isSatisfied ? nil : settings.until?.time)
    self.summary = summary
    try consumer.end(replay, summary)
  }

  // MARK: Events

  /// Applies an event; false where it is not part of the replay any more.
  private mutating func take(
    _ event: SessionEvent, _ feed: inout EventFeed
  ) throws(Failure) -> Bool {
    if replay == nil, let scale = feed.reader.scale {
      if station == nil { station = feed.reader.embeddedConfig }
      if station == nil, case .config(let config) = event.kind { station = config }
      try begin(scale: scale)
    }
    if let until = settings.until, event.time >= until.time { return false }
    try takeTicks(before: event.time)
    if consumer.isSatisfied { return false }
    do throws(EventProblem) {
      try consumer.check(event)
      try replay?.apply(event)
      meter.appliedEvents += 1
    } catch {
      reporter.report(feed.refuse(error, earliest: replay?.earliestTime))
      try leaveOut(.event)
    }
    return true
  }

  /// Begins the replay, once the station is known and, where there are events, the way of stating
  /// times.
  private mutating func begin(scale: TimeScale?) throws(Failure) {
    if let scale { try settings.until?.check(against: scale) }
    guard let station else {
      // Without a station `validate` still checks what can be checked.
      if findsAllProblems { return }
      throw .usage(
        message: "there is no station config",
        hint: "Give --config FILE, or begin the timeline with a config event.")
    }
    var options = settings.options
    if let scale { options.origin = scale.intervalOrigin }
    let replay = Replay(station: station, policy: settings.policy.policy, options: options)
    meter = SummaryMeter(options, skippedEvents: meter.skippedEvents)
    try consumer.begin(replay, scale: scale)
    self.replay = replay
  }

  private mutating func takeTicks(before time: Instant?) throws(Failure) {
    guard var replay else { return }
    self.replay = nil  // so that the replay's memory has one owner while it changes
    defer { self.replay = replay }
    while !consumer.isSatisfied, replay.nextTick(before: time) {
      ticks += 1
      meter.take(replay)
      try consumer.take(replay)
    }
  }

  /// Goes on behind something that cannot be used, or ends.
  private mutating func leaveOut(_ extent: TimelineReader.Extent) throws(Failure) {
    if findsAllProblems { return }
    guard extent == .event, settings.skipsBadEvents else { throw .badInput }
    meter.skippedEvents += 1
  }

  private mutating func showProgress(_ feed: EventFeed) {
    let (read, size) = feed.progress
    progress.update(
      events: meter.appliedEvents, time: replay?.time, feed.reader.scale, read: read, of: size)
  }
}
