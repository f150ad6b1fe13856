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
  public private(set) var chargers: [Charger]
  /// The groups of chargers in the order of the config.
  public private(set) var groups: [ChargerGroup]
  /// The vehicle types that events may name.
  public let vehicles: [VehicleType]
  /// The stationary battery behind the grid connection; nil if there is none.
  public private(set) var battery: StationBattery?
  /// The entries with a count, in the order of the config.
  private let series: [ChargerSeries]
  /// The group above each charger and each group.
  let groupTree: GroupTree
  /// The place of each entry with a count in ``series``.
  private let seriesPlaces: IdentifierTable
  /// The index of each charger in ``chargers``.
  private let chargerPlaces: IdentifierTable
  /// The index of each vehicle type in ``vehicles``.
  private let vehiclePlaces: IdentifierTable
  /// For each charger, the index of its first connector in ``connectorIDs``.
  private let firstConnectors: [Int]

  /// The greatest number of chargers.
  public static let maximumChargers = 100_000
  /// The greatest number of connectors of all chargers together.
  public static let maximumConnectors = 1_000_000

  /// Creates a station.
  ///
  /// - Parameters:
  ///   - stationId: The station's id, not empty.
  ///   - gridCapacity: 0 to 1,000,000 kW.
  ///   - chargers: At least one, with different ids.
  ///   - groups: The groups of chargers.
  ///   - vehicles: The vehicle types that events may name, with different ids.
  ///   - battery: The stationary battery behind the grid connection; nil if there is none.
  /// - Throws: ``StationProblem`` for the first rule that is broken.
  /// - Complexity: O(chargers + groups).
  public init(
    stationId: Identifier, gridCapacity: Power, chargers: [Charger],
    groups: [ChargerGroup] = [], vehicles: [VehicleType] = [], battery: StationBattery? = nil
  ) throws(StationProblem) {
    try self.init(
      stationId: stationId, gridCapacity: gridCapacity, chargers: chargers, series: [],
      groups: groups, vehicles: vehicles, battery: battery)
  }

  /// Creates a station whose equal chargers are listed as one entry.
  ///
  /// - Parameters:
  ///   - stationId: The station's id, not empty.
  ///   - gridCapacity: 0 to 1,000,000 kW.
  ///   - entries: At least one; the ids of entries and chargers are different.
  ///   - groups: The groups of chargers.
  ///   - vehicles: The vehicle types that events may name, with different ids.
  ///   - battery: The stationary battery behind the grid connection; nil if there is none.
  /// - Throws: ``StationProblem`` for the first rule that is broken.
  /// - Complexity: O(chargers + groups).
  public init(
    stationId: Identifier, gridCapacity: Power, entries: [ChargerEntry],
    groups: [ChargerGroup] = [], vehicles: [VehicleType] = [], battery: StationBattery? = nil
  ) throws(StationProblem) {
    let (chargers, series) = try Self.spread(entries)
    try self.init(
      stationId: stationId, gridCapacity: gridCapacity, chargers: chargers, series: series,
      groups: groups, vehicles: vehicles, battery: battery)
  }

  private init(
    stationId: Identifier, gridCapacity: Power, chargers: [Charger], series: [ChargerSeries],
    groups: [ChargerGroup], vehicles: [VehicleType], battery: StationBattery?
  ) throws(StationProblem) {
    let places = try Self.places(of: chargers)
    for entry in series where places[entry.id] != nil { throw .duplicateCharger(entry.id) }
    var vehiclePlaces = IdentifierTable()
    for (index, vehicle) in vehicles.enumerated() where !vehiclePlaces.insert(vehicle.id, index) {
      throw .duplicateVehicle(vehicle.id)
    }
    var problems: [GroupTree.Problem] = []
    groupTree = GroupTree(groups, chargers, places, series, problems: &problems)
    if let first = problems.first { throw first.problem }
    self.vehiclePlaces = vehiclePlaces
    self.vehicles = vehicles
    self.battery = battery
    self.stationId = stationId
    self.gridCapacity = gridCapacity
    self.chargers = chargers
    self.series = series
    var seriesPlaces = IdentifierTable()
    for (place, entry) in series.enumerated() { _ = seriesPlaces.insert(entry.id, place) }
    self.seriesPlaces = seriesPlaces
    self.groups = groups
    chargerPlaces = places
    var connectors = 0
    firstConnectors = chargers.map { charger in
      connectors += charger.connectors.count
      return connectors - charger.connectors.count
    }
    if connectors > Self.maximumConnectors { throw .tooManyConnectors }
  }

  /// Returns every rule that the groups of a station break.
  ///
  /// - Parameter entries: The chargers, which break no rule.
  static func problems(_ groups: [ChargerGroup], _ entries: [ChargerEntry]) -> [GroupTree.Problem] {
    var problems: [GroupTree.Problem] = []
    guard let (chargers, series) = try? spread(entries), let places = try? places(of: chargers)
    else { return [] }
    _ = GroupTree(groups, chargers, places, series, problems: &problems)
    return problems
  }

  private static func places(of chargers: [Charger]) throws(StationProblem) -> IdentifierTable {
    guard !chargers.isEmpty else { throw .noChargers }
    guard chargers.count <= maximumChargers else { throw .tooManyChargers }
    var places = IdentifierTable()
    for (index, charger) in chargers.enumerated() where !places.insert(charger.id, index) {
      throw .duplicateCharger(charger.id)
    }
    return places
  }

  private static func spread(
    _ entries: [ChargerEntry]
  ) throws(StationProblem) -> (chargers: [Charger], series: [ChargerSeries]) {
    var chargers: [Charger] = []
    var series: [ChargerSeries] = []
    var ids: Set<Identifier> = []
    for entry in entries {
      if entry.count ?? 1 > maximumChargers - chargers.count { throw .tooManyChargers }
      let first = chargers.count
      entry.append(to: &chargers)
      guard entry.count != nil else { continue }
      let id = entry.charger.id
      if !ids.insert(id).inserted { throw .duplicateCharger(id) }
      series.append(ChargerSeries(id: id, chargers: first..<chargers.count))
    }
    return (chargers, series)
  }

  /// Returns the indices of the chargers of an id: one charger, or those of an entry with a count;
  /// nil for an unknown id.
  ///
  /// - Complexity: O(1).
  package func chargers(named id: Identifier) -> Range<Int>? {
    if let place = chargerPlaces[id] { return place..<(place + 1) }
    return seriesPlaces[id].map { series[$0].chargers }
  }

  /// The chargers as the config lists them: equal ones with a count as one entry.
  ///
  /// - Complexity: O(chargers).
  public var entries: [ChargerEntry] {
    var entries: [ChargerEntry] = []
    var next = 0
    for equal in series {
      entries += chargers[next..<equal.chargers.lowerBound].map { ChargerEntry($0) }
      let first = chargers[equal.chargers.lowerBound]
      entries.append(ChargerEntry(first.with(id: equal.id), count: equal.chargers.count))
      next = equal.chargers.upperBound
    }
    return entries + chargers[next...].map { ChargerEntry($0) }
  }

  /// Returns a sentence with the chargers of the entry with a count that an id names, or to which
  /// it belongs by its form; nil if there is no such entry among the first.
  func sentence(ofEntry id: Identifier) -> String? {
    let name = ChargerEntry.entry(ofCharger: id)
    let entry = series.prefix(Suggestion.candidateLimit).first { $0.id == id || $0.id == name }
    return entry.map { ChargerEntry.sentence($0.id, count: $0.chargers.count) }
  }

  /// Returns the index of a group in ``groups``, or nil if there is none of that id.
  ///
  /// - Complexity: O(1).
  public func index(ofGroup id: Identifier) -> Int? { groupTree.places[id] }

  /// Returns the index of the group of which a charger is a member, or nil if it is in none.
  ///
  /// - Parameter charger: The index of the charger in ``chargers``.
  public func group(ofCharger charger: Int) -> Int? {
    guard !groups.isEmpty, groupTree.groupOfCharger[charger] >= 0 else { return nil }
    return groupTree.groupOfCharger[charger]
  }

  /// Returns the index of the group of which another group is a member, or nil if it is in none.
  ///
  /// - Parameter group: The index of the group in ``groups``.
  public func group(above group: Int) -> Int? {
    groupTree.parents[group] >= 0 ? groupTree.parents[group] : nil
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

  /// Replaces a charger's maximum, for example by a temporary limit.
  mutating func setMaxPower(_ power: Power, ofCharger charger: Int) {
    chargers[charger] = chargers[charger].with(maxPower: power)
  }

  /// Replaces a group's maximum.
  mutating func setMaxPower(_ power: Power, ofGroup group: Int) {
    groups[group] = groups[group].with(maxPower: power)
  }

  /// Returns the same station with another battery.
  public func with(battery: StationBattery?) -> StationConfig {
    var station = self
    station.battery = battery
    return station
  }

  /// Returns the station with the first chargers only, after entries with a count are spread.
  ///
  /// Groups lose the chargers that go, and those that become empty go, too.
  ///
  /// - Parameter count: The number of chargers, 1 to that of the station.
  /// - Complexity: O(chargers + groups).
  package func with(firstChargers count: Int) -> StationConfig {
    precondition(1...chargers.count ~= count, "chargers that the station does not have")
    if count == chargers.count { return self }
    let series = series.compactMap { entry -> ChargerSeries? in
      let kept = entry.chargers.clamped(to: 0..<count)
      return kept.isEmpty ? nil : ChargerSeries(id: entry.id, chargers: kept)
    }
    var ids = Set(chargers[..<count].map(\.id) + series.map(\.id))
    // From the bottom, so that a group whose only members are groups that go is found to be empty.
    for group in groupTree.fromTop.reversed()
    where groups[group].members.contains(where: ids.contains) {
      ids.insert(groups[group].id)
    }
    let groups = groups.filter { ids.contains($0.id) }.map { group in
      ChargerGroup(
        id: group.id, maxPower: group.maxPower, members: group.members.filter(ids.contains))
    }
    let station = try? StationConfig(
      stationId: stationId, gridCapacity: gridCapacity, chargers: Array(chargers[..<count]),
      series: series, groups: groups, vehicles: vehicles, battery: battery)
    guard let station else { preconditionFailure("a part of a valid station is not valid") }
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
    let groups = groups.map { group in
      ChargerGroup(id: group.id, maxPower: group.maxPower, members: group.members.map(\.self))
    }
    let station = try? StationConfig(
      stationId: stationId, gridCapacity: gridCapacity, chargers: chargers.map(\.unshared),
      series: series, groups: groups, vehicles: vehicles, battery: battery)
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
  /// The station has more chargers than ``StationConfig/maximumChargers``.
  case tooManyChargers
  /// The station has more connectors than ``StationConfig/maximumConnectors``.
  case tooManyConnectors
  /// A group has the id of another group, of a charger or of an entry with a count.
  case duplicateGroup(Identifier)
  /// A group has no member.
  case emptyGroup(Identifier)
  /// A member of the second group is neither a charger nor a group.
  case unknownMember(Identifier, Identifier)
  /// A charger or a group is a member of the second group already.
  case memberOfTwoGroups(Identifier, Identifier)
  /// The first group has the second as a member, and so on, and the last has the first.
  case groupCircle([Identifier])
}
