/// What is done with all active sessions at every tick: the loops that the time of a replay goes
/// into.
///
/// Each looks at the states through a span, so that what Swift checks for an array is checked once
/// a loop.
extension [SessionState] {
  /// Lets everyone draw for a while what it is allocated, but never more than it takes in all.
  ///
  /// - Parameters:
  ///   - details: Tell what each takes in all, by its slot.
  ///   - mayEnd: Whether there is somebody for whom that has an end.
  ///   - chargers: Receive what each has delivered, by its place in the config.
  /// - Returns: What was drawn in all.
  mutating func draw(
    for span: TimeSpan, upTo details: [SessionDetails], mayEnd: Bool,
    into chargers: inout [ChargerState]
  ) -> Energy {
    // Told apart here, so that the loop does not ask at every session where nobody has an end.
    mayEnd
      ? draw(span, details, &chargers, mayEnd: true)
      : draw(span, details, &chargers, mayEnd: false)
  }

  @inline(__always)
  private mutating func draw(
    _ span: TimeSpan, _ details: [SessionDetails], _ chargers: inout [ChargerState], mayEnd: Bool
  ) -> Energy {
    var sessions = mutableSpan
    var states = chargers.mutableSpan
    var total = Energy.zero
    for place in sessions.indices {
      var energy = Energy(sessions[place].allocatedPower, over: span)
      if mayEnd, sessions[place].mayChange, let target = details[sessions[place].slot].target {
        energy = Swift.min(energy, target - sessions[place].deliveredEnergy)
      }
      sessions[place].deliveredEnergy += energy
      states[sessions[place].charger].deliveredEnergy += energy
      total += energy
    }
    return total
  }

  /// What has come of an allocation.
  struct Settlement {
    /// What everyone is offered together.
    var allocatedPower = Power.zero
    /// What everyone could still take within its own and its charger's limits.
    var usablePower = Power.zero
  }

  /// Offers everyone its share, and works out what keeps it from more.
  ///
  /// - Parameters:
  ///   - places: Tell where the session in each slot stands.
  ///   - isOffered: Whether the shares are offered; if not, what everyone has is looked at.
  mutating func settle(
    _ request: AllocationRequest, _ shares: [Power], places: [Int],
    at chargers: inout [ChargerState], isOffered: Bool, keepsGridCapacity: Bool
  ) -> Settlement {
    // Told apart here, so that neither of the loops asks at every session.
    isOffered
      ? run(request, shares, places, &chargers, isOffered: true, keepsGridCapacity)
      : run(request, shares, places, &chargers, isOffered: false, keepsGridCapacity)
  }

  @inline(__always)
  private mutating func run(
    _ request: AllocationRequest, _ shares: [Power], _ places: [Int],
    _ chargers: inout [ChargerState], isOffered: Bool, _ keepsGridCapacity: Bool
  ) -> Settlement {
    let (vehicles, groups, shares) = (request.vehicles.span, request.chargers.span, shares.span)
    let places = places.span
    var sessions = mutableSpan
    var states = chargers.mutableSpan
    let step = request.step.watts
    precondition(shares.count == vehicles.count, "a vehicle without a share")
    var settlement = Settlement()
    // The vehicles of one charger lie side by side; what they come to is kept until the last one.
    // Powers are far from where their sums could overflow.
    var group = 0
    var allocated = 0
    var lacking = 0
    // A step for each of those below their maximum.
    var wanted = 0
    for place in vehicles.indices {
      let session = places[vehicles[place].session]
      if isOffered { sessions[session].allocatedPower = shares[place] }
      let power = isOffered ? shares[place] : sessions[session].allocatedPower
      let missing = vehicles[place].maximum.watts &- power.watts
      allocated &+= power.watts
      lacking &+= missing
      wanted &+= missing > 0 ? step : 0
      sessions[session].limitedBy =
        if sessions[session].isBelowMinimum, power == .zero {
          .minimum
        } else if missing == 0 {
          vehicles[place].ownLimit
        } else if !isOffered, power < shares[place] {
          .pending
        } else {
          .grid
        }
      guard place &+ 1 == groups[group].vehicles.upperBound else { continue }
      states[groups[group].charger].allocatedPower = Power(watts: allocated)
      let left = groups[group].maxPower.watts &- allocated
      settlement.allocatedPower.watts &+= allocated
      settlement.usablePower.watts &+= Swift.min(lacking, left)
      // A grid that is no limit holds nothing back: then the charger gave no more.
      if left < wanted || !keepsGridCapacity {
        for place in groups[group].vehicles {
          let session = places[vehicles[place].session]
          if sessions[session].limitedBy == .grid { sessions[session].limitedBy = .charger }
        }
      }
      group &+= 1
      (allocated, lacking, wanted) = (0, 0, 0)
    }
    return settlement
  }
}
