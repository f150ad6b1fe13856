/// The state of a station at a tick, or what an interval has come to, ready to be written.
public struct ResultTick: Sendable {
  /// The tick's moment, or the interval's start.
  public internal(set) var time: Instant
  /// The grid limit in force, at an interval's end.
  public internal(set) var gridCapacity: Power
  /// What all vehicles are offered; the mean over an interval.
  public internal(set) var allocatedPower: Power
  /// Why nobody gets more.
  public internal(set) var stopReason: StopReason?
  /// How many sessions are active, at some time of an interval.
  public internal(set) var activeSessions: Int
  /// How many vehicles wait for a connector, at an interval's end.
  public internal(set) var waitingSessions: Int
  /// What the station has delivered in the interval; nil at a tick.
  public internal(set) var energy: Energy?
  /// What the station has delivered since the replay began.
  public internal(set) var deliveredEnergy: Energy
  /// The rows, which depend on the level asked for.
  public internal(set) var rows: Rows

  /// The rows of a tick.
  public enum Rows: Sendable {
    /// One row a session, in the order they started.
    case sessions([SessionRow])
    /// One row a charger, in the order of the config.
    case chargers([ChargerRow])
    /// The tick itself is the only row.
    case station
    /// The connectors of the config in its order, with those that are not idle.
    case connectors(StationConfig, [ConnectorID: Power])
  }

  /// What is written of a session.
  public struct SessionRow: Sendable {
    /// The session as it is, or last was.
    public var session: Session
    /// What it is offered; the mean over an interval.
    public var allocatedPower: Power
    /// What it has drawn in the interval; nil at a tick.
    public var energy: Energy?
  }

  /// What is written of a charger.
  public struct ChargerRow: Sendable {
    /// Its id.
    public var chargerId: Identifier
    /// Its maximum.
    public var maxPower: Power
    /// How many sessions are active there.
    public var activeSessions: Int
    /// What they are offered; the mean over an interval.
    public var allocatedPower: Power
    /// What it has delivered in the interval; nil at a tick.
    public var energy: Energy?
    /// What it has delivered since the replay began.
    public var deliveredEnergy: Energy
  }
}

extension ResultTick {
  /// The present state of a replay that has come to a tick, or nil before the first.
  ///
  /// - Complexity: O(rows).
  public init?(_ replay: Replay, level: ResultLevel) {
    guard let time = replay.time else { return nil }
    self.time = time
    gridCapacity = replay.gridCapacity
    allocatedPower = replay.allocatedPower
    stopReason = replay.stopReason
    activeSessions = replay.sessions.order.count
    waitingSessions = replay.waitingVehicles.count
    energy = nil
    deliveredEnergy = replay.deliveredEnergy
    switch level {
    case .session:
      rows = .sessions(
        replay.activeSessions.map {
          SessionRow(session: $0, allocatedPower: $0.allocatedPower, energy: nil)
        })
    case .charger:
      rows = .chargers(
        zip(replay.station.chargers, replay.chargers).map { charger, state in
          ChargerRow(
            chargerId: charger.id, maxPower: charger.maxPower,
            activeSessions: state.activeSessions, allocatedPower: state.allocatedPower,
            energy: nil, deliveredEnergy: state.deliveredEnergy)
        })
    case .station:
      rows = .station
    case .connector:
      var powers: [ConnectorID: Power] = [:]
      for session in replay.activeSessions {
        powers[session.connectorId] = session.allocatedPower
      }
      rows = .connectors(replay.station, powers)
    }
  }
}

extension StationConfig {
  /// Every connector, in the order of the config.
  var connectorIDs: some Sequence<ConnectorID> {
    chargers.lazy.flatMap { charger in
      (1...charger.connectors.count).lazy.map { ConnectorID(chargerId: charger.id, idx: $0) }
    }
  }
}
