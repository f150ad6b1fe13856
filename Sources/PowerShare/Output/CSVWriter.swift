/// Writes results as CSV (RFC 4180, with LF line ends).
///
/// Text that a spreadsheet would run as a formula gets a leading apostrophe. At the level of
/// connectors a tick is one row, with a column for each connector of the first tick.
public struct CSVWriter: ResultWriter {
  /// How the cells are written.
  public struct Style: Equatable, Sendable {
    /// What stands between two cells: a comma, a semicolon or a tab.
    public var delimiter = UInt8(ascii: ",")
    /// Whether times are written without their offset, so that spreadsheets read them as times.
    public var usesLocalTime = false

    /// Creates the style of RFC 4180.
    public init() {}

    /// Appends the cells of a row that tell the session and its maximum, with the delimiters around
    /// them.
    func append(_ name: SessionName, _ maximum: Power, to bytes: inout [UInt8]) {
      bytes.append(delimiter)
      append(name.id, to: &bytes)
      bytes.append(delimiter)
      append(name.connectorId.chargerId, to: &bytes)
      bytes.append(delimiter)
      bytes.append(integer: name.connectorId.idx)
      bytes.append(delimiter)
      bytes.append(thousandths: maximum.watts, decimalPoint: decimalPoint)
      bytes.append(delimiter)
    }

    /// Whether a name is written as it is.
    @inline(__always)
    func isPlain(_ name: ShortIdentifier) -> Bool {
      let first = name.firstByte
      let isFormula =
        first == UInt8(ascii: "-") || first == UInt8(ascii: "=") || first == UInt8(ascii: "@")
      // Below the minus stand all that need quotes, but for a semicolon as the delimiter.
      return !isFormula && name.isPlain(from: UInt8(ascii: "-"), without: delimiter)
    }

    /// Appends a name as a field.
    fileprivate func append(_ name: Identifier, to bytes: inout [UInt8]) {
      guard let short = name.short, isPlain(short) else {
        return bytes.append(csvField: name.utf8, delimiter: delimiter)
      }
      bytes.append(upTo: 16) { $0.append(short) }
    }

    /// A semicolon goes with decimal commas, because both belong to the same locales.
    var decimalPoint: UInt8 {
      delimiter == UInt8(ascii: ";") ? UInt8(ascii: ",") : UInt8(ascii: ".")
    }
  }

  let style: Style
  private var header: ResultHeader?
  var time = TickTime(.seconds)
  let numbers: NumberTexts
  let rowTexts: SessionRowTexts
  var fastRows = FastSessionRows()
  /// The columns of a table of connectors; nil before the first tick.
  private var connectors: [ConnectorID]?

  /// Creates a writer.
  public init(style: Style = Style()) {
    self.style = style
    let delimiter = String(UnicodeScalar(style.delimiter))
    numbers = NumberTexts(decimalPoint: style.decimalPoint)
    rowTexts = SessionRowTexts(
      LimitTexts(before: delimiter, after: delimiter), numbers, between: delimiter)
  }

