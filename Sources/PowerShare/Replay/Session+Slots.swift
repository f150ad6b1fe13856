/// What is done with all active sessions at every tick: the loops that the time of a replay goes
/// into.
///
/// The sessions stand in slots, of which `order` or a request names those in use. Each loop looks
/// at the slots through a span, so that what Swift checks for an array is checked once a loop.
extension [Session] {
  /// Lets everyone draw for a while.
  ///
  /// - Returns: What was drawn in all.
  mutating func draw(
    _ order: [Int], for span: TimeSpan, into chargers: inout [ChargerState]
  ) -> Energy {
    var slots = mutableSpan
    var states = chargers.mutableSpan
    var total = Energy.zero
    for slot in order where slots[slot].allocatedPower > .zero {
      let energy = slots[slot].draw(for: span)
      states[slots[slot].charger].deliveredEnergy += energy
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
  /// - Parameter isOffered: Whether the shares are offered; if not, what everyone has is looked at.
  mutating func settle(
    _ request: AllocationRequest, _ shares: [Power], at chargers: inout [ChargerState],
    isOffered: Bool, keepsGridCapacity: Bool
  ) -> Settlement {
    let (vehicles, groups, shares) = (request.vehicles.span, request.chargers.span, shares.span)
    var slots = mutableSpan
    var states = chargers.mutableSpan
    var settlement = Settlement()
    for group in groups.indices {
      let range = groups[group].vehicles
      var allocated = Power.zero
      var lacking = Power.zero
      var belowMaximum = 0
      for place in range {
        let power =
          isOffered ? shares[place] : slots[vehicles[place].session].allocatedPower
        let missing = vehicles[place].maximum - power
        allocated += power
        lacking += missing
        if missing > .zero { belowMaximum += 1 }
      }
      states[groups[group].charger].allocatedPower = allocated
      let left = groups[group].maxPower - allocated
      settlement.allocatedPower += allocated
      settlement.usablePower += Swift.min(lacking, left)
      // A grid that is no limit holds nothing back: then the charger gave no more.
      let isChargerFull =
        left.watts < request.step.watts * belowMaximum || !keepsGridCapacity
      let outerLimit = isChargerFull ? LimitedBy.charger : .grid
      for place in range {
        slots[vehicles[place].session].settle(
          vehicles[place], share: shares[place], isOffered: isOffered, outerLimit)
      }
    }
    return settlement
  }

  /// When the next session changes by itself; nil where none does.
  mutating func nextChange(_ order: [Int], from now: Instant) -> Instant? {
    var slots = mutableSpan
    var next: Instant?
    for slot in order {
      if let change = slots[slot].nextChange(from: now) { next.lower(to: change) }
    }
    return next
  }
}

extension Session {
  /// Takes its share, where it is offered, and works out what keeps it from more.
  ///
  /// - Parameter outerLimit: What does where nothing of its own does.
  @inline(__always)
  fileprivate mutating func settle(
    _ demand: AllocationRequest.VehicleDemand, share: Power, isOffered: Bool,
    _ outerLimit: LimitedBy
  ) {
    if isOffered, allocatedPower != share {
      allocatedPower = share
      forgetChange()
    }
    limitedBy =
      if isBelowMinimum, allocatedPower == .zero {
        .minimum
      } else if allocatedPower == demand.maximum {
        demand.ownLimit
      } else if allocatedPower < share {
        .pending
      } else {
        outerLimit
      }
  }
}
