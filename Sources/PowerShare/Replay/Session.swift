/// A copy of the state of a vehicle at a connector.
///
/// *Session* is OCPI's word; OCPP says *transaction*.
public struct Session: Equatable, Sendable {
  let state: SessionState
  let details: SessionDetails
  /// The id of the group that keeps it from more, where ``limitedBy`` is ``LimitedBy/group``; else
  /// nil.
  public let limitedAt: Identifier?

  /// The vehicle and its request.
  public var arrival: Arrival { details.arrival }
  /// Its id, unique among the sessions that are active or wait at one time.
  public var id: Identifier { details.arrival.id }
  /// Its number in the order in which sessions began at a connector, from 1.
  public var startOrder: Int { details.connection.startOrder }
  /// Its connector.
  public var connectorId: ConnectorID { details.connection.connectorId }
  /// The time at which it began; later than the arrival where it has waited.
  public var startTime: Instant { details.startTime }
  /// The index of its charger in the config.
  public var charger: Int { details.connection.charger }
  /// The most the vehicle accepts, its battery included; a report of lower consumption lowers it.
  ///
  /// It does not change when the vehicle has all its energy, although ``maximum`` is then 0.
  public var vehicleMaxPower: Power { details.vehicleMaxPower }
  /// The connector's own maximum, or nil.
  public var connectorMaxPower: Power? {
    details.connection.limit == Connection.unlimited ? nil : details.connection.limit
  }
  /// The power that it is offered: an upper limit, not a target.
  public var allocatedPower: Power { state.allocatedPower }
  /// The limit that keeps it from more.
  public var limitedBy: LimitedBy { state.limitedBy }
  /// The energy that it has drawn since it began.
  public var deliveredEnergy: Energy { state.deliveredEnergy }
  /// The time at which it had all its energy; nil before.
  public var doneTime: Instant? { details.doneTime }
  /// The most it can take: the lower of the vehicle's and the connector's maximum, and nothing once
  /// it has all its energy.
  public var maximum: Power { details.maximum }
}
