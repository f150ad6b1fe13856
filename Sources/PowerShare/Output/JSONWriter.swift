/// Writes results as JSON, one tick a line: as one text with a header and a summary, or as NDJSON,
/// where each line is a tick and nothing else.
public struct JSONWriter: ResultWriter {
  private let isLines: Bool
  private var scale = TimeScale.seconds
  private var hasTicks = false

  /// Creates a writer.
  ///
  /// - Parameter isLines: Whether to write NDJSON.
  public init(isLines: Bool) { self.isLines = isLines }

  /// Appends the header, in JSON only.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    scale = header.scale
    guard !isLines else { return }
    bytes.append("{\"formatVersion\":")
    bytes.append(integer: ResultHeader.formatVersion)
    bytes.append(",\"stationId\":")
    bytes.append(jsonString: header.station.stationId.utf8)
    bytes.append(",\"policy\":")
    bytes.append(jsonString: Array(header.policy.utf8))
    bytes.append(",\"step\":")
    bytes.append(thousandths: header.step.watts)
    bytes.append(",\"reallocation\":")
    bytes.append(jsonString: Array(header.reallocation.rawValue.utf8))
    bytes.append(",\"ticks\":[")
  }

  /// Appends a tick.
  public mutating func write(_ tick: ResultTick, into bytes: inout [UInt8]) {
    if !isLines { bytes.append(hasTicks ? ",\n" : "\n") }
    hasTicks = true
    bytes.append("{\"time\":")
    bytes.append(jsonTime: tick.time, in: scale)
    bytes.append(",\"gridCapacity\":")
    bytes.append(thousandths: tick.gridCapacity.watts)
    bytes.append(",\"allocatedPower\":")
    bytes.append(thousandths: tick.allocatedPower.watts)
    bytes.append(",\"stopReason\":")
    bytes.append(jsonWord: tick.stopReason?.rawValue)
    if tick.waitingSessions > 0 {
      bytes.append(",\"waitingSessions\":")
      bytes.append(integer: tick.waitingSessions)
    }
    write(tick.rows, of: tick, into: &bytes)
    bytes.append(UInt8(ascii: "}"))
    if isLines { bytes.append(UInt8(ascii: "\n")) }
  }

  /// Appends the summary, in JSON only.
  public mutating func end(_ summary: Summary, into bytes: inout [UInt8]) {
    guard !isLines else { return }
    bytes.append(hasTicks ? "\n],\"summary\":" : "],\"summary\":")
    bytes.append(json: summary)
    bytes.append("}\n")
  }

  private func write(
    _ rows: ResultTick.Rows, of tick: ResultTick, into bytes: inout [UInt8]
  ) {
    switch rows {
    case .sessions(let sessions):
      bytes.append(",\"sessions\":")
      bytes.appendArray(sessions) { $0.append(session: $1) }
    case .chargers(let chargers):
      bytes.append(",\"chargers\":")
      bytes.appendArray(chargers) { $0.append(charger: $1) }
    case .station:
      bytes.append(",\"activeSessions\":")
      bytes.append(integer: tick.activeSessions)
      bytes.append(energy: tick.energy)
      bytes.append(",\"deliveredEnergy\":")
      bytes.append(thousandths: tick.deliveredEnergy.roundedWattHours)
    case .connectors(let station, let powers):
      bytes.append(",\"connectors\":")
      bytes.appendArray(station.connectorIDs) { bytes, connector in
        bytes.append("{\"connectorId\":")
        bytes.append(connector: connector)
        bytes.append(",\"allocatedPower\":")
        bytes.append(thousandths: powers[connector]?.watts ?? 0)
        bytes.append(UInt8(ascii: "}"))
      }
    }
  }
}

extension [UInt8] {
  /// Appends a JSON array.
  mutating func appendArray<Item>(
    _ elements: some Sequence<Item>, body: (inout [UInt8], Item) -> Void
  ) {
    append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      body(&self, element)
    }
    append(UInt8(ascii: "]"))
  }

  /// Appends a time: a number of seconds, or a date-time in quotes.
  mutating func append(jsonTime instant: Instant, in scale: TimeScale) {
    guard scale != .seconds else { return append(instant, in: scale) }
    append(UInt8(ascii: "\""))
    append(instant, in: scale)
    append(UInt8(ascii: "\""))
  }

  /// Appends a word of ours in quotes, or null.
  mutating func append(jsonWord word: String?) {
    guard let word else { return append("null") }
    append(UInt8(ascii: "\""))
    append(text: word)
    append(UInt8(ascii: "\""))
  }

  /// Appends the name of a connector.
  mutating func append(connector: ConnectorID) {
    append("{\"chargerId\":")
    append(jsonString: connector.chargerId.utf8)
    append(",\"idx\":")
    append(integer: connector.idx)
    append(UInt8(ascii: "}"))
  }

  /// Appends the energy of an interval, if there is one.
  fileprivate mutating func append(energy: Energy?) {
    guard let energy else { return }
    append(",\"energy\":")
    append(thousandths: energy.roundedWattHours)
  }

  fileprivate mutating func append(session row: ResultTick.SessionRow) {
    append("{\"sessionId\":")
    append(jsonString: row.session.id.utf8)
    append(",\"connectorId\":")
    append(connector: row.session.connectorId)
    append(",\"vehicleMaxPower\":")
    append(thousandths: row.session.vehicleMaxPower.watts)
    append(",\"allocatedPower\":")
    append(thousandths: row.allocatedPower.watts)
    append(",\"limitedBy\":")
    append(jsonWord: row.session.limitedBy.rawValue)
    append(energy: row.energy)
    append(",\"deliveredEnergy\":")
    append(thousandths: row.session.deliveredEnergy.roundedWattHours)
    append(UInt8(ascii: "}"))
  }

  fileprivate mutating func append(charger row: ResultTick.ChargerRow) {
    append("{\"chargerId\":")
    append(jsonString: row.chargerId.utf8)
    append(",\"maxPower\":")
    append(thousandths: row.maxPower.watts)
    append(",\"activeSessions\":")
    append(integer: row.activeSessions)
    append(",\"allocatedPower\":")
    append(thousandths: row.allocatedPower.watts)
    append(energy: row.energy)
    append(",\"deliveredEnergy\":")
    append(thousandths: row.deliveredEnergy.roundedWattHours)
    append(UInt8(ascii: "}"))
  }
}
