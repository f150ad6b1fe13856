/// A station replayed event by event, exactly.
///
/// ```swift
/// var replay = Replay(station: station, policy: FairShare())
/// for event in events {
///   while replay.nextTick(before: event.time) { print(replay.allocatedPower) }
///   try replay.apply(event)
/// }
/// while replay.nextTick(before: nil) { print(replay.allocatedPower) }
/// ```
///
/// Between two ticks nothing changes, so that energies are sums of products of whole watts and
/// whole milliseconds. After `nextTick(before:)` has returned true, the properties show the
/// station as it is from that tick on.
public struct Replay: Sendable {
  /// How the station is replayed.
  public let options: ReplayOptions
  /// The station in force.
  public private(set) var station: StationConfig
  /// The grid limit in force.
  public private(set) var gridCapacity: Power
  /// The moment of the current tick; nil before the first event.
  public private(set) var time: Instant?
  /// The number of the current tick, from 1; 0 before the first.
  public private(set) var tick = 0
  /// The station's chargers, in the order of the config.
  public private(set) var chargers: [ChargerState]
  /// What all vehicles are offered together.
  public private(set) var allocatedPower = Power.zero
  /// What the station has delivered since the replay began.
  public private(set) var deliveredEnergy = Energy.zero
  /// Why nobody gets more; nil where no session is active, and in `on-update` mode.
  public private(set) var stopReason: StopReason?
  /// The sessions that have ended since the last tick, as they were, in the order they ended.
  public private(set) var ended: [Session] = []
  /// How many sessions have started so far.
  public private(set) var startedSessions = 0

  private(set) var sessions = SessionTable()
  /// The demand of the active sessions, kept up to date with them.
  private(set) var request: AllocationRequest
  private var policy: any AllocationPolicy
  /// What the policy gave last, in the order of the request.
  private var shares: [Power] = []
  private var policyStopReason: StopReason?
  /// Whether the request has changed since `shares` was worked out.
  private var isStale = true
  /// Whether events have been applied at `time` that no tick has shown yet.
  private var isTickOpen = false
  /// How many `start` events the timeline has had, the refused ones included.
  private var startEvents = 0
  private var departed = DepartedSessions()
  /// What chargers that are no longer in the config have delivered.
  private var removedChargers: [Identifier: Energy] = [:]

  /// Creates a replay of a station where nobody is plugged in yet.
  public init(
    station: StationConfig, policy: any AllocationPolicy, options: ReplayOptions = ReplayOptions()
  ) {
    self.options = options
    self.policy = policy
    self.station = station
    gridCapacity = station.gridCapacity
    chargers = Array(repeating: ChargerState(), count: station.chargers.count)
    request = AllocationRequest(gridCapacity: station.gridCapacity, step: options.step)
  }

  /// The active sessions in the order they started.
  public var activeSessions: some Sequence<Session> { sessions.order.lazy.map { sessions[$0] } }

  /// Moves on to the next tick before `time`, or to the next of all where `time` is nil.
  ///
  /// - Returns: Whether there was one. Call it until there is none, then `apply(_:)`.
  /// - Complexity: One allocation where something has changed.
  public mutating func nextTick(before time: Instant?) -> Bool {
    guard isTickOpen, let now = self.time else { return false }
    if let time, now >= time { return false }
    settle()
    tick += 1
    isTickOpen = false
    return true
  }

  /// Applies an event, or throws why it cannot be applied and leaves all as it was.
  ///
  /// - Precondition: No tick before the event is left, and the event is not before the current
  ///   tick.
  /// - Complexity: O(active sessions); in `on-update` mode one allocation.
  public mutating func apply(_ event: SessionEvent) throws(EventProblem) {
    switch event.kind {
    case .start(let start):
      startEvents += 1
      let session = try newSession(start, at: event.time)
      elapse(to: event.time)
      begin(session)
    case .powerUpdate(let update):
      let slot = try slot(of: update.session)
      elapse(to: event.time)
      report(update, slot: slot)
    case .stop(let reference):
      let slot = try slotToStop(reference)
      elapse(to: event.time)
      if let slot { end(slot: slot) }
    case .config(let station):
      elapse(to: event.time)
      replace(station)
    case .gridCapacity(let capacity):
      elapse(to: event.time)
      changeGridCapacity(to: capacity)
    }
  }

