/// The vehicles that wait for a connector, in the order they came.
///
/// Vehicles with the same choice of connectors form a queue. A freed connector concerns the first
/// vehicles of at most three queues: those for any connector, for its charger, and for the
/// connector itself. So no operation of a replay depends on how many vehicles wait: each is at most
/// logarithmic in their number.
struct WaitingLine: Sendable {
  /// A vehicle, or a vacant place for one.
  struct Entry: Sendable {
    /// The vehicle; nil where the entry is vacant.
    var arrival: Arrival?
    /// The number of vehicles that joined the line before it; −1 where the entry is vacant.
    var order = -1
    /// The index of the entry before it in its queue; −1 where it is the first.
    var previous = -1
    /// The index of the entry after it in its queue; −1 where it is the last.
    var next = -1
  }

  /// The indices of the first and the last entry with the same choice of connectors.
  private struct Queue: Sendable {
    var first: Int
    var last: Int
  }

  /// A vehicle whose turn it is to take a connector; the one that came first is the lowest.
  struct Turn: Comparable, Sendable {
    let order: Int
    /// The index of its entry.
    let index: Int

    static func < (left: Turn, right: Turn) -> Bool { left.order < right.order }
  }

  /// The end of a wait; the earliest one is the lowest.
  private struct WaitEnd: Comparable, Sendable {
    let time: Instant
    let turn: Turn

    static func < (left: WaitEnd, right: WaitEnd) -> Bool {
      left.time != right.time ? left.time < right.time : left.turn < right.turn
    }
  }

  /// The number of vehicles that wait.
  private(set) var count = 0
  /// The vehicles, and vacant places; no order.
  var entries: [Entry] = []
  /// The indices of the entries that are vacant.
  private var vacantEntries: [Int] = []
  private var indexByID = IdentifierTable()
  private var queueForAny: Queue?
  private var queueByCharger: [Identifier: Queue] = [:]
  private var queueByConnector: [ConnectorID: Queue] = [:]
  /// The ends of the waits that have one.
  ///
  /// Those of vehicles that have left the line are removed when they come first, or are many.
  private var ends = MinHeap<WaitEnd>()
  private var joined = 0
  /// Connectors that have become free since turns were last listed.
  private var freedConnectors: [ConnectorID] = []
  /// True if any connector may have become free since turns were last listed.
  private var mayAllBeFree = false
  /// The vehicles whose turn it is, kept to use its memory again.
  private var turns = MinHeap<Turn>()

  var isEmpty: Bool { count == 0 }

  /// The vehicles in the order they came.
  ///
  /// - Complexity: O(*n* log *n*), *n* the entries.
  var arrivals: [Arrival] {
    entries.filter { $0.order >= 0 }.sorted { $0.order < $1.order }.compactMap(\.arrival)
  }

  func contains(_ id: Identifier) -> Bool { indexByID[id] != nil }

  func contains(_ id: ShortIdentifier) -> Bool { indexByID[id] != nil }

  // MARK: Joining and leaving

  /// Adds a vehicle behind all others.
  ///
  /// - Precondition: No other vehicle in the line has its id.
  mutating func append(_ arrival: Arrival) {
    let index = vacantEntries.popLast() ?? entries.count
    let isNew = indexByID.insert(arrival.id, index)
    precondition(isNew, "a waiting vehicle with the id of another one")
    var queue = queue(for: arrival.choice) ?? Queue(first: index, last: -1)
    let previous = queue.last
    queue.last = index
    setQueue(queue, for: arrival.choice)
    if let end = arrival.leavesLineAt {
      ends.push(WaitEnd(time: end, turn: Turn(order: joined, index: index)))
    }
    if index == entries.count { entries.append(Entry()) }
    if previous >= 0 { entries[previous].next = index }
    entries[index].arrival = arrival
    entries[index].order = joined
    entries[index].previous = previous
    entries[index].next = -1
    joined += 1
    count += 1
  }

  /// Removes the vehicle with an id; returns nil where none has it.
  mutating func remove(_ id: Identifier) -> Arrival? {
    indexByID[id].map { removeEntry(at: $0) }
  }

  /// Removes the vehicles with choices that satisfy a condition, and returns them in the order they
  /// came.
  ///
  /// - Complexity: O(queues), and O(log *n*) for each vehicle removed.
  mutating func remove(where isRemoved: (ConnectorChoice) -> Bool) -> [Arrival] {
    var turns: [Turn] = []
    for (charger, queue) in queueByCharger where isRemoved(.charger(charger)) {
      turns += self.turns(of: queue)
    }
    for (connector, queue) in queueByConnector where isRemoved(.connector(connector)) {
      turns += self.turns(of: queue)
    }
    if let queueForAny, isRemoved(.any) { turns += self.turns(of: queueForAny) }
    return turns.sorted().map { removeEntry(at: $0.index) }
  }

