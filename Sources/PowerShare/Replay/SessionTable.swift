/// The active sessions: found by id or by connector, listed in the order they started.
///
/// What every tick looks at stands in that order without a gap. A session is called by its slot,
/// which it keeps while it is active and where the rest of it stands; slots of ended sessions are
/// used again, so that memory follows the number of active sessions, not the length of the
/// timeline.
struct SessionTable {
  /// What every tick looks at, in starting order.
  var states: [SessionState] = []
  /// The rest of the session in each slot; what is left of an ended one where the slot is free.
  var details: [SessionDetails] = []
  /// What held the session in each slot back, as far as stays are recorded.
  var ledgers: [SessionLedger] = []
  /// Where the session in each slot stands in `states`.
  ///
  /// Below 0 where the slot is free: −2 less the next free slot, which is −1 behind the last.
  private(set) var places: [Int] = []
  /// The free slot that is used next; −1 where none is free.
  private var firstFree = -1
  private var slotByID = IdentifierTable()
  /// How many of the sessions may change by themselves.
  private var changingSessions = 0
  /// The slots of sessions that have begun, or whose vehicle accepts another power, since the list
  /// was last emptied; some may have ended, or stand there twice.
  var renamed = SlotList()
  /// The slots of recorded sessions that have begun since the list was last emptied.
  var begun: [Int] = []

  /// What the session in a slot is called, for results.
  func name(slot: Int) -> SessionName {
    SessionName(
      startOrder: details[slot].connection.startOrder, id: details[slot].arrival.id,
      connectorId: details[slot].connection.connectorId)
  }

  /// The session in a slot that is in use.
  ///
  /// All of it is copied, which is too much for what every event needs.
  subscript(slot: Int) -> Session { Session(state: states[places[slot]], details: details[slot]) }

  /// What every tick looks at of the session in a slot.
  subscript(state slot: Int) -> SessionState {
    get { states[places[slot]] }
    _modify { yield &states[places[slot]] }
  }

  /// Whether a slot is in use.
  func isActive(slot: Int) -> Bool { places[slot] >= 0 }

  /// What held the session in a slot back; nothing where stays are not recorded.
  func ledger(slot: Int) -> SessionLedger {
    slot < ledgers.count ? ledgers[slot] : SessionLedger()
  }

  /// The slots in use, in starting order.
  var slots: [Int] { states.map(\.slot) }

  func slot(ofSession id: Identifier) -> Int? { slotByID[id] }

  func slot(ofSession id: ShortIdentifier) -> Int? { slotByID[id] }

  /// The session at a connector, named by its charger's place in the config and its number there.
  ///
  /// O(active sessions): a look at each of them is cheaper than a table of all connectors, of which
  /// a station may have very many.
  @inline(__always)
  func slot(atCharger charger: Int, idx: Int) -> Int? {
    let (states, details) = (states.span, details.span)
    for place in states.indices {
      let slot = states[place].slot
      if details[slot].isAt(charger: charger, idx: idx) { return slot }
    }
    return nil
  }

  /// Notes the id of a session that is about to begin, and returns the slot that it gets.
  ///
  /// - Precondition: No active session has the id.
  mutating func reserve(_ id: Identifier) -> Int {
    let isNew = slotByID.insert(id, nextSlot)
    precondition(isNew, "a session with the id of another one")
    return nextSlot
  }

  /// The same for a short id; nil where an active session has it.
  @inline(__always)
  mutating func reserve(_ id: ShortIdentifier) -> Int? {
    slotByID.insert(id, nextSlot) ? nextSlot : nil
  }

  private var nextSlot: Int { firstFree >= 0 ? firstFree : details.count }

  /// Adds a session that starts after all others.
  ///
  /// - Parameters:
  ///   - slot: The one that its id has been noted with.
  ///   - isRecorded: Whether what holds it back will be noted.
  mutating func insert(
    _ arrival: consuming Arrival, slot: Int, _ connection: Connection, from now: Instant,
    isRecorded: Bool
  ) {
    if arrival.hasWishes { changingSessions += 1 }
    if slot < details.count {
      details[slot].begin(arrival, connection, from: now)
    } else {
      details.append(SessionDetails(arrival, connection, from: now))
    }
    insert(slot: slot, isRecorded: isRecorded)
  }

