/// The kinds of event, by their names in files.
enum EventName: String, CaseIterable {
  case start
  case powerUpdate = "power-update"
  case stop
  case config
  case gridCapacity = "grid-capacity"
  case load
  case limit

  /// The name of an event's kind.
  init(_ kind: SessionEvent.Kind) {
    switch kind {
    case .start: self = .start
    case .powerUpdate: self = .powerUpdate
    case .stop: self = .stop
    case .config: self = .config
    case .gridCapacity: self = .gridCapacity
    case .load: self = .load
    case .limit: self = .limit
    }
  }

  /// The fields that events of this kind have.
  var fields: EventFieldSet { Self.fieldSets[Int(place)] }

  private var place: UInt8 {
    switch self {
    case .start: 0
    case .powerUpdate: 1
    case .stop: 2
    case .config: 3
    case .gridCapacity: 4
    case .load: 5
    case .limit: 6
    }
  }

  private static let fieldSets = allCases.enumerated().map { place, kind in
    precondition(kind.place == place, "a kind of event at the place of another")
    var fields = EventFieldSet()
    for field in EventField.allCases where kind.uses(field) { fields.insert(field) }
    return fields
  }

  /// True if events of this kind have the field.
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
    case (.start, .priority), (.start, .weight): true
    case (.powerUpdate, .consumedPower): true
    case (.gridCapacity, .gridCapacity): true
    case (.config, .config): true
    case (.load, .loadId), (.load, .power): true
    case (.limit, .maxPower), (.limit, .chargerId), (.limit, .groupId): true
    default: false
    }
  }
}