  private mutating func removeEntry(at index: Int) -> Arrival {
    guard let arrival = entries[index].arrival.take() else {
      preconditionFailure("an entry without a vehicle")
    }
    let (previous, next) = (entries[index].previous, entries[index].next)
    if previous >= 0 { entries[previous].next = next }
    if next >= 0 { entries[next].previous = previous }
    if previous < 0 || next < 0, var queue = queue(for: arrival.choice) {
      if previous < 0 { queue.first = next }
      if next < 0 { queue.last = previous }
      setQueue(previous < 0 && next < 0 ? nil : queue, for: arrival.choice)
    }
    entries[index].order = -1
    indexByID.remove(arrival.id, index)
    vacantEntries.append(index)
    count -= 1
    removeStaleEnds()
    if isEmpty {
      // Nobody waits for them any more.
      freedConnectors.removeAll(keepingCapacity: true)
      mayAllBeFree = false
    }
    return arrival
  }

  // MARK: Queues

  private func queue(for choice: ConnectorChoice) -> Queue? {
    switch choice {
    case .any: queueForAny
    case .charger(let id): queueByCharger[id]
    case .connector(let connector): queueByConnector[connector]
    }
  }

  private mutating func setQueue(_ queue: Queue?, for choice: ConnectorChoice) {
    switch choice {
    case .any: queueForAny = queue
    case .charger(let id): queueByCharger[id] = queue
    case .connector(let connector): queueByConnector[connector] = queue
    }
  }

  private func turns(of queue: Queue) -> [Turn] {
    var turns: [Turn] = []
    var index = queue.first
    while index >= 0 {
      turns.append(turn(of: index))
      index = entries[index].next
    }
    return turns
  }

  private func turn(of index: Int) -> Turn { Turn(order: entries[index].order, index: index) }

  /// Returns true if the vehicle still waits.
  private func isCurrent(_ turn: Turn) -> Bool { entries[turn.index].order == turn.order }

  // MARK: Freed connectors

  /// True if a vehicle waits for any connector.
  var hasVehicleForAny: Bool { queueForAny != nil }

  /// Returns true if a vehicle waits that could use every connector of a charger.
  func wantsAll(ofCharger id: Identifier) -> Bool {
    queueForAny != nil || !queueByCharger.isEmpty && queueByCharger[id] != nil
  }

  /// Returns true if a vehicle waits that could use a connector.
  func wants(_ connector: ConnectorID) -> Bool {
    wantsAll(ofCharger: connector.chargerId)
      || !queueByConnector.isEmpty && queueByConnector[connector] != nil
  }

  /// Notes that a connector has become free.
  mutating func noteFreed(_ connector: ConnectorID) {
    if !isEmpty { freedConnectors.append(connector) }
  }

  /// Notes that any connector may have become free.
  mutating func noteAllFreed() { if !isEmpty { mayAllBeFree = true } }

  /// Lists the first vehicle of each queue that a connector freed since the last call concerns.
  ///
  /// A connector that was free before is wanted by nobody: a vehicle that could have used it would
  /// have taken it.
  mutating func listTurns() {
    guard mayAllBeFree || !freedConnectors.isEmpty else { return }
    if let queueForAny { turns.push(turn(of: queueForAny.first)) }
    if mayAllBeFree {
      for queue in queueByCharger.values { turns.push(turn(of: queue.first)) }
      for queue in queueByConnector.values { turns.push(turn(of: queue.first)) }
    } else if !queueByCharger.isEmpty || !queueByConnector.isEmpty {
      for connector in freedConnectors {
        if let queue = queueByCharger[connector.chargerId] {
          turns.push(turn(of: queue.first))
        }
        if let queue = queueByConnector[connector] { turns.push(turn(of: queue.first)) }
      }
    }
    mayAllBeFree = false
    freedConnectors.removeAll(keepingCapacity: true)
  }

  /// Takes the listed vehicle that came first off the list; nil where none is left.
  mutating func takeTurn() -> Turn? {
    while let turn = turns.popFirst() {
      // A queue may have been listed for several connectors.
      if isCurrent(turn) { return turn }
    }
    return nil
  }

