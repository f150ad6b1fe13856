/// What a whole run has come to.
public struct Summary: Equatable, Sendable {
  /// How many sessions have started.
  public var startedSessions = 0
  /// How many of them are still active at the end.
  public var openSessions = 0
  /// The highest power that all vehicles were offered together.
  public var peakPower = Power.zero
  /// How many events were applied.
  public var appliedEvents = 0
  /// How many were left out because they were bad.
  public var skippedEvents = 0

  /// Creates the summary of a run in which nothing has happened yet.
  public init() {}

  /// Takes the next tick of a replay.
  public mutating func take(_ replay: Replay) {
    startedSessions = replay.startedSessions
    openSessions = replay.sessions.order.count
    peakPower = max(peakPower, replay.allocatedPower)
  }
}
