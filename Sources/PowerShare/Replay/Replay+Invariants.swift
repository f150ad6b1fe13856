/// Checks for tests and fuzzing; the program never calls them.
extension Replay {
  /// Recomputes everything that the replay stores, and returns a description of the first
  /// difference; nil where there is none.
  ///
  /// It may be called between any two calls. At a tick, after ``nextTick(before:)`` has returned
  /// true, it also checks shares, allocations, the waiting line and the next moment.
  ///
  /// - Complexity: O(chargers + sessions + waiting vehicles), logarithms aside, and an allocation.
  func checkInvariants() -> String? {
    sessions.checkInvariants(station) ?? waiting.checkInvariants() ?? checkSums()
      ?? checkConnectors() ?? request.checkInvariants() ?? checkRequest() ?? checkIdentifiers()
      ?? checkTick()
  }

  private func checkSums() -> String? {
    let allocated = sessions.states.reduce(Power.zero) { $0 + $1.allocatedPower }
    guard allocated == allocatedPower else {
      return "\(allocated.watts) W are allocated, not \(allocatedPower.watts) W"
    }
    var delivered = sessions.states.reduce(Energy.zero) { $0 + $1.deliveredEnergy }
    for record in records { delivered += record.endedEnergy }
    for energy in removedChargers.values { delivered += energy }
    guard delivered == deliveredEnergy else {
      return "\(delivered.wattMilliseconds) Wms are delivered, not \(deliveredEnergy)"
    }
    guard hasBattery == (supply.battery != nil) else { return "another answer to a battery" }
    guard hasGroups != station.groups.isEmpty, sessions.groupIDs == station.groups.map(\.id),
      showsGroups || !hasGroups
    else { return "the groups of another station" }
    guard groupMaxima == config.lowestGroupMaxima, groupEnergies.count == station.groups.count
    else { return "the maxima or energies of other groups" }
    guard hasMinimum == station.chargers.contains(where: { $0.minPower > .zero }) else {
      return "another answer to whether a charger has a minimum"
    }
    let lastOrder = sessions.slots.last.map { sessions.details[$0].connection.startOrder }
    guard lastOrder ?? 0 <= begunSessions, begunSessions <= startedSessions,
      startedSessions <= startEvents
    else { return "more sessions than starts" }
    return nil
  }

  private func checkConnectors() -> String? {
    guard records.count == station.chargers.count else { return "records of other chargers" }
    var counts = Array(repeating: 0, count: records.count)
    var expected = FreeConnectors(station)
    for state in sessions.activeStates {
      let connection = sessions.details[state.slot].connection
      counts[connection.charger] += 1
      expected.take(
        connection.connectorId.idx, at: connection.charger, sessions: counts[connection.charger])
    }
    guard counts == records.map(\.activeSessions) else { return "other numbers of sessions" }
    guard expected.bits == freeConnectors.bits else { return "other connectors are free" }
    // The order of chargers is kept only once a vehicle has looked for any connector.
    if !freeConnectors.keys.isEmpty {
      _ = expected.chargerWithFewestSessions(records)
      guard expected.keys == freeConnectors.keys else { return "another order of chargers" }
    }
    return nil
  }

  private func checkRequest() -> String? {
    if requestChanges > Self.mostRequestChanges { return nil }
    // The stored sums must equal those of a request that is built from the sessions.
    var expected = AllocationRequest(
      sharedLimits: station.sharedLimits(grid: supply.limit), step: options.step)
    for state in sessions.activeStates {
      let session = sessions.details[state.slot]
      expected.insert(
        session.demand(slot: state.slot), charger: session.connection.charger,
        maxPower: station.chargers[session.connection.charger].maxPower,
        below: station.limit(aboveCharger: session.connection.charger))
    }
    guard expected.vehicles.count == request.vehicles.count else {
      return "\(sessions.slots.count) sessions, \(request.vehicles.count) in the request"
    }
    // The slack is set before the policy is asked, not when a demand changes.
    for place in expected.vehicles.indices {
      expected.setSlack(request.vehicles[place].slack, at: place)
    }
    return expected == request ? nil : "a request that differs from its sessions"
  }

