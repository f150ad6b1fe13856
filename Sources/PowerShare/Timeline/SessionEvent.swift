/// Something that happened at the station, or that is planned to happen.
public struct SessionEvent: Equatable, Sendable {
  /// When it happens.
  public var time: Instant
  /// What happens.
  public var kind: Kind

  /// Creates an event.
  public init(time: Instant, kind: Kind) {
    self.time = time
    self.kind = kind
  }

  /// The kinds of event, each named after the call of the station's API that it stands for.
  public enum Kind: Equatable, Sendable {
    /// A vehicle plugs in (`POST /sessions`).
    case start(Start)
    /// A vehicle reports what it draws (`POST /sessions/{id}/power-update`).
    case powerUpdate(PowerUpdate)
    /// A vehicle unplugs (`POST /sessions/{id}/stop`).
    case stop(SessionReference)
    /// The station changes (`POST /station/config`).
    case config(StationConfig)
    /// Only the grid limit changes.
    case gridCapacity(Power)
  }

  /// What a `start` states.
  public struct Start: Equatable, Sendable {
    /// The session's id; nil calls it `session-N`, the Nth `start` of the timeline.
    public var sessionId: Identifier?
    /// Where it plugs in.
    public var connectorId: ConnectorID
    /// The most the vehicle accepts.
    public var vehicleMaxPower: Power

    /// Creates what a `start` states.
    public init(sessionId: Identifier?, connectorId: ConnectorID, vehicleMaxPower: Power) {
      self.sessionId = sessionId
      self.connectorId = connectorId
      self.vehicleMaxPower = vehicleMaxPower
    }
  }

  /// What a `power-update` states.
  public struct PowerUpdate: Equatable, Sendable {
    /// Whose report it is.
    public var session: SessionReference
    /// What the vehicle draws now.
    public var consumedPower: Power
    /// A new maximum of the vehicle, set before the report is looked at; nil leaves the old one.
    public var vehicleMaxPower: Power?

    /// Creates what a `power-update` states.
    public init(session: SessionReference, consumedPower: Power, vehicleMaxPower: Power? = nil) {
      self.session = session
      self.consumedPower = consumedPower
      self.vehicleMaxPower = vehicleMaxPower
    }
  }
}

/// How an event names a session: by its id, by the connector it is at, or by both.
///
/// Where it names both, they must agree.
public enum SessionReference: Equatable, Sendable {
  /// By its id.
  case session(Identifier)
  /// By the connector it is plugged in at.
  case connector(ConnectorID)
  /// By its id, with the connector stated as well.
  case sessionAt(Identifier, ConnectorID)
}
