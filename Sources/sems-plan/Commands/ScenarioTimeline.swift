import PowerShare

/// A timeline in memory, with its text to locate problems.
struct ScenarioTimeline {
  private(set) var events: [SessionEvent] = []
  /// The number of events that could not be read and were skipped.
  private(set) var skippedEvents = 0
  private var feed: EventFeed
  /// The offset in the text at which each event begins.
  private var starts: [Int] = []

  init(_ feed: EventFeed) { self.feed = feed }

  /// The kind of the timeline's times; nil if it has no event.
  var scale: TimeScale? { feed.reader.scale }

  /// The warning that the timeline has another offset than at its first event; nil if it has none.
  var otherOffset: Diagnostic? { feed.reader.otherOffset }

  /// The station that the timeline begins with, or nil.
  var station: StationConfig? {
    if let station = feed.reader.embeddedConfig { return station }
    if case .config(let station)? = events.first?.kind { return station }
    return nil
  }

  /// The stations of all `config` events.
  var stations: [StationConfig] {
    events.compactMap { event in
      if case .config(let station) = event.kind { return station }
      return nil
    }
  }

  /// Whether it has a `load` event.
  var hasLoads: Bool {
    events.contains { if case .load = $0.kind { true } else { false } }
  }

  /// Reads all events, or those before the end of the replay.
  mutating func read(_ settings: ReplaySettings, _ reporter: Reporter) throws(Failure) {
    var event = FastEventBuffer()
    while true {
      let step = try feed.next(into: &event, after: nil) { (_) throws(Failure) in }
      feed.takeWarnings().forEach(reporter.report)
      switch step {
      case .event:
        if events.isEmpty, let scale { try settings.check(against: scale) }
        if let until = settings.until, event.time >= until.time {
          let closing = feed.takeClosingRemarks()
          closing.forEach(reporter.report)
          if closing.contains(where: { $0.severity == .error }) { throw .badInput }
          return
        }
        events.append(event.event)
        starts.append(feed.recordStart)
      case .problems(let diagnostics, let extent):
        diagnostics.forEach(reporter.report)
        guard extent == .event, settings.skipsBadEvents else { throw .badInput }
        skippedEvents += 1
      case .end: return
      }
    }
  }

  /// Refuses events that change what scenarios vary.
  ///
  /// - Parameter stations: The stations at the beginning.
  func refuseChanges(of grid: ScenarioGrid, _ stations: [StationConfig]) throws(Failure) {
    guard let scale else { return }
    let isConfig = { (event: SessionEvent) in
      if case .config = event.kind { true } else { false }
    }
    if stations.count > 1, let change = events.first(where: isConfig) {
      throw .usage(
        message: "the timeline changes the station, at \(scale.text(change.time)), so several "
          + "configs cannot be compared on it",
        hint: "Leave out the config events of the timeline.")
    }
    guard grid[.gridCapacity] != nil, let station = stations.first else { return }
    let change = events.first { ScenarioRun.changesGridCapacity($0, from: station.gridCapacity) }
    guard let change else { return }
    throw .usage(
      message: "the timeline changes the grid capacity, at \(scale.text(change.time)), so "
        + "--grid-capacity cannot vary it",
      hint: "Leave out --grid-capacity, or the events that change the capacity.")
  }

  /// Drops the events, which the caller has copied.
  mutating func forgetEvents() { events = [] }

  /// Returns the diagnostic for an event that could not be applied.
  mutating func diagnostic(_ refusal: ScenarioRun.Refusal) -> Diagnostic {
    feed.refuse(
      refusal.problem, ofEventAt: starts[refusal.place], earliest: refusal.earliestTime)
  }
}
