/// Who is offered what.
extension Replay {
  /// Ends the events of a tick: allocations and reasons as they are from now on.
  mutating func settle(at now: Instant) {
    if !waiting.isEmpty { serveWaiting(at: now) }
    let isOffered = options.reallocation == .immediate
    // Shares that stay as they are leave everything else as it is, too.
    updateShares()
    if !areSharesSettled || !isOffered { settleShares(isOffered: isOffered) }
    noteLimitsAlone()
    planNextMoment(from: now)
  }

  /// Brings the allocations and what limits them up to date.
  private mutating func settleShares(isOffered: Bool) {
    areSharesSettled = true
    let settlement = sessions.slots.settle(
      request, shares, at: &chargers, isOffered: isOffered, keepsGridCapacity: keepsGridCapacity)
    allocatedPower = settlement.allocatedPower
    usablePower = settlement.usablePower
    if isOffered { stopReason = policyStopReason }
  }

  /// Notes the limits under which those that have begun at this moment would charge alone.
  private mutating func noteLimitsAlone() {
    for slot in sessions.begun {
      let limit = station.chargers[sessions[slot].charger].maxPower
      sessions[slot].alone.limit = min(
        gridCapacity, limit, sessions[slot].connectorMaxPower ?? limit)
    }
    sessions.begun.resize(to: 0, 0)
  }

  // MARK: Shares

  /// Works the shares out, if anything has changed.
  mutating func updateShares() {
    guard isStale else { return }
    isStale = false
    areSharesSettled = false
    if goesByTime { updateSlack() }
    policyStopReason = policy.allocate(request, into: &shares)
    if hasMinimum { leaveOutBelowMinimum() }
  }

  private mutating func updateSlack() {
    guard let now = clock else { return }
    for place in request.vehicles.indices {
      request.setSlack(sessions[request.vehicles[place].session].slack(at: now), at: place)
    }
  }

  /// While somebody would get more than nothing but less than its charger's minimum, the one of
  /// them that started last gets nothing, and the policy is asked again without it.
  private mutating func leaveOutBelowMinimum() {
    for place in request.vehicles.indices {
      sessions[request.vehicles[place].session].isBelowMinimum = false
    }
    var reduced = request
    var reducedShares = shares
    var isReduced = false
    while let (vehicle, charger) = lastBelowMinimum(reduced, reducedShares) {
      reduced.remove(vehicle, charger: charger)
      sessions[vehicle.session].isBelowMinimum = true
      _ = policy.allocate(reduced, into: &reducedShares)
      isReduced = true
    }
    guard isReduced else { return }
    for place in shares.indices { shares[place] = .zero }
    var place = 0
    for (vehicle, share) in zip(reduced.vehicles, reducedShares) {
      // The reduced request lists the same vehicles in the same order, without some of them.
      while request.vehicles[place].session != vehicle.session { place += 1 }
      shares[place] = share
    }
    policyStopReason = StopReason(
      request, shares, keepsGridCapacity: keepsGridCapacity)
  }

  private func lastBelowMinimum(
    _ request: AllocationRequest, _ shares: [Power]
  ) -> (vehicle: AllocationRequest.VehicleDemand, charger: Int)? {
    var last: (vehicle: AllocationRequest.VehicleDemand, charger: Int)?
    for group in request.chargers {
      let minimum = station.chargers[group.charger].minPower
      for place in group.vehicles where shares[place] > .zero && shares[place] < minimum {
        let vehicle = request.vehicles[place]
        if vehicle.startOrder > last?.vehicle.startOrder ?? 0 { last = (vehicle, group.charger) }
      }
    }
    return last
  }

  // MARK: Allocations

  private mutating func allocate(_ power: Power, slot: Int) {
    let change = power - sessions[slot].allocatedPower
    guard change != .zero else { return }
    sessions[slot].allocatedPower = power
    sessions[slot].forgetChange()
    chargers[sessions[slot].charger].allocatedPower += change
    allocatedPower += change
  }

  /// In `on-update` mode: gives everyone their share, because the limits have changed.
  mutating func reallocateAll() {
    guard options.reallocation == .onUpdate else { return }
    updateShares()
    for place in shares.indices {
      allocate(shares[place], slot: request.vehicles[place].session)
    }
  }

  /// In `on-update` mode: gives one session its share, as far as the others leave it.
  mutating func reallocateAlone(slot: Int) {
    guard options.reallocation == .onUpdate else { return }
    updateShares()
    guard let place = request.vehicles.firstIndex(where: { $0.session == slot }) else {
      preconditionFailure("a session without a demand")
    }
    let power = possiblePower(slot: slot, place: place)
    guard power != sessions[slot].allocatedPower else { return }
    openTick()
    allocate(power, slot: slot)
  }

  /// The lower of a session's share and what the others leave it.
  func possiblePower(slot: Int, place: Int) -> Power {
    let charger = sessions[slot].charger
    let leftAtCharger = station.chargers[charger].maxPower - chargers[charger].allocatedPower
    let leftAtGrid =
      keepsGridCapacity ? gridCapacity - allocatedPower : Power(watts: .max / 2)
    let left = min(leftAtCharger, leftAtGrid) + sessions[slot].allocatedPower
    let power = min(shares[place], left)
    // What the others leave may be less than the vehicle can charge with.
    return power < station.chargers[charger].minPower ? .zero : power
  }
}

extension Session {
  /// The time left to the departure less the time still needed at the maximum, rounded up, in
  /// milliseconds; nil where it states no departure.
  fileprivate func slack(at now: Instant) -> Int? {
    guard let departure = arrival.departureTime else { return nil }
    let left = (departure - now).milliseconds
    guard let target, doneTime == nil else { return left }
    guard maximum > .zero else { return .min / 2 }
    let power = Int128(maximum.watts)
    let missing = (target - deliveredEnergy).wattMilliseconds
    return left - Int((missing + power - 1) / power)
  }
}
