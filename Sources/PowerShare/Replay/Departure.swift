/// A vehicle that has left, or that is still there when the replay ends.
public struct Departure: Equatable, Sendable {
  /// The vehicle, and what it wanted.
  public let arrival: Arrival
  /// Its session as it last was; nil where it never had a connector.
  public let session: Session?
  /// The energy that limits kept from it.
  public let ledger: SessionLedger
  /// When it went, or when the replay ended.
  public let time: Instant
  /// Whether it is still there.
  public let isOpen: Bool

  /// The outcome of a session or of a wait.
  public enum Outcome: String, CaseIterable, Sendable {
    /// It got all the energy it asked for.
    case served
    /// It left without all of it.
    case unserved
    /// It drove on without a connector.
    case abandoned
    /// It is still there; one that would be done or leave at the very moment at which the replay
    /// ends is, because that moment is no part of it.
    case open
    /// It asked for no energy, and was stopped or left.
    case stopped
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
  public var attainable: Energy { ledger.attainable }

  /// The energy it asked for and did not get, by the limit that is to blame; together exactly the
  /// difference.
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
    // Both energies of the quotient are brought below 2⁶² so that the product fits.
    var numerator = numerator.wattMilliseconds
    var denominator = denominator.wattMilliseconds
    while denominator >> 62 != 0 {
      numerator >>= 1
      denominator >>= 1
    }
    let (whole, rest) = wattMilliseconds.quotientAndRemainder(dividingBy: denominator)
    return Energy(wattMilliseconds: whole * numerator + rest * numerator / denominator)
  }
}
