/// Writes results as JSON, one tick a line: as one text with a header and a summary, or as NDJSON,
/// where each line is a tick and nothing else.
public struct JSONWriter: ResultWriter {
  private let isLines: Bool
  private var time = TickTime(.seconds)
  private var rows = Self.rows(energy: "")
  private var hasTicks = false

  /// Creates a writer.
  ///
  /// - Parameter isLines: Whether to write NDJSON.
  public init(isLines: Bool) { self.isLines = isLines }

  /// Appends the header, in JSON only.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    time = TickTime(header.scale, isQuoted: true)
    let energy = header.interval == nil ? "deliveredEnergy" : "energy"
    rows = Self.rows(energy: energy)
    guard !isLines else { return }
    bytes.append("{\"formatVersion\":")
    bytes.append(integer: ResultHeader.formatVersion)
    bytes.append(",\"stationId\":")
    bytes.append(jsonString: header.station.stationId)
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
    time.set(tick.time)
    bytes.append(time)
    bytes.append(",\"gridCapacity\":")
    bytes.append(thousandths: tick.gridCapacity.watts)
    bytes.append(",\"allocatedPower\":")
    bytes.append(thousandths: tick.allocatedPower.watts)
    bytes.append(",\"stopReason\":")
    bytes.append(jsonWord: tick.stopReason?.word)
    if tick.waitingSessions > 0 {
      bytes.append(",\"waitingSessions\":")
      bytes.append(integer: tick.waitingSessions)
    }
    writeRows(of: tick, into: &bytes)
    bytes.append(UInt8(ascii: "}"))
    if isLines { bytes.append(UInt8(ascii: "\n")) }
  }

  /// Appends the summary, in JSON only.
  public mutating func end(_ summary: Summary?, into bytes: inout [UInt8]) {
    guard !isLines else { return }
    bytes.append(hasTicks ? "\n],\"summary\":" : "],\"summary\":")
    if let summary { bytes.append(json: summary) } else { bytes.append("null") }
    bytes.append("}\n")
  }

  private mutating func writeRows(of tick: ResultTick, into bytes: inout [UInt8]) {
    switch tick.level {
    case .session:
      bytes.append(",\"sessions\":[")
      writeSessions(tick, into: &bytes)
      bytes.append(UInt8(ascii: "]"))
    case .charger:
      bytes.append(",\"chargers\":")
      bytes.appendArray(tick.chargers) { $0.append(charger: $1) }
    case .station:
      bytes.append(",\"activeSessions\":")
      bytes.append(integer: tick.activeSessions)
      bytes.append(energy: tick.energy)
      bytes.append(",\"deliveredEnergy\":")
      bytes.append(thousandths: tick.deliveredEnergy.roundedWattHours)
    case .connector:
      bytes.append(",\"connectors\":")
      bytes.appendArray(tick.connectors) { bytes, row in
        bytes.append("{\"connectorId\":")
        bytes.append(connector: row.connectorId)
        bytes.append(",\"allocatedPower\":")
        bytes.append(thousandths: row.allocatedPower.watts)
        bytes.append(UInt8(ascii: "}"))
      }
    }
  }

  /// - Parameter energy: The name of the energy that follows what limits a session.
  private static func rows(energy: String) -> SessionRows {
    SessionRows(
      LimitTexts(before: ",\"limitedBy\":\"", after: "\",\"\(energy)\":"), NumberTexts(),
      between: ",\"deliveredEnergy\":")
  }

  private mutating func writeSessions(_ tick: ResultTick, into bytes: inout [UInt8]) {
    let ends = Self.rowEnd.span
    let (nothing, end) = (
      ShortText(ends, from: 0, count: 0), ShortText(ends, from: 0, count: 2)
    )
    rows.write(tick, first: nothing, end: end, into: &bytes) { _, _ in
      false
    } any: { place, bytes in
      let name = tick.name(at: place)
      bytes.append("{\"sessionId\":")
      bytes.append(jsonString: name.id)
      bytes.append(",\"connectorId\":")
      bytes.append(connector: name.connectorId)
      bytes.append(",\"vehicleMaxPower\":")
      bytes.append(thousandths: tick.states[place].vehicleMaxPower.watts)
      bytes.append(",\"allocatedPower\":")
    }
  }

  /// What ends a row, what stands between two of them, and 30 bytes.
  private static let rowEnd = Array("},".utf8) + Array(repeating: 0, count: 30)
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
  mutating func append(jsonWord word: StaticString?) {
    guard let word else { return append("null") }
    append(UInt8(ascii: "\""))
    append(word)
    append(UInt8(ascii: "\""))
  }

  /// Appends the name of a connector.
  mutating func append(connector: ConnectorID) {
    append("{\"chargerId\":")
    append(jsonString: connector.chargerId)
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

  fileprivate mutating func append(charger row: ResultTick.ChargerRow) {
    append("{\"chargerId\":")
    append(jsonString: row.chargerId)
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
