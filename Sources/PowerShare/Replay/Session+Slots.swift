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

  /// Offers everyone its share.
  ///
  /// - Returns: By how much all are offered more than before.
  mutating func apply(
    _ shares: [Power], of request: AllocationRequest, at chargers: inout [ChargerState]
  ) -> Power {
    let vehicles = request.vehicles.span
    var slots = mutableSpan
    var total = Power.zero
    for place in vehicles.indices {
      let slot = vehicles[place].session
      let change = shares[place] - slots[slot].allocatedPower
      guard change != .zero else { continue }
      slots[slot].allocatedPower = shares[place]
      slots[slot].forgetChange()
      chargers[slots[slot].charger].allocatedPower += change
      total += change
    }
    return total
  }

  /// Works out what keeps everyone from more.
  mutating func setLimits(
    _ request: AllocationRequest, _ shares: [Power], _ chargers: [ChargerState], at now: Instant,
    keepsGridCapacity: Bool
  ) {
    let vehicles = request.vehicles.span
    var slots = mutableSpan
    for group in request.chargers {
      let left = group.maxPower - chargers[group.charger].allocatedPower
      var belowMaximum = 0
      for place in group.vehicles
      where slots[vehicles[place].session].allocatedPower < vehicles[place].maximum {
        belowMaximum += 1
      }
      let isChargerFull = left.watts < request.step.watts * belowMaximum
      for place in group.vehicles {
        let slot = vehicles[place].session
        slots[slot].setLimit(
          share: shares[place], isChargerFull: isChargerFull, keepsGridCapacity: keepsGridCapacity)
        if slots[slot].startTime == now {
          slots[slot].alone.limit = Swift.min(
            request.gridCapacity, group.maxPower, slots[slot].connectorMaxPower ?? group.maxPower)
        }
      }
    }
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
  /// Works out what keeps it from more than it is offered.
  fileprivate mutating func setLimit(
    share: Power, isChargerFull: Bool, keepsGridCapacity: Bool
  ) {
    limitedBy =
      if doneTime != nil {
        .energy
      } else if isBelowMinimum, allocatedPower == .zero {
        .minimum
      } else if allocatedPower == vehicleMaxPower {
        .vehicle
      } else if allocatedPower == connectorMaxPower {
        .connector
      } else if allocatedPower < share {
        .pending
      } else if isChargerFull || !keepsGridCapacity {
        // A grid that is no limit holds nothing back: then the charger gave no more.
        .charger
      } else {
        .grid
      }
  }
}
