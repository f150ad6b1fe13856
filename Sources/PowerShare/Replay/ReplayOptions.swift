/// When a new allocation takes effect.
public enum Reallocation: String, CaseIterable, Sendable {
  /// After the events of a tick, every session gets its fair share.
  case immediate
  /// As the station's API answers, event by event: a session's allocation changes with its own
  /// updates only, and everyone's with a change of the limits.
  case onUpdate = "on-update"
}

/// How a station is replayed.
public struct ReplayOptions: Equatable, Sendable {
  /// The unit in which power is shared out; positive.
  public var step = Power(watts: 1_000)
  /// When a new allocation takes effect.
  public var reallocation = Reallocation.immediate

  /// Creates the default options: steps of 1 kW, in effect at once.
  public init() {}
}
