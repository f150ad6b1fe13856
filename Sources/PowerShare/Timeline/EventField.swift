/// The fields that an event may have.
public enum EventField: Int, CaseIterable, Sendable {
  /// The time of the event.
  case time
  /// The kind of event.
  case event
  /// The session's id.
  case sessionId
  /// The connector, an object of `chargerId` and `idx` in JSON; CSV has the two as columns.
  case connectorId
  /// The charger's id.
  case chargerId
  /// The connector's number at its charger.
  case idx
  /// The most power the vehicle accepts, in kW.
  case vehicleMaxPower
  /// The power the vehicle draws, in kW.
  case consumedPower
  /// The grid limit, in kW.
  case gridCapacity
  /// A whole station config; JSON only.
  case config
  /// The energy the vehicle wants, in kWh.
  case energyRequested
  /// The latest time at which the vehicle leaves.
  case departureTime
  /// True if the vehicle leaves when its energy is delivered.
  case leavesWhenDone
  /// The longest time the vehicle waits for a connector, in seconds.
  case maxWait
  /// A vehicle type of the config.
  case vehicle
  /// The energy its battery holds, in kWh.
  case batteryCapacity
  /// Its state of charge on arrival, in percent.
  case soc
  /// The state of charge it wants, in percent.
  case targetSoc
  /// The most power the battery accepts, by state of charge; JSON only.
  case chargingCurve
  /// Its priority; vehicles of the highest are served first.
  case priority
  /// Its share in relation to those of other vehicles.
  case weight
  /// The id of a load.
  case loadId
  /// The power that a load draws, in kW; below 0 what it generates.
  case power
  /// The most power that a temporary limit allows, in kW.
  case maxPower
  /// The group that a temporary limit is for.
  case groupId

  /// The name in files.
  public var name: String { Self.names[rawValue] }

  /// Creates the field of a name; nil for any other text.
  init?(name: String) {
    guard let place = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: place)
  }

  /// Written out: the compiler's reflection of names costs more time than a short timeline.
  private static let names = [
    "time", "event", "sessionId", "connectorId", "chargerId", "idx", "vehicleMaxPower",
    "consumedPower", "gridCapacity", "config", "energyRequested", "departureTime", "leavesWhenDone",
    "maxWait", "vehicle", "batteryCapacity", "soc", "targetSoc", "chargingCurve", "priority",
    "weight", "loadId", "power", "maxPower", "groupId",
  ]

  /// The fields that CSV has a column for.
  public static let columns = allCases.filter(\.isColumn)

  /// True if CSV has a column of this name.
  var isColumn: Bool { self != .connectorId && self != .config && self != .chargingCurve }
}