  /// Appends the header row, but for a table of connectors, whose columns the first tick tells.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    self.header = header
    fastRows.begin()
    time = TickTime(
      header.scale, usesLocalTime: style.usesLocalTime, decimalPoint: style.decimalPoint)
    var names: [String]
    switch header.level {
    case .session:
      names = [
        "time", "sessionId", "chargerId", "idx", "vehicleMaxPower", "allocatedPower", "limitedBy",
      ]
    case .charger: names = ["time", "chargerId", "maxPower", "activeSessions", "allocatedPower"]
    case .station: names = ["time", "gridCapacity", "activeSessions", "allocatedPower"]
    case .connector: return
    }
    if header.interval != nil { names.append("energy") }
    names.append("deliveredEnergy")
    for (index, name) in names.enumerated() {
      if index > 0 { bytes.append(style.delimiter) }
      bytes.append(text: name)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends the rows of a tick.
  public mutating func write(_ tick: ResultTick, into bytes: inout [UInt8]) {
    time.set(tick.time)
    switch tick.level {
    case .session: for session in tick.sessions { write(session, into: &bytes) }
    case .charger: for charger in tick.chargers { write(charger, into: &bytes) }
    case .station: writeStation(tick, into: &bytes)
    case .connector: writeConnectors(tick, into: &bytes)
    }
  }

  /// Appends the header of a table of connectors where there has been no tick; a summary is no row.
  public mutating func end(_ summary: Summary?, into bytes: inout [UInt8]) {
    if let header, header.level == .connector, connectors == nil {
      writeConnectorNames(Array(header.station.connectorIDs), into: &bytes)
    }
  }

  /// The first connector of the station that has no column in a table that has been begun, or nil.
  public func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? {
    guard let connectors else { return nil }
    let known = Set(connectors)
    return station.connectorIDs.first { !known.contains($0) }
  }

  private mutating func writeConnectorNames(
    _ columns: [ConnectorID], into bytes: inout [UInt8]
  ) {
    connectors = columns
    bytes.append(text: "time")
    for name in ["gridCapacity", "allocatedPower"] {
      bytes.append(style.delimiter)
      bytes.append(text: name)
    }
    for connector in columns {
      bytes.append(style.delimiter)
      var name = connector.chargerId.utf8
      name.append(UInt8(ascii: ":"))
      name.append(integer: connector.idx)
      bytes.append(csvField: name, delimiter: style.delimiter)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  // MARK: Rows

  private func write(_ row: ResultTick.SessionRow, into bytes: inout [UInt8]) {
    bytes.append(time)
    style.append(row.name, row.vehicleMaxPower, to: &bytes)
    rowTexts.append(row, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  private func writeStation(_ tick: ResultTick, into bytes: inout [UInt8]) {
    bytes.append(upTo: Self.cellsCapacity) { out in
      out.append(time.text)
      append(tick.gridCapacity, to: &out)
      append(tick.activeSessions, to: &out)
      append(tick.allocatedPower, to: &out)
      appendEnergies(tick.energy, tick.deliveredEnergy, to: &out)
    }
  }

  private func write(_ row: ResultTick.ChargerRow, into bytes: inout [UInt8]) {
    bytes.append(upTo: Self.cellsCapacity) { out in
      out.append(time.text)
      out.append(style.delimiter)
    }
    style.append(row.chargerId, to: &bytes)
    bytes.append(upTo: Self.cellsCapacity) { out in
      append(row.maxPower, to: &out)
      append(row.activeSessions, to: &out)
      append(row.allocatedPower, to: &out)
      appendEnergies(row.energy, row.deliveredEnergy, to: &out)
    }
  }

  private mutating func writeConnectors(_ tick: ResultTick, into bytes: inout [UInt8]) {
    if connectors == nil {
      writeConnectorNames(tick.connectors.map(\.connectorId), into: &bytes)
    }
    writeRow(of: tick, into: &bytes)
  }

  private func writeRow(of tick: ResultTick, into bytes: inout [UInt8]) {
    bytes.append(upTo: Self.cellsCapacity) { out in
      out.append(time.text)
      append(tick.gridCapacity, to: &out)
      append(tick.allocatedPower, to: &out)
    }
    var next = 0
    for column in connectors ?? [] {
      let power: Power
      // The rows come in the order of the columns, unless a `config` event has changed the station.
      if next < tick.connectors.count, tick.connectors[next].connectorId == column {
        power = tick.connectors[next].allocatedPower
        next += 1
      } else {
        power = tick.connectors.first { $0.connectorId == column }?.allocatedPower ?? .zero
      }
      bytes.append(upTo: Self.cellsCapacity) { append(power, to: &$0) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  // MARK: Cells

  /// The most that a time and six numbers take.
  private static let cellsCapacity = TickTime.capacity + 6 * ByteCursor.numberCapacity

  private func append(_ power: Power, to out: inout ByteCursor) {
    append(thousandths: power.watts, to: &out)
  }

  private func append(_ count: Int, to out: inout ByteCursor) {
    out.append(style.delimiter)
    out.append(magnitude: UInt(count))
  }

  /// Appends the last cells of a row, and its line end.
  private func appendEnergies(_ energy: Energy?, _ delivered: Energy, to out: inout ByteCursor) {
    if let energy { append(thousandths: energy.roundedWattHours, to: &out) }
    append(thousandths: delivered.roundedWattHours, to: &out)
    out.append(UInt8(ascii: "\n"))
  }

  private func append(thousandths: Int, to out: inout ByteCursor) {
    out.append(style.delimiter)
    numbers.append(thousandths: thousandths, to: &out)
  }
}

extension [UInt8] {
  /// Appends a text as a CSV field: in quotes where it needs them, and with a leading apostrophe
  /// where a spreadsheet would run it as a formula (CWE-1236).
  mutating func append(csvField text: [UInt8], delimiter: UInt8) {
    var isFormula = false
    if let first = text.first {
      isFormula =
        first == UInt8(ascii: "=") || first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
        || first == UInt8(ascii: "@")
    }
    var needsQuotes = false
    for byte in text
    where byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
    {
      needsQuotes = true
    }
    guard needsQuotes else {
      if isFormula { append(UInt8(ascii: "'")) }
      return append(contentsOf: text)
    }
    append(UInt8(ascii: "\""))
    if isFormula { append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
