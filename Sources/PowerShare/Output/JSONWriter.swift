/// Writes results as JSON, one tick a line: as one text with a header and a summary, or as NDJSON,
/// where each line is a tick and nothing else.
public struct JSONWriter: ResultWriter {
  private let isLines: Bool
  private(set) var rowTexts = Self.rowTexts(energy: "")
  var beginnings: TickBeginnings
  var fastRows = FastSessionRows()

  /// Creates a writer.
  ///
  /// - Parameter isLines: Whether to write NDJSON.
  public init(isLines: Bool) {
    self.isLines = isLines
    beginnings = TickBeginnings(isLines: isLines)
  }

  /// Appends the header, in JSON only.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    beginnings.time = TickTime(header.scale, isJSON: true)
    let energy = header.interval == nil ? "deliveredEnergy" : "energy"
    rowTexts = Self.rowTexts(energy: energy)
    fastRows.begin()
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
    bytes.append(upTo: TickBeginnings.room) { out in
      beginnings.begin(
        at: tick.time, tick.gridCapacity, tick.allocatedPower, tick.stopReason,
        waiting: tick.waitingSessions, to: &out)
    }
    writeRows(of: tick, into: &bytes)
    bytes.append(UInt8(ascii: "}"))
    if isLines { bytes.append(UInt8(ascii: "\n")) }
  }

  /// Appends the summary, in JSON only.
  public mutating func end(_ summary: Summary?, into bytes: inout [UInt8]) {
    guard !isLines else { return }
    bytes.append(beginnings.hasTicks ? "\n],\"summary\":" : "],\"summary\":")
    if let summary { bytes.append(json: summary) } else { bytes.append("null") }
    bytes.append("}\n")
  }

  private mutating func writeRows(of tick: ResultTick, into bytes: inout [UInt8]) {
    switch tick.level {
    case .session:
      bytes.append(",\"sessions\":")
      bytes.appendArray(tick.sessions) { bytes, row in
        bytes.append(beginning: row.name, row.vehicleMaxPower)
        rowTexts.append(row, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
      }
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
  private static func rowTexts(energy: String) -> SessionRowTexts {
    SessionRowTexts(
      LimitTexts(before: ",\"limitedBy\":\"", after: "\",\"\(energy)\":"), NumberTexts(),
      between: ",\"deliveredEnergy\":")
  }
}

/// Writes what stands before the rows of a tick.
struct TickBeginnings {
  let isLines: Bool
  var time = TickTime(.seconds)
  private(set) var hasTicks = false

  /// The most that it takes.
  static let room = 512

  /// Appends what stands before the rows of a tick.
  mutating func begin(
    at moment: Instant, _ gridCapacity: Power, _ allocatedPower: Power, _ stopReason: StopReason?,
    waiting: Int, to out: inout ByteCursor
  ) {
    if !isLines { out.append(hasTicks ? ",\n" : "\n") }
    hasTicks = true
    out.append("{\"time\":")
    time.set(moment)
    out.append(time.text)
    out.append(",\"gridCapacity\":")
    out.append(thousandths: gridCapacity.watts)
    out.append(",\"allocatedPower\":")
    out.append(thousandths: allocatedPower.watts)
    out.append(",\"stopReason\":")
    out.append(jsonWord: stopReason?.word)
    if waiting > 0 {
      out.append(",\"waitingSessions\":")
      out.append(magnitude: UInt(waiting))
    }
  }
}

extension ByteCursor {
  /// Appends a word of ours in quotes, or null.
  fileprivate mutating func append(jsonWord word: StaticString?) {
    guard let word else { return append("null") }
    append(UInt8(ascii: "\""))
    append(word)
    append(UInt8(ascii: "\""))
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
  mutating func append(jsonWord word: StaticString?) {
    append(upTo: (word?.utf8CodeUnitCount ?? 2) + 2) { $0.append(jsonWord: word) }
  }

  /// Appends the name of a connector.
  mutating func append(connector: ConnectorID) {
    append("{\"chargerId\":")
    append(jsonString: connector.chargerId)
    append(",\"idx\":")
    append(integer: connector.idx)
    append(UInt8(ascii: "}"))
  }

  /// Appends the row of a session up to what it is offered.
  mutating func append(beginning name: SessionName, _ maximum: Power) {
    append("{\"sessionId\":")
    append(jsonString: name.id)
    append(",\"connectorId\":")
    append(connector: name.connectorId)
    append(",\"vehicleMaxPower\":")
    append(thousandths: maximum.watts)
    append(",\"allocatedPower\":")
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
