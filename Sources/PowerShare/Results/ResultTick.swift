/// The state of a station at a tick, or the totals of an interval, ready to be written.
///
/// One value is filled for tick after tick, so that a tick allocates no memory. ``FastTickBatch``
/// holds the sessions of many ticks, which are written faster from there.
public struct ResultTick: Sendable {
  /// The level of the rows.
  public let level: ResultLevel
  /// The time of the tick, or the start of the interval.
  public internal(set) var time = Instant(milliseconds: 0)
  /// The values of the station.
  public internal(set) var station = StationRow()
  /// One row a session, in the order they started; empty at other levels.
  public internal(set) var sessions: [SessionRow] = []
  /// One row a charger, in the order of the config; empty at other levels.
  public internal(set) var chargers: [ChargerRow] = []
  /// One row a connector, in the order of the config; empty at other levels.
  public internal(set) var connectors: [ConnectorRow] = []
  /// One row a group of chargers, in the order of the config; empty at other levels.
  public internal(set) var groups: [GroupRow] = []

  /// The states of the chargers, kept to reuse their memory; empty at other levels.
  private var chargerStates: [PartState] = []

  /// The values that results have of the station.
  public struct StationRow: Sendable {
    /// The grid capacity; that at the end of an interval.
    public internal(set) var gridCapacity = Power.zero
    /// The power that all sessions are offered; the mean over an interval.
    public internal(set) var allocatedPower = Power.zero
    /// The reason why the allocation ended; nil where there is none.
    public internal(set) var stopReason: StopReason?
    /// The number of sessions that are active, or were at some time of the interval.
    public internal(set) var activeSessions = 0
    /// The number of vehicles that wait for a connector; that at the end of an interval.
    public internal(set) var waitingSessions = 0
    /// The energy delivered in the interval; nil at a tick.
    public internal(set) var energy: Energy?
    /// The energy delivered since the replay began.
    public internal(set) var deliveredEnergy = Energy.zero
    /// The loads and the battery; nil in results that do not have them.
    public internal(set) var site: Site?
  }

  /// The values that results have of what is behind the grid connection besides the chargers.
  public struct Site: Sendable {
    /// The power that loads draw, negative if they generate more; the mean over an interval.
    public internal(set) var loadPower: Power
    /// The power that the battery gives, negative if it takes power; the mean over an interval; nil
    /// without a battery.
    public internal(set) var batteryPower: Power?
    /// The energy that the battery can give down to empty; that at the end of an interval; nil
    /// without a battery.
    public internal(set) var batteryEnergy: Energy?
    /// The power through the grid connection, negative for export; the mean over an interval.
    public internal(set) var gridPower: Power
  }

  /// The values that results have of a session.
  public struct SessionRow: Sendable {
    let name: SessionName
    /// The highest power that the vehicle accepts.
    public let vehicleMaxPower: Power
    /// The power that it is offered; the mean over an interval.
    public let allocatedPower: Power
    /// The limit that keeps it from more.
    public let limitedBy: LimitedBy
    /// The id of the group that keeps it from more, or no id where that is another limit; nil while
    /// no config so far has had groups.
    public let limitedAt: Identifier??
    /// The energy that it has drawn in the interval; nil at a tick.
    public let energy: Energy?
    /// The energy that it has drawn since it began.
    public let deliveredEnergy: Energy
    /// Its id.
    public var sessionId: Identifier { name.id }
    /// Its connector.
    public var connectorId: ConnectorID { name.connectorId }
    /// Its number in the order in which sessions began at a connector, from 1.
    public var startOrder: Int { name.startOrder }
  }

  /// The values that results have of a charger.
  public struct ChargerRow: Sendable {
    /// Its id.
    public let chargerId: Identifier
    /// Its maximum.
    public let maxPower: Power
    /// The number of sessions that are active there.
    public let activeSessions: Int
    /// The power that they are offered; the mean over an interval.
    public let allocatedPower: Power
    /// The energy that it has delivered in the interval; nil at a tick.
    public let energy: Energy?
    /// The energy that it has delivered since the replay began.
    public let deliveredEnergy: Energy
  }

  /// The values that results have of a connector.
  public struct ConnectorRow: Sendable {
    /// Its name.
    public let connectorId: ConnectorID
    /// The power that is offered there; the mean over an interval.
    public internal(set) var allocatedPower: Power
  }

  /// The values that results have of a group of chargers.
  public struct GroupRow: Sendable {
    /// Its id.
    public let groupId: Identifier
    /// Its maximum.
    public let maxPower: Power
    /// The number of sessions that are active below it.
    public let activeSessions: Int
    /// The power that they are offered; the mean over an interval.
    public let allocatedPower: Power
    /// The energy that it has delivered in the interval; nil at a tick.
    public let energy: Energy?
    /// The energy that it has delivered since the replay began.
    public let deliveredEnergy: Energy
  }

  /// Creates a tick without rows.
  public init(level: ResultLevel) { self.level = level }
}

extension ResultTick {
  /// Takes the present state of a replay, which is at a tick.
  ///
  /// - Returns: False before the first tick.
  /// - Complexity: O(rows).
  public mutating func take(_ replay: borrowing Replay) -> Bool {
    guard let time = replay.time else { return false }
    self.time = time
    station.take(replay)
    switch level {
    case .session: takeSessions(replay.sessions, showsGroups: replay.showsGroups)
    case .charger: takeChargers(replay)
    case .station: break
    case .connector: takeConnectors(replay)
    case .group: takeGroups(replay)
    }
    return true
  }

  private mutating func takeSessions(_ table: borrowing SessionTable, showsGroups: Bool) {
    sessions.removeAll(keepingCapacity: true)
    for place in table.states.indices {
      let state = table.states[place]
      sessions.append(
        SessionRow(
          name: table.name(slot: state.slot),
          vehicleMaxPower: table.details[state.slot].vehicleMaxPower,
          allocatedPower: state.allocatedPower, limitedBy: state.limitedBy,
          limitedAt: showsGroups ? .some(table.limitedAt(slot: state.slot)) : nil, energy: nil,
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

  private mutating func takeGroups(_ replay: borrowing Replay) {
    groups.removeAll(keepingCapacity: true)
    for (group, state) in zip(replay.station.groups, replay.groups) {
      groups.append(
        GroupRow(
          groupId: group.id, maxPower: group.maxPower, activeSessions: state.activeSessions,
          allocatedPower: state.allocatedPower, energy: nil,
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

extension ResultTick.StationRow {
  /// Takes the present state of a replay, which is at a tick.
  @inline(__always)
  mutating func take(_ replay: borrowing Replay) {
    gridCapacity = replay.gridCapacity
    allocatedPower = replay.allocatedPower
    stopReason = replay.stopReason
    activeSessions = replay.sessions.states.count
    waitingSessions = replay.waiting.count
    energy = nil
    deliveredEnergy = replay.deliveredEnergy
    site = replay.showsSite ? ResultTick.Site(replay) : nil
  }
}

extension ResultTick.Site {
  @inline(never)
  fileprivate init(_ replay: borrowing Replay) {
    loadPower = replay.loadPower
    batteryPower = replay.batteryPower
    batteryEnergy = replay.batteryEnergy
    gridPower = replay.gridPower
  }
}
