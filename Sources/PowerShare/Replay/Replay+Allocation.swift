/// The allocation of power to sessions.
extension Replay {
  /// Closes a tick after its events: allocates power and sets the limits of all sessions.
  @inline(__always)
  mutating func settle(at now: Instant) {
    if !waiting.isEmpty { serveWaiting(at: now) }
    sessions.removeVacant()
    let isOffered = options.reallocation == .immediate
    // While the shares stay the same, so does everything that depends on them.
    updateShares()
    if !areSharesSettled || !isOffered { settleShares(isOffered: isOffered) }
    if !sessions.begun.isEmpty { noteLimitsAlone() }
    if hasBattery {
      supply.decideBattery(allocatedPower, isGridBinding: isGridBinding)
    }
    planNextMoment(from: now)
  }

  /// Offers the shares, and updates the limits of all sessions and the sums.
  @inline(__always)
  private mutating func settleShares(isOffered: Bool) {
    areSharesSettled = true
    let settlement = sessions.settle(
      request, shares, isOffered: isOffered, hasMinimum: hasMinimum,
      keepsGridCapacity: keepsGridCapacity)
    allocatedPower = settlement.allocatedPower
    usablePower = settlement.usablePower
    if hasGroups, keepsGridCapacity { settleGroups() }
    if looksAtLimits { noteTemporaryLimits() }
    if isOffered { stopReason = policyStopReason }
  }

  /// Finds the sessions that groups limit, and the power that groups leave usable.
  @inline(never)
  private mutating func settleGroups() {
    groupLimits.settle(request, &sessions, station)
    usablePower = request.usableMaximumInGroups - allocatedPower
  }

  /// Stores the limits under which sessions that began at this moment would charge alone.
  private mutating func noteLimitsAlone() {
    // A session that ended at the moment it began is no longer there.
    for slot in sessions.begun where sessions.isActive(slot: slot) {
      let connection = sessions.details[slot].connection
      let groups = hasGroups ? groupMaxima[connection.charger] : Connection.unlimited
      let others = min(
        groups, config.chargers[connection.charger].maxPower, connection.limit)
      sessions.ledgers[slot].alone.limit = min(supply.gridCapacity, others)
      let own = sessions.details[slot].arrival.vehicleMaxPower
      highestPowerAlone = max(highestPowerAlone, min(own, others))
    }
    sessions.begun.removeAll(keepingCapacity: true)
  }

  // MARK: Shares

  /// Asks the policy for the shares, if anything has changed.
  mutating func updateShares() {
    guard isStale else { return }
    isStale = false
    areSharesSettled = false
    if requestChanges > Self.mostRequestChanges { buildRequest() }
    requestChanges = 0
    if goesByTime, let now = clock { setSlack(at: now) }
    policyStopReason =
      request.isOrdinary ? policy.allocate(request, into: &shares) : shareInTurns()
    if hasMinimum { leaveOutBelowMinimum() }
  }

  @inline(never)
  private mutating func shareInTurns() -> StopReason? {
    turns.allocate(request, by: &policy, notesClosed: false, into: &shares)
  }

  /// Asks the policy for the shares of a request that may differ from that of the replay.
  static func share(
    _ request: AllocationRequest, by policy: inout any AllocationPolicy,
    _ turns: inout PriorityTurns, into shares: inout [Power]
  ) -> StopReason? {
    request.isOrdinary
      ? policy.allocate(request, into: &shares)
      : turns.allocate(request, by: &policy, into: &shares)
  }

  /// The most changes that update the request one by one before the policy is asked.
  ///
  /// An update moves the vehicles and chargers behind it, so that many at one moment take longer
  /// than to build the request anew.
  static var mostRequestChanges: Int { 16 }

  /// Builds the request anew.
  ///
  /// - Complexity: O(active sessions × log active sessions).
  private mutating func buildRequest() {
    var places: [RequestPlace] = []
    places.reserveCapacity(sessions.states.count)
    for state in sessions.activeStates {
      let details = sessions.details[state.slot]
      places.append(
        RequestPlace(
          charger: details.connection.charger, maximum: details.maximum,
          startOrder: details.connection.startOrder, slot: state.slot))
    }
    places.sort()
    request.removeAll()
    if hasGroups || !request.isTwoLevel {
      request.setSharedLimits(station.sharedLimits(grid: supply.limit))
    }
    for place in places {
      request.insert(
        demand(slot: place.slot), charger: place.charger,
        maxPower: station.chargers[place.charger].maxPower,
        below: station.limit(aboveCharger: place.charger))
    }
  }

