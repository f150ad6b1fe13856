/// The kind of a profile: the load, the generation or the limit that it is for.
package enum SiteProfileKind: Equatable, Sendable {
  /// The power that a load draws.
  case load(Identifier)
  /// The power that is generated; the load of this id draws its negative.
  case generation(Identifier)
  /// The most power of the grid connection, a charger or a group.
  case limit(LimitTarget)

  /// True for a limit, which has no power where none is in force.
  var isLimit: Bool { if case .limit = self { true } else { false } }
}

/// A power that a profile states from a moment on.
package struct ProfileChange: Equatable, Sendable {
  /// The moment.
  package let time: Instant
  /// The power that a load draws, or a limit; nil where the limit ends.
  package let power: Power?
}

/// An event of a profile.
package struct SiteEvent: Equatable, Sendable {
  /// The time of the event.
  package let time: Instant
  /// The index of the profile that it comes from.
  package let source: Int
  /// The change.
  package let kind: Kind

  /// The kinds of event.
  package enum Kind: Equatable, Sendable {
    /// A load draws a power from now on.
    case load(Identifier, Power)
    /// The limit that this profile states is a power, or none, from now on.
    case limit(LimitTarget, Power?)
  }

  /// Creates the event of a change.
  init(_ change: ProfileChange, of kind: SiteProfileKind, source: Int) {
    time = change.time
    self.source = source
    switch kind {
    case .load(let id), .generation(let id): self.kind = .load(id, change.power ?? .zero)
    case .limit(let target): self.kind = .limit(target, change.power)
    }
  }
}

/// The events of the profiles of a run, in the order of their times.
///
/// The profiles are complete in memory. A copy is another run.
package protocol SiteEventSource: Sendable {
  /// Sets the run for which events are read.
  ///
  /// - Parameters:
  ///   - start: The beginning of the run; earlier changes count as one at this moment.
  ///   - scale: The way in which the timeline states times.
  ///   - clock: The clock of `--tz`, or of the timeline's first offset.
  mutating func begin(at start: Instant, scale: TimeScale, clock: LocalClock)

  /// Returns the next event until a time, which is included; nil if there is none, or if a profile
  /// cannot be used.
  mutating func nextEvent(until time: Instant) -> SiteEvent?

  /// Whether a profile cannot be used.
  var hasFailed: Bool { get }
}

/// The limits on one thing from several sources, of which the lowest is in force.
package struct SourceLimits: Equatable, Sendable {
  private var limits: [(source: Int, power: Power)] = []

  /// Creates no limit.
  package init() {}

  /// The lowest limit; nil if there is none.
  package private(set) var lowest: Power?

  /// Sets the limit of a source; nil ends it, and those of other sources stay.
  ///
  /// - Complexity: O(sources).
  package mutating func set(_ power: Power?, source: Int) {
    limits.removeAll { $0.source == source }
    if let power { limits.append((source, power)) }
    lowest = limits.map(\.power).min()
  }

  package static func == (left: SourceLimits, right: SourceLimits) -> Bool {
    left.limits.elementsEqual(right.limits, by: ==)
  }
}
