/// The active sessions: found by id or by connector, listed in the order they started.
///
/// A session keeps its slot while it is active; slots of ended sessions are used again, so that
/// memory follows the number of active sessions, not the length of the timeline.
struct SessionTable {
  private(set) var slots: [Session] = []
  /// What held the session in the same slot back.
  var ledgers: [SessionLedger] = []
  /// The slots in use, in starting order.
  private(set) var order: [Int] = []
  private var freeSlots: [Int] = []
  private var slotByID: [Identifier: Int] = [:]
  private var slotByConnector: [Place: Int] = [:]

  /// A connector by its charger's place in the config, which is quicker to look up than its name.
  private struct Place: Hashable {
    let charger: Int
    let idx: Int
  }

  /// The session in a slot that is in use.
  subscript(slot: Int) -> Session {
    get { slots[slot] }
    _modify { yield &slots[slot] }
  }

  func slot(ofSession id: Identifier) -> Int? { slotByID[id] }

  func slot(atCharger charger: Int, idx: Int) -> Int? {
    slotByConnector[Place(charger: charger, idx: idx)]
  }

  /// Adds a session that started after all others, and returns its slot.
  mutating func insert(_ session: Session, _ ledger: SessionLedger) -> Int {
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      slots[slot] = session
      ledgers[slot] = ledger
    } else {
      slot = slots.count
      slots.append(session)
      ledgers.append(ledger)
    }
    order.append(slot)
    slotByID[session.id] = slot
    slotByConnector[Place(charger: session.charger, idx: session.connectorId.idx)] = slot
    return slot
  }

  /// Removes a session and returns it as it was.
  ///
  /// O(active sessions), for the order.
  mutating func remove(slot: Int) -> Session {
    let session = slots[slot]
    order.remove(at: placeInOrder(of: session.startOrder))
    freeSlots.append(slot)
    slotByID[session.id] = nil
    slotByConnector[Place(charger: session.charger, idx: session.connectorId.idx)] = nil
    return session
  }

  /// Looks the connectors up anew, after the chargers' places have changed.
  mutating func reindexConnectors() {
    slotByConnector.removeAll(keepingCapacity: true)
    for slot in order {
      let session = slots[slot]
      slotByConnector[Place(charger: session.charger, idx: session.connectorId.idx)] = slot
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