  /// While some session would get more than 0 but less than its charger's minimum, gives 0 to the
  /// one of them that started last, and asks the policy again without it.
  ///
  /// Sessions of a high priority come first, because what those of a lower one get does not count
  /// for them, and what is theirs may become free.
  private mutating func leaveOutBelowMinimum() {
    for place in request.vehicles.indices {
      sessions[state: request.vehicles[place].session].isBelowMinimum = false
    }
    var reduced = request
    var reducedShares = shares
    var reason = policyStopReason
    var isReduced = false
    while let (vehicle, charger) = lastBelowMinimum(reduced, reducedShares) {
      reduced.remove(vehicle, charger: charger)
      sessions[state: vehicle.session].isBelowMinimum = true
      reason = Self.share(reduced, by: &policy, &turns, into: &reducedShares)
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
    let remaining = RemainingPower(request, shares)
    policyStopReason =
      request.isOrdinary
      ? StopReason(request, shares, remaining, keepsGridCapacity: keepsGridCapacity)
      : turns.reason(request, shares, remaining, keepsGridCapacity: keepsGridCapacity)
    if policyStopReason == .indivisible, reason != .indivisible {
      // Nobody else could take anything.
      policyStopReason = .minimum
    }
  }

  /// Returns the session below its charger's minimum that started last, of those of the highest
  /// priority, and its charger; nil if there is none.
  func lastBelowMinimum(
    _ request: AllocationRequest, _ shares: [Power]
  ) -> (vehicle: AllocationRequest.VehicleDemand, charger: Int)? {
    var last: (vehicle: AllocationRequest.VehicleDemand, charger: Int)?
    for group in request.chargers {
      let minimum = station.chargers[group.charger].minPower
      for place in group.vehicles where shares[place] > .zero && shares[place] < minimum {
        let vehicle = request.vehicles[place]
        guard let other = last?.vehicle else {
          last = (vehicle, group.charger)
          continue
        }
        if (vehicle.priority, vehicle.startOrder) > (other.priority, other.startOrder) {
          last = (vehicle, group.charger)
        }
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

  /// In `on-update` mode: gives every session its share, because the limits have changed.
  mutating func reallocateAll() {
    guard options.reallocation == .onUpdate else { return }
    updateShares()
    for place in shares.indices {
      allocate(shares[place], slot: request.vehicles[place].session)
    }
  }

  /// In `on-update` mode: gives one session its share, or the part that the other sessions leave
  /// it.
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
    let left = heldPower?.power(above: place) ?? leftPower(at: group)
    let power = possiblePower(place: place, besides: left)
    guard power != sessions[state: slot].allocatedPower else { return }
    openTick()
    allocate(power, slot: slot)
  }

  /// The power that all limits have left besides what sessions hold, where groups limit them; nil
  /// where there are none.
  ///
  /// - Complexity: O(active sessions).
  var heldPower: RemainingPower? {
    guard hasGroups, keepsGridCapacity else { return nil }
    return RemainingPower(
      request, request.vehicles.map { sessions[state: $0.session].allocatedPower })
  }

  /// Returns the power that is unallocated at a charger and at the grid, without groups.
  func leftPower(at group: AllocationRequest.ChargerDemand) -> Power {
    var left = group.maxPower
    for place in group.vehicles {
      left -= sessions[state: request.vehicles[place].session].allocatedPower
    }
    return keepsGridCapacity ? min(left, supply.limit - allocatedPower) : left
  }

  /// Returns the lower of a session's share and the power that the other sessions leave it.
  ///
  /// - Parameters:
  ///   - place: Its index in the request.
  ///   - left: The power that all limits above it have unallocated.
  func possiblePower(place: Int, besides left: Power) -> Power {
    let slot = request.vehicles[place].session
    let power = min(shares[place], left + sessions[state: slot].allocatedPower)
    let charger = sessions.details[slot].connection.charger
    // The power that is left may be below the charger's minimum.
    return power < station.chargers[charger].minPower ? .zero : power
  }
}

/// The place of a session in a request, by what vehicles are sorted by.
private struct RequestPlace: Comparable {
  let charger: Int
  let maximum: Power
  let startOrder: Int
  let slot: Int

  static func < (left: RequestPlace, right: RequestPlace) -> Bool {
    (left.charger, left.maximum.watts, left.startOrder)
      < (right.charger, right.maximum.watts, right.startOrder)
  }
}
