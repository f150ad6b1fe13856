/// The active sessions: found by id or by connector, listed in the order they started.
///
/// The states, which every tick reads, are in one dense array in that order. A session keeps its
/// slot index while it is active; its details and its ledger are stored under that index. Slots of
/// ended sessions are reused, so that memory grows with the number of active sessions, not with the
/// length of the timeline.
struct SessionTable {
  /// The states of the sessions, in starting order.
  ///
  /// Those of sessions that have ended since the last tick are vacant until ``removeVacant()``. So
  /// many sessions may end at one moment without moving the others each time.
  var states: [SessionState] = []
  /// The index of the first vacant state; `Int.max` if there is none.
  private var firstVacant = Int.max
  /// The details by slot index; stale where the slot is free.
  var details: [SessionDetails] = []
  /// The ledgers by slot index; empty where stays are not recorded.
  var ledgers: [SessionLedger] = []
  /// The index in `states` of the session in each slot.
  ///
  /// Below 0 where the slot is free: −2 minus the index of the next free slot, which counts as −1
  /// where there is none.
  private(set) var places: [Int] = []
  /// The index of the free slot that is used next; −1 where none is free.
  private var firstFree = -1
  private var slotByID = IdentifierTable()
  /// The slots by their connectors' keys; nil until an event names a session by its connector,
  /// because most timelines never do.
  private var slotByConnector: [Int: Int]?
  /// The number of sessions that may change by themselves.
  private var changingSessions = 0
  /// The slots of sessions that have begun, or whose vehicle accepts another power, since the list
  /// was last emptied; the session may have ended, and a slot may occur twice.
  var renamed = SlotList()
  /// The slots of recorded sessions that have begun since the list was last emptied.
  var begun: [Int] = []
  /// The index of the group that limits the session in each slot, −1 for a temporary limit that is
  /// no group's; it has a meaning only while the limit is a group's or a temporary one.
  private var limitingGroups: [Int] = []
  /// The ids of the groups of the station in force.
  var groupIDs: [Identifier] = []

  /// Returns the names of the session in a slot, for results.
  func name(slot: Int) -> SessionName {
    SessionName(
      startOrder: details[slot].connection.startOrder, id: details[slot].arrival.id,
      connectorId: details[slot].connection.connectorId)
  }

  /// The session in a slot that is in use.
  ///
  /// A copy of the whole session, which costs too much for work that every event does.
  subscript(slot: Int) -> Session {
    Session(
      state: states[places[slot]], details: details[slot], limitedAt: limitedAt(slot: slot))
  }

  /// Returns the id of the group that limits the session in a slot; nil where none does.
  func limitedAt(slot: Int) -> Identifier? {
    switch states[places[slot]].limitedBy {
    case .group: return groupIDs[limitingGroups[slot]]
    case .limit: return limitingGroups[slot] < 0 ? nil : groupIDs[limitingGroups[slot]]
    default: return nil
    }
  }

  /// Returns the index of the group that limits the session in a slot.
  ///
  /// - Precondition: A group limits it.
  func limitingGroup(slot: Int) -> Int { limitingGroups[slot] }

  /// Sets a temporary limit as what limits the session in a slot.
  ///
  /// - Parameter group: The index of the group that has the limit; nil if it is no group's.
  mutating func setTemporaryLimit(slot: Int, ofGroup group: Int? = nil) {
    states[places[slot]].limitedBy = .limit
    limitingGroups.resize(to: details.count, 0)
    limitingGroups[slot] = group ?? -1
  }

  /// Sets the group that limits the session in a slot, where the grid would limit it.
  mutating func limit(slot: Int, byGroup group: Int) {
    guard states[places[slot]].limitedBy == .grid else { return }
    states[places[slot]].limitedBy = .group
    limitingGroups.resize(to: details.count, 0)
    limitingGroups[slot] = group
  }

  /// The state of the session in a slot that is in use.
  subscript(state slot: Int) -> SessionState {
    get { states[places[slot]] }
    _modify { yield &states[places[slot]] }
  }

  /// Whether a slot is in use.
  func isActive(slot: Int) -> Bool { places[slot] >= 0 }

  /// Returns the ledger of the session in a slot; an empty one where stays are not recorded.
  func ledger(slot: Int) -> SessionLedger {
    slot < ledgers.count ? ledgers[slot] : SessionLedger()
  }

  /// The states of active sessions, in starting order.
  var activeStates: some Sequence<SessionState> { states.lazy.filter { !$0.isVacant } }

