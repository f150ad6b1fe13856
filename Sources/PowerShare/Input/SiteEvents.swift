/// The events of several profiles in the order of their times, each read only as it is needed.
///
/// Events of one time come in the order of the profiles. A copy whose texts are complete shares
/// them, so that each of many runs can have one.
package struct SiteEvents: Sendable {
  /// The result of ``next(until:)``.
  package enum Step: Sendable {
    /// The next event.
    case event(SiteEvent)
    /// Errors of a profile, which end a run; a check of the files can go on to find more.
    case problems([Diagnostic])
    /// More bytes of a profile are needed; see ``SiteProfileReader/fill(_:)``.
    case needsInput(source: Int)
    /// There is no event until that time.
    case end
  }

  /// The profiles.
  package var profiles: [SiteProfileReader]
  /// The next change of each profile; nil if it is not known yet, or there is none.
  private var heads: [ProfileChange?]
  /// True for each profile that has no more changes.
  private var ended: [Bool]
  /// The profile of the next event and its time; nil if it is not known yet, or there is none.
  private var earliest: (source: Int, time: Instant)?
  /// The errors that ended ``nextEvent(until:)``.
  package private(set) var problems: [Diagnostic] = []
  /// The time before which there is no event.
  package private(set) var nextTime: Instant

  /// Creates the events of profiles, whose runs begin with ``begin(at:scale:clock:)``.
  package init(_ profiles: [SiteProfileReader]) {
    self.profiles = profiles
    heads = Array(repeating: nil, count: profiles.count)
    ended = Array(repeating: false, count: profiles.count)
    nextTime = Instant(milliseconds: profiles.isEmpty ? .max : .min)
  }

  /// Sets the run for which events are read; see ``SiteProfileReader/begin(at:scale:clock:)``.
  package mutating func begin(at start: Instant, scale: TimeScale, clock: LocalClock) {
    for source in profiles.indices {
      profiles[source].begin(at: start, scale: scale, clock: clock)
    }
  }

  /// Returns the next event until a time, which is included; nil for any time.
  ///
  /// A replay applies the events until the time of an event of the timeline before that event.
  ///
  /// - Complexity: O(1) if there is no event until that time; else O(profiles).
  package mutating func next(until time: Instant?) -> Step {
    if earliest == nil, let step = findEarliest() { return step }
    guard let earliest, time.map({ earliest.time <= $0 }) ?? true,
      let change = heads[earliest.source].take()
    else { return .end }
    self.earliest = nil
    nextTime = earliest.time
    return .event(
      SiteEvent(change, of: profiles[earliest.source].kind, source: earliest.source))
  }

  /// Finds the next event, if there is one; returns a step where a profile must be read first.
  private mutating func findEarliest() -> Step? {
    var earliest: (source: Int, time: Instant)?
    for source in profiles.indices where !ended[source] {
      if heads[source] == nil {
        let step = profiles[source].next()
        if profiles[source].hasWarnings { hasWarnings = true }
        switch step {
        case .change(let change): heads[source] = change
        case .problems(let problems): return .problems(problems)
        case .needsInput: return .needsInput(source: source)
        case .end:
          ended[source] = true
          continue
        }
      }
      guard let head = heads[source] else { continue }
      if let earliest, earliest.time <= head.time { continue }
      earliest = (source, head.time)
    }
    self.earliest = earliest
    nextTime = earliest?.time ?? Instant(milliseconds: .max)
    return nil
  }

  /// Reads the rows that no event has needed, to find their problems.
  ///
  /// - Returns: Problems or ``Step/needsInput(source:)``, after which it can be called again; or
  ///   ``Step/end``.
  package mutating func passRest() -> Step {
    for source in profiles.indices where !ended[source] {
      let step = profiles[source].passRest()
      if profiles[source].hasWarnings { hasWarnings = true }
      switch step {
      case .change: preconditionFailure("a change where the rest is passed over")
      case .problems(let problems): return .problems(problems)
      case .needsInput: return .needsInput(source: source)
      case .end: ended[source] = true
      }
    }
    return .end
  }

  /// True if there are warnings that have not been taken.
  package private(set) var hasWarnings = false

  /// Returns the warnings since the last call.
  package mutating func takeWarnings() -> [Diagnostic] {
    guard hasWarnings else { return [] }
    hasWarnings = false
    return profiles.indices.flatMap { profiles[$0].takeWarnings() }
  }

  /// Returns the warnings that only the end of a run shows, and forgets them; see
  /// ``SiteProfileReader/takeClosingWarnings(first:last:)``.
  package mutating func takeClosingWarnings(first: Instant, last: Instant) -> [Diagnostic] {
    profiles.indices.flatMap { source in
      profiles[source].takeClosingWarnings(first: first, last: last)
    }
  }
}

extension SiteEvents: SiteEventSource {
  package var hasFailed: Bool { !problems.isEmpty }

  package mutating func nextEvent(until time: Instant) -> SiteEvent? {
    switch next(until: time) {
    case .event(let event): return event
    case .problems(let problems):
      self.problems = problems
      return nil
    case .needsInput: preconditionFailure("a profile that is not complete in memory")
    case .end: return nil
    }
  }
}
