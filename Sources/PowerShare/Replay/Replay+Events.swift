/// The effects of the events of a timeline.
extension Replay {
  mutating func start(
    _ start: borrowing SessionEvent.Start, at time: Instant
  ) throws(EventProblem) {
    startEvents += 1
    let id =
      start.sessionId ?? Identifier(sessionNumber: startEvents + start.unreadableStarts)
    let charger = try chargerOfFreeConnector(start.connector)
    if let slot = sessions.slot(ofSession: id) {
      throw .sessionInUse(id, at: sessions.details[slot].connection.connectorId)
    }
    if !waiting.isEmpty, waiting.contains(id) { throw .sessionInUse(id) }
    let arrival = try Arrival(start, id: id, at: time, in: station)
    admit(arrival, charger: charger, at: time)
  }

  /// Counts a `start` that is refused before it is applied.
  mutating func countRefusedStart() { startEvents += 1 }

  /// Plugs a vehicle in, or lets it wait if no connector of its choice is free.
  ///
  /// - Parameter charger: The index of the charger of the connector that it names, which is free;
  ///   nil if a connector is still to be found.
  mutating func admit(_ arrival: consuming Arrival, charger: Int?, at time: Instant) {
    openTick(at: time)
    startedSessions += 1
    if let charger, case .connector(let connector) = arrival.choice {
      begin(arrival, at: connector, charger: charger)
    } else if let connector = freeConnector(for: arrival.choice, mayPassWaiting: false) {
      begin(arrival, at: connector)
    } else {
      waiting.append(arrival)
    }
  }

  /// Returns the index of the charger of a named connector that must be free; nil where the vehicle
  /// names no connector, or may wait for it.
  @inline(__always)
  private mutating func chargerOfFreeConnector(_ choice: ConnectorChoice) throws(EventProblem)
    -> Int?
  {
    switch choice {
    case .any: return nil
    case .charger(let id):
      guard station.index(ofCharger: id) != nil else { throw .unknownCharger(id, in: station) }
      return nil
    case .connector(let connector):
      let charger = try charger(connector)
      if options.waitsForNamedConnector { return nil }
      guard freeConnectors.isFree(connector.idx, at: charger) else {
        throw connectorInUse(connector, charger: charger)
      }
      return charger
    }
  }

  private mutating func connectorInUse(_ connector: ConnectorID, charger: Int) -> EventProblem {
    guard let slot = sessions.slot(atCharger: charger, idx: connector.idx) else {
      preconditionFailure("no session at a connector that is not free")
    }
    return .connectorInUse(connector, by: sessions.details[slot].arrival.id)
  }

  /// Plugs a vehicle in at a free connector.
  mutating func begin(_ arrival: consuming Arrival, at connector: ConnectorID) {
    guard let charger = station.index(ofCharger: connector.chargerId) else {
      preconditionFailure("a session at a connector that does not exist")
    }
    begin(arrival, at: connector, charger: charger)
  }

  /// - Parameter charger: The index of the connector's charger in the config.
  private mutating func begin(
    _ arrival: consuming Arrival, at connector: ConnectorID, charger: Int
  ) {
    guard let now = clock else { preconditionFailure("a session before the first event") }
    begunSessions += 1
    let hasWishes = arrival.hasWishes
    let slot = sessions.reserve(arrival.id)
    sessions.insert(
      arrival, slot: slot, connection(connector, charger: charger), from: now,
      isRecorded: options.recordsStays)
    if options.recordsStays {
      sessions.ledgers[slot].noteWait(sessions.details[slot].arrival, until: now)
    }
    take(connector.idx, at: charger)
    insertDemand(slot: slot)
    if hasWishes, sessions.hasAllEnergy(slot: slot) {
      finish(slot: slot, at: now)
    } else {
      reallocateAlone(slot: slot)
    }
  }

  /// Counts a session that has begun at a connector, and marks the connector as in use.
  @inline(__always)
  mutating func take(_ idx: Int, at charger: Int) {
    records[charger].activeSessions += 1
    freeConnectors.take(idx, at: charger, sessions: records[charger].activeSessions)
  }

