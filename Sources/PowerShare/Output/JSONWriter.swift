/// Writes results as JSON with a tick on each line: one object with a header and a summary, or
/// NDJSON, which has the ticks only.
public struct JSONWriter: ResultWriter {
  private let isLines: Bool
  var fastRows: FastSessionRows
  var beginnings: TickBeginnings

  /// Creates a writer.
  ///
  /// - Parameter isLines: Whether to write NDJSON.
  public init(isLines: Bool) {
    self.isLines = isLines
    beginnings = TickBeginnings(isLines: isLines)
    fastRows = FastSessionRows(
      LimitTexts(before: ",\"limitedBy\":\"", after: "\",\"deliveredEnergy\":"), NumberTexts())
  }

  /// Appends the header, in JSON only.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    beginnings.time = TickTime(header.clock, isJSON: true)
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
      beginnings.begin(at: tick.time, tick.station, to: &out)
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

  private func writeRows(of tick: ResultTick, into bytes: inout [UInt8]) {
    switch tick.level {
    case .session: append("\"sessions\":[", tick.sessions.span, to: &bytes)
    case .charger: append("\"chargers\":[", tick.chargers.span, to: &bytes)
    case .connector: append("\"connectors\":[", tick.connectors.span, to: &bytes)
    case .group: append("\"groups\":[", tick.groups.span, to: &bytes)
    case .station:
      var room = CellRoom()
      tick.station.addTotals(to: &room)
      bytes.append(rowsUpTo: room.count) { cursor in
        var cells = JSONCells(cursor)
        tick.station.addTotals(to: &cells)
        cells.out.remove(last: 1)
        return cells.out
      }
    }
  }

  /// Appends an array of rows, after its key and its opening bracket.
  private func append<Row: ResultRow>(
    _ beginning: StaticString, _ rows: Span<Row>, to bytes: inout [UInt8]
  ) {
    var room = CellRoom()
    room.add(beginning.utf8CodeUnitCount + 1)
    for index in rows.indices {
      rows[index].addCells(to: &room)
      room.add(3)
    }
    bytes.append(rowsUpTo: room.count) { cursor in
      var cells = JSONCells(cursor)
      cells.out.append(beginning)
      for index in rows.indices {
        if index > 0 { cells.out.append(UInt8(ascii: ",")) }
        cells.out.append(UInt8(ascii: "{"))
        rows[index].addCells(to: &cells)
        cells.out.remove(last: 1)
        cells.out.append(UInt8(ascii: "}"))
      }
      cells.out.append(UInt8(ascii: "]"))
      return cells.out
    }
  }
}

/// The part of each tick that is before its rows.
struct TickBeginnings {
  let isLines: Bool
  var time = TickTime(.seconds)
  private(set) var hasTicks = false

  init(isLines: Bool) { self.isLines = isLines }

  /// The most bytes that it takes.
  static let room = 512

  /// Appends the part of a tick that is before its rows, with a comma at its end.
  mutating func begin(
    at moment: Instant, _ station: ResultTick.StationRow, to out: inout ByteCursor
  ) {
    if !isLines { out.append(hasTicks ? ",\n" : "\n") }
    hasTicks = true
    out.append("{\"time\":")
    time.set(moment)
    out.append(time.text)
    out.append(UInt8(ascii: ","))
    var cells = JSONCells(out)
    station.addState(to: &cells)
    out = cells.out
  }
}

/// Appends the cells of rows as members of an object, each with a comma after it.
private struct JSONCells: CellReceiver, ~Copyable {
  var out: ByteCursor

  @inline(__always)
  init(_ out: consuming ByteCursor) { self.out = out }

  @inline(__always)
  private mutating func append(_ name: StaticString, thousandths: Int) {
    out.append(jsonKey: name)
    out.append(thousandths: thousandths)
    out.append(UInt8(ascii: ","))
  }

  @inline(__always)
  private mutating func append(_ name: StaticString, word: StaticString?) {
    out.append(jsonKey: name)
    out.append(jsonWord: word)
    out.append(UInt8(ascii: ","))
  }

  @inline(__always)
  private mutating func append(_ name: StaticString, count: Int) {
    out.append(jsonKey: name)
    out.append(magnitude: UInt(count))
    out.append(UInt8(ascii: ","))
  }

  @inline(__always)
  private mutating func append(_ name: StaticString, id: Identifier) {
    out.append(jsonKey: name)
    out.append(jsonString: id)
    out.append(UInt8(ascii: ","))
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ power: Power) {
    append(column.name, thousandths: power.watts)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ energy: Energy) {
    out.append(jsonKey: column.name)
    out.append(thousandths: energy.roundedWattHours)
    out.append(UInt8(ascii: ","))
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional power: Power?) {
    if let power { add(column, power) } else { append(column.name, word: nil) }
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional energy: Energy?) {
    if let energy { add(column, energy) } else { append(column.name, word: nil) }
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ count: Int) { append(column.name, count: count) }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ id: Identifier) { append(column.name, id: id) }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional id: Identifier?) {
    if let id { append(column.name, id: id) } else { append(column.name, word: nil) }
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID) {
    out.append(jsonKey: column.name)
    out.append(UInt8(ascii: "{"))
    append("chargerId", id: connector.chargerId)
    append("idx", count: connector.idx)
    out.remove(last: 1)
    out.append("},")
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy) {
    append(column.name, word: limit.word)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ reason: StopReason?) {
    append(column.name, word: reason?.word)
  }
}

extension ByteCursor {
  /// Appends a name as a JSON string, for which there is room.
  fileprivate mutating func append(jsonString name: Identifier) {
    guard let short = name.shortPlainInJSON else {
      var text: [UInt8] = []
      text.append(jsonString: name.utf8)
      return append(text.span)
    }
    append(UInt8(ascii: "\""))
    append(short)
    append(UInt8(ascii: "\""))
  }

  /// Appends a word of the program in quotes, or null.
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

  /// Appends a time as the clock states it.
  mutating func append(jsonTime instant: Instant, on clock: OutputClock) {
    append(jsonTime: instant, in: clock.scale(at: instant))
  }

  /// Appends a word of the program in quotes, or null.
  mutating func append(jsonWord word: StaticString?) {
    append(upTo: (word?.utf8CodeUnitCount ?? 2) + 2) { $0.append(jsonWord: word) }
  }

  /// Appends the id of a connector as an object.
  mutating func append(connector: ConnectorID) {
    append("{\"chargerId\":")
    append(jsonString: connector.chargerId)
    append(",\"idx\":")
    append(integer: connector.idx)
    append(UInt8(ascii: "}"))
  }

  /// Appends the row of a session up to the value of its power.
  mutating func append(beginning name: SessionName, _ maximum: Power) {
    append("{\"sessionId\":")
    append(jsonString: name.id)
    append(",\"connectorId\":")
    append(connector: name.connectorId)
    append(",\"vehicleMaxPower\":")
    append(thousandths: maximum.watts)
    append(",\"allocatedPower\":")
  }
}
