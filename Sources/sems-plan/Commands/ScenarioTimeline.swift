import PowerShare

/// A timeline in memory, with its text for the places of problems.
struct ScenarioTimeline {
  private(set) var events: [SessionEvent] = []
  /// How many events could not be read and were left out.
  private(set) var skippedEvents = 0
  private var feed: EventFeed
  /// Where each event begins in the text.
  private var starts: [Int] = []

  init(_ feed: EventFeed) { self.feed = feed }

  /// How the timeline states times; nil where it has no event.
  var scale: TimeScale? { feed.reader.scale }

  /// The station that the timeline itself begins with.
  var station: StationConfig? {
    if let station = feed.reader.embeddedConfig { return station }
    if case .config(let station)? = events.first?.kind { return station }
    return nil
  }

  /// The stations that events bring.
  var stations: [StationConfig] {
    events.compactMap { event in
      if case .config(let station) = event.kind { return station }
      return nil
    }
  }

  /// Reads all events, or those before the end of the replay.
  mutating func read(_ settings: ReplaySettings, _ reporter: Reporter) throws(Failure) {
    var event = ReadEvent()
    while true {
      let step = try feed.next(into: &event, after: nil) { (_) throws(Failure) in }
      feed.takeWarnings().forEach(reporter.report)
      switch step {
      case .event:
        if events.isEmpty, let scale { try settings.until?.check(against: scale) }
        if let until = settings.until, event.time >= until.time { return }
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

  /// Refuses events that change the grid capacity.
  ///
  /// - Parameter capacity: The one that the station begins with.
  func refuseGridCapacities(other capacity: Power) throws(Failure) {
    let change = events.first { ScenarioRun.changesGridCapacity($0, from: capacity) }
    guard let change, let scale else { return }
    throw .usage(
      message: "the timeline changes the grid capacity itself, at \(scale.text(change.time)), so "
        + "that it cannot be varied",
      hint: "Leave out --grid-capacity, or the events that state one.")
  }

  /// Leaves the events to those who run them.
  mutating func forgetEvents() { events = [] }

  /// What is wrong with an event that could not be applied.
  mutating func diagnostic(_ refusal: ScenarioRun.Refusal) -> Diagnostic {
    feed.refuse(
      refusal.problem, ofEventAt: starts[refusal.place], earliest: refusal.earliestTime)
  }
}
