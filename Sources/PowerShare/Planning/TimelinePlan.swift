/// A plan from which a timeline is generated for each seed.
public enum TimelinePlan: Equatable, Sendable {
  /// Arrivals at random.
  case arrivals(ArrivalPlan)
  /// The stays of a fleet.
  case fleet(FleetPlan)

  /// The clock at the site.
  public var clock: LocalClock {
    switch self {
    case .arrivals(let plan): plan.clock
    case .fleet(let plan): plan.clock
    }
  }

  /// The start of the first day.
  public var from: Instant {
    switch self {
    case .arrivals(let plan): plan.from
    case .fleet(let plan): plan.from
    }
  }

  /// The number of days.
  public var days: Int {
    switch self {
    case .arrivals(let plan): plan.days
    case .fleet(let plan): plan.days
    }
  }

  /// Returns the number of events that a timeline is expected to have.
  ///
  /// - Parameter scale: The factor of the number of random arrivals, in thousandths.
  package func expectedEvents(scale: Int) -> Int {
    switch self {
    case .arrivals(let plan): (plan.scaled(by: scale).sessionsPerDay / 1_000 + 1) * plan.days
    case .fleet(let plan): plan.schedule.stays.count * plan.days
    }
  }

  /// Returns the events of a seed, in order of time.
  ///
  /// - Parameters:
  ///   - seed: Any number.
  ///   - scale: The factor of the number of random arrivals, in thousandths; a fleet has none.
  public func events(seed: UInt64, scale: Int = 1_000) -> GeneratedEvents {
    switch self {
    case .arrivals(let plan):
      GeneratedEvents(ArrivalGenerator(plan.scaled(by: scale), seed: seed))
    case .fleet(let plan): GeneratedEvents(FleetGenerator(plan, seed: seed))
    }
  }
}

/// A sequence of generated events, in order of time.
public struct GeneratedEvents: Sequence, IteratorProtocol, Sendable {
  private var arrivals: ArrivalGenerator?
  private var fleet: FleetGenerator?

  init(_ arrivals: ArrivalGenerator) { self.arrivals = arrivals }

  init(_ fleet: FleetGenerator) { self.fleet = fleet }

  /// Returns the next event; nil after the last one.
  public mutating func next() -> SessionEvent? {
    arrivals == nil ? fleet?.next() : arrivals?.next()
  }
}