  /// The same for a vehicle that has named its connector and states nothing but its maximum.
  @inline(__always)
  mutating func insert(
    _ id: Identifier, slot: Int, _ connection: Connection, from now: Instant,
    vehicleMaxPower: Power, isRecorded: Bool
  ) {
    if slot == details.count { details.append(.vacant) }
    details[slot].begin(id, connection, from: now, vehicleMaxPower: vehicleMaxPower)
    insert(slot: slot, isRecorded: isRecorded)
  }

  /// Adds the state of a session whose details are there.
  @inline(__always)
  private mutating func insert(slot: Int, isRecorded: Bool) {
    if slot == places.count {
      places.append(states.count)
    } else {
      firstFree = -2 - places[slot]
      places[slot] = states.count
    }
    states.append(SessionState(slot: slot))
    renamed.append(slot)
    if isRecorded {
      ledgers.resize(to: details.count, SessionLedger())
      ledgers[slot] = SessionLedger()
      begun.append(slot)
    }
  }

  /// Removes a session.
  ///
  /// O(active sessions), for the order.
  @inline(__always)
  mutating func remove(slot: Int) {
    let place = places[slot]
    if details[slot].arrival.hasWishes { changingSessions -= 1 }
    states.remove(at: place)
    Self.free(slot, before: firstFree, in: &places, from: place, states)
    firstFree = slot
    slotByID.remove(details[slot].arrival.id, slot)
  }

  /// Notes that a slot is free, and where the states from a place on stand now.
  @inline(__always)
  private static func free(
    _ slot: Int, before next: Int, in places: inout [Int], from first: Int,
    _ states: [SessionState]
  ) {
    let states = states.span
    var places = places.mutableSpan
    places[slot] = -2 - next
    for place in first..<states.count { places[states[place].slot] = place }
  }

  /// Whether some session may change by itself.
  var mayChange: Bool { changingSessions > 0 }

  /// When the next session changes by itself; nil where none does.
  mutating func nextChange(from now: Instant) -> Instant? {
    guard mayChange else { return nil }
    var next: Instant?
    for place in states.indices {
      if let change = details[states[place].slot].nextChange(states[place], from: now) {
        next.lower(to: change)
      }
    }
    return next
  }

  /// Whether a session has all the energy it takes.
  @inline(__always)
  func hasAllEnergy(slot: Int) -> Bool {
    details[slot].target.map { self[state: slot].deliveredEnergy >= $0 } ?? false
  }

  /// Works out what the vehicle in a slot accepts at its battery's present state of charge.
  mutating func updateVehicleMaxPower(slot: Int) {
    renamed.append(slot)
    let energy = self[state: slot].deliveredEnergy
    details[slot].vehicleMaxPower = details[slot].arrival.vehicleMaxPower(after: energy)
  }

  /// Notes that the vehicle in a slot has all its energy.
  mutating func finish(slot: Int, at now: Instant) {
    details[slot].doneTime = now
  }

  /// Brings what the vehicle in a slot would have done alone up to date, before its maximum
  /// changes.
  mutating func noteAlone(slot: Int, at now: Instant) {
    ledgers[slot].alone.advance(details[slot].arrival, to: now - details[slot].startTime)
  }

  /// Lets everyone draw for a while.
  ///
  /// - Parameters:
  ///   - power: What all of them are offered together.
  ///   - isRecorded: Whether the ledgers are kept.
  /// - Returns: What was drawn in all.
  @inline(__always)
  mutating func draw(_ power: Power, for span: TimeSpan, isRecorded: Bool) -> Energy {
    if isRecorded { recordCurtailment(for: span) }
    if mayChange { return states.draw(for: span, upTo: details) }
    states.draw(for: span)
    return Energy(power, over: span)
  }

