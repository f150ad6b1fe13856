/// A kind of vehicle that the config describes once and events name.
public struct VehicleType: Hashable, Sendable {
  /// The type's name, unique within the config.
  public let id: Identifier
  /// The most a vehicle of the type accepts.
  public let maxPower: Power
  /// What its battery holds, where that is known.
  public let batteryCapacity: Energy?
  /// What its battery accepts, where that is known.
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
