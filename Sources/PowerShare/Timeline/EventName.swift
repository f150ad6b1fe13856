/// The kinds of event by the names that files give them.
enum EventName: String, CaseIterable {
  case start
  case powerUpdate = "power-update"
  case stop
  case config
  case gridCapacity = "grid-capacity"

  /// Whether events of this kind have the field.
  func uses(_ field: EventField) -> Bool {
    switch (self, field) {
    case (_, .time), (_, .event): true
    case (.start, .sessionId), (.powerUpdate, .sessionId), (.stop, .sessionId): true
    case (.start, .connectorId), (.powerUpdate, .connectorId), (.stop, .connectorId): true
    case (.start, .chargerId), (.powerUpdate, .chargerId), (.stop, .chargerId): true
    case (.start, .idx), (.powerUpdate, .idx), (.stop, .idx): true
    case (.start, .vehicleMaxPower), (.powerUpdate, .vehicleMaxPower): true
    case (.start, .energyRequested), (.start, .departureTime), (.start, .leavesWhenDone): true
    case (.start, .maxWait), (.start, .vehicle), (.start, .batteryCapacity): true
    case (.start, .soc), (.start, .targetSoc), (.start, .chargingCurve): true
    case (.powerUpdate, .consumedPower): true
    case (.gridCapacity, .gridCapacity): true
    case (.config, .config): true
    default: false
    }
  }
}
