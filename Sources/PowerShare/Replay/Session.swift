/// A vehicle at a connector (OCPI's word; OCPP says *transaction*).
public struct Session: Equatable, Sendable {
  /// Its id, unique among the sessions that are active at one time.
  public let id: Identifier
  /// Its number in the order in which the timeline's sessions started, from 1.
  public let startOrder: Int
  /// Where it is plugged in.
  public let connectorId: ConnectorID
  /// When it started.
  public let startTime: Instant
  /// Where its charger stands in the config.
  public internal(set) var charger: Int
  /// The most the vehicle accepts; a report of lower consumption lowers it.
  public internal(set) var vehicleMaxPower: Power
  /// The connector's own maximum, or nil.
  public internal(set) var connectorMaxPower: Power?
  /// What it is offered: an upper limit, not a target.
  public internal(set) var allocatedPower = Power.zero
  /// What keeps it from more.
  public internal(set) var limitedBy = LimitedBy.grid
  /// What it has drawn since it started.
  public internal(set) var deliveredEnergy = Energy.zero

  /// The most it can take: the lower of the vehicle's and the connector's maximum.
  public var maximum: Power {
    if let connectorMaxPower { min(vehicleMaxPower, connectorMaxPower) } else { vehicleMaxPower }
  }

  init(
    id: Identifier, startOrder: Int, connectorId: ConnectorID, startTime: Instant, charger: Int,
    vehicleMaxPower: Power, connectorMaxPower: Power?
  ) {
    self.id = id
    self.startOrder = startOrder
    self.connectorId = connectorId
    self.startTime = startTime
    self.charger = charger
    self.vehicleMaxPower = vehicleMaxPower
    self.connectorMaxPower = connectorMaxPower
  }
}
