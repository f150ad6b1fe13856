/// A vehicle that has left, or that has not left when the replay ends.
public struct Departure: Equatable, Sendable {
  /// The vehicle and its request.
  public let arrival: Arrival
  /// Its session as it last was; nil where it never had a connector.
  public let session: Session?
  /// The energy that limits kept from it.
  public let ledger: SessionLedger
  /// The time at which it left; the end of the replay where it has not left.
  public let time: Instant
  /// Whether it has not left.
  public let isOpen: Bool

  /// The outcome of a session or of a wait.
  public enum Outcome: String, CaseIterable, Sendable {
    /// It got all its requested energy.
    case served
    /// It left without all of it.
    case unserved
    /// It drove on without a connector.
    case abandoned
    /// It had not left when the replay ended.
    ///
    /// The end is no part of the replay: a vehicle that would be done or leave exactly then is
    /// open.
    case open
    /// It requested no energy, and was stopped or left.
    case stopped

    /// The place in ``allCases``.
    var place: Int {
      switch self {
      case .served: 0
      case .unserved: 1
      case .abandoned: 2
      case .open: 3
      case .stopped: 4
      }
    }
  }

  /// The outcome of the session or of the wait.
  public var outcome: Outcome {
    if isOpen { return .open }
    guard let session else { return .abandoned }
    guard let requested = arrival.energyRequested else { return .stopped }
    return session.deliveredEnergy >= requested ? .served : .unserved
  }

  /// The energy that was delivered to it.
  public var deliveredEnergy: Energy { session?.deliveredEnergy ?? .zero }

  /// The time that it waited for a connector.
  public var wait: TimeSpan { (session?.startTime ?? time) - arrival.time }

  /// The energy that it could have drawn alone, limited by nothing but its own maximum.
  ///
  /// A vehicle that never had a connector could have had one until its departure.
  public var attainable: Energy { ledger.unlimited.energy(arrival, at: timeAlone) }

  /// The time from its arrival for which it could have charged alone.
  private var timeAlone: TimeSpan {
    if session != nil { return time - arrival.time }
    return arrival.departureTime.map { $0 - arrival.time } ?? .unbounded
  }

  /// The requested energy that it did not get, by the limit that kept it from the vehicle; the
  /// parts add up exactly.
  ///
  /// The part that it could not have drawn even alone is booked to `stay`. The rest is split in
  /// proportion to what each limit deferred; the remainder of the division goes to the last of
  /// them.
  public var lost: EnergyByLimit {
    var lost = EnergyByLimit()
    guard let requested = arrival.energyRequested, deliveredEnergy < requested else { return lost }
    let attainable = max(min(attainable, requested), deliveredEnergy)
    lost[.stay] = requested - attainable
    let rest = attainable - deliveredEnergy
    let total = ledger.deferred.total
    guard total > .zero else {
      lost[session == nil ? .queue : .stay] += rest
      return lost
    }
    var left = rest
    var last: Curtailment?
    for limit in Curtailment.allCases where ledger.deferred[limit] > .zero {
      let part = rest.scaled(by: ledger.deferred[limit], over: total)
      lost[limit] += part
      left = left - part
      last = limit
    }
    if let last { lost[last] += left }
    return lost
  }
}

extension Energy {
  /// The energy times a quotient of energies that is at most 1, rounded down.
  fileprivate func scaled(by numerator: Energy, over denominator: Energy) -> Energy {
    let part = wattMilliseconds.magnitude.scaled(
      by: numerator.wattMilliseconds.magnitude, over: denominator.wattMilliseconds.magnitude)
    return Energy(wattMilliseconds: Int128(part.quotient))
  }
}
