/// Replays one scenario from beginning to end, for its summary.
///
/// It is what `sems-plan simulate` does with a station behind another grid connection, without any
/// output.
public struct ScenarioRun: Sendable {
  private let station: StationConfig
  private let gridCapacity: Power?
  private let policy: PolicyChoice
  private let options: ReplayOptions
  /// The moment at which it ends; nil after the last tick.
  public var until: Instant?
  /// Whether events that cannot be applied are left out, instead of ending the run.
  public var skipsBadEvents = false
  /// How the events state times, where those that go back in time are to be refused.
  ///
  /// It is what a reader of the timeline does. Where it is nil, the events have to be in order.
  public var checkedScale: TimeScale?
  /// How many events were left out before.
  public var skippedEvents = 0
  /// How clocks are set where the events are, so that intervals of the clock are counted in the
  /// offset of the first; nil takes ``ReplayOptions/origin``.
  public var clock: LocalClock?

  /// What a run has come to.
  public struct Outcome: Sendable {
    /// The summary; nil where an event ended the run.
    public var summary: Summary?
    /// The events that could not be applied.
    public var refusals: [Refusal] = []
  }

  /// An event that could not be applied.
  public struct Refusal: Sendable {
    /// Where it stands among the events, from 0.
    public let place: Int
    /// Why it could not be applied.
    public let problem: EventProblem
    /// The earliest time that the replay still took.
    public let earliestTime: Instant?
  }

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - station: The station.
  ///   - scenario: What is particular to this run.
  ///   - policy: How power is shared where the scenario does not say it.
  ///   - options: How the station is replayed.
  public init(
    _ station: StationConfig, _ scenario: Scenario, policy: PolicyChoice, options: ReplayOptions
  ) {
    gridCapacity = scenario.gridCapacity
    self.station = scenario.gridCapacity.map(station.with(gridCapacity:)) ?? station
    self.policy = scenario.policy ?? policy
    self.options = options
  }

  /// Whether an event changes the grid capacity, so that it cannot be swept.
  ///
  /// - Parameter capacity: The capacity that the station begins with.
  public static func changesGridCapacity(_ event: SessionEvent, from capacity: Power) -> Bool {
    switch event.kind {
    case .config(let station): station.gridCapacity != capacity
    case .gridCapacity(let new): new != capacity
    case .start, .powerUpdate, .stop: false
    }
  }

  /// Replays events.
  ///
  /// Where the scenario has a grid capacity of its own, events that state one state that.
  public func run(_ events: some Sequence<SessionEvent>) -> Outcome {
    var outcome = Outcome()
    var iterator = events.makeIterator()
    var next = iterator.next()
    var options = options
    if let clock, let next {
      options.origin = TimeScale.dateTime(clock.offset(at: next.time)).intervalOrigin
    }
    var simulation = Simulation(
      station: station.unshared, policy: policy.policy, options: options, until: until)
    simulation.skippedEvents = skippedEvents
    var order = TimelineOrder()
    var place = 0
    while let event = next, !simulation.isOver(at: event.time) {
      do throws(EventProblem) {
        try check(event.time, &order)
        while simulation.nextTick(before: event.time) {}
        do throws(EventProblem) {
          try simulation.apply(adapted(event))
        } catch {
          order.takeBack(earliest: simulation.replay.earliestTime)
          throw error
        }
      } catch {
        outcome.refusals.append(
          Refusal(
            place: place, problem: error, earliestTime: simulation.replay.earliestTime))
        guard skipsBadEvents else { return outcome }
        simulation.skippedEvents += 1
      }
      place += 1
      next = iterator.next()
    }
    while simulation.nextTick(before: nil) {}
    outcome.summary = simulation.end()
    return outcome
  }

  private func check(_ time: Instant, _ order: inout TimelineOrder) throws(EventProblem) {
    guard let checkedScale else { return }
    if let violation = order.violation(by: time, scale: checkedScale) { throw violation.problem }
    order.advance(to: time, scale: checkedScale)
  }

  /// The event as it is in this scenario.
  private func adapted(_ event: SessionEvent) -> SessionEvent {
    if case .start(var start) = event.kind, let curve = start.chargingCurve {
      start.chargingCurve = curve.unshared
      return SessionEvent(time: event.time, kind: .start(start))
    }
    guard let gridCapacity else { return event }
    switch event.kind {
    case .config(let station):
      return SessionEvent(
        time: event.time, kind: .config(station.with(gridCapacity: gridCapacity)))
    case .gridCapacity:
      return SessionEvent(time: event.time, kind: .gridCapacity(gridCapacity))
    case .start, .powerUpdate, .stop: return event
    }
  }
}