  /// The slots in use, in starting order.
  var slots: [Int] { activeStates.map(\.slot) }

  func slot(ofSession id: Identifier) -> Int? { slotByID[id] }

  func slot(ofSession id: ShortIdentifier) -> Int? { slotByID[id] }

  /// Returns the slot of the session at a connector, given by its charger's index in the config and
  /// its number there; nil where there is none.
  ///
  /// - Complexity: O(1), and O(active sessions) once for each config.
  mutating func slot(atCharger charger: Int, idx: Int) -> Int? {
    if slotByConnector == nil {
      let slots = slots
      slotByConnector = Dictionary(
        uniqueKeysWithValues: slots.map { (details[$0].connection.key, $0) })
    }
    return slotByConnector?[Connection.key(charger: charger, idx: idx)]
  }

  /// Forgets the connectors of the sessions, because chargers get other indices.
  mutating func forgetConnectors() { slotByConnector = nil }

  /// Stores the id of a session that is about to begin, and returns the slot that it gets.
  ///
  /// - Precondition: No active session has the id.
  mutating func reserve(_ id: Identifier) -> Int {
    let isNew = slotByID.insert(id, nextSlot)
    precondition(isNew, "a session with the id of another one")
    return nextSlot
  }

  /// Stores a short id, and returns the slot that its session gets; nil where an active session has
  /// the id.
  @inline(__always)
  mutating func reserve(_ id: ShortIdentifier) -> Int? {
    slotByID.insert(id, nextSlot) ? nextSlot : nil
  }

  private var nextSlot: Int { firstFree >= 0 ? firstFree : details.count }

  /// Adds a session that starts after all others.
  ///
  /// - Parameters:
  ///   - slot: The slot that `reserve(_:)` has returned for its id.
  ///   - isRecorded: Whether its ledger is kept.
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

  /// Adds the session of a vehicle that names its connector and states nothing but its maximum.
  @inline(__always)
  mutating func insert(
    _ id: Identifier, slot: Int, _ connection: Connection, from now: Instant,
    vehicleMaxPower: Power, isRecorded: Bool
  ) {
    if slot == details.count { details.append(.vacant) }
    details[slot].begin(id, connection, from: now, vehicleMaxPower: vehicleMaxPower)
    insert(slot: slot, isRecorded: isRecorded)
  }

  /// Adds the state of a session whose details are already stored.
  @inline(__always)
  private mutating func insert(slot: Int, isRecorded: Bool) {
    if slot == places.count {
      places.append(states.count)
    } else {
      firstFree = -2 - places[slot]
      places[slot] = states.count
    }
    states.append(SessionState(slot: slot))
    if slotByConnector != nil { slotByConnector?[details[slot].connection.key] = slot }
    renamed.append(slot)
    if isRecorded {
      ledgers.resize(to: details.count, SessionLedger())
      ledgers[slot] = SessionLedger()
      begun.append(slot)
    }
  }

  /// Removes a session; its state stays vacant until ``removeVacant()``.
  @inline(__always)
  mutating func remove(slot: Int) {
    if details[slot].arrival.hasWishes { changingSessions -= 1 }
    if slotByConnector != nil { slotByConnector?[details[slot].connection.key] = nil }
    let place = places[slot]
    states[place] = .vacant
    firstVacant = min(firstVacant, place)
    places[slot] = -2 - firstFree
    firstFree = slot
    slotByID.remove(details[slot].arrival.id, slot)
  }

  /// Removes the vacant states.
  ///
  /// - Complexity: O(active sessions).
  @inline(__always)
  mutating func removeVacant() {
    guard firstVacant < .max else { return }
    let count = Self.moveUp(from: firstVacant, &states, &places)
    states.removeLast(count)
    firstVacant = .max
  }

  /// Moves the states behind a vacant one to the places of the vacant ones.
  ///
  /// - Returns: The number of vacant states.
  @inline(__always)
  private static func moveUp(
    from first: Int, _ states: inout [SessionState], _ places: inout [Int]
  ) -> Int {
    var states = states.mutableSpan
    var places = places.mutableSpan
    var end = first
    var place = first + 1
    while place < states.count {
      if !states[place].isVacant {
        states[end] = states[place]
        places[states[end].slot] = end
        end &+= 1
      }
      place &+= 1
    }
    return states.count - end
  }

  /// Whether any session may change by itself.
  var mayChange: Bool { changingSessions > 0 }

