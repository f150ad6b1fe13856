/// The rule that says when a new allocation takes effect.
public enum Reallocation: String, CaseIterable, Sendable {
  /// After the events of a tick, every session gets its fair share.
  case immediate
  /// A session gets a new allocation in the answer to its own update, as in the station's API.
  ///
  /// A change of the limits changes the allocations of all sessions at once.
  case onUpdate = "on-update"
}

/// The options of a replay.
public struct ReplayOptions: Equatable, Sendable {
  /// The unit in which power is shared out; positive.
  public var step = Power(watts: 1_000)
  /// The rule that says when a new allocation takes effect.
  public var reallocation = Reallocation.immediate
  /// Whether a vehicle waits for a named connector that is in use, instead of being refused.
  public var waitsForNamedConnector = false
  /// The interval at which a policy that depends on the time shares again; positive.
  public var replan = TimeSpan(milliseconds: 300_000)
  /// The interval at which a session reports its power in `on-update` mode, from its start; nil for
  /// never.
  public var reportInterval: TimeSpan?
  /// Whether ``Replay/departures`` and the ledgers of the sessions are recorded.
  ///
  /// The summary, intervals and rows of sessions need them. Without them a replay is faster.
  public var recordsStays = true
  /// The moment from which multiples of ``replan`` are counted.
  public var origin = Instant(milliseconds: 0)

  /// The last moment of a replay: later ones cannot be written.
  public var lastMoment = TimeScale.dateTime(.zulu).lastMoment

  /// The clock whose midnights begin the days of a run; nil for days of 86,400 s from 0 on.
  public var clock: LocalClock?

  /// Sets what depends on the way in which times are stated: ``origin``, ``lastMoment`` and
  /// ``clock``.
  ///
  /// - Parameters:
  ///   - scale: The way in which the timeline states times.
  ///   - zone: The zone in which results state them; nil for the timeline's own offset.
  public mutating func follow(_ scale: TimeScale, zone: LocalClock? = nil) {
    origin = scale.intervalOrigin
    if case .dateTime(let offset) = scale {
      clock = zone ?? LocalClock(offset)
    } else {
      clock = nil
    }
    lastMoment = OutputClock(scale, zone: zone).scale(at: scale.lastMoment).lastMoment
  }

  /// Creates the default options: steps of 1 kW, in effect at once.
  public init() {}
}
