/// Changes without an event: vehicles that have all their energy, leave, or accept another power,
/// and vehicles that wait.
extension Replay {
  /// Moves the clock to a moment: lets all sessions draw until then, and makes the changes that
  /// happen there without an event.
  @inline(__always)
  mutating func enter(_ moment: Instant) {
    guard let now = clock else {
      clock = moment
      return
    }
    guard now < moment else { return }
    draw(for: moment - now)
    clock = moment
    if goesByTime { isStale = true }
    if let nextMoment, nextMoment <= moment { changeByItself(at: moment) }
  }

  /// Does the same out of line, for callers that seldom need it.
  @inline(never)
  mutating func enterApart(_ moment: Instant) { enter(moment) }

  @inline(never)
  private mutating func changeByItself(at moment: Instant) {
    // Otherwise only a wait ends, or a policy or a report is due.
    if let nextSessionChange, nextSessionChange <= moment { changeSessions(at: moment) }
    if let nextBatteryMoment, nextBatteryMoment <= moment { openTick() }
    if let interval = options.reportInterval, options.reallocation == .onUpdate {
      for slot in sessions.slots
      where sessions.details[slot].reports(at: moment, every: interval) {
        reallocateAlone(slot: slot)
      }
    }
    if goesByTime { replan(at: moment) }
    // A vehicle whose wait is over leaves when the tick is settled, after the moment's events.
    if let end = waiting.nextEnd, end <= moment { openTick() }
    // After the sessions that end at this moment, before its events.
    if hasBattery { reallocateAfterBattery() }
  }

  /// Ends the sessions and deliveries that are due, and updates the maxima that batteries limit.
  private mutating func changeSessions(at moment: Instant) {
    // Sessions end first, so that their power is free before others get a new allocation.
    var followsBatteries = false
    var start = 0
    while let place = sessions.nextDue(from: start, at: moment) {
      let slot = sessions.states[place].slot
      if sessions.details[slot].acceptanceEnd != nil { followsBatteries = true }
      endByItself(slot: slot, at: moment)
      start = place + 1
    }
    guard followsBatteries else { return }
    start = 0
    while let place = sessions.nextDue(from: start, at: moment) {
      followBattery(slot: sessions.states[place].slot)
      start = place + 1
    }
  }

  @inline(__always)
  mutating func draw(for span: TimeSpan) {
    let stranded = strandedPower
    if stranded > .zero { strandedEnergy += Energy(stranded, over: span) }
    if followsSpans { follow(span) }
    deliveredEnergy += sessions.draw(allocatedPower, for: span)
  }

  @inline(never)
  private mutating func follow(_ span: TimeSpan) {
    if options.recordsStays { record(for: span) }
    if hasBattery { supply.drawBattery(for: span) }
  }

  /// Adds a time span to the ledgers, and to the times in which limits bind.
  private mutating func record(for span: TimeSpan) {
    var bound = sessions.record(
      for: span, at: config.chargers, groupMaxima: keepsGridCapacity ? groupMaxima : [],
      limitMaxima: limitMaxima,
      gridCapacity: keepsGridCapacity ? supply.gridCapacity : Connection.unlimited)
    if !waiting.isEmpty { bound.insert(.queue) }
    while let limit = bound.removeFirst() {
      boundTime[limit].milliseconds += span.milliseconds
    }
  }

  /// Ends the delivery to a session that has all its energy, and a session at its departure time.
  private mutating func endByItself(slot: Int, at now: Instant) {
    if !sessions.details[slot].isDone, sessions.hasAllEnergy(slot: slot) {
      openTick()
      if finish(slot: slot, at: now) { return }
    }
    if let departure = sessions.details[slot].arrival.departureTime, departure <= now {
      openTick()
      leave(slot: slot)
    }
  }

  /// Updates the power that a vehicle's battery accepts.
  private mutating func followBattery(slot: Int) {
    guard let acceptance = sessions.newAcceptance(slot: slot) else { return }
    if acceptance.power != sessions.details[slot].vehicleMaxPower {
      openTick()
      changeDemand(slot: slot) { $0.accept(acceptance, slot: slot) }
      reallocateAlone(slot: slot)
    } else {
      // A small battery passes several steps in a millisecond.
      sessions.details[slot].accept(acceptance)
    }
  }

  /// Ends the delivery to a vehicle that has all its energy.
  ///
  /// - Returns: Whether it has left.
  @discardableResult
  mutating func finish(slot: Int, at now: Instant) -> Bool {
    changeDemand(slot: slot) { $0.finish(slot: slot, at: now) }
    if sessions.details[slot].arrival.leavesWhenDone {
      leave(slot: slot)
      return true
    }
    reallocateAlone(slot: slot)
    return false
  }

  /// Ends a session without a `stop`; a `stop` that follows is accepted.
  private mutating func leave(slot: Int) {
    departed.insert(sessions.details[slot].arrival.id)
    end(slot: slot)
  }

  /// Asks a policy that goes by the time again, at multiples of the interval, and opens a tick if a
  /// share has changed.
  private mutating func replan(at moment: Instant) {
    guard timeCanChangeShares, options.reallocation == .immediate,
      (moment - options.origin).milliseconds % options.replan.milliseconds == 0
    else { return }
    updateShares()
    for place in request.vehicles.indices
    where shares[place] != sessions[state: request.vehicles[place].session].allocatedPower {
      return openTick()
    }
  }

  /// Whether the passing of time alone can change the shares.
  var timeCanChangeShares: Bool {
    goesByTime && policyStopReason != .vehiclesAtMaximum
      && sessions.activeStates.contains {
        !sessions.details[$0.slot].isDone && sessions.details[$0.slot].arrival.departureTime != nil
      }
  }

