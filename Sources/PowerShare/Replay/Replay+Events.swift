/// What the events of a timeline do.
extension Replay {
  mutating func start(_ start: SessionEvent.Start, at time: Instant) throws(EventProblem) {
    startEvents += 1
    let id = start.sessionId ?? Identifier("session-\(startEvents)")
    let connector = try checkedConnector(of: start.connector)
    if let slot = sessions.slot(ofSession: id) {
      throw .sessionInUse(id, at: sessions[slot].connectorId)
    }
    if waiting.contains(id) { throw .sessionInUse(id) }
    let arrival = try Arrival(start, id: id, at: time, station.vehicles)
    openTick(at: time)
    startedSessions += 1
    _ = departed.remove(id)
    if let connector {
      begin(arrival, at: connector)
    } else if let connector = freeConnector(for: arrival, mayPassWaiting: false) {
      begin(arrival, at: connector)
    } else {
      waiting.append(arrival)
    }
  }

  /// The named connector if it is free; nil where the vehicle has to look for one.
  private func checkedConnector(
    of choice: ConnectorChoice
  ) throws(EventProblem) -> ConnectorID? {
    switch choice {
    case .any: return nil
    case .charger(let id):
      guard station.index(ofCharger: id) != nil else { throw .unknownCharger(id, in: station) }
      return nil
    case .connector(let connector):
      let charger = try charger(connector)
      if options.waitsForNamedConnector { return nil }
      if let slot = sessions.slot(atCharger: charger, idx: connector.idx) {
        throw .connectorInUse(connector, by: sessions[slot].id)
      }
      return connector
    }
  }

  /// Plugs a vehicle in at a free connector.
  mutating func begin(_ arrival: Arrival, at connector: ConnectorID) {
    guard let now = clock, let charger = station.index(ofCharger: connector.chargerId) else {
      preconditionFailure("a session at a connector that does not exist")
    }
    begunSessions += 1
    let slot = sessions.insert(
      Session(
        arrival, startOrder: begunSessions, at: connector, from: now, charger: charger,
        connectorMaxPower: station.chargers[charger].connectors.maxPower(of: connector.idx)))
    if options.recordsStays {
      sessions.ledgers[slot].noteWait(arrival, until: now)
      sessions.begun.append(slot)
    }
    chargers[charger].activeSessions += 1
    insertDemand(slot: slot)
    if sessions[slot].hasAllEnergy {
      finish(slot: slot, at: now)
    } else {
      reallocateAlone(slot: slot)
    }
  }

  mutating func report(
    _ update: SessionEvent.PowerUpdate, at time: Instant
  ) throws(EventProblem) {
    let slot = try slot(of: update.session)
    openTick(at: time)
    var maximum = update.vehicleMaxPower ?? sessions[slot].arrival.vehicleMaxPower
    if update.consumedPower < sessions[slot].allocatedPower { maximum = update.consumedPower }
    if maximum != sessions[slot].arrival.vehicleMaxPower {
      changeDemand(slot: slot) { session in
        session.alone.advance(session.arrival, to: time - session.startTime)
        session.arrival.vehicleMaxPower = maximum
        session.updateVehicleMaxPower()
      }
    }
    reallocateAlone(slot: slot)
  }

  mutating func stop(_ reference: SessionReference, at time: Instant) throws(EventProblem) {
    if let id = reference.sessionId, sessions.slot(ofSession: id) == nil,
      stopWithoutSession(id, at: time)
    {
      return
    }
    let slot = try slot(of: reference)
    openTick(at: time)
    end(slot: slot)
  }

  /// Takes the `stop` of a vehicle that has left by itself, or waits; false where there is none.
  private mutating func stopWithoutSession(_ id: Identifier, at time: Instant) -> Bool {
    if departed.remove(id) {
      openTick(at: time)
      return true
    }
    guard let index = waiting.arrivals.firstIndex(where: { $0.id == id }) else { return false }
    openTick(at: time)
    driveOn([waiting.remove(at: index)])
    return true
  }

