/// Writes a station config as JSON that people can read.
public enum StationWriter {
  /// Returns the station as JSON, with one line for each charger.
  public static func json(_ station: StationConfig) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append("{\n  \"stationId\": ")
    bytes.append(jsonString: station.stationId)
    bytes.append(",\n  \"gridCapacity\": ")
    bytes.append(thousandths: station.gridCapacity.watts)
    bytes.append(",\n  \"chargers\": [")
    for (index, charger) in station.chargers.enumerated() {
      bytes.append(index > 0 ? ",\n    " : "\n    ")
      append(charger, to: &bytes)
    }
    bytes.append("\n  ]\n}\n")
    return bytes
  }

  private static func append(_ charger: Charger, to bytes: inout [UInt8]) {
    bytes.append("{\"id\": ")
    bytes.append(jsonString: charger.id)
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
}
