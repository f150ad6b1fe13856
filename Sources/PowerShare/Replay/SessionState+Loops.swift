/// The loops over all active sessions, in which a replay spends most of its time.
///
/// Each reads the states through a span, so that the bounds and ownership of the array are checked
/// once for the loop.
extension [SessionState] {
  /// Adds to every session the energy of its allocation over a time span, where no session has an
  /// energy target.
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

  /// Adds to every session the energy of its allocation over a time span, up to its energy target.
  ///
  /// - Parameter details: The details of the sessions by slot index; they hold the targets.
  /// - Returns: The energy that all sessions drew together.
  mutating func draw(for span: TimeSpan, upTo details: [SessionDetails]) -> Energy {
    var sessions = mutableSpan
    let details = details.span
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

  /// The sums over all sessions after an allocation.
  struct Settlement {
    /// The power that all sessions are offered together.
    let allocatedPower: Power
    /// The power that all sessions could still take within their own and their chargers' limits.
    let usablePower: Power
  }

  /// Offers every session its share, and finds the limit that keeps it from more.
  ///
  /// - Precondition: No charger has a minimum.
  /// - Parameter places: The index of each slot's session in this array.
  @inline(__always)
  mutating func settleOffered(
    _ request: AllocationRequest, _ shares: [Power], places: [Int], keepsGridCapacity: Bool
  ) -> Settlement {
    settle(
      request, shares, places, isOffered: true, hasMinimum: false,
      keepsGridCapacity: keepsGridCapacity)
  }

  /// Offers every session its share where chargers may have a minimum, or only finds the limits.
  ///
  /// - Parameter isOffered: Whether the shares are offered; if not, sessions keep their power.
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
    // A sum of powers in range cannot overflow.
    var (allocated, highest) = (0, 0)
    for place in vehicles.indices {
      let power = sessions[places[vehicles[place].session]].settle(
        shares[place], maximum: vehicles[place].maximum, ownLimit: vehicles[place].ownLimit,
        isOffered: isOffered, hasMinimum: hasMinimum)
      allocated &+= power.watts
      highest = Swift.max(highest, power.watts)
    }
    // A charger that could give each of its vehicles one step more than the highest power of all
    // limits none of them.
    if !keepsGridCapacity || highest > request.freeLevel &- request.step.watts {
      // The least that a vehicle below its maximum could still take. Without a grid limit only
      // chargers hold vehicles back, so it is set above the limit of any charger.
      let least = keepsGridCapacity ? request.step.watts : 1 << 48
      Self.settle(request.chargers.span, least, vehicles, places, &sessions)
    }
    return Settlement(
      allocatedPower: Power(watts: allocated),
      usablePower: Power(watts: request.usableMaximum.watts &- allocated))
  }

  /// Marks the sessions that their charger keeps from more.
  @inline(never)
  private static func settle(
    _ groups: Span<AllocationRequest.ChargerDemand>, _ least: Int,
    _ vehicles: Span<AllocationRequest.VehicleDemand>, _ places: Span<Int>,
    _ sessions: inout MutableSpan<SessionState>
  ) {
    for group in groups.indices { settle(groups[group], least, vehicles, places, &sessions) }
  }

  /// Marks the sessions of a charger as limited by it, where it cannot give `least` to each of its
  /// vehicles that are below their maximum.
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
  /// Returns the power that the session of a vehicle is offered.
  @inline(__always)
  fileprivate func power(
    _ vehicle: AllocationRequest.VehicleDemand, _ places: Span<Int>
  ) -> Power {
    self[places[vehicle.session]].allocatedPower
  }
}

extension SessionState {
  /// Takes the share if it is offered, and sets the limit that keeps the session from more.
  ///
  /// The limit is `grid` where it is none of the session's own; the caller then checks the charger.
  ///
  /// - Returns: The power that the session is offered now.
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
