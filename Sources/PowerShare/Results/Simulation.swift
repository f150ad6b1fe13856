/// A run of a whole timeline at a station: a replay with its end, its counts and its summary.
///
/// ```swift
/// var simulation = Simulation(station: station, policy: FairShare())
/// try simulation.run(events) { print($0.allocatedPower.kilowatts) }
/// let summary = simulation.end()
/// ```
///
/// A caller that reads events one by one, or continues after a bad one, asks for the ticks itself:
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
  public internal(set) var replay: Replay
  /// The end of the run, which is not part of it; nil where the run ends with its last tick.
  public let until: Instant?
  /// The first moment that is not part of the run.
  let overAt: Instant
  /// Whether something would happen after ``ReplayOptions/lastMoment``, at which the run ends
  /// instead; known at the end of the run.
  public internal(set) var isCutOff = false
  /// The number of events that have been applied.
  public private(set) var appliedEvents = 0
  /// The number of events that the caller has left out because they were bad.
  public var skippedEvents = 0
  /// The meter of the summary; nil where the run has no summary and no battery.
  var meter: SummaryMeter?
  private let hasSummary: Bool
  /// Whether there is a meter; stored, because every tick asks.
  private let isMeasured: Bool
  /// Whether a meter takes note of events.
  private var notesEvents = false
  /// Whether the run covers whole days, because it has profiles or a battery.
  let coversDays: Bool
  /// True before the first tick of a run that covers whole days.
  private var isPending: Bool
  var phase = Phase.vehicles
  /// The midnight up to which a session that is offered nothing is waited for; nil before.
  var lastMidnight: Instant?

  /// Creates a run before its first event.
  ///
  /// - Parameters:
  ///   - station: The station that the run begins with. With a battery the run covers whole days.
  ///   - policy: The policy that shares the power.
  ///   - options: The options of the replay. With a summary, ``ReplayOptions/recordsStays`` is
  ///     always true.
  ///   - until: The end of the run, which is not part of it; nil to end with the last tick.
  ///   - zone: The zone whose clock has the quarters of an hour of the summary; nil for the
  ///     timeline's own offset, from ``ReplayOptions/origin``.
  ///   - hasSummary: Whether a summary is measured.
  public init(
    station: StationConfig, policy: any AllocationPolicy,
    options: ReplayOptions = ReplayOptions(), until: Instant? = nil, zone: LocalClock? = nil,
    hasSummary: Bool = true
  ) {
    self.init(
      station: station, policy: policy, options: options, until: until, zone: zone,
      hasSummary: hasSummary, hasProfiles: false)
  }

  /// Creates a run before its first event.
  ///
  /// - Parameters:
  ///   - hasProfiles: Whether the caller applies events of profiles: the run then covers whole
  ///   days.
  ///   - terms: The tariff; nil for none. It needs a timeline of date-times.
  package init(
    station: StationConfig, policy: any AllocationPolicy, options: ReplayOptions,
    until: Instant?, zone: LocalClock?, hasSummary: Bool, hasProfiles: Bool,
    terms: CostTerms? = nil
  ) {
    var options = options
    if hasSummary { options.recordsStays = true }
    replay = Replay(station: station, policy: policy, options: options)
    let hasBattery = replay.supply.battery != nil
    coversDays = hasProfiles || hasBattery
    isPending = coversDays
    replay.showsSite = coversDays
    self.hasSummary = hasSummary
    isMeasured = hasSummary || hasBattery
    meter = isMeasured ? SummaryMeter(options, zone: zone, terms: terms) : nil
    isCutOff = until.map { $0 > options.lastMoment } ?? false
    self.until = isCutOff ? nil : until
    overAt = self.until ?? options.lastMoment + TimeSpan(milliseconds: 1)
  }

  /// Measures what a report of the run shows, besides the summary.
  ///
  /// - Parameter zone: The zone with which the run was created.
  /// - Precondition: The run has a summary and has not begun.
  package mutating func measureReport(zone: LocalClock?) {
    precondition(hasSummary, "a report without a summary")
    meter?.measureReport(replay.options, zone: zone)
  }

  /// The data of a report, with the times of the first tick and the end; nil before ``end()``, and
  /// where it is not measured.
  package var report: (data: ReportData, start: Instant, end: Instant)? {
    guard let meter, let data = meter.reportData else { return nil }
    let end = meter.site.time ?? Instant(milliseconds: 0)
    let start = Instant(milliseconds: end.milliseconds - meter.site.duration.milliseconds)
    return (data, start, end)
  }

  /// Measures the bound of the energy as well, which the summary then has.
  ///
  /// - Parameter clock: The way in which its times are stated.
  /// - Precondition: The run has a summary and has not begun.
  package mutating func measureBound(clock: OutputClock = .seconds) {
    precondition(hasSummary, "a bound without a summary")
    meter?.bound = BoundMeter(until: until, clock: clock)
    notesEvents = true
  }

  /// Returns true where the run has ended at `time`, so that an event at that time is not part of
  /// it.
  public mutating func isOver(at time: Instant) -> Bool {
    guard time >= overAt else { return false }
    if until == nil { isCutOff = true }
    return true
  }

  /// Begins a run that covers whole days with the first moment of the day of its first event.
  ///
  /// - Returns: The moment at which the run begins.
  package mutating func begin(firstEvent time: Instant) -> Instant {
    guard isPending else { return time }
    isPending = false
    let start = WholeDays.start(of: time, on: replay.options.clock)
    replay.begin(at: start)
    meter?.firstEvent = time
    return start
  }

  /// Moves on to the next tick before `time`, or to the next tick of the run where `time` is nil.
  ///
  /// - Precondition: The run is not over at `time`.
  /// - Returns: True if there was one, which ``replay`` then shows.
  /// - Complexity: O(active sessions), and an allocation where something has changed.
  public mutating func nextTick(before time: Instant?) -> Bool {
    guard let time else { return nextTickAfterEvents() }
    guard replay.nextTick(before: time) else { return beginAndTakeTick(before: time) }
    if isMeasured { meter?.take(replay) }
    return true
  }

  /// Begins a run that covers whole days, and moves on to its first tick if that is before `time`.
  @inline(never)
  private mutating func beginAndTakeTick(before time: Instant) -> Bool {
    guard isPending else { return false }
    _ = begin(firstEvent: time)
    guard replay.nextTick(before: time) else { return false }
    meter?.take(replay)
    return true
  }

  /// Applies an event of a profile.
  ///
  /// - Precondition: ``nextTick(before:)`` has returned false for the event's time.
  package mutating func apply(_ event: SiteEvent) { replay.apply(event) }

  /// Applies an event.
  ///
  /// - Precondition: `nextTick(before:)` has returned false for the event's time, which is not
  ///   before ``Replay/earliestTime``, and the run is not over at that time.
  /// - Throws: The reason why the event cannot be applied; it then has no effect.
  /// - Complexity: O(active sessions); in `on-update` mode one allocation.
  public mutating func apply(_ event: SessionEvent) throws(EventProblem) {
    if notesEvents { meter?.bound?.note(event, replay) }
    try replay.apply(event)
    appliedEvents += 1
  }

  /// Applies an event from the buffer into which it was read, without a copy.
  package mutating func apply(_ event: inout FastEventBuffer) throws(EventProblem) {
    if notesEvents { meter?.bound?.note(event.event, replay) }
    try replay.apply(&event)
    appliedEvents += 1
  }

  /// Counts a `start` that is refused before it is applied, for the names of sessions without ids.
  mutating func countRefusedStart() { replay.countRefusedStart() }

  /// The end of the vehicles' part of a run that has ended; nil if it had no event.
  package var vehiclesEnd: Instant? { replay.vehiclesEnd ?? replay.endTime ?? replay.time }

  /// The facts about the battery of a run that has ended, which are reported as warnings.
  package var batteryRemarks: BatteryRemarks { BatteryRemarks(replay, meter?.site) }

  /// The facts about the costs of a run that has ended, which are reported as warnings; nil without
  /// a tariff.
  package var costRemarks: CostRemarks? {
    meter?.site.cost?.remarks(vehiclesFrom: meter?.firstEvent, to: vehiclesEnd)
  }

  /// The rows of the bill of a run that has ended, where its terms keep them.
  package var bill: [BillRow] { meter?.site.cost?.rows ?? [] }

  /// Applies events in time order up to the end of the run, and moves on to its last tick.
  ///
  /// - Parameter tick: Called at each tick with the replay at that tick.
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

  /// Ends the run: lets all sessions draw until its end, and returns the summary if there is one.
  ///
  /// - Precondition: `nextTick(before:)` has returned false for nil.
  public mutating func end() -> Summary? {
    if case .ended(let end?) = phase { replay.end(at: end) }
    meter?.appliedEvents = appliedEvents
    meter?.skippedEvents = skippedEvents
    guard let summary = meter?.finish(replay) else { return nil }
    return hasSummary ? summary : nil
  }
}