  /// Returns the connection of the session that has begun last.
  @inline(__always)
  func connection(_ connector: ConnectorID, charger: Int) -> Connection {
    Connection(
      startOrder: begunSessions, connectorId: connector, charger: charger,
      limit: connectorLimit(charger, idx: connector.idx))
  }

  /// Returns a connector's own maximum; ``Connection/unlimited`` where it has none.
  @inline(__always)
  private func connectorLimit(_ charger: Int, idx: Int) -> Power {
    station.chargers[charger].connectors.maxPower(of: idx) ?? Connection.unlimited
  }

  mutating func report(
    _ update: SessionEvent.PowerUpdate, at time: Instant
  ) throws(EventProblem) {
    let slot = try slot(of: update.session)
    openTick(at: time)
    report(update.consumedPower, maximum: update.vehicleMaxPower, slot: slot, at: time)
  }

  /// - Parameter stated: The maximum that the vehicle reports; nil where it reports none.
  @inline(__always)
  mutating func report(
    _ consumedPower: Power, maximum stated: Power?, slot: Int, at time: Instant
  ) {
    let present = sessions.details[slot].arrival.vehicleMaxPower
    var maximum = stated ?? present
    if consumedPower < sessions[state: slot].allocatedPower { maximum = consumedPower }
    if maximum != present {
      if options.recordsStays {
        sessions.noteAlone(slot: slot, at: time)
        highestPowerAlone = max(highestPowerAlone, maximum)
      }
      changeDemand(slot: slot) { $0.setMaximum(maximum, slot: slot) }
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
    stop(slot: slot)
  }

  /// Ends a session because of its `stop`, so that a second one is refused.
  @inline(__always)
  mutating func stop(slot: Int) {
    if !departed.isEmpty { departed.remove(sessions.details[slot].arrival.id) }
    end(slot: slot)
  }

  /// Applies the `stop` of a vehicle that waits or has left by itself; returns false if there is
  /// none.
  private mutating func stopWithoutSession(_ id: Identifier, at time: Instant) -> Bool {
    // The id of a vehicle that waits may be that of one that has left.
    let hasLeft = departed.remove(id)
    guard hasLeft || waiting.contains(id) else { return false }
    openTick(at: time)
    if let arrival = waiting.remove(id) { driveOn(arrival) }
    return true
  }

  /// Ends a session and frees its connector and its power; no other session changes.
  mutating func end(slot: Int) {
    let state = sessions[state: slot]
    let charger = sessions.details[slot].connection.charger
    if mayUpdateRequest() { request.remove(demand(slot: slot), charger: charger) }
    records[charger].activeSessions -= 1
    records[charger].endedEnergy += state.deliveredEnergy
    freeConnectors.free(
      sessions.details[slot].connection.connectorId.idx, at: charger,
      sessions: records[charger].activeSessions)
    if !waiting.isEmpty {
      waiting.noteFreed(sessions.details[slot].connection.connectorId)
    }
    allocatedPower -= state.allocatedPower
    guard let now = clock else { preconditionFailure("a session before the first event") }
    if options.recordsStays {
      departures.append(stay(slot: slot, at: now))
    }
    sessions.remove(slot: slot)
  }

  /// Records the departure of a vehicle that leaves the waiting line without a connector.
  mutating func driveOn(_ arrival: Arrival) {
    guard let now = clock, options.recordsStays else { return }
    departures.append(departure(of: arrival, at: now))
  }

  mutating func changeGridCapacity(to capacity: Power) {
    supply.gridCapacity = capacity
    noteSupply()
    reallocateAll()
  }

  /// Puts another config in force: sessions whose connector still exists go on, the others end.
  mutating func replace(_ new: StationConfig) {
    // The request is built anew, also because chargers get other indices.
    requestChanges = Self.mostRequestChanges + 1
    isStale = true
    removeGroups()
    for slot in sessions.slots {
      let connector = sessions.details[slot].connection.connectorId
      if let index = new.index(ofCharger: connector.chargerId),
        connector.idx <= new.chargers[index].connectors.count
      {
        continue
      }
      departed.insert(sessions.details[slot].arrival.id)
      end(slot: slot)
    }
    for (old, record) in zip(station.chargers, records) {
      removedChargers[old.id] = record.endedEnergy
    }
    station = new
    config = new
    replaceSite()
    hasGroups = !new.groups.isEmpty
    if hasGroups { showsGroups = true }
    sessions.groupIDs = new.groups.map(\.id)
    groupMaxima = new.lowestGroupMaxima
    configs += 1
    hasMinimum = new.chargers.contains { $0.minPower > .zero }
    let gone = waiting.remove { !$0.isPossible(in: new) }
    waiting.noteAllFreed()
    for arrival in gone { departed.insert(arrival.id) }
    for arrival in gone { driveOn(arrival) }
    records = new.chargers.map { charger in
      ChargerRecord(endedEnergy: removedChargers.removeValue(forKey: charger.id) ?? .zero)
    }
    freeConnectors = FreeConnectors(new)
    sessions.forgetConnectors()
    for slot in sessions.slots {
      let connector = sessions.details[slot].connection.connectorId
      guard let index = new.index(ofCharger: connector.chargerId) else {
        preconditionFailure("a session without a charger")
      }
      sessions.details[slot].connection.charger = index
      sessions.details[slot].connection.limit = connectorLimit(index, idx: connector.idx)
      sessions[state: slot].isBelowMinimum = false
      // Its group may not exist any more.
      let limit = sessions[state: slot].limitedBy
      if limit == .group || limit == .limit { sessions[state: slot].limitedBy = .grid }
      take(connector.idx, at: index)
    }
    restoreGroups()
    changeGridCapacity(to: new.gridCapacity)
  }

  /// Adds the demand of a session to the request.
  mutating func insertDemand(slot: Int) {
    insert(demand(slot: slot), charger: sessions.details[slot].connection.charger)
  }

  @inline(never)
  mutating func insert(_ demand: AllocationRequest.VehicleDemand, charger: Int) {
    guard mayUpdateRequest() else { return }
    request.insert(
      demand, charger: charger, maxPower: station.chargers[charger].maxPower,
      below: station.limit(aboveCharger: charger))
  }

  /// Counts a change of the request.
  ///
  /// - Returns: False if the request is not updated any more, because it is built anew.
  @inline(__always)
  private mutating func mayUpdateRequest() -> Bool {
    isStale = true
    if requestChanges > Self.mostRequestChanges { return false }
    requestChanges &+= 1
    return requestChanges <= Self.mostRequestChanges
  }

  @inline(__always)
  func demand(slot: Int) -> AllocationRequest.VehicleDemand {
    sessions.details[slot].demand(slot: slot)
  }

  /// Changes a session, and updates its demand in the request.
  mutating func changeDemand(slot: Int, _ change: (inout SessionTable) -> Void) {
    let former = demand(slot: slot)
    change(&sessions)
    sessions.details[slot].forgetChange()
    if mayUpdateRequest() {
      request.replace(
        former, with: demand(slot: slot), charger: sessions.details[slot].connection.charger)
    }
  }
}

extension Identifier {
  /// Creates the name of the session of the *n*th `start`, which states none: `session-`*n*.
  fileprivate init(sessionNumber number: Int) {
    guard 0..<100_000_000 ~= number else {
      self.init("session-\(number)")
      return
    }
    // The digits fit into a short identifier after "session-", so that no string is built.
    var (digits, count, rest): (UInt64, Int, Int) = (0, 0, number)
    repeat {
      digits = digits << 8 | UInt64(48 + rest % 10)
      count += 1
      rest /= 10
    } while rest > 0
    self.init(ShortIdentifier(low: 0x2D6E_6F69_7373_6573, high: digits, count: 8 + count))
  }
}

extension ConnectorChoice {
  /// Whether the station has a connector of the choice.
  func isPossible(in station: StationConfig) -> Bool {
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
