/// A kind of vehicle, described once in the config and named by events.
public struct VehicleType: Hashable, Sendable {
  /// The type's id, unique within the config.
  public let id: Identifier
  /// The most power that a vehicle of the type accepts.
  public let maxPower: Power
  /// The energy that its battery holds; nil if unknown.
  public let batteryCapacity: Energy?
  /// The power that its battery accepts at each state of charge; nil if unknown.
  public let chargingCurve: ChargingCurve?

  /// Creates a type.
  public init(
    id: Identifier, maxPower: Power, batteryCapacity: Energy? = nil,
    chargingCurve: ChargingCurve? = nil
  ) {
    self.id = id
    self.maxPower = maxPower
    self.batteryCapacity = batteryCapacity
    self.chargingCurve = chargingCurve
  }
}
