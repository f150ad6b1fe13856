/// The active sessions: found by id or by connector, listed in the order they started.
///
/// A session keeps its slot while it is active; slots of ended sessions are used again, so that
/// memory follows the number of active sessions, not the length of the timeline.
struct SessionTable {
  /// The sessions; what is left of ended ones stands in slots that are not in `order`.
  var slots: [Session] = []
  /// What held the session in the same slot back.
  var ledgers: [SessionLedger] = []
  /// The slots in use, in starting order.
  private(set) var order: [Int] = []
  private var freeSlots: [Int] = []
  private var slotByID = IdentifierTable()
  /// How many of the sessions may change by themselves.
  private var changingSessions = 0
  /// The slots of recorded sessions that have begun since the list was last emptied.
  var begun: [Int] = []

  /// What the session in a slot is called, for results.
  func name(slot: Int) -> SessionName {
    SessionName(
      startOrder: slots[slot].startOrder, id: slots[slot].arrival.id,
      connectorId: slots[slot].connectorId)
  }

  /// The session in a slot that is in use.
  subscript(slot: Int) -> Session {
    _read { yield slots[slot] }
    _modify { yield &slots[slot] }
  }

  func slot(ofSession id: Identifier) -> Int? { slotByID[id] }

  /// The session at a connector, named by its charger's place in the config and its number there.
  ///
  /// O(active sessions): a look at each of them is cheaper than a table of all connectors, of which
  /// a station may have very many.
  func slot(atCharger charger: Int, idx: Int) -> Int? {
    let slots = slots.span
    for slot in order where slots[slot].charger == charger && slots[slot].connectorId.idx == idx {
      return slot
    }
    return nil
  }

  /// The lowest connector of a charger that is free and satisfies a condition.
  ///
  /// - Parameter count: How many connectors the charger has.
  func freeConnector(
    atCharger charger: Int, count: Int, where isWanted: (Int) -> Bool
  ) -> Int? {
    let used = Set(order.lazy.filter { slots[$0].charger == charger }.map(connectorNumber))
    return (1...count).first { !used.contains($0) && isWanted($0) }
  }

  private func connectorNumber(slot: Int) -> Int { slots[slot].connectorId.idx }

  /// Adds a session that started after all others, and returns its slot.
  mutating func insert(_ session: consuming Session) -> Int {
    let id = session.id
    if session.mayChange { changingSessions += 1 }
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      slots[slot] = session
      ledgers[slot] = SessionLedger()
    } else {
      slot = slots.count
      slots.append(session)
      ledgers.append(SessionLedger())
    }
    order.append(slot)
    slotByID.insert(id, slot)
    return slot
  }

  /// Removes a session.
  ///
  /// O(active sessions), for the order.
  mutating func remove(slot: Int) {
    if slots[slot].mayChange { changingSessions -= 1 }
    order.remove(at: placeInOrder(of: slots[slot].startOrder))
    freeSlots.append(slot)
    slotByID.remove(slots[slot].id)
  }

  /// When the next session changes by itself; nil where none does.
  mutating func nextChange(from now: Instant) -> Instant? {
    changingSessions > 0 ? slots.nextChange(order, from: now) : nil
  }

  /// Lets everyone draw for a while.
  ///
  /// - Parameters:
  ///   - chargers: Receives what each has delivered, by its place in the config.
  ///   - isRecorded: Whether the ledgers are kept.
  /// - Returns: What was drawn in all.
  mutating func draw(
    for span: TimeSpan, into chargers: inout [ChargerState], isRecorded: Bool
  ) -> Energy {
    if isRecorded { recordCurtailment(for: span) }
    return slots.draw(order, for: span, into: &chargers)
  }

  private mutating func recordCurtailment(for span: TimeSpan) {
    for slot in order {
      if let target = slots[slot].target, ledgers[slot].attainable < target {
        ledgers[slot].advance(slots[slot].arrival, for: span)
      }
      ledgers[slot].note(
        slots[slot].limitedBy,
        lacking: slots[slot].vehicleMaxPower - slots[slot].allocatedPower, for: span)
    }
  }

  private func placeInOrder(of startOrder: Int) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if slots[order[middle]].startOrder < startOrder { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