  // MARK: Waiting

  /// Lets waiting vehicles take freed connectors, and drive on when they have waited long enough.
  mutating func serveWaiting(at now: Instant) {
    waiting.listTurns()
    while let turn = waiting.takeTurn() {
      let choice = waiting.choice(of: turn)
      guard let connector = freeConnector(for: choice, mayPassWaiting: true) else { continue }
      waiting.listTurn(after: turn)
      // A vehicle that departs now leaves with those whose wait is over.
      if waiting.departs(turn, by: now) { continue }
      begin(waiting.remove(turn), at: connector)
    }
    waiting.listEnded(by: now)
    while let turn = waiting.takeTurn() {
      let arrival = waiting.remove(turn)
      departed.insert(arrival.id)
      driveOn(arrival)
    }
  }

  /// Returns a free connector of a choice: at the charger with the fewest sessions, then the one
  /// listed first; nil where none is free.
  ///
  /// - Parameter mayPassWaiting: Whether it may be one that a waiting vehicle could use.
  mutating func freeConnector(for choice: ConnectorChoice, mayPassWaiting: Bool) -> ConnectorID? {
    let mayPassWaiting = mayPassWaiting || waiting.isEmpty
    switch choice {
    case .connector(let connector):
      guard let charger = station.index(ofCharger: connector.chargerId),
        freeConnectors.isFree(connector.idx, at: charger),
        mayPassWaiting || !waiting.wants(connector)
      else { return nil }
      return connector
    case .charger(let id):
      guard let charger = station.index(ofCharger: id) else { return nil }
      return freeConnector(atCharger: charger, mayPassWaiting)
    case .any:
      if !mayPassWaiting, waiting.hasVehicleForAny { return nil }
      var passed: [Int] = []
      defer {
        for charger in passed {
          freeConnectors.updateKey(of: charger, sessions: records[charger].activeSessions)
        }
      }
      while let charger = freeConnectors.chargerWithFewestSessions(records) {
        if let connector = freeConnector(atCharger: charger, mayPassWaiting) { return connector }
        // Its free connectors became free at this moment, and are for vehicles that wait already.
        passed.append(charger)
        freeConnectors.hide(charger)
      }
      return nil
    }
  }

  private func freeConnector(atCharger charger: Int, _ mayPassWaiting: Bool) -> ConnectorID? {
    let id = station.chargers[charger].id
    if !mayPassWaiting, waiting.wantsAll(ofCharger: id) { return nil }
    let idx = freeConnectors.first(at: charger) { idx in
      mayPassWaiting || !waiting.wants(ConnectorID(chargerId: id, idx: idx))
    }
    return idx.map { ConnectorID(chargerId: id, idx: $0) }
  }

  // MARK: The next moment

  /// Sets the next time at which something changes without an event.
  @inline(__always)
  mutating func planNextMoment(from now: Instant) {
    nextMoment = nil
    nextSessionChange = nil
    if sessions.mayChange || mayChangeAlone || !waiting.isEmpty {
      nextMoment = workedOutMoment(from: now)
    }
  }

  @inline(never)
  private mutating func workedOutMoment(from now: Instant) -> Instant? {
    nextOwnMoment = workedOutVehicleMoment(from: now)
    nextBatteryMoment = supply.battery?.nextChange(from: now)
    var next = nextOwnMoment
    if let nextBatteryMoment { next.lower(to: nextBatteryMoment) }
    return next
  }

  private mutating func workedOutVehicleMoment(from now: Instant) -> Instant? {
    var next = waiting.nextEnd
    nextSessionChange = sessions.nextChange(from: now)
    if let nextSessionChange { next.lower(to: nextSessionChange) }
    if timeCanChangeShares, options.reallocation == .immediate, let end = next {
      let first = now.next(multipleOf: options.replan, from: options.origin)
      let change = nextChangeOfShares(
        from: now, first: first, every: options.replan, before: end)
      if let change { next.lower(to: change) }
    }
    if let interval = options.reportInterval, options.reallocation == .onUpdate,
      let report = nextReport(every: interval, from: now, before: next)
    {
      next.lower(to: report)
    }
    return next
  }

  /// Returns the time of the next report that may change its session's allocation; nil where there
  /// is none before `end`.
  private mutating func nextReport(
    every interval: TimeSpan, from now: Instant, before end: Instant?
  ) -> Instant? {
    updateShares()
    var change: Instant?
    if timeCanChangeShares, let end {
      let millisecond = TimeSpan(milliseconds: 1)
      change = nextChangeOfShares(
        from: now, first: now + millisecond, every: millisecond, before: end)
    }
    var next: Instant?
    let held = heldPower
    for group in request.chargers {
      let left = held?.power(above: group.vehicles.lowerBound) ?? leftPower(at: group)
      for place in group.vehicles {
        let slot = request.vehicles[place].session
        let start = sessions.details[slot].startTime
        if possiblePower(place: place, besides: left) != sessions[state: slot].allocatedPower {
          next.lower(to: now.next(multipleOf: interval, from: start))
        } else if let change, !sessions.details[slot].isDone {
          // Once time has changed the shares, any report may change an allocation.
          let last = change + TimeSpan(milliseconds: -1)
          next.lower(to: last.next(multipleOf: interval, from: start))
        }
      }
    }
    return next
  }
}

extension SessionDetails {
  /// Whether a session that reports at intervals from its start reports at a moment.
  fileprivate func reports(at moment: Instant, every interval: TimeSpan) -> Bool {
    moment > startTime && (moment - startTime).milliseconds % interval.milliseconds == 0
  }
}
