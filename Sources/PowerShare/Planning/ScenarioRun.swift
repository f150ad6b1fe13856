/// A replay of one scenario from start to end, for its summary.
///
/// Gives the summary that `sems-plan simulate` gives for a station with another grid capacity.
public struct ScenarioRun: Sendable {
  private let station: StationConfig
  private let gridCapacity: Power?
  private let policy: PolicyChoice
  private let options: ReplayOptions
  /// The moment at which it ends; nil after the last tick.
  public var until: Instant?
  /// True if events that cannot be applied are left out; else the first of them ends the run.
  public var skipsBadEvents = false
  /// The way in which the events state times, if the run has to refuse events that go back in time.
  ///
  /// A reader of a timeline does that, too. If it is nil, the events have to be in order.
  package var checkedScale: TimeScale?
  /// The number of events that were left out before the run.
  package var skippedEvents = 0
  /// The clock for events with date-times, whose offset at the first event is that of the timeline;
  /// nil takes ``ReplayOptions/origin``.
  public var clock: LocalClock?
  /// The zone whose clock has the quarters of an hour of the summary; nil for the offset of the
  /// first event.
  public var zone: LocalClock?

  /// The result of a run.
  public struct Outcome: Sendable {
    /// The summary; nil if an event ended the run.
    public var summary: Summary?
    /// The events that could not be applied.
    public var refusals: [Refusal] = []
    /// Whether the run was cut off at the last moment that a time can state.
    public var isCutOff = false
  }

  /// An event that could not be applied.
  public struct Refusal: Sendable {
    /// The index of the event, from 0.
    public let place: Int
    /// The reason why it could not be applied.
    public let problem: EventProblem
    /// The earliest time that the replay still accepts.
    package let earliestTime: Instant?
  }

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - station: The station.
  ///   - scenario: The settings of this run.
  ///   - policy: The policy if the scenario has none.
  ///   - options: The options of the replay.
  public init(
    _ station: StationConfig, _ scenario: Scenario, policy: PolicyChoice, options: ReplayOptions
  ) {
    gridCapacity = scenario.gridCapacity
    self.station = scenario.gridCapacity.map(station.with(gridCapacity:)) ?? station
    self.policy = scenario.policy ?? policy
    self.options = options
  }

  /// Returns true if an event changes the grid capacity, which then cannot be swept.
  ///
  /// - Parameter capacity: The grid capacity before the event.
  package static func changesGridCapacity(_ event: SessionEvent, from capacity: Power) -> Bool {
    switch event.kind {
    case .config(let station): station.gridCapacity != capacity
    case .gridCapacity(let new): new != capacity
    case .start, .powerUpdate, .stop, .load, .limit: false
    }
  }

  /// Replays events.
  ///
  /// If the scenario has a grid capacity, it replaces the one in events that state one.
  ///
  /// - Complexity: O(events × cost of a tick).
  public func run(_ events: some Sequence<SessionEvent>) -> Outcome {
    var outcome = Outcome()
    var iterator = events.makeIterator()
    var next = iterator.next()
    var options = options
    if let clock, let next {
      options.follow(.dateTime(clock.offset(at: next.time)), zone: zone)
    }
    var simulation = Simulation(
      station: station.unshared, policy: policy.policy, options: options, until: until,
      zone: zone)
    simulation.skippedEvents = skippedEvents
    var order = TimelineOrder()
    var place = 0
    while let event = next, !simulation.isOver(at: event.time) {
      do throws(EventProblem) {
        do throws(EventProblem) {
          try check(event.time, &order)
        } catch {
          if case .start = event.kind { simulation.countRefusedStart() }
          throw error
        }
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
    outcome.isCutOff = simulation.isCutOff
    return outcome
  }

  private func check(_ time: Instant, _ order: inout TimelineOrder) throws(EventProblem) {
    guard let checkedScale else { return }
    if let violation = order.violation(by: time, scale: checkedScale) { throw violation.problem }
    order.advance(to: time, scale: checkedScale)
  }

  /// Returns the event with the scenario's grid capacity, and without memory shared between
  /// threads.
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
    case .start, .powerUpdate, .stop, .load, .limit: return event
    }
  }
}
