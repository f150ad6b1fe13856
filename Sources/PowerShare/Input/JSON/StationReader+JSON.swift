extension StationReader {
  private static let stationKeys = [
    "stationId", "gridCapacity", "chargers", "vehicles", "$schema",
  ]
  private static let chargerKeys = ["id", "maxPower", "minPower", "connectors"]
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
    let vehicles = vehicles(members["vehicles"], bytes, &reader, &unknown)
    guard let id, let capacity, let chargers, let vehicles else { return nil }
    do throws(StationProblem) {
      return try StationConfig(
        stationId: id, gridCapacity: capacity, chargers: chargers, vehicles: vehicles)
    } catch {
      // Reported at its place already, by `chargers` or `vehicles`.
      return nil
    }
  }

  private static func chargers(
    _ value: RawValue?, _ bytes: Span<UInt8>, _ station: RawValue, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames
  ) -> [Charger]? {
    guard let value = reader.required("chargers", value, in: station) else { return nil }
    let chargers = elements("chargers", bytes, value, &reader, &unknown, read: charger)
    if chargers?.isEmpty == true {
      reader.report(value.range, .noChargers, "the station has no charger")
      return nil
    }
    return chargers
  }

  private static func charger(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader,
    ids: inout Set<Identifier>, unknown: inout UnknownNames
  ) -> Charger? {
    guard value.kind == .object else {
      reader.report(value.range, .wrongType, "a charger must be an object, not \(value.typeName)")
      return nil
    }
    let members = reader.members(bytes, value, known: chargerKeys, &unknown)
    let id = name("id", members["id"], bytes, value, &reader)
    if let id, !ids.insert(id).inserted, let place = members["id"]?.range {
      reader.reportDuplicate(charger: id, at: place)
    }
    let maxPower = power("maxPower", members["maxPower"], bytes, value, &reader)
    var minPower: Power? = .zero
    if let value = members["minPower"], reader.isPresent(value) {
      minPower = reader.power(bytes, value, "minPower")
    }
    let connectors = connectors(members["connectors"], bytes, value, &reader, &unknown)
    guard let id, let maxPower, let minPower, let connectors else { return nil }
    let charger = Charger(
      id: id, maxPower: maxPower, minPower: minPower, connectors: connectors)
    reader.remarks.judge(charger, at: members["maxPower"]?.range ?? value.range)
    return charger
  }

  private static func vehicles(
    _ value: RawValue?, _ bytes: Span<UInt8>, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames
  ) -> [VehicleType]? {
    guard let value, reader.isPresent(value) else { return [] }
    return elements("vehicles", bytes, value, &reader, &unknown, read: vehicle)
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

  /// Reads an array of objects whose ids differ; nil where the value is no array, or where an
  /// element is refused.
  ///
  /// - Parameter read: Reads an element; `ids` are those of the elements before it.
  private static func elements<Element>(
    _ name: String, _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames,
    read: (
      Span<UInt8>, RawValue, inout FieldReader, _ ids: inout Set<Identifier>, inout UnknownNames
    ) -> Element?
  ) -> [Element]? {
    guard value.kind == .array else {
      reader.report(
        value.range, .wrongType, "\"\(name)\" must be an array, not \(value.typeName)")
      return nil
    }
    var elements: [Element?] = []
    var ids: Set<Identifier> = []
    forEachElement(bytes, value) { elements.append(read(bytes, $0, &reader, &ids, &unknown)) }
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

extension FieldReader {
  /// Reports a charger id that an earlier charger has.
  mutating func reportDuplicate(charger id: Identifier, at range: Range<Int>) {
    report(
      range, .duplicateCharger, "charger \(id.quoted) is already in the station config",
      hint: "Charger ids are unique within a station.")
  }
}
