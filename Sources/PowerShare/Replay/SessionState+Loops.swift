/// What is done with all active sessions at every tick: the loops that the time of a replay goes
/// into.
///
/// Each looks at the states through a span, so that what Swift checks for an array is checked once
/// a loop.
extension [SessionState] {
  /// Lets everyone draw for a while what it is allocated, where that has no end for anybody.
  @inline(__always)
  mutating func draw(for span: TimeSpan) {
    var sessions = mutableSpan
    for place in sessions.indices {
      sessions[place].deliveredEnergy += Energy(sessions[place].allocatedPower, over: span)
    }
  }

  /// Lets everyone draw for a while what it is allocated, but never more than it takes in all.
  ///
  /// - Parameter details: Tell what each takes in all, by its slot.
  /// - Returns: What was drawn in all.
  mutating func draw(for span: TimeSpan, upTo details: [SessionDetails]) -> Energy {
    var sessions = mutableSpan
    var total = Energy.zero
    for place in sessions.indices {
      var energy = Energy(sessions[place].allocatedPower, over: span)
      if sessions[place].mayChange, let target = details[sessions[place].slot].target {
        energy = Swift.min(energy, target - sessions[place].deliveredEnergy)
      }
      sessions[place].deliveredEnergy += energy
      total += energy
    }
    return total
  }

  /// Adds what everyone is offered and has drawn to what its charger has, by the charger's place in
  /// the config.
  func add(to chargers: inout [ChargerState]) {
    let sessions = span
    var states = chargers.mutableSpan
    for place in sessions.indices {
      let charger = sessions[place].charger
      states[charger].allocatedPower += sessions[place].allocatedPower
      states[charger].deliveredEnergy += sessions[place].deliveredEnergy
    }
  }

  /// What has come of an allocation.
  struct Settlement {
    /// What everyone is offered together.
    var allocatedPower = Power.zero
    /// What everyone could still take within its own and its charger's limits.
    var usablePower = Power.zero
  }

  /// Offers everyone its share, where no charger has a minimum, and works out what keeps it from
  /// more.
  ///
  /// - Parameter places: Tell where the session in each slot stands.
  mutating func settleOffered(
    _ request: AllocationRequest, _ shares: [Power], places: [Int], keepsGridCapacity: Bool
  ) -> Settlement {
    settle(
      request, shares, places, isOffered: true, hasMinimum: false,
      keepsGridCapacity: keepsGridCapacity)
  }

  /// The same where chargers may have a minimum.
  ///
  /// - Parameter isOffered: Whether the shares are offered; if not, what everyone has is looked at.
  mutating func settleAny(
    _ request: AllocationRequest, _ shares: [Power], places: [Int], isOffered: Bool,
    keepsGridCapacity: Bool
  ) -> Settlement {
    settle(
      request, shares, places, isOffered: isOffered, hasMinimum: true,
      keepsGridCapacity: keepsGridCapacity)
  }

  @inline(__always)
  private mutating func settle(
    _ request: AllocationRequest, _ shares: [Power], _ places: [Int], isOffered: Bool,
    hasMinimum: Bool, keepsGridCapacity: Bool
  ) -> Settlement {
    let (vehicles, shares, places) = (request.vehicles.span, shares.span, places.span)
    var sessions = mutableSpan
    precondition(shares.count == vehicles.count, "a vehicle without a share")
    for place in vehicles.indices {
      sessions[places[vehicles[place].session]].settle(
        shares[place], maximum: vehicles[place].maximum, ownLimit: vehicles[place].ownLimit,
        isOffered: isOffered, hasMinimum: hasMinimum)
    }
    // What a vehicle below its maximum wants at least. A grid that is no limit holds nothing back:
    // then that is more than any charger has, which gave no more. Powers are far from where sums
    // could overflow.
    let least = keepsGridCapacity ? request.step.watts : 1 << 48
    var settlement = Settlement()
    let groups = request.chargers.span
    // The vehicles of one charger lie side by side.
    var place = 0
    for group in groups.indices {
      let end = groups[group].vehicles.upperBound
      let first = place
      var allocated = isOffered ? shares[first] : sessions.power(vehicles[first], places)
      place &+= 1
      // Most chargers have one vehicle, so that the others are left to a loop of their own.
      while place < end {
        let power = isOffered ? shares[place] : sessions.power(vehicles[place], places)
        allocated.watts &+= power.watts
        place &+= 1
      }
      let left = groups[group].maxPower.watts &- allocated.watts
      settlement.allocatedPower.watts &+= allocated.watts
      settlement.usablePower.watts &+= Swift.min(
        groups[group].totalMaximum.watts &- allocated.watts, left)
      if left < (end &- first) &* least {
        Self.settle(groups[group], left, least, vehicles, places, &sessions)
      }
    }
    return settlement
  }

  /// Finds out whether a charger keeps its vehicles from more: where it cannot give each of those
  /// below their maximum what that wants at least.
  @inline(never)
  private static func settle(
    _ group: AllocationRequest.ChargerDemand, _ left: Int, _ least: Int,
    _ vehicles: Span<AllocationRequest.VehicleDemand>, _ places: Span<Int>,
    _ sessions: inout MutableSpan<SessionState>
  ) {
    var wanted = 0
    for place in group.vehicles {
      let power = sessions.power(vehicles[place], places)
      wanted &+= power < vehicles[place].maximum ? least : 0
    }
    for place in group.vehicles where left < wanted {
      let session = places[vehicles[place].session]
      if sessions[session].limitedBy == .grid { sessions[session].limitedBy = .charger }
    }
  }
}

extension MutableSpan<SessionState> {
  /// What the session of a vehicle is offered.
  @inline(__always)
  fileprivate func power(
    _ vehicle: AllocationRequest.VehicleDemand, _ places: Span<Int>
  ) -> Power {
    self[places[vehicle.session]].allocatedPower
  }
}

extension SessionState {
  /// Takes its share, if that is offered, and works out what keeps it from more: the grid where it
  /// is not itself, but then it may be the charger.
  @inline(__always)
  fileprivate mutating func settle(
    _ share: Power, maximum: Power, ownLimit: LimitedBy, isOffered: Bool, hasMinimum: Bool
  ) {
    if isOffered { allocatedPower = share }
    limitedBy =
      if hasMinimum, isBelowMinimum, allocatedPower == .zero {
        .minimum
      } else if allocatedPower == maximum {
        ownLimit
      } else if !isOffered, allocatedPower < share {
        .pending
      } else {
        .grid
      }
  }
}