  /// Opens the tick at `time`: lets everyone draw what they have until then.
  private mutating func elapse(to time: Instant) {
    if !isTickOpen { ended.removeAll(keepingCapacity: true) }
    isTickOpen = true
    defer { self.time = time }
    guard let now = self.time, now < time else { return }
    let span = time - now
    for slot in sessions.order {
      sessions[slot].deliveredEnergy += Energy(sessions[slot].allocatedPower, over: span)
    }
    for index in chargers.indices {
      chargers[index].deliveredEnergy += Energy(chargers[index].allocatedPower, over: span)
    }
    deliveredEnergy += Energy(allocatedPower, over: span)
  }
}

// MARK: - Events

extension Replay {
  private mutating func begin(_ session: Session) {
    _ = departed.remove(session.id)
    startedSessions += 1
    let slot = sessions.insert(session)
    chargers[session.charger].activeSessions += 1
    insertDemand(slot: slot)
    reallocateAlone(slot: slot)
  }

  private mutating func report(_ update: SessionEvent.PowerUpdate, slot: Int) {
    let old = sessions[slot]
    var new = update.vehicleMaxPower ?? old.vehicleMaxPower
    if update.consumedPower < old.allocatedPower { new = update.consumedPower }
    if new != old.vehicleMaxPower {
      removeDemand(slot: slot)
      sessions[slot].vehicleMaxPower = new
      insertDemand(slot: slot)
    }
    reallocateAlone(slot: slot)
  }

  /// Ends a session: frees what it has and changes nobody else.
  private mutating func end(slot: Int) {
    removeDemand(slot: slot)
    let session = sessions.remove(slot: slot)
    chargers[session.charger].activeSessions -= 1
    chargers[session.charger].allocatedPower -= session.allocatedPower
    allocatedPower -= session.allocatedPower
    ended.append(session)
  }

  private mutating func changeGridCapacity(to capacity: Power) {
    gridCapacity = capacity
    request.gridCapacity = capacity
    isStale = true
    reallocateAll()
  }

  /// Sessions whose connector still exists go on; the others end.
  private mutating func replace(_ new: StationConfig) {
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
      sessions[slot].connectorMaxPower = new.chargers[index].connectors.maxPower(of: connector.idx)
      chargers[index].activeSessions += 1
      chargers[index].allocatedPower += sessions[slot].allocatedPower
      insertDemand(slot: slot)
    }
    sessions.reindexConnectors()
    changeGridCapacity(to: new.gridCapacity)
  }

  private mutating func insertDemand(slot: Int) {
    let charger = sessions[slot].charger
    request.insert(
      demand(slot: slot), charger: charger, maxPower: station.chargers[charger].maxPower)
    isStale = true
  }

  private mutating func removeDemand(slot: Int) {
    request.remove(demand(slot: slot), charger: sessions[slot].charger)
    isStale = true
  }

  private func demand(slot: Int) -> AllocationRequest.VehicleDemand {
    let session = sessions[slot]
    return AllocationRequest.VehicleDemand(
      maximum: session.maximum, startOrder: session.startOrder, session: slot)
  }
}

// MARK: - Allocation

extension Replay {
  /// Works the shares out, if anything has changed.
  private mutating func updateShares() {
    guard isStale else { return }
    policyStopReason = policy.allocate(request, into: &shares)
    isStale = false
  }

  private mutating func allocate(_ power: Power, slot: Int) {
    let change = power - sessions[slot].allocatedPower
    sessions[slot].allocatedPower = power
    chargers[sessions[slot].charger].allocatedPower += change
    allocatedPower += change
  }

  /// In `on-update` mode: gives one session its share, as far as the others leave it.
  private mutating func reallocateAlone(slot: Int) {
    guard options.reallocation == .onUpdate else { return }
    updateShares()
    guard let place = request.vehicles.firstIndex(where: { $0.session == slot }) else {
      preconditionFailure("a session without a demand")
    }
    let session = sessions[slot]
    let leftAtCharger =
      station.chargers[session.charger].maxPower - chargers[session.charger].allocatedPower
    let leftAtGrid = gridCapacity - allocatedPower
    let possible = min(leftAtCharger, leftAtGrid) + session.allocatedPower
    allocate(min(shares[place], possible), slot: slot)
  }

