/// A station: the site behind one grid connection (a *Location* in OCPI).
///
/// A config is checked when it is created and does not change afterwards; a station that changes
/// gets a new one.
public struct StationConfig: Hashable, Sendable {
  /// The station's id.
  public let stationId: Identifier
  /// The power that the station may give to vehicles in total.
  public private(set) var gridCapacity: Power
  /// The chargers in the order of the config; at least one, with different ids.
  public let chargers: [Charger]
  /// The vehicle types that events may name.
  public let vehicles: [VehicleType]
  /// The index of each charger in ``chargers``.
  private let chargerPlaces: IdentifierTable
  /// The index of each vehicle type in ``vehicles``.
  private let vehiclePlaces: IdentifierTable
  /// For each charger, the index of its first connector in ``connectorIDs``.
  private let firstConnectors: [Int]

  /// Creates a station.
  ///
  /// - Parameters:
  ///   - stationId: The station's id, not empty.
  ///   - gridCapacity: 0 to 1,000,000 kW.
  ///   - chargers: At least one, with different ids.
  ///   - vehicles: The vehicle types that events may name, with different ids.
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
    var vehiclePlaces = IdentifierTable()
    for (index, vehicle) in vehicles.enumerated() where !vehiclePlaces.insert(vehicle.id, index) {
      throw .duplicateVehicle(vehicle.id)
    }
    self.vehiclePlaces = vehiclePlaces
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

  /// Returns the index of a charger in ``chargers``, or nil if there is none of that id.
  ///
  /// - Complexity: O(1).
  public func index(ofCharger id: Identifier) -> Int? { chargerPlaces[id] }

  /// Returns the index of a charger with a short id, or nil if there is none.
  func index(ofCharger id: ShortIdentifier) -> Int? { chargerPlaces[id] }

  /// Returns the vehicle type of a name, or nil if there is none.
  ///
  /// - Complexity: O(1).
  func vehicle(named name: Identifier) -> VehicleType? { vehiclePlaces[name].map { vehicles[$0] } }

  /// Returns the same station with another grid capacity.
  public func with(gridCapacity: Power) -> StationConfig {
    var station = self
    station.gridCapacity = gridCapacity
    return station
  }

  /// A copy that shares no memory with this station.
  ///
  /// Threads that replay one station would wait for each other at its reference counts.
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

  /// The connectors in the order of the config.
  var connectorIDs: some Sequence<ConnectorID> {
    chargers.lazy.flatMap { charger in
      (1...charger.connectors.count).lazy.map { ConnectorID(chargerId: charger.id, idx: $0) }
    }
  }

  /// Returns the index of a connector in ``connectorIDs``.
  ///
  /// - Parameters:
  ///   - idx: The connector's number at its charger, from 1.
  ///   - charger: The index of the charger in ``chargers``.
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
