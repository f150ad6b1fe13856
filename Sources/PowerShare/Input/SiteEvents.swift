/// The events of several profiles in the order of their times, each read only as it is needed.
///
/// Events of one time come in the order of the profiles.
package struct SiteEvents: Sendable {
  /// The result of ``next(until:)``.
  package enum Step: Sendable {
    /// The next event.
    case event(SiteEvent)
    /// Errors of a profile, which end the run.
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

  /// Creates the events of profiles whose runs have begun.
  package init(_ profiles: [SiteProfileReader]) {
    self.profiles = profiles
    heads = Array(repeating: nil, count: profiles.count)
    ended = Array(repeating: false, count: profiles.count)
  }

  /// Returns the next event until a time, which is included; nil for any time.
  ///
  /// A replay applies the events until the time of an event of the timeline before that event.
  ///
  /// - Complexity: O(profiles).
  package mutating func next(until time: Instant?) -> Step {
    var earliest: (source: Int, time: Instant)?
    for source in profiles.indices where !ended[source] {
      if heads[source] == nil {
        switch profiles[source].next() {
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
    guard let earliest, time.map({ earliest.time <= $0 }) ?? true,
      let change = heads[earliest.source].take()
    else { return .end }
    return .event(
      SiteEvent(change, of: profiles[earliest.source].kind, source: earliest.source))
  }
}
