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

    /// A semicolon goes with decimal commas, because both belong to the same locales.
    var decimalPoint: UInt8 {
      delimiter == UInt8(ascii: ";") ? UInt8(ascii: ",") : UInt8(ascii: ".")
    }
  }

  private let style: Style
  private var header: ResultHeader?
  private var scale = TimeScale.seconds
  /// The columns of a table of connectors; nil before the first tick.
  private var connectors: [ConnectorID]?

  /// Creates a writer.
  public init(style: Style = Style()) { self.style = style }

  /// Appends the header row, but for a table of connectors, whose columns the first tick tells.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    self.header = header
    scale = header.scale
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
    switch tick.rows {
    case .sessions(let sessions):
      let time = cell(tick.time)
      for session in sessions { write(session, at: time, into: &bytes) }
    case .chargers(let chargers):
      let time = cell(tick.time)
      for charger in chargers { write(charger, at: time, into: &bytes) }
    case .station:
      bytes.append(contentsOf: cell(tick.time))
      append(tick.gridCapacity, to: &bytes)
      append(tick.activeSessions, to: &bytes)
      append(tick.allocatedPower, to: &bytes)
      appendEnergies(tick.energy, tick.deliveredEnergy, to: &bytes)
    case .connectors(let station, let powers):
      writeConnectors(tick, station, powers, into: &bytes)
    }
  }

  /// Appends the header of a table of connectors where there has been no tick; a summary is no row.
  public mutating func end(_ summary: Summary, into bytes: inout [UInt8]) {
    if let header, header.level == .connector, connectors == nil {
      writeConnectorNames(header.station, into: &bytes)
    }
  }

  /// The first connector of the station that has no column in a table that has been begun, or nil.
  public func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? {
    guard let connectors else { return nil }
    let known = Set(connectors)
    return station.connectorIDs.first { !known.contains($0) }
  }

  private mutating func writeConnectorNames(_ station: StationConfig, into bytes: inout [UInt8]) {
    let columns = Array(station.connectorIDs)
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

  private func write(
    _ row: ResultTick.SessionRow, at time: [UInt8], into bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: time)
    bytes.append(style.delimiter)
    bytes.append(csvField: row.session.id.utf8, delimiter: style.delimiter)
    bytes.append(style.delimiter)
    bytes.append(csvField: row.session.connectorId.chargerId.utf8, delimiter: style.delimiter)
    append(row.session.connectorId.idx, to: &bytes)
    append(row.session.vehicleMaxPower, to: &bytes)
    append(row.allocatedPower, to: &bytes)
    bytes.append(style.delimiter)
    bytes.append(text: row.session.limitedBy.rawValue)
    appendEnergies(row.energy, row.session.deliveredEnergy, to: &bytes)
  }

  private func write(
    _ row: ResultTick.ChargerRow, at time: [UInt8], into bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: time)
    bytes.append(style.delimiter)
    bytes.append(csvField: row.chargerId.utf8, delimiter: style.delimiter)
    append(row.maxPower, to: &bytes)
    append(row.activeSessions, to: &bytes)
    append(row.allocatedPower, to: &bytes)
    appendEnergies(row.energy, row.deliveredEnergy, to: &bytes)
  }

  private mutating func writeConnectors(
    _ tick: ResultTick, _ station: StationConfig, _ powers: [ConnectorID: Power],
    into bytes: inout [UInt8]
  ) {
    if connectors == nil { writeConnectorNames(station, into: &bytes) }
    bytes.append(contentsOf: cell(tick.time))
    append(tick.gridCapacity, to: &bytes)
    append(tick.allocatedPower, to: &bytes)
    for connector in connectors ?? [] { append(powers[connector] ?? .zero, to: &bytes) }
    bytes.append(UInt8(ascii: "\n"))
  }

  // MARK: Cells

  /// The first cell of a row.
  private func cell(_ time: Instant) -> [UInt8] {
    var bytes: [UInt8] = []
    switch scale {
    case .dateTime(let offset) where style.usesLocalTime:
      bytes.appendLocal(time, offset, separator: UInt8(ascii: " "))
    case .seconds:
      bytes.append(thousandths: time.milliseconds, decimalPoint: style.decimalPoint)
    case .dateTime:
      bytes.append(time, in: scale)
    }
    return bytes
  }

  private func append(_ power: Power, to bytes: inout [UInt8]) {
    bytes.append(style.delimiter)
    bytes.append(thousandths: power.watts, decimalPoint: style.decimalPoint)
  }

  private func append(_ count: Int, to bytes: inout [UInt8]) {
    bytes.append(style.delimiter)
    bytes.append(integer: count)
  }

  /// Appends the last cells of a row, and its line end.
  private func appendEnergies(_ energy: Energy?, _ delivered: Energy, to bytes: inout [UInt8]) {
    if let energy {
      bytes.append(style.delimiter)
      bytes.append(thousandths: energy.roundedWattHours, decimalPoint: style.decimalPoint)
    }
    bytes.append(style.delimiter)
    bytes.append(thousandths: delivered.roundedWattHours, decimalPoint: style.decimalPoint)
    bytes.append(UInt8(ascii: "\n"))
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
    let needsQuotes = text.contains { byte in
      byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
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