  private func checkIdentifiers() -> String? {
    for arrival in waiting.arrivals {
      guard sessions.slot(ofSession: arrival.id) == nil else {
        return "\(arrival.id.text) waits and is active"
      }
      guard arrival.choice.isPossible(in: station) else {
        return "\(arrival.id.text) waits for no connector"
      }
    }
    return nil
  }

  // MARK: Ticks

  /// True at a tick whose events have taken effect.
  private var isAtTick: Bool { tick > 0 && !isTickOpen && clock == time }

  private func checkTick() -> String? {
    guard isAtTick, let now = clock else { return nil }
    guard peakPower >= allocatedPower else { return "a peak below what is allocated" }
    return checkGroups() ?? checkShares() ?? checkWaiting(at: now) ?? checkNextMoment(at: now)
  }

  private func checkGroups() -> String? {
    guard keepsGridCapacity else { return nil }
    for (group, state) in zip(station.groups, groups) where state.allocatedPower > group.maxPower {
      return "group \(group.id.text) gives \(state.allocatedPower.watts) W"
    }
    return nil
  }

  private func checkShares() -> String? {
    guard !isStale, shares.count == request.vehicles.count else { return "shares that are stale" }
    if !hasMinimum {
      var (policy, turns) = (self.policy, PriorityTurns())
      var expected: [Power] = []
      let reason = Self.share(request, by: &policy, &turns, into: &expected)
      guard expected == shares, reason == policyStopReason else { return "other shares" }
    }
    guard options.reallocation == .immediate else { return nil }
    guard stopReason == policyStopReason else { return "another stop reason" }
    var usable = Power.zero
    for group in request.chargers {
      var maximum = Power.zero
      for place in group.vehicles {
        maximum += request.vehicles[place].maximum
        guard sessions[state: request.vehicles[place].session].allocatedPower == shares[place]
        else { return "a session is not offered its share" }
      }
      usable += min(group.maxPower, maximum)
    }
    if hasGroups, keepsGridCapacity { usable = request.usableMaximumInGroups }
    guard usable - allocatedPower == usablePower else {
      return "\(usable.watts - allocatedPower.watts) W are usable, not \(usablePower.watts) W"
    }
    return nil
  }

  private func checkWaiting(at now: Instant) -> String? {
    let occupied = Set(
      sessions.activeStates.map { sessions.details[$0.slot].connection.connectorId })
    let withFreeConnector = Set(
      station.chargers.indices.filter { charger in
        records[charger].activeSessions < station.chargers[charger].connectors.count
      }.map { station.chargers[$0].id })
    for arrival in waiting.arrivals {
      let canBegin =
        switch arrival.choice {
        case .connector(let connector): !occupied.contains(connector)
        case .charger(let id): withFreeConnector.contains(id)
        case .any: !withFreeConnector.isEmpty
        }
      if canBegin { return "\(arrival.id.text) waits, and its connector is free" }
      if let end = arrival.leavesLineAt, end <= now { return "\(arrival.id.text) waits too long" }
    }
    return nil
  }

  private func checkNextMoment(at now: Instant) -> String? {
    var expected = sessions.recomputedChange(from: now)
    guard nextSessionChange == expected else {
      return "the next session changes at \(String(describing: nextSessionChange))"
    }
    for arrival in waiting.arrivals {
      if let end = arrival.leavesLineAt { expected.lower(to: end) }
    }
    if let change = supply.battery?.nextChange(from: now) { expected.lower(to: change) }
    guard nextMoment != expected else { return nil }
    // New shares by time and reports may come earlier, at multiples of their intervals.
    guard let nextMoment, nextMoment > now, expected.map({ nextMoment < $0 }) ?? true,
      isMomentOfInterval(nextMoment)
    else { return "the next moment is \(String(describing: nextMoment))" }
    return nil
  }

  private func isMomentOfInterval(_ moment: Instant) -> Bool {
    switch options.reallocation {
    case .immediate:
      return goesByTime
        && (moment - options.origin).milliseconds % options.replan.milliseconds == 0
    case .onUpdate:
      guard let interval = options.reportInterval else { return false }
      return sessions.activeStates.contains { state in
        let span = moment - sessions.details[state.slot].startTime
        return span.milliseconds % interval.milliseconds == 0
      }
    }
  }
}
