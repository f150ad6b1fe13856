/// The fields that an event may have, in the order in which CSV files list them.
public enum EventField: Int, CaseIterable, Sendable {
  /// When it happens.
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
  /// The most the vehicle accepts, in kW.
  case vehicleMaxPower
  /// What the vehicle draws, in kW.
  case consumedPower
  /// The grid limit, in kW.
  case gridCapacity
  /// A whole station config; JSON only.
  case config

  /// The name in files.
  public var name: String { String(describing: self) }

  /// Whether CSV has a column of this name.
  var isColumn: Bool { self != .connectorId && self != .config }
}
