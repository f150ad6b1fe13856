extension StationReader {
  private static let stationKeys = [
    "stationId", "gridCapacity", "chargers", "groups", "vehicles", "battery", "$schema",
  ]
  private static let chargerKeys = ["id", "count", "maxPower", "minPower", "connectors"]
  private static let groupKeys = ["id", "maxPower", "members"]
  private static let vehicleKeys = ["id", "maxPower", "batteryCapacity", "chargingCurve"]

  /// Reads a station from a JSON value whose syntax has been checked.
  static func station(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
  ) -> StationConfig? {
    guard value.kind == .object else {
      reader.report(
        value.range, .wrongType, "a station config must be an object, not \(value.typeName)")
      return nil
    }
    var unknown = UnknownNames()
    let members = reader.members(bytes, value, known: stationKeys, &unknown)
    let id = name("stationId", members["stationId"], bytes, value, &reader)
    let capacity = reader.required("gridCapacity", members["gridCapacity"], in: value)
      .flatMap { reader.gridCapacity(bytes, $0) }
    let chargers = chargers(members["chargers"], bytes, value, &reader, &unknown)
    let groups = groups(members["groups"], bytes, &reader, &unknown)
    let vehicles = vehicles(members["vehicles"], bytes, &reader, &unknown)
    let battery = battery(members["battery"], bytes, &reader, &unknown)
    if let chargers, let groups { groups.reportProblems(chargers, &reader) }
    guard let id, let capacity, let chargers, let groups, let vehicles else { return nil }
    do throws(StationProblem) {
      let station = try StationConfig(
        stationId: id, gridCapacity: capacity, entries: chargers,
        groups: groups.groups.map(\.group), vehicles: vehicles, battery: battery)
      groups.judge(station, &reader)
      return station
    } catch {
      // Reported at its place already, by `chargers`, `groups` or `vehicles`.
      return nil
    }
  }

  private static func chargers(
    _ value: RawValue?, _ bytes: Span<UInt8>, _ station: RawValue, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames
  ) -> [ChargerEntry]? {
    guard let value = reader.required("chargers", value, in: station) else { return nil }
    var names = ChargerNames()
    let before = reader.problems.count
    let chargers = elements(
      "chargers", bytes, value, &reader, &names, &unknown, read: charger)
    if chargers?.isEmpty == true {
      reader.report(value.range, .noChargers, "the station has no charger")
      return nil
    }
    let isRefused = reader.problems[before...].contains { $0.severity == .error }
    return isRefused ? nil : chargers
  }

  private static func charger(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader,
    names: inout ChargerNames, unknown: inout UnknownNames
  ) -> ChargerEntry? {
    guard value.kind == .object else {
      reader.report(value.range, .wrongType, "a charger must be an object, not \(value.typeName)")
      return nil
    }
    let members = reader.members(bytes, value, known: chargerKeys, &unknown)
    let id = name("id", members["id"], bytes, value, &reader)
    var count: Int? = 1
    let counted = members["count"].flatMap { reader.isPresent($0) ? $0 : nil }
    if let counted { count = reader.chargerCount(bytes, counted) }
    let maxPower = power("maxPower", members["maxPower"], bytes, value, &reader)
    var minPower: Power? = .zero
    if let value = members["minPower"], reader.isPresent(value) {
      minPower = reader.power(bytes, value, "minPower")
    }
    let connectors = connectors(members["connectors"], bytes, value, &reader, &unknown)
    let place = members["id"]?.range ?? value.range
    names.add(
      id, count: counted == nil ? nil : count ?? 1, connectors: connectors?.count ?? 0, at: place,
      entry: counted?.range ?? place, &reader)
    guard let id, let count, let maxPower, let minPower, let connectors else { return nil }
    let charger = Charger(
      id: id, maxPower: maxPower, minPower: minPower, connectors: connectors)
    reader.remarks.judge(charger, count: count, at: members["maxPower"]?.range ?? value.range)
    return ChargerEntry(charger, count: counted == nil ? nil : count)
  }

  private static func groups(
    _ value: RawValue?, _ bytes: Span<UInt8>, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames
  ) -> StationGroups? {
    guard let value, reader.isPresent(value) else { return StationGroups() }
    var others: Void = ()
    return elements("groups", bytes, value, &reader, &others, &unknown, read: group)
      .map(StationGroups.init)
  }

  private static func group(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader, others: inout Void,
    unknown: inout UnknownNames
  ) -> StationGroups.Group? {
    guard value.kind == .object else {
      reader.report(value.range, .wrongType, "a group must be an object, not \(value.typeName)")
      return nil
    }
    let fields = reader.members(bytes, value, known: groupKeys, &unknown)
    let id = name("id", fields["id"], bytes, value, &reader)
    let maxPower = power("maxPower", fields["maxPower"], bytes, value, &reader)
    guard let list = reader.required("members", fields["members"], in: value) else { return nil }
    guard let id else { return nil }
    var group = StationGroups.Group(
      name: id, id: fields["id"]?.range ?? value.range, list: list.range)
    var isComplete = true
    let isList = reader.elements(bytes, list, "members") { member, reader in
      guard member.kind == .text || member.kind == .number else {
        reader.report(
          member.range, .wrongType, "a member must be a text, not \(member.typeName)",
          hint: "Write the id of a charger or group.")
        return isComplete = false
      }
      guard let name = reader.name(bytes, member, "members") else { return isComplete = false }
      group.append(name, at: member.range)
    }
    guard let maxPower, isList, isComplete else { return nil }
    group.maxPower = maxPower
    group.power = fields["maxPower"]?.range ?? value.range
    return group
  }

  private static func vehicles(
    _ value: RawValue?, _ bytes: Span<UInt8>, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames
  ) -> [VehicleType]? {
    guard let value, reader.isPresent(value) else { return [] }
    var ids: Set<Identifier> = []
    return elements("vehicles", bytes, value, &reader, &ids, &unknown, read: vehicle)
  }

  private static func vehicle(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader,
    ids: inout Set<Identifier>, unknown: inout UnknownNames
  ) -> VehicleType? {
    guard value.kind == .object else {
      reader.report(
        value.range, .wrongType, "a vehicle type must be an object, not \(value.typeName)")
      return nil
    }
    let before = reader.problems.count
    let members = reader.members(bytes, value, known: vehicleKeys, &unknown)
    let id = name("id", members["id"], bytes, value, &reader)
    if let id, !ids.insert(id).inserted, let place = members["id"]?.range {
      reader.report(
        place, .duplicateVehicle, "vehicle type \(id.quoted) is already in the station config")
    }
    let maxPower = reader.required("maxPower", members["maxPower"], in: value)
      .flatMap { reader.vehiclePower(bytes, $0, "maxPower") }
    var capacity: Energy?
    if let value = members["batteryCapacity"], reader.isPresent(value) {
      capacity = reader.energy(bytes, value, "batteryCapacity")
    }
    var curve: ChargingCurve?
    if let value = members["chargingCurve"], reader.isPresent(value) {
      curve = reader.curve(bytes, value, "chargingCurve")
    }
    let isRefused = reader.problems[before...].contains { $0.severity == .error }
    guard let id, let maxPower, !isRefused else { return nil }
    return VehicleType(
      id: id, maxPower: maxPower, batteryCapacity: capacity, chargingCurve: curve)
  }

  private static func connectors(
    _ value: RawValue?, _ bytes: Span<UInt8>, _ charger: RawValue, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames
  ) -> Connectors? {
    guard let value = reader.required("connectors", value, in: charger) else { return nil }
    guard value.kind == .array else {
      guard value.kind == .number else {
        reader.report(
          value.range, .wrongType,
          "\"connectors\" must be a number or an array, not \(value.typeName)",
          hint: value.kind == .text ? "Write the number without quotes." : nil)
        return nil
      }
      return reader.integer(
        bytes, value, "connectors", minimum: 1, maximum: Charger.maximumConnectors
      ).map(Connectors.alike)
    }
    var limits: [Power?] = []
    forEachElement(bytes, value) { element in
      guard limits.count <= Charger.maximumConnectors else { return }
      guard element.kind == .object else {
        reader.report(
          element.range, .wrongType, "a connector must be an object, not \(element.typeName)",
          hint: #"It looks like {"maxPower": 22}."#)
        return limits.append(nil)
      }
      let members = reader.members(bytes, element, known: ["maxPower"], &unknown)
      limits.append(power("maxPower", members["maxPower"], bytes, element, &reader))
    }
    guard 1...Charger.maximumConnectors ~= limits.count else {
      reader.report(
        value.range, .outOfRange,
        "a charger has 1 to \(Charger.maximumConnectors) connectors, not "
          + (limits.isEmpty ? "none" : "more"))
      return nil
    }
    let powers = limits.compactMap(\.self)
    return powers.count == limits.count ? .individual(powers) : nil
  }

  // MARK: Members

  private static func name(
    _ name: String, _ value: RawValue?, _ bytes: Span<UInt8>, _ object: RawValue,
    _ reader: inout FieldReader
  ) -> Identifier? {
    guard let value = reader.required(name, value, in: object) else { return nil }
    return reader.name(bytes, value, name)
  }

  private static func power(
    _ name: String, _ value: RawValue?, _ bytes: Span<UInt8>, _ object: RawValue,
    _ reader: inout FieldReader
  ) -> Power? {
    guard let value = reader.required(name, value, in: object) else { return nil }
    return reader.power(bytes, value, name)
  }

  /// Reads an array of objects; nil where the value is no array, or where an element is refused.
  ///
  /// - Parameters:
  ///   - former: The names of the elements so far.
  ///   - read: Reads an element, and adds its name.
  private static func elements<Element, Names>(
    _ name: String, _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader,
    _ former: inout Names, _ unknown: inout UnknownNames,
    read: (
      Span<UInt8>, RawValue, inout FieldReader, inout Names, inout UnknownNames
    ) -> Element?
  ) -> [Element]? {
    guard value.kind == .array else {
      reader.report(
        value.range, .wrongType, "\"\(name)\" must be an array, not \(value.typeName)")
      return nil
    }
    var elements: [Element?] = []
    forEachElement(bytes, value) { elements.append(read(bytes, $0, &reader, &former, &unknown)) }
    let complete = elements.compactMap(\.self)
    return complete.count == elements.count ? complete : nil
  }

  private static func forEachElement(
    _ bytes: Span<UInt8>, _ array: RawValue, body: (RawValue) -> Void
  ) {
    var scanner = JSONScanner(checked: array.range)
    try? scanner.elements(bytes) { scanner throws(JSONStop) in body(try scanner.value(bytes)) }
  }
}