  /// Returns the next time at which a session changes by itself; nil where none does.
  mutating func nextChange(from now: Instant) -> Instant? {
    mayChange ? Self.nextChange(&details, states, from: now) : nil
  }

  private static func nextChange(
    _ details: inout [SessionDetails], _ states: [SessionState], from now: Instant
  ) -> Instant? {
    let states = states.span
    var details = details.mutableSpan
    var next: Instant?
    for place in states.indices {
      if let change = details[states[place].slot].nextChange(states[place], from: now) {
        next.lower(to: change)
      }
    }
    return next
  }

  /// Whether the session in a slot has reached its energy target.
  @inline(__always)
  func hasAllEnergy(slot: Int) -> Bool {
    details[slot].target.map { self[state: slot].deliveredEnergy >= $0 } ?? false
  }

  /// Sets the power that the vehicle in a slot accepts without regard to its battery.
  @inline(__always)
  mutating func setMaximum(_ maximum: Power, slot: Int) {
    details[slot].arrival.vehicleMaxPower = maximum
    let energy = self[state: slot].deliveredEnergy
    accept(details[slot].arrival.acceptance(after: energy), slot: slot)
  }

  /// Sets the power that the vehicle in a slot accepts.
  @inline(__always)
  mutating func accept(_ acceptance: Acceptance, slot: Int) {
    renamed.append(slot)
    details[slot].accept(acceptance)
  }

  /// Returns the power that the vehicle in a slot accepts now, if its battery may accept another
  /// power than before; else nil.
  @inline(__always)
  func newAcceptance(slot: Int) -> Acceptance? {
    let energy = self[state: slot].deliveredEnergy
    guard let end = details[slot].acceptanceEnd, end <= energy else { return nil }
    return details[slot].arrival.acceptance(after: energy)
  }

  /// Returns the first place in ``states``, from a place on, of a session that changes by itself at
  /// a moment or before; nil where there is none.
  ///
  /// - Precondition: ``nextChange(from:)`` has been called since allocations last changed.
  func nextDue(from start: Int, at moment: Instant) -> Int? {
    let (states, details) = (states.span, details.span)
    var place = start
    while place < states.count {
      let slot = states[place].slot
      if !states[place].isVacant, details[slot].isDue(at: moment) { return place }
      place += 1
    }
    return nil
  }

  /// Stores the time at which the vehicle in a slot has all its energy.
  mutating func finish(slot: Int, at now: Instant) {
    details[slot].doneTime = now
  }

  /// Advances the ``AloneRun``s of the session in a slot, before its vehicle's maximum changes.
  mutating func noteAlone(slot: Int, at now: Instant) {
    let arrival = details[slot].arrival
    ledgers[slot].alone.advance(arrival, to: now - details[slot].startTime)
    ledgers[slot].unlimited.advance(arrival, to: now - arrival.time)
  }

  /// Adds to every session the energy that it draws in a time span.
  ///
  /// - Parameters:
  ///   - power: The power that all sessions are offered together.
  /// - Returns: The energy that all sessions drew together.
  @inline(__always)
  mutating func draw(_ power: Power, for span: TimeSpan) -> Energy {
    if mayChange { return states.draw(for: span, upTo: details) }
    states.draw(for: span)
    return Energy(power, over: span)
  }

  /// Offers every session its share, and finds the limit that keeps it from more.
  @inline(__always)
  mutating func settle(
    _ request: AllocationRequest, _ shares: [Power], isOffered: Bool, hasMinimum: Bool,
    keepsGridCapacity: Bool
  ) -> [SessionState].Settlement {
    // Two loops, so that the one of most runs checks no condition at each session.
    isOffered && !hasMinimum
      ? states.settleOffered(
        request, shares, places: places, keepsGridCapacity: keepsGridCapacity)
      : states.settleAny(
        request, shares, places: places, isOffered: isOffered,
        keepsGridCapacity: keepsGridCapacity)
  }

  /// Adds to every ledger the energy that limits keep from the session in a time span.
  ///
  /// - Parameters:
  ///   - chargers: The chargers of the station in force.
  ///   - groupMaxima: The lowest maximum of the groups above each charger; empty where none has to
  ///     be kept.
  ///   - limitMaxima: The lowest temporary limit of each charger and of what is above it; empty
  ///     where there is none.
  ///   - gridCapacity: The grid capacity, or ``Connection/unlimited`` where the policy does not
  ///     keep it.
  /// - Returns: The limits that keep energy from any session.
  mutating func record(
    for span: TimeSpan, at chargers: [Charger], groupMaxima: [Power], limitMaxima: [Power],
    gridCapacity: Power
  ) -> CurtailmentSet {
    Self.record(
      states, details, &ledgers, for: span, at: chargers, groupMaxima: groupMaxima,
      limitMaxima: limitMaxima, gridCapacity: gridCapacity)
  }

