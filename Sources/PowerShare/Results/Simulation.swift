/// A run of a whole timeline at a station: a replay, its summary, its end, and its counts.
///
/// ```swift
/// var simulation = Simulation(station: station, policy: FairShare())
/// try simulation.run(events) { print($0.allocatedPower.kilowatts) }
/// let summary = simulation.end()
/// ```
///
/// A caller that reads events one by one, or goes on after a bad one, pulls the ticks itself:
///
/// ```swift
/// while let event = try nextEvent(), !simulation.isOver(at: event.time) {
///   while simulation.nextTick(before: event.time) { show(simulation.replay) }
///   try simulation.apply(event)
/// }
/// while simulation.nextTick(before: nil) { show(simulation.replay) }
/// ```
///
/// A simulation has one owner and cannot be copied.
public struct Simulation: ~Copyable, Sendable {
  /// The replay, at the current tick.
  public private(set) var replay: Replay
  /// The moment at which the run ends, which is not part of it; nil after the last tick.
  public let until: Instant?
  /// The number of events that have been applied.
  public private(set) var appliedEvents = 0
  /// The number of events that the caller has left out because they were bad.
  public var skippedEvents = 0
  /// Measures the summary; nil where none is wanted.
  private var meter: SummaryMeter?

  /// Creates a run whose first event is yet to be applied.
  ///
  /// - Parameters:
  ///   - station: The station that the run begins with.
  ///   - policy: How power is shared.
  ///   - options: How the station is replayed. A summary needs
  ///     ``ReplayOptions/recordsStays``, which is set for it.
  ///   - until: The moment at which the run ends; nil after the last tick.
  ///   - hasSummary: Whether the run is measured.
  public init(
    station: StationConfig, policy: any AllocationPolicy,
    options: ReplayOptions = ReplayOptions(), until: Instant? = nil, hasSummary: Bool = true
  ) {
    var options = options
    if hasSummary { options.recordsStays = true }
    replay = Replay(station: station, policy: policy, options: options)
    meter = hasSummary ? SummaryMeter(options) : nil
    self.until = until
  }

  /// Whether the run has ended before `time`, so that an event at that time is no part of it.
  public func isOver(at time: Instant) -> Bool { until.map { time >= $0 } ?? false }

  /// Moves on to the next tick before `time`, or to the next of the run where `time` is nil.
  ///
  /// - Precondition: An event at `time` would be part of the run.
  /// - Returns: True at a tick, which ``replay`` then shows; false where there is none left.
  /// - Complexity: O(active sessions), and an allocation where something has changed; with a
  /// summary
  ///   O(active sessions + chargers).
  public mutating func nextTick(before time: Instant?) -> Bool {
    guard replay.nextTick(before: time ?? until) else { return false }
    meter?.take(replay)
    return true
  }

  /// Applies an event, or throws why it cannot be applied and changes nothing.
  ///
  /// - Precondition: No tick before the event is left, the event is not before
  ///   ``Replay/earliestTime``, and the run is not over at its time.
  /// - Complexity: O(active sessions); in `on-update` mode one allocation.
  public mutating func apply(_ event: SessionEvent) throws(EventProblem) {
    try replay.apply(event)
    appliedEvents += 1
  }

  /// Applies an event that has been read, in place.
  package mutating func apply(_ event: inout FastEventBuffer) throws(EventProblem) {
    try replay.apply(&event)
    appliedEvents += 1
  }

  /// Applies events in time order up to the end of the run, and moves on to its last tick.
  ///
  /// - Parameter tick: Called at each tick with the station as it is from then on.
  /// - Throws: The problem of the first event that cannot be applied.
  public mutating func run(
    _ events: some Sequence<SessionEvent>, each tick: (borrowing Replay) -> Void = { _ in }
  ) throws(EventProblem) {
    for event in events {
      if isOver(at: event.time) { break }
      while nextTick(before: event.time) { tick(replay) }
      try apply(event)
    }
    while nextTick(before: nil) { tick(replay) }
  }

  /// Ends the run: lets everyone draw until its end, and returns the summary if there is one.
  ///
  /// - Precondition: No tick of the run is left.
  public mutating func end() -> Summary? {
    if let until { replay.end(at: until) }
    meter?.appliedEvents = appliedEvents
    meter?.skippedEvents = skippedEvents
    return meter?.finish(replay, until: until)
  }
}
