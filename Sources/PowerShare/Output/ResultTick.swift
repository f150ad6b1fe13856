/// The state of a station at a tick, or what an interval has come to, ready to be written.
///
/// One value is filled again and again, so that a tick costs no memory of its own.
public struct ResultTick: Sendable {
  /// What a row is about.
  public let level: ResultLevel
  /// The tick's moment, or the interval's start.
  public internal(set) var time = Instant(milliseconds: 0)
  /// The grid limit in force, at an interval's end.
  public internal(set) var gridCapacity = Power.zero
  /// What all vehicles are offered; the mean over an interval.
  public internal(set) var allocatedPower = Power.zero
  /// Why nobody gets more.
  public internal(set) var stopReason: StopReason?
  /// How many sessions are active, at some time of an interval.
  public internal(set) var activeSessions = 0
  /// How many vehicles wait for a connector, at an interval's end.
  public internal(set) var waitingSessions = 0
  /// What the station has delivered in the interval; nil at a tick.
  public internal(set) var energy: Energy?
  /// What the station has delivered since the replay began.
  public internal(set) var deliveredEnergy = Energy.zero
  /// One row a session, in the order they started; empty at other levels.
  public internal(set) var sessions: [SessionRow] = []
  /// One row a charger, in the order of the config; empty at other levels.
  public internal(set) var chargers: [ChargerRow] = []
  /// One row a connector, in the order of the config; empty at other levels.
  public internal(set) var connectors: [ConnectorRow] = []

  /// The names of the sessions, by the places that their rows state; those of other places are left
  /// over from earlier ticks.
  private var names: [SessionName] = []
  /// The starting orders in `names`.
  private var nameOrders: [Int] = []

  /// What is written of a session.
  public struct SessionRow: Sendable {
    /// Where its name stands.
    let place: Int
    /// Its number in the order in which sessions began, which tells it from others at its place.
    public let startOrder: Int
    /// The most the vehicle accepts.
    public let vehicleMaxPower: Power
    /// What it is offered; the mean over an interval.
    public let allocatedPower: Power
    /// What keeps it from more.
    public let limitedBy: LimitedBy
    /// What it has drawn in the interval; nothing at a tick.
    public let energy: Energy
    /// What it has drawn since it began.
    public let deliveredEnergy: Energy
  }

  /// What is written of a charger.
  public struct ChargerRow: Sendable {
    /// Its id.
    public let chargerId: Identifier
    /// Its maximum.
    public let maxPower: Power
    /// How many sessions are active there.
    public let activeSessions: Int
    /// What they are offered; the mean over an interval.
    public let allocatedPower: Power
    /// What it has delivered in the interval; nil at a tick.
    public let energy: Energy?
    /// What it has delivered since the replay began.
    public let deliveredEnergy: Energy
  }

  /// What is written of a connector.
  public struct ConnectorRow: Sendable {
    /// Its name.
    public let connectorId: ConnectorID
    /// What is offered there; the mean over an interval.
    public internal(set) var allocatedPower: Power
  }

  /// Creates a tick that is yet to be filled.
  public init(level: ResultLevel) { self.level = level }

  /// The id of a session that has a row.
  public func sessionId(of row: SessionRow) -> Identifier { names[row.place].id }

  /// The connector of a session that has a row.
  public func connectorId(of row: SessionRow) -> ConnectorID { names[row.place].connectorId }

  /// Whether the name at a place is that of the session with that starting order.
  @inline(__always)
  func hasName(place: Int, _ startOrder: Int) -> Bool {
    place < nameOrders.count && nameOrders[place] == startOrder
  }

  /// Notes the name of the session at a place.
  mutating func setName(_ name: SessionName, place: Int) {
    if place < names.count {
      names[place] = name
      nameOrders[place] = name.startOrder
    }
    // A place that is passed over is filled with the wrong name, which its starting order tells.
    while names.count <= place {
      names.append(name)
      nameOrders.append(name.startOrder)
    }
  }
}

extension ResultTick {
  /// Takes the present state of a replay that has come to a tick.
  ///
  /// - Returns: False before the first tick.
  /// - Complexity: O(rows).
  public mutating func take(_ replay: borrowing Replay) -> Bool {
    guard let time = replay.time else { return false }
    self.time = time
    gridCapacity = replay.gridCapacity
    allocatedPower = replay.allocatedPower
    stopReason = replay.stopReason
    activeSessions = replay.sessions.order.count
    waitingSessions = replay.waiting.arrivals.count
    energy = nil
    deliveredEnergy = replay.deliveredEnergy
    switch level {
    case .session: takeSessions(replay.sessions)
    case .charger: takeChargers(replay)
    case .station: break
    case .connector: takeConnectors(replay)
    }
    return true
  }

  private mutating func takeSessions(_ table: borrowing SessionTable) {
    let blank = SessionRow(
      place: 0, startOrder: 0, vehicleMaxPower: .zero, allocatedPower: .zero, limitedBy: .grid,
      energy: .zero, deliveredEnergy: .zero)
    sessions.resize(to: table.order.count, blank)
    if Self.fill(&sessions, from: table, named: nameOrders) { return }
    for slot in table.order where !hasName(place: slot, table.slots[slot].startOrder) {
      setName(table.name(slot: slot), place: slot)
    }
  }

  /// Fills as many rows as there are sessions.
  ///
  /// - Returns: Whether the names of all of them are known.
  private static func fill(
    _ sessions: inout [SessionRow], from table: borrowing SessionTable, named nameOrders: [Int]
  ) -> Bool {
    let slots = table.slots.span
    let order = table.order.span
    let names = nameOrders.span
    var rows = sessions.mutableSpan
    var areNamed = true
    for place in order.indices {
      let slot = order[place]
      let startOrder = slots[slot].startOrder
      if slot >= names.count || names[slot] != startOrder { areNamed = false }
      rows[place] = SessionRow(
        place: slot, startOrder: startOrder, vehicleMaxPower: slots[slot].vehicleMaxPower,
        allocatedPower: slots[slot].allocatedPower, limitedBy: slots[slot].limitedBy,
        energy: .zero, deliveredEnergy: slots[slot].deliveredEnergy)
    }
    return areNamed
  }

  private mutating func takeChargers(_ replay: borrowing Replay) {
    chargers.removeAll(keepingCapacity: true)
    for place in replay.chargers.indices {
      let state = replay.chargers[place]
      chargers.append(
        ChargerRow(
          chargerId: replay.station.chargers[place].id,
          maxPower: replay.station.chargers[place].maxPower,
          activeSessions: state.activeSessions, allocatedPower: state.allocatedPower, energy: nil,
          deliveredEnergy: state.deliveredEnergy))
    }
  }

  private mutating func takeConnectors(_ replay: borrowing Replay) {
    takeConnectors(of: replay.station)
    for slot in replay.sessions.order {
      let place = replay.station.place(
        ofConnector: replay.sessions.slots[slot].connectorId.idx,
        charger: replay.sessions.slots[slot].charger)
      connectors[place].allocatedPower = replay.sessions.slots[slot].allocatedPower
    }
  }

  /// Lists the connectors of a station, all of them idle.
  mutating func takeConnectors(of station: StationConfig) {
    connectors.removeAll(keepingCapacity: true)
    for connector in station.connectorIDs {
      connectors.append(ConnectorRow(connectorId: connector, allocatedPower: .zero))
    }
  }
}
