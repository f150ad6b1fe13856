/// The state of a station at a tick, or what an interval has come to, ready to be written.
///
/// One value is filled again and again, so that a tick costs no memory of its own.
/// ``FastTickBatch`` is a faster way for the sessions at many ticks.
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

  /// The chargers as they are, kept to reuse the memory; empty at other levels.
  private var chargerStates: [ChargerState] = []

  /// What is written of a session.
  public struct SessionRow: Sendable {
    let name: SessionName
    /// The most the vehicle accepts.
    public let vehicleMaxPower: Power
    /// What it is offered; the mean over an interval.
    public let allocatedPower: Power
    /// What keeps it from more.
    public let limitedBy: LimitedBy
    /// What it has drawn in the interval; nil at a tick.
    public let energy: Energy?
    /// What it has drawn since it began.
    public let deliveredEnergy: Energy
    /// Its id.
    public var sessionId: Identifier { name.id }
    /// Its connector.
    public var connectorId: ConnectorID { name.connectorId }
    /// Its number in the order in which sessions began at a connector, from 1.
    public var startOrder: Int { name.startOrder }
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
    waitingSessions = replay.waiting.count
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
    sessions.removeAll(keepingCapacity: true)
    for place in table.states.indices {
      let state = table.states[place]
      sessions.append(
        SessionRow(
          name: table.name(slot: state.slot),
          vehicleMaxPower: table.details[state.slot].vehicleMaxPower,
          allocatedPower: state.allocatedPower, limitedBy: state.limitedBy, energy: nil,
          deliveredEnergy: state.deliveredEnergy))
    }
  }

  private mutating func takeChargers(_ replay: borrowing Replay) {
    chargers.removeAll(keepingCapacity: true)
    replay.list(&chargerStates)
    for place in chargerStates.indices {
      let state = chargerStates[place]
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
      let connection = replay.sessions.details[state.slot].connection
      let place = replay.station.place(
        ofConnector: connection.connectorId.idx, charger: connection.charger)
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
