/// What is done with all active sessions at every tick: the loops that the time of a replay goes
/// into.
///
/// Each looks at the states through a span, so that what Swift checks for an array is checked once
/// a loop.
extension [SessionState] {
  /// Lets everyone draw for a while what it is allocated, where that has no end for anybody.
  ///
  /// A session's energy cannot overflow: its power is below 2⁶³ W, and all moments lie within
  /// 2⁶⁴ ms.
  @inline(__always)
  mutating func draw(for span: TimeSpan) {
    var sessions = mutableSpan
    for place in sessions.indices {
      let energy = Energy(sessions[place].allocatedPower, over: span)
      sessions[place].deliveredEnergy.wattMilliseconds &+= energy.wattMilliseconds
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
      if let target = details[sessions[place].slot].target {
        energy = Swift.min(energy, target - sessions[place].deliveredEnergy)
      }
      sessions[place].deliveredEnergy += energy
      total += energy
    }
    return total
  }

  /// What has come of an allocation.
  struct Settlement {
    /// What everyone is offered together.
    let allocatedPower: Power
    /// What everyone could still take within its own and its charger's limits.
    let usablePower: Power
  }

  /// Offers everyone its share, where no charger has a minimum, and works out what keeps it from
  /// more.
  ///
  /// - Parameter places: Tell where the session in each slot stands.
  @inline(__always)
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
    // Powers are far from where their sums could overflow.
    var (allocated, highest) = (0, 0)
    for place in vehicles.indices {
      let power = sessions[places[vehicles[place].session]].settle(
        shares[place], maximum: vehicles[place].maximum, ownLimit: vehicles[place].ownLimit,
        isOffered: isOffered, hasMinimum: hasMinimum)
      allocated &+= power.watts
      highest = Swift.max(highest, power.watts)
    }
    // No charger holds anybody back that could give all of its vehicles a step more than any has.
    if !keepsGridCapacity || highest > request.freeLevel &- request.step.watts {
      // What a vehicle below its maximum wants at least. A grid that is no limit holds nothing
      // back: then it is more than any charger has, which gave no more.
      let least = keepsGridCapacity ? request.step.watts : 1 << 48
      Self.settle(request.chargers.span, least, vehicles, places, &sessions)
    }
    return Settlement(
      allocatedPower: Power(watts: allocated),
      usablePower: Power(watts: request.usableMaximum.watts &- allocated))
  }

  /// Finds out which chargers keep their vehicles from more.
  @inline(never)
  private static func settle(
    _ groups: Span<AllocationRequest.ChargerDemand>, _ least: Int,
    _ vehicles: Span<AllocationRequest.VehicleDemand>, _ places: Span<Int>,
    _ sessions: inout MutableSpan<SessionState>
  ) {
    for group in groups.indices { settle(groups[group], least, vehicles, places, &sessions) }
  }

  /// Finds out whether a charger does: where it cannot give each of those below their maximum what
  /// that wants at least.
  @inline(__always)
  private static func settle(
    _ group: AllocationRequest.ChargerDemand, _ least: Int,
    _ vehicles: Span<AllocationRequest.VehicleDemand>, _ places: Span<Int>,
    _ sessions: inout MutableSpan<SessionState>
  ) {
    var (left, wanted) = (group.maxPower, 0)
    for place in group.vehicles {
      let power = sessions.power(vehicles[place], places)
      left -= power
      wanted &+= power < vehicles[place].maximum ? least : 0
    }
    for place in group.vehicles where left.watts < wanted {
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
  ///
  /// - Returns: What it is offered now.
  @inline(__always)
  fileprivate mutating func settle(
    _ share: Power, maximum: Power, ownLimit: LimitedBy, isOffered: Bool, hasMinimum: Bool
  ) -> Power {
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
    return allocatedPower
  }
}
