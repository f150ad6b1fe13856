/// The state of a station at a tick, or what an interval has come to, ready to be written.
///
/// One value is filled again and again by one replay, so that a tick costs no memory of its own.
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
  public var sessions: [SessionRow] {
    states.indices.map { place in
      SessionRow(
        state: states[place], energy: energies.isEmpty ? .zero : energies[place])
    }
  }
  /// One row a charger, in the order of the config; empty at other levels.
  public internal(set) var chargers: [ChargerRow] = []
  /// One row a connector, in the order of the config; empty at other levels.
  public internal(set) var connectors: [ConnectorRow] = []

  /// The sessions as they are, or were, in the order they started; their slots tell where their
  /// names stand.
  private(set) var states: [SessionState] = []
  /// How often a name or a maximum among them may have changed, each time that of one of them.
  private(set) var nameChanges = 0
  /// What each of them has drawn in an interval; empty at a tick.
  private(set) var energies: [Energy] = []
  /// The names of the sessions by their slots; those of other slots are left over from earlier
  /// ticks.
  private var names: [SessionName] = []
  /// The starting order of the last session whose name has been taken.
  private var lastName = 0

  /// What is written of a session.
  public struct SessionRow: Sendable {
    let state: SessionState
    /// Its number in the order in which sessions began at a connector, from 1.
    public var startOrder: Int { state.startOrder }
    /// The most the vehicle accepts.
    public var vehicleMaxPower: Power { state.vehicleMaxPower }
    /// What it is offered; the mean over an interval.
    public var allocatedPower: Power { state.allocatedPower }
    /// What keeps it from more.
    public var limitedBy: LimitedBy { state.limitedBy }
    /// What it has drawn in the interval; nothing at a tick.
    public let energy: Energy
    /// What it has drawn since it began.
    public var deliveredEnergy: Energy { state.deliveredEnergy }
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
  public func sessionId(of row: SessionRow) -> Identifier { names[row.state.slot].id }

  /// The connector of a session that has a row.
  public func connectorId(of row: SessionRow) -> ConnectorID { names[row.state.slot].connectorId }

  /// What the session at a place among ``states`` is called.
  @inline(__always)
  func name(at place: Int) -> SessionName { names[states[place].slot] }

  /// Notes what the session in a slot is called.
  private mutating func setName(_ name: SessionName, slot: Int) {
    if slot < names.count { return names[slot] = name }
    // A slot that is passed over is filled with a wrong name, until its own is taken.
    while names.count <= slot { names.append(name) }
  }

  // MARK: Intervals

  /// Takes the rows of the sessions away.
  mutating func removeSessions() {
    nameChanges &+= 1
    states.removeAll(keepingCapacity: true)
    energies.removeAll(keepingCapacity: true)
  }

  /// Adds the row of a session in an interval.
  ///
  /// - Parameter energy: What it has drawn in the interval.
  mutating func append(_ state: SessionState, _ name: SessionName, energy: Energy) {
    nameChanges &+= 1
    // A connector's next session may have the same slot within one interval.
    let slot = states.count
    states.append(state)
    states[slot].slot = slot
    energies.append(energy)
    if slot >= names.count || names[slot].startOrder != name.startOrder {
      setName(name, slot: slot)
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
    activeSessions = replay.sessions.states.count
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

  @inline(__always)
  private mutating func takeSessions(_ table: borrowing SessionTable) {
    states = table.states
    nameChanges = table.nameChanges
    // Those that have begun since the last tick stand at the end.
    var place = table.states.count
    while place > 0, table.states[place - 1].startOrder > lastName {
      place -= 1
      setName(table.name(slot: table.states[place].slot), slot: table.states[place].slot)
    }
    if let last = table.states.last { lastName = last.startOrder }
  }

  /// Gives the sessions back to the replay, which would have to copy them if they were still shared
  /// when they change.
  public mutating func letGo() { states = [] }

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
    for index in replay.sessions.states.indices {
      let state = replay.sessions.states[index]
      let place = replay.station.place(ofConnector: state.idx, charger: state.charger)
      connectors[place].allocatedPower = state.allocatedPower
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
