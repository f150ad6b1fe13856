import PowerShare

/// Replays a timeline twice for `compare`.
struct ComparedReplays {
  private let comparesSessions: Bool
  private let streams: Streams
  private let reporter: Reporter

  init(comparesSessions: Bool, _ streams: Streams, _ reporter: Reporter) {
    self.comparesSessions = comparesSessions
    self.streams = streams
    self.reporter = reporter
  }

  /// A replay to run, and the name that tells it from the other one.
  typealias Side = (name: String, settings: ReplaySettings)

  /// Runs both replays and returns what they give.
  func sides(_ before: Side, _ after: Side) throws(Failure) -> ComparedSides {
    let old = try run(before)
    let new = try run(after)
    return comparesSessions
      ? .sessions(old.sessions, new.sessions) : .summaries(old.summary, new.summary)
  }

  private func run(
    _ side: Side
  ) throws(Failure) -> (summary: [NamedValue], sessions: [ComparedSession]) {
    let observer = SessionCollector(wantsSessions: comparesSessions, zone: side.settings.zone)
    var run = ReplayRun(side.settings, observer, streams, reporter)
    try run.run()
    run.totals.warnOfCoarseStep(side.settings, reporter)
    run.totals.warnOfStrandedEnergy(side.settings, reporter)
    run.totals.warnOfBattery(reporter)
    reporter.note("\(Suggestion.printable(side.name)): \(run.totals.line)")
    return (run.summary?.namedValues ?? [], run.observer.sessions)
  }
}

/// Keeps what is compared of the sessions of a run.
private struct SessionCollector: RunObserver {
  typealias ObserverFailure = Failure

  let wantsSummary = true
  private let wantsSessions: Bool
  private let zone: LocalClock?
  private var clock = OutputClock.seconds
  /// The sessions, in the order in which they ended.
  private(set) var sessions: [ComparedSession] = []

  init(wantsSessions: Bool, zone: LocalClock?) {
    self.wantsSessions = wantsSessions
    self.zone = zone
  }

  mutating func begin(_ replay: borrowing Replay, scale: TimeScale?) {
    clock = OutputClock(scale ?? .seconds, zone: zone)
  }

  mutating func take(_ replay: borrowing Replay) {
    if wantsSessions { add(replay.departures) }
  }

  mutating func end(_ replay: borrowing Replay, _ summary: Summary?) {
    if wantsSessions { add(replay.openStays) }
  }

  private mutating func add(_ stays: [Departure]) {
    for stay in stays { sessions.append(ComparedSession(stay, on: clock)) }
  }
}
