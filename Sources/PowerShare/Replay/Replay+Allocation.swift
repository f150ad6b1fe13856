/// Who is offered what.
extension Replay {
  /// Ends the events of a tick: allocations and reasons as they are from now on.
  @inline(__always)
  mutating func settle(at now: Instant) {
    if !waiting.isEmpty { serveWaiting(at: now) }
    let isOffered = options.reallocation == .immediate
    // Shares that stay as they are leave everything else as it is, too.
    updateShares()
    if !areSharesSettled || !isOffered { settleShares(isOffered: isOffered) }
    if !sessions.begun.isEmpty { noteLimitsAlone() }
    planNextMoment(from: now)
  }

  /// Brings the allocations and what limits them up to date.
  @inline(__always)
  private mutating func settleShares(isOffered: Bool) {
    areSharesSettled = true
    let settlement = sessions.settle(
      request, shares, isOffered: isOffered, hasMinimum: hasMinimum,
      keepsGridCapacity: keepsGridCapacity)
    allocatedPower = settlement.allocatedPower
    usablePower = settlement.usablePower
    if isOffered { stopReason = policyStopReason }
  }

  /// Notes the limits under which those that have begun at this moment would charge alone.
  private mutating func noteLimitsAlone() {
    // One that ended at the moment it began has no limits any more.
    for slot in sessions.begun where sessions.isActive(slot: slot) {
      let connection = sessions.details[slot].connection
      sessions.ledgers[slot].alone.limit = min(
        gridCapacity, station.chargers[connection.charger].maxPower, connection.limit)
    }
    sessions.begun.removeAll(keepingCapacity: true)
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
      request.setSlack(sessions.slack(slot: request.vehicles[place].session, at: now), at: place)
    }
  }

  /// While somebody would get more than nothing but less than its charger's minimum, the one of
  /// them that started last gets nothing, and the policy is asked again without it.
  private mutating func leaveOutBelowMinimum() {
    for place in request.vehicles.indices {
      sessions[state: request.vehicles[place].session].isBelowMinimum = false
    }
    var reduced = request
    var reducedShares = shares
    var isReduced = false
    while let (vehicle, charger) = lastBelowMinimum(reduced, reducedShares) {
      reduced.remove(vehicle, charger: charger)
      sessions[state: vehicle.session].isBelowMinimum = true
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
    let change = power - sessions[state: slot].allocatedPower
    guard change != .zero else { return }
    sessions[state: slot].allocatedPower = power
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
  @inline(__always)
  mutating func reallocateAlone(slot: Int) {
    if options.reallocation == .onUpdate { reallocateAtOnce(slot: slot) }
  }

  private mutating func reallocateAtOnce(slot: Int) {
    updateShares()
    let group = request.demand(ofCharger: sessions.details[slot].connection.charger)
    guard let place = group.vehicles.first(where: { request.vehicles[$0].session == slot }) else {
      preconditionFailure("a session without a demand")
    }
    let power = possiblePower(place: place, besides: leftPower(at: group))
    guard power != sessions[state: slot].allocatedPower else { return }
    openTick()
    allocate(power, slot: slot)
  }

  /// What those at a charger, and the grid, leave of their limits.
  func leftPower(at group: AllocationRequest.ChargerDemand) -> Power {
    var left = group.maxPower
    for place in group.vehicles {
      left -= sessions[state: request.vehicles[place].session].allocatedPower
    }
    return keepsGridCapacity ? min(left, supply.limit - allocatedPower) : left
  }

  /// The lower of a session's share and what the others leave it.
  ///
  /// - Parameters:
  ///   - place: Its place in the request.
  ///   - left: What everyone, itself included, leaves at its charger.
  func possiblePower(place: Int, besides left: Power) -> Power {
    let slot = request.vehicles[place].session
    let power = min(shares[place], left + sessions[state: slot].allocatedPower)
    let charger = sessions.details[slot].connection.charger
    // What the others leave may be less than the vehicle can charge with.
    return power < station.chargers[charger].minPower ? .zero : power
  }
}

extension SessionTable {
  /// The time left to the departure less the time still needed at the maximum, rounded up, in
  /// milliseconds; nil where the session in a slot states no departure.
  fileprivate func slack(slot: Int, at now: Instant) -> Int? {
    guard let departure = details[slot].arrival.departureTime else { return nil }
    let left = (departure - now).milliseconds
    guard let target = details[slot].target, !details[slot].isDone else { return left }
    guard details[slot].maximum > .zero else { return .min / 2 }
    let power = Int128(details[slot].maximum.watts)
    let missing = (target - self[state: slot].deliveredEnergy).wattMilliseconds
    return left - Int((missing + power - 1) / power)
  }
}
