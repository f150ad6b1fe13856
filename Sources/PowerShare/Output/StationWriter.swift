/// Writes a station config as JSON that people can read.
public enum StationWriter {
  /// Returns the station as JSON, with one line for each charger, group and vehicle type, and for
  /// the battery.
  ///
  /// Equal chargers of an entry with a count are one line again.
  ///
  /// A charging curve is written as points that give the same curve.
  public static func json(_ station: StationConfig) -> [UInt8] {
    var bytes: [UInt8] = []
    append(station, member: "\n  ", element: "\n    ", end: "\n}\n", to: &bytes)
    return bytes
  }

  /// Returns the same JSON on one line, without a line end.
  static func line(_ station: StationConfig) -> [UInt8] {
    var bytes: [UInt8] = []
    append(station, member: "", element: "", end: "}", to: &bytes)
    return bytes
  }

  /// Appends a station.
  ///
  /// - Parameters:
  ///   - member: The space before each member.
  ///   - element: The space before each element of an array.
  ///   - end: The end of the object.
  private static func append(
    _ station: StationConfig, member: String, element: String, end: String,
    to bytes: inout [UInt8]
  ) {
    bytes.append(text: "{\(member)\"stationId\": ")
    bytes.append(jsonString: station.stationId)
    bytes.append(text: ",\(member)\"gridCapacity\": ")
    bytes.append(thousandths: station.gridCapacity.watts)
    func append<Element>(
      _ name: String, _ elements: [Element], body: (Element, inout [UInt8]) -> Void
    ) {
      bytes.append(text: ",\(member)\"\(name)\": [")
      for (index, item) in elements.enumerated() {
        bytes.append(text: index > 0 ? "," + element : element)
        body(item, &bytes)
      }
      bytes.append(text: "\(member)]")
    }
    append("chargers", station.entries) { Self.append($0, to: &$1) }
    if !station.groups.isEmpty {
      append("groups", station.groups) { Self.append($0, to: &$1) }
    }
    if !station.vehicles.isEmpty {
      append("vehicles", station.vehicles) { Self.append($0, to: &$1) }
    }
    if let battery = station.battery {
      bytes.append(text: ",\(member)\"battery\": ")
      Self.append(battery, to: &bytes)
    }
    bytes.append(text: end)
  }

  private static func append(_ entry: ChargerEntry, to bytes: inout [UInt8]) {
    let charger = entry.charger
    bytes.append("{\"id\": ")
    bytes.append(jsonString: charger.id)
    if let count = entry.count {
      bytes.append(", \"count\": ")
      bytes.append(integer: count)
    }
    bytes.append(", \"maxPower\": ")
    bytes.append(thousandths: charger.maxPower.watts)
    if charger.minPower > .zero {
      bytes.append(", \"minPower\": ")
      bytes.append(thousandths: charger.minPower.watts)
    }
    bytes.append(", \"connectors\": ")
    switch charger.connectors {
    case .alike(let count): bytes.append(integer: count)
    case .individual(let limits):
      bytes.append(UInt8(ascii: "["))
      for (index, limit) in limits.enumerated() {
        bytes.append(index > 0 ? ", {\"maxPower\": " : "{\"maxPower\": ")
        bytes.append(thousandths: limit.watts)
        bytes.append(UInt8(ascii: "}"))
      }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func append(_ group: ChargerGroup, to bytes: inout [UInt8]) {
    bytes.append("{\"id\": ")
    bytes.append(jsonString: group.id)
    bytes.append(", \"maxPower\": ")
    bytes.append(thousandths: group.maxPower.watts)
    bytes.append(", \"members\": [")
    for (index, member) in group.members.enumerated() {
      if index > 0 { bytes.append(", ") }
      bytes.append(jsonString: member)
    }
    bytes.append("]}")
  }

  private static func append(_ vehicle: VehicleType, to bytes: inout [UInt8]) {
    bytes.append("{\"id\": ")
    bytes.append(jsonString: vehicle.id)
    bytes.append(", \"maxPower\": ")
    bytes.append(thousandths: vehicle.maxPower.watts)
    if let capacity = vehicle.batteryCapacity {
      bytes.append(", \"batteryCapacity\": ")
      bytes.append(thousandths: capacity.roundedWattHours)
    }
    if let curve = vehicle.chargingCurve {
      bytes.append(", \"chargingCurve\": ")
      bytes.append(json: curve)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Appends a battery; what it has by default is left out.
  private static func append(_ battery: StationBattery, to bytes: inout [UInt8]) {
    func append(_ name: String, thousandths value: Int, unless usual: Int) {
      guard value != usual else { return }
      bytes.append(text: ", \"\(name)\": ")
      bytes.append(thousandths: value)
    }
    func append(_ name: String, share: Int, unless usual: Int) {
      // Thousandths of the whole are tenths of a percent.
      append(name, thousandths: share * 100, unless: usual * 100)
    }
    bytes.append("{\"capacity\": ")
    bytes.append(thousandths: battery.capacity.roundedWattHours)
    append("power", thousandths: battery.power.watts, unless: -1)
    append("chargePower", thousandths: battery.chargePower.watts, unless: battery.power.watts)
    append("efficiency", share: battery.efficiency, unless: StationBattery.usualEfficiency)
    append("initialSoc", share: battery.initialSoc, unless: StationBattery.usualInitialSoc)
    append("minSoc", share: battery.minSoc, unless: StationBattery.usualMinSoc)
    append("maxSoc", share: battery.maxSoc, unless: StationBattery.usualMaxSoc)
    append("shaveAbove", thousandths: battery.shaveAbove?.watts ?? -1, unless: -1)
    append("rechargeBelow", thousandths: battery.rechargeBelow?.watts ?? -1, unless: -1)
    bytes.append(UInt8(ascii: "}"))
  }
}
