/// When a new allocation takes effect.
public enum Reallocation: String, CaseIterable, Sendable {
  /// After the events of a tick, every session gets its fair share.
  case immediate
  /// As the station's API answers, event by event.
  ///
  /// A session's allocation changes with its own updates only, and everyone's with a change of the
  /// limits.
  case onUpdate = "on-update"
}

/// How a station is replayed.
public struct ReplayOptions: Equatable, Sendable {
  /// The unit in which power is shared out; positive.
  public var step = Power(watts: 1_000)
  /// When a new allocation takes effect.
  public var reallocation = Reallocation.immediate
  /// Whether a vehicle waits for a named connector that is in use, instead of being refused.
  public var waitsForNamedConnector = false
  /// How often a policy that goes by the time is asked again; positive.
  public var replan = TimeSpan(milliseconds: 300_000)
  /// How often a session reports what it draws in `on-update` mode, from its start; nil never.
  public var reportInterval: TimeSpan?
  /// Whether stays are recorded: ``Replay/departures``, and what holds each session back.
  ///
  /// The summary, intervals and the sessions' rows are made from them. A replay whose ticks alone
  /// are wanted is faster without.
  public var recordsStays = true
  /// The moment from which multiples of ``replan`` are counted.
  public var origin = Instant(milliseconds: 0)

  /// Creates the default options: steps of 1 kW, in effect at once.
  public init() {}
}