  private static func record(
    _ states: [SessionState], _ details: [SessionDetails], _ ledgers: inout [SessionLedger],
    for span: TimeSpan, at chargers: [Charger], groupMaxima: [Power], limitMaxima: [Power],
    gridCapacity: Power
  ) -> CurtailmentSet {
    var bound = CurtailmentSet()
    let (states, details, chargers) = (states.span, details.span, chargers.span)
    let (groupMaxima, limitMaxima) = (groupMaxima.span, limitMaxima.span)
    var ledgers = ledgers.mutableSpan
    for place in states.indices {
      let slot = states[place].slot
      let (own, allocated) = (details[slot].vehicleMaxPower, states[place].allocatedPower)
      guard allocated < own, let limit = Curtailment(states[place].limitedBy) else { continue }
      let connector = details[slot].connection.limit
      let index = details[slot].connection.charger
      let charger = chargers[index].maxPower
      let groups = groupMaxima.isEmpty ? Connection.unlimited : groupMaxima[index]
      let temporary = limitMaxima.isEmpty ? Connection.unlimited : limitMaxima[index]
      if own <= connector, own <= charger, own <= groups, own <= gridCapacity, own <= temporary {
        ledgers[slot].note(limit, own - allocated, for: span, &bound)
      } else {
        let lacking = LackingPower(
          own: own, allocated: allocated, connector: connector, charger: charger, groups: groups,
          grid: gridCapacity, temporary: temporary)
        ledgers[slot].note(limit, lacking, for: span, &bound)
      }
    }
    return bound
  }
}

// MARK: Invariants

extension SessionTable {
  /// Recomputes all stored indices and counts, and returns a description of the first difference;
  /// nil where there is none.
  ///
  /// - Parameter station: The station in force.
  func checkInvariants(_ station: StationConfig) -> String? {
    guard details.count == places.count, ledgers.count <= places.count else {
      return "\(places.count) slots with \(details.count) details and \(ledgers.count) ledgers"
    }
    guard firstVacant == states.firstIndex(where: \.isVacant) ?? .max else {
      return "another state is the first vacant one"
    }
    for (place, state) in states.enumerated() where !state.isVacant {
      guard places.indices.contains(state.slot), places[state.slot] == place else {
        return "the session at place \(place) is not found by its slot"
      }
      guard slotByID[details[state.slot].arrival.id] == state.slot else {
        return "session \(details[state.slot].arrival.id.text) is not found by its id"
      }
    }
    let orders = activeStates.map { details[$0.slot].connection.startOrder }
    guard zip(orders, orders.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return "sessions that are not in the order they started"
    }
    let changing = activeStates.filter { details[$0.slot].arrival.hasWishes }.count
    guard changing == changingSessions else {
      return "\(changing) sessions may change by themselves, not \(changingSessions)"
    }
    for place in 0..<renamed.count where !places.indices.contains(renamed[place]) {
      return "a renamed session in slot \(renamed[place])"
    }
    guard begun.allSatisfy({ ledgers.indices.contains($0) }) else {
      return "a session that has begun without a ledger"
    }
    return checkFreeSlots() ?? checkSlotsByConnector() ?? checkSessions(station)
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
    guard free.count + slots.count == places.count else {
      return "\(places.count) slots, \(slots.count) in use and \(free.count) free"
    }
    return nil
  }

  private func checkSlotsByConnector() -> String? {
    guard let slotByConnector else { return nil }
    let isFound = slots.allSatisfy { slotByConnector[details[$0].connection.key] == $0 }
    return isFound && slotByConnector.count == slots.count
      ? nil : "a session that is not found by its connector"
  }

  private func checkSessions(_ station: StationConfig) -> String? {
    var connectors: Set<ConnectorID> = []
    for state in activeStates {
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

  /// Returns the next time at which a session changes by itself, calculated without the cache; nil
  /// where none does.
  func recomputedChange(from now: Instant) -> Instant? {
    var next: Instant?
    for state in activeStates {
      var session = details[state.slot]
      session.forgetChange()
      if let change = session.nextChange(state, from: now) { next.lower(to: change) }
    }
    return next
  }
}
