/// A vehicle at a connector (OCPI's word; OCPP says *transaction*), as it was when it was asked
/// for.
public struct Session: Equatable, Sendable {
  let state: SessionState
  let details: SessionDetails

  /// The vehicle, and what it wants.
  public var arrival: Arrival { details.arrival }
  /// Its id, unique among the sessions that are active or wait at one time.
  public var id: Identifier { details.arrival.id }
  /// Its number in the order in which sessions began at a connector, from 1.
  public var startOrder: Int { details.connection.startOrder }
  /// Where it is plugged in.
  public var connectorId: ConnectorID { details.connection.connectorId }
  /// When it began; later than its arrival where it has waited.
  public var startTime: Instant { details.startTime }
  /// Where its charger stands in the config.
  public var charger: Int { details.connection.charger }
  /// The most the vehicle accepts, its battery included; a report of lower consumption lowers it.
  ///
  /// It stays what it is when the vehicle has all its energy; ``maximum`` is then 0.
  public var vehicleMaxPower: Power { details.vehicleMaxPower }
  /// The connector's own maximum, or nil.
  public var connectorMaxPower: Power? {
    details.connection.limit == Connection.unlimited ? nil : details.connection.limit
  }
  /// What it is offered: an upper limit, not a target.
  public var allocatedPower: Power { state.allocatedPower }
  /// What keeps it from more.
  public var limitedBy: LimitedBy { state.limitedBy }
  /// What it has drawn since it began.
  public var deliveredEnergy: Energy { state.deliveredEnergy }
  /// When it had all its energy; nil before.
  public var doneTime: Instant? { details.doneTime }
  /// The most it can take: the lower of the vehicle's and the connector's maximum, and nothing once
  /// it has all its energy.
  public var maximum: Power { details.maximum }
}
