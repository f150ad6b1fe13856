/// A replay of one scenario from start to end, for its summary.
///
/// Gives the summary that `sems-plan simulate` gives for a station with another grid capacity or
/// battery.
public struct ScenarioRun: Sendable {
  /// The station, with the scenario's settings.
  package let station: StationConfig
  private let scenario: Scenario
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
  /// Whether to measure what a report shows, besides the summary.
  package var measuresReport = false
  /// Whether to measure the bound of the energy.
  package var measuresBound = false
  /// The number of events that were left out before the run.
  package var skippedEvents = 0
  /// The clock for events with date-times, whose offset at the first event is that of the timeline;
  /// nil takes ``ReplayOptions/origin``.
  public var clock: LocalClock?
  /// The zone whose clock has the quarters of an hour of the summary; nil for the offset of the
  /// first event.
  public var zone: LocalClock?
  /// The profiles of the site, complete in memory, of which each run uses a copy; nil if there are
  /// none.
  package var site: (any SiteEventSource)?
  /// The ids of the loads that have profiles, which no `load` event may use.
  package var profileLoads: [Identifier] = []
  /// The tariff, which needs events with date-times; nil for none.
  package var terms: CostTerms?

  /// The result of a run.
  public struct Outcome: Sendable {
    /// The summary; nil if an event ended the run.
    public var summary: Summary?
    /// The events that could not be applied.
    public var refusals: [Refusal] = []
    /// Whether the run was cut off at the last moment that a time can state.
    public var isCutOff = false
    /// Whether the battery ends at least 1 % of its capacity lower than it began.
    package var drainsBattery = false
    /// The facts about the costs; nil without a tariff.
    package var costRemarks: CostRemarks?
    /// The profiles as the run has left them; nil if there are none, or no event.
    package var site: (any SiteEventSource)?
    /// The time of the first event and the end of the vehicles' part; nil without an event.
    package var vehiclesPart: (first: Instant, last: Instant)?
    /// The data of a report, with the times of the first tick and the end; nil if not measured.
    package var report: (data: ReportData, start: Instant, end: Instant)?
    /// The grid capacities at which the run would be the same; nil if none is known.
    fileprivate var otherCapacities: OtherCapacities?

    /// Returns the outcome of the same run with another grid capacity; nil if it may differ.
    ///
    /// The result equals that of a run with that capacity. It is nil unless no limit of the grid
    /// kept anything from any vehicle, and would not do so with the other capacity; ``GridNeed``
    /// has the conditions.
    package func with(gridCapacity: Power) -> Outcome? {
      guard let otherCapacities,
        let summary = summary?.with(gridCapacity: gridCapacity, otherCapacities)
      else { return nil }
      var outcome = self
      outcome.summary = summary
      return outcome
    }
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
    self.scenario = scenario
    self.station = scenario.station(station)
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
  /// If the scenario has a grid capacity or a battery, it replaces the one in events that state
  /// one. Events of profiles are applied before events of the same time.
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
      zone: zone, hasSummary: true, hasProfiles: site != nil, terms: terms)
    simulation.skippedEvents = skippedEvents
    if measuresReport { simulation.measureReport(zone: zone) }
    if measuresBound {
      let scale = options.clock.flatMap { clock in
        next.map { TimeScale.dateTime(clock.offset(at: $0.time)) }
      }
      simulation.measureBound(clock: OutputClock(scale ?? .seconds, zone: zone))
    }
    // Where the capacity itself has a price, no two capacities cost the same, and the bound of one
    // says nothing about another.
    if let capacity = scenario.gridCapacity, site == nil, !measuresBound,
      !(terms?.hasCapacityPrice ?? false)
    {
      simulation.meter?.gridNeed = GridNeed(policy, options, capacity: capacity)
    }
    let firstTime = next?.time
    var site = begun(firstTime, &simulation, options)
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
        apply(&site, until: event.time, to: &simulation)
        while simulation.nextTick(before: event.time) {}
        do throws(EventProblem) {
          if case .load(let load) = event.kind, profileLoads.contains(load.loadId) {
            throw .duplicateLoad(load.loadId)
          }
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
    close(&simulation, &site)
    outcome.site = site
    if site?.hasFailed ?? false { return outcome }
    outcome.summary = simulation.end()
    outcome.report = simulation.report
    outcome.isCutOff = simulation.isCutOff
    outcome.costRemarks = simulation.costRemarks
    outcome.drainsBattery = simulation.batteryRemarks.drained > .zero
    outcome.otherCapacities = simulation.meter?.otherCapacities
    outcome.vehiclesPart = firstTime.map { ($0, simulation.vehiclesEnd ?? $0) }
    return outcome
  }

  // MARK: Profiles

  /// Begins the run of the profiles, and returns them; nil if there are none, or no event.
  private func begun(
    _ firstTime: Instant?, _ simulation: inout Simulation, _ options: ReplayOptions
  ) -> (any SiteEventSource)? {
    guard var site, let firstTime, !simulation.isOver(at: firstTime) else { return nil }
    let start = simulation.begin(firstEvent: firstTime)
    let scale = options.clock.map { TimeScale.dateTime($0.offset(at: firstTime)) }
    site.begin(
      at: start, scale: scale ?? .seconds, clock: options.clock ?? LocalClock(.zulu))
    return site
  }

  /// Applies the events of profiles until a time, which is included, with the ticks between them.
  private func apply(
    _ site: inout (any SiteEventSource)?, until time: Instant, to simulation: inout Simulation
  ) {
    while let event = site?.nextEvent(until: time) {
      while simulation.nextTick(before: event.time) {}
      simulation.apply(event)
    }
  }

  /// Takes the ticks after the timeline's last event.
  private func close(
    _ simulation: inout Simulation, _ site: inout (any SiteEventSource)?
  ) {
    guard site != nil else {
      while simulation.nextTick(before: nil) {}
      return
    }
    while let end = simulation.siteEventsEnd() {
      if let event = site?.nextEvent(until: end) {
        // It may move the end, so that the next event is not part of the run.
        while simulation.nextTick(before: event.time) {}
        simulation.apply(event)
      } else if case .end = simulation.closingStep() {
        return
      }
    }
  }

  // MARK: Events

  private func check(_ time: Instant, _ order: inout TimelineOrder) throws(EventProblem) {
    guard let checkedScale else { return }
    if let violation = order.violation(by: time, scale: checkedScale) { throw violation.problem }
    order.advance(to: time, scale: checkedScale)
  }

  /// Returns the event with the scenario's grid capacity and battery, and without memory shared
  /// between threads.
  private func adapted(_ event: SessionEvent) -> SessionEvent {
    if case .start(var start) = event.kind, let curve = start.chargingCurve {
      start.chargingCurve = curve.unshared
      return SessionEvent(time: event.time, kind: .start(start))
    }
    switch event.kind {
    case .config(let station):
      return SessionEvent(time: event.time, kind: .config(scenario.station(station)))
    case .gridCapacity(let capacity):
      return SessionEvent(
        time: event.time, kind: .gridCapacity(scenario.gridCapacity ?? capacity))
    case .start, .powerUpdate, .stop, .load, .limit: return event
    }
  }
}