  /// Offers everyone its share, and works out what keeps it from more; see `SessionState`.
  @inline(__always)
  mutating func settle(
    _ request: AllocationRequest, _ shares: [Power], isOffered: Bool, hasMinimum: Bool,
    keepsGridCapacity: Bool
  ) -> [SessionState].Settlement {
    // Told apart here, so that the loop of most runs asks nothing at each session.
    isOffered && !hasMinimum
      ? states.settleOffered(
        request, shares, places: places, keepsGridCapacity: keepsGridCapacity)
      : states.settleAny(
        request, shares, places: places, isOffered: isOffered,
        keepsGridCapacity: keepsGridCapacity)
  }

  private mutating func recordCurtailment(for span: TimeSpan) {
    for state in states {
      let slot = state.slot
      if let target = details[slot].target, ledgers[slot].attainable < target {
        ledgers[slot].advance(details[slot].arrival, for: span)
      }
      ledgers[slot].note(
        state.limitedBy, lacking: details[slot].vehicleMaxPower - state.allocatedPower, for: span)
    }
  }
}

// MARK: Invariants

extension SessionTable {
  /// Recomputes everything that is kept about the sessions, and describes the first difference; nil
  /// where there is none.
  ///
  /// - Parameter station: The station in force.
  func checkInvariants(_ station: StationConfig) -> String? {
    guard details.count == places.count, ledgers.count <= places.count else {
      return "\(places.count) slots with \(details.count) details and \(ledgers.count) ledgers"
    }
    for (place, state) in states.enumerated() {
      guard places.indices.contains(state.slot), places[state.slot] == place else {
        return "the session at place \(place) is not found by its slot"
      }
      guard slotByID[details[state.slot].arrival.id] == state.slot else {
        return "session \(details[state.slot].arrival.id.text) is not found by its id"
      }
    }
    let orders = states.map { details[$0.slot].connection.startOrder }
    guard zip(orders, orders.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return "sessions that are not in the order they started"
    }
    let changing = states.filter { details[$0.slot].arrival.hasWishes }.count
    guard changing == changingSessions else {
      return "\(changing) sessions may change by themselves, not \(changingSessions)"
    }
    for place in 0..<renamed.count where !places.indices.contains(renamed[place]) {
      return "a renamed session in slot \(renamed[place])"
    }
    guard begun.allSatisfy({ ledgers.indices.contains($0) }) else {
      return "a session that has begun without a ledger"
    }
    return checkFreeSlots() ?? checkSessions(station)
  }

  private func checkFreeSlots() -> String? {
    var free: Set<Int> = []
    var slot = firstFree
    while slot >= 0 {
      guard places.indices.contains(slot), places[slot] < 0, free.insert(slot).inserted else {
        return "a list of free slots that leads to slot \(slot)"
      }
      slot = -2 - places[slot]
    }
    guard free.count + states.count == places.count else {
      return "\(places.count) slots, \(states.count) in use and \(free.count) free"
    }
    return nil
  }

  private func checkSessions(_ station: StationConfig) -> String? {
    var connectors: Set<ConnectorID> = []
    for state in states {
      let session = details[state.slot]
      let name = session.arrival.id.text
      let connection = session.connection
      guard station.chargers.indices.contains(connection.charger),
        station.chargers[connection.charger].id == connection.connectorId.chargerId,
        1...station.chargers[connection.charger].connectors.count ~= connection.connectorId.idx
      else { return "session \(name) is at no connector" }
      guard connectors.insert(connection.connectorId).inserted else {
        return "two sessions at the connector of \(name)"
      }
      let limit = station.chargers[connection.charger].connectors
        .maxPower(of: connection.connectorId.idx)
      guard connection.limit == limit ?? Connection.unlimited else {
        return "session \(name) with another limit than its connector's"
      }
      guard session.target == session.arrival.target else {
        return "session \(name) with another target than its vehicle's"
      }
      if let target = session.target, state.deliveredEnergy > target {
        return "session \(name) has more energy than it takes"
      }
    }
    return nil
  }

  /// Returns the earliest moment at which a session changes by itself, worked out anew; nil where
  /// none does.
  func recomputedChange(from now: Instant) -> Instant? {
    var next: Instant?
    for state in states {
      var session = details[state.slot]
      session.forgetChange()
      if let change = session.nextChange(state, from: now) { next.lower(to: change) }
    }
    return next
  }
}