  /// Ends a session: frees what it has and changes nobody else.
  mutating func end(slot: Int) {
    removeDemand(slot: slot)
    let charger = sessions[slot].charger
    chargers[charger].activeSessions -= 1
    chargers[charger].allocatedPower -= sessions[slot].allocatedPower
    allocatedPower -= sessions[slot].allocatedPower
    guard let now = clock else { preconditionFailure("a session before the first event") }
    if options.recordsStays {
      departures.append(
        Departure(
          arrival: sessions[slot].arrival, session: sessions[slot],
          ledger: sessions.ledgers[slot], time: now, isOpen: false))
    }
    sessions.remove(slot: slot)
  }

  /// Notes vehicles that leave the line without a connector.
  mutating func driveOn(_ arrivals: [Arrival]) {
    guard let now = clock, options.recordsStays else { return }
    departures += arrivals.map { departure(of: $0, at: now) }
  }

  mutating func changeGridCapacity(to capacity: Power) {
    gridCapacity = capacity
    request.gridCapacity = capacity
    isStale = true
    reallocateAll()
  }

  /// Sessions whose connector still exists go on; the others end.
  mutating func replace(_ new: StationConfig) {
    for slot in sessions.order {
      let connector = sessions[slot].connectorId
      if let index = new.index(ofCharger: connector.chargerId),
        connector.idx <= new.chargers[index].connectors.count
      {
        continue
      }
      departed.insert(sessions[slot].id)
      end(slot: slot)
    }
    for (old, state) in zip(station.chargers, chargers) {
      removedChargers[old.id] = state.deliveredEnergy
    }
    station = new
    configs += 1
    hasMinimum = new.chargers.contains { $0.minPower > .zero }
    let gone = waiting.remove { !$0.choice.isPossible(in: new) }
    for arrival in gone { departed.insert(arrival.id) }
    driveOn(gone)
    chargers = new.chargers.map { charger in
      var state = ChargerState()
      state.deliveredEnergy = removedChargers.removeValue(forKey: charger.id) ?? .zero
      return state
    }
    request.removeAll()
    for slot in sessions.order {
      let connector = sessions[slot].connectorId
      guard let index = new.index(ofCharger: connector.chargerId) else {
        preconditionFailure("a session without a charger")
      }
      sessions[slot].charger = index
      sessions[slot].isBelowMinimum = false
      sessions[slot].connectorMaxPower = new.chargers[index].connectors.maxPower(of: connector.idx)
      chargers[index].activeSessions += 1
      chargers[index].allocatedPower += sessions[slot].allocatedPower
      insertDemand(slot: slot)
    }
    changeGridCapacity(to: new.gridCapacity)
  }

  mutating func insertDemand(slot: Int) {
    let charger = sessions[slot].charger
    request.insert(
      demand(slot: slot), charger: charger, maxPower: station.chargers[charger].maxPower)
    isStale = true
  }

  mutating func removeDemand(slot: Int) {
    request.remove(demand(slot: slot), charger: sessions[slot].charger)
    isStale = true
  }

  func demand(slot: Int) -> AllocationRequest.VehicleDemand { sessions[slot].demand(slot: slot) }

  /// Changes what a session can take.
  mutating func changeDemand(slot: Int, _ change: (inout Session) -> Void) {
    removeDemand(slot: slot)
    change(&sessions[slot])
    sessions[slot].forgetChange()
    insertDemand(slot: slot)
  }
}

extension ConnectorChoice {
  /// Whether the station has a connector of the choice.
  fileprivate func isPossible(in station: StationConfig) -> Bool {
    switch self {
    case .any: true
    case .charger(let id): station.index(ofCharger: id) != nil
    case .connector(let connector):
      station.index(ofCharger: connector.chargerId).map {
        connector.idx <= station.chargers[$0].connectors.count
      } ?? false
    }
  }
}