  /// In `on-update` mode: gives everyone their share, because the limits have changed.
  private mutating func reallocateAll() {
    guard options.reallocation == .onUpdate else { return }
    updateShares()
    applyShares()
  }

  private mutating func applyShares() {
    for place in request.vehicles.indices {
      allocate(shares[place], slot: request.vehicles[place].session)
    }
  }

  /// Ends the events of a tick: allocations and reasons as they are from now on.
  private mutating func settle() {
    updateShares()
    if options.reallocation == .immediate {
      applyShares()
      stopReason = policyStopReason
    }
    for group in request.chargers {
      let left = group.maxPower - chargers[group.charger].allocatedPower
      var belowMaximum = 0
      for place in group.vehicles {
        let vehicle = request.vehicles[place]
        if sessions[vehicle.session].allocatedPower < vehicle.maximum { belowMaximum += 1 }
      }
      let isChargerFull = left.watts < options.step.watts * belowMaximum
      for place in group.vehicles {
        let slot = request.vehicles[place].session
        sessions[slot].limitedBy = limit(
          of: sessions[slot], share: shares[place], isChargerFull: isChargerFull)
      }
    }
  }

  private func limit(of session: Session, share: Power, isChargerFull: Bool) -> LimitedBy {
    if session.allocatedPower == session.vehicleMaxPower { return .vehicle }
    if session.allocatedPower == session.connectorMaxPower { return .connector }
    if session.allocatedPower < share { return .pending }
    return isChargerFull ? .charger : .grid
  }
}

// MARK: - Checks

extension Replay {
  private func newSession(
    _ start: SessionEvent.Start, at time: Instant
  ) throws(EventProblem) -> Session {
    let connector = start.connectorId
    let charger = try charger(connector)
    if let slot = sessions.slot(atCharger: charger, idx: connector.idx) {
      throw .connectorInUse(connector, by: sessions[slot].id)
    }
    let id = start.sessionId ?? Identifier("session-\(startEvents)")
    if let slot = sessions.slot(ofSession: id) {
      throw .sessionInUse(id, at: sessions[slot].connectorId)
    }
    return Session(
      id: id, startOrder: startedSessions + 1, connectorId: connector, startTime: time,
      charger: charger, vehicleMaxPower: start.vehicleMaxPower,
      connectorMaxPower: station.chargers[charger].connectors.maxPower(of: connector.idx))
  }

  /// The place of the connector's charger in the config.
  private func charger(_ connector: ConnectorID) throws(EventProblem) -> Int {
    guard let charger = station.index(ofCharger: connector.chargerId) else {
      throw .unknownCharger(connector.chargerId, in: station)
    }
    guard 1...station.chargers[charger].connectors.count ~= connector.idx else {
      throw .unknownConnector(connector, at: station.chargers[charger])
    }
    return charger
  }

  private func slot(of reference: SessionReference) throws(EventProblem) -> Int {
    switch reference {
    case .session(let id):
      guard let slot = sessions.slot(ofSession: id) else {
        throw .unknownSession(id, active: activeSessions.map(\.id))
      }
      return slot
    case .connector(let connector):
      guard let slot = sessions.slot(atCharger: try charger(connector), idx: connector.idx) else {
        throw .noSession(at: connector)
      }
      return slot
    case .sessionAt(let id, let connector):
      let slot = try slot(of: .session(id))
      guard sessions[slot].connectorId == connector else {
        throw .sessionElsewhere(id, at: sessions[slot].connectorId, not: connector)
      }
      return slot
    }
  }

  /// The session to stop, or nil where it has already ended by itself.
  private mutating func slotToStop(_ reference: SessionReference) throws(EventProblem) -> Int? {
    switch reference {
    case .session(let id), .sessionAt(let id, _):
      if sessions.slot(ofSession: id) == nil, departed.remove(id) { return nil }
    case .connector:
      break
    }
    return try slot(of: reference)
  }
}