  /// Lists the vehicle behind one in its queue.
  mutating func listTurn(after turn: Turn) {
    let next = entries[turn.index].next
    if next >= 0 { turns.push(self.turn(of: next)) }
  }

  /// Returns the choice of connectors of a vehicle that waits.
  func choice(of turn: Turn) -> ConnectorChoice { entries[turn.index].arrival?.choice ?? .any }

  /// Returns true if a vehicle that waits departs by a moment.
  func departs(_ turn: Turn, by now: Instant) -> Bool {
    entries[turn.index].arrival?.departureTime.map { $0 <= now } ?? false
  }

  /// Removes a vehicle that waits.
  mutating func remove(_ turn: Turn) -> Arrival {
    precondition(isCurrent(turn), "the vehicle has left the line")
    return removeEntry(at: turn.index)
  }

  // MARK: Ends of waits

  /// The moment at which the next vehicle drives on; nil where all of them wait for ever.
  var nextEnd: Instant? { ends.first?.time }

  /// Lists the vehicles whose wait is over.
  ///
  /// - Precondition: All of them are removed before anything else is done.
  mutating func listEnded(by now: Instant) {
    while let end = ends.first, end.time <= now {
      _ = ends.popFirst()
      if isCurrent(end.turn) { turns.push(end.turn) }
    }
  }

  private mutating func removeStaleEnds() {
    while let end = ends.first, !isCurrent(end.turn) { _ = ends.popFirst() }
    // At most half of them are stale, so that memory follows the vehicles that wait.
    if ends.elements.count > 2 * count + 16 {
      let entries = entries
      ends.removeAll { entries[$0.turn.index].order != $0.turn.order }
    }
  }
}

// MARK: Invariants

extension WaitingLine {
  /// Recomputes everything that is kept about the vehicles, and describes the first difference; nil
  /// where there is none.
  func checkInvariants() -> String? {
    let present = entries.indices.filter { entries[$0].arrival != nil }
    guard count == present.count else { return "\(present.count) vehicles wait, not \(count)" }
    let vacant = entries.indices.filter { entries[$0].arrival == nil }
    guard vacantEntries.sorted() == vacant else { return "other entries are vacant" }
    guard vacant.allSatisfy({ entries[$0].order == -1 }) else { return "a vacant entry in order" }
    guard Set(present.map { entries[$0].order }).count == count,
      present.allSatisfy({ 0..<joined ~= entries[$0].order })
    else { return "vehicles without an order of their own" }
    guard !isEmpty || freedConnectors.isEmpty && !mayAllBeFree else {
      return "freed connectors that nobody waits for"
    }
    guard turns.elements.isEmpty else { return "turns that nobody has taken" }
    return checkQueues(present) ?? checkEnds(present)
  }

  private func checkQueues(_ present: [Int]) -> String? {
    var queues: [(choice: ConnectorChoice, queue: Queue)] = []
    if let queueForAny { queues.append((.any, queueForAny)) }
    queues += queueByCharger.map { (.charger($0), $1) }
    queues += queueByConnector.map { (.connector($0), $1) }
    var members = 0
    for (choice, queue) in queues {
      let turns = turns(of: queue)
      members += turns.count
      guard turns == turns.sorted(), turns.last?.index == queue.last else {
        return "a queue out of order"
      }
      var previous = -1
      for turn in turns {
        let entry = entries[turn.index]
        guard entry.arrival?.choice == choice else { return "a vehicle in another queue" }
        guard entry.previous == previous else { return "a queue with a wrong link" }
        previous = turn.index
      }
    }
    guard members == present.count else { return "queues without some of the vehicles" }
    let isFound = present.allSatisfy { index in
      entries[index].arrival.map { indexByID[$0.id] == index } ?? false
    }
    return isFound ? nil : "a vehicle that is not found by its id"
  }

  private func checkEnds(_ present: [Int]) -> String? {
    for (place, end) in ends.elements.enumerated() where place > 0 {
      guard ends.elements[(place - 1) / 2] <= end else { return "ends of waits out of order" }
    }
    guard ends.first.map({ isCurrent($0.turn) }) ?? true else { return "a stale end comes first" }
    guard ends.elements.count <= 2 * count + 16 else { return "many stale ends" }
    let current = ends.elements.filter { isCurrent($0.turn) }
    let expected = present.compactMap { index in
      entries[index].arrival?.leavesLineAt.map { WaitEnd(time: $0, turn: turn(of: index)) }
    }
    return current.sorted() == expected.sorted() ? nil : "other ends of waits"
  }
}
