/// A station: the site behind one grid connection (OCPI calls it a *Location*).
///
/// A config is checked as a whole when it is made, and does not change afterwards; a station that
/// changes gets a new one.
public struct StationConfig: Hashable, Sendable {
  /// The station's own name.
  public let stationId: Identifier
  /// What the station may hand out to vehicles in all, net of losses and of other loads.
  public private(set) var gridCapacity: Power
  /// The chargers in the order of the config; at least one, with ids that differ.
  public let chargers: [Charger]
  /// The vehicle types that events may name.
  public let vehicles: [VehicleType]
  /// Where each charger stands in ``chargers``.
  private let chargerPlaces: IdentifierTable
  /// Where each charger's first connector stands among all connectors.
  private let firstConnectors: [Int]

  /// Creates a station, or throws what is wrong with it.
  ///
  /// - Parameters:
  ///   - stationId: The station's own name, not empty.
  ///   - gridCapacity: 0 to 1,000,000 kW.
  ///   - chargers: At least one, with ids that differ.
  ///   - vehicles: The vehicle types that events may name, with ids that differ.
  /// - Throws: ``StationProblem`` for the first rule that is broken.
  /// - Complexity: O(chargers).
  public init(
    stationId: Identifier, gridCapacity: Power, chargers: [Charger], vehicles: [VehicleType] = []
  ) throws(StationProblem) {
    guard !chargers.isEmpty else { throw .noChargers }
    var places = IdentifierTable()
    for (index, charger) in chargers.enumerated() where !places.insert(charger.id, index) {
      throw .duplicateCharger(charger.id)
    }
    var vehicleIDs: Set<Identifier> = []
    for vehicle in vehicles where !vehicleIDs.insert(vehicle.id).inserted {
      throw .duplicateVehicle(vehicle.id)
    }
    self.vehicles = vehicles
    self.stationId = stationId
    self.gridCapacity = gridCapacity
    self.chargers = chargers
    chargerPlaces = places
    var connectors = 0
    firstConnectors = chargers.map { charger in
      connectors += charger.connectors.count
      return connectors - charger.connectors.count
    }
  }

  /// Where the charger of that id stands in ``chargers``, or nil.
  ///
  /// O(1).
  public func index(ofCharger id: Identifier) -> Int? { chargerPlaces[id] }

  /// The same for a short id.
  func index(ofCharger id: ShortIdentifier) -> Int? { chargerPlaces[id] }

  /// The same station behind another grid connection.
  public func with(gridCapacity: Power) -> StationConfig {
    var station = self
    station.gridCapacity = gridCapacity
    return station
  }

  /// The same station in memory of its own.
  ///
  /// Threads that replay one station wait for each other at every look at what they share, because
  /// its owners are counted.
  var unshared: StationConfig {
    let vehicles = vehicles.map { vehicle in
      VehicleType(
        id: vehicle.id, maxPower: vehicle.maxPower, batteryCapacity: vehicle.batteryCapacity,
        chargingCurve: vehicle.chargingCurve?.unshared)
    }
    let station = try? StationConfig(
      stationId: stationId, gridCapacity: gridCapacity, chargers: chargers.map(\.unshared),
      vehicles: vehicles)
    return station ?? self
  }

  /// Every connector, in the order of the config.
  var connectorIDs: some Sequence<ConnectorID> {
    chargers.lazy.flatMap { charger in
      (1...charger.connectors.count).lazy.map { ConnectorID(chargerId: charger.id, idx: $0) }
    }
  }

  /// Where a connector stands in ``connectorIDs``.
  ///
  /// - Parameters:
  ///   - idx: Its number at its charger, from 1.
  ///   - charger: Where the charger stands in ``chargers``.
  func place(ofConnector idx: Int, charger: Int) -> Int { firstConnectors[charger] + idx - 1 }
}

/// A rule that a station config breaks.
public enum StationProblem: Error, Equatable, Sendable {
  /// The station has no charger.
  case noChargers
  /// Two chargers have the same id.
  case duplicateCharger(Identifier)
  /// Two vehicle types have the same id.
  case duplicateVehicle(Identifier)
}
