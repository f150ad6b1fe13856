/// Writes results as a table for reading.
///
/// Above the rows of a tick is a line with the values of the station; at the level of the station
/// the tick is the row. A line above all of them names the offset of date-times, and so does a line
/// where it changes. Columns become wider where a cell needs it, and never narrower.
public struct TableWriter: ResultWriter {
  private let usesColor: Bool
  private var header: ResultHeader?
  private var table = TextTable(columns: [])
  private var times = TableTimes(.seconds)
  private var hasTicks = false

  /// Creates a writer.
  ///
  /// - Parameter usesColor: Whether to mark headings and reasons for a terminal.
  public init(usesColor: Bool = false) { self.usesColor = usesColor }

  /// Prepares the columns; the heading is appended with the first tick, whose rows widen them.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    self.header = header
    let isInterval = header.interval != nil
    let typed =
      header.level == .station
      ? TypedColumn.stationTable(isInterval: isInterval, hasSite: header.hasSite)
      : TypedColumn.rows(header.level, isInterval: isInterval)
    let columns = typed.map { column in
      let heading = "\(isInterval ? column.column.intervalHeading : column.column.heading)"
      let width = Self.usualWidth(of: column.kind, header)
      return switch column.kind {
      case .power, .optionalPower, .energy, .optionalEnergy, .count:
        TextTable.Column.number(heading).reserving(width)
      case .identifier, .optionalIdentifier, .connector, .limitedBy, .stopReason:
        TextTable.Column.text(heading).reserving(width)
      }
    }
    let time = header.level == .station ? [TextTable.Column.text("\(ResultColumn.timeName)")] : []
    table = TextTable(columns: time + columns, usesBold: usesColor)
    times = TableTimes(header.clock)
  }

  /// Returns the width of usual values, so that few columns have to become wider.
  private static func usualWidth(of kind: TypedColumn.Kind, _ header: ResultHeader) -> Int {
    func widest(_ texts: some Sequence<String>) -> Int {
      min(texts.lazy.map(\.terminalCells).max() ?? 0, usualIdentifier)
    }
    let (chargers, groups) = (header.station.chargers, header.station.groups)
    return switch kind {
    // `123.456`, because means are rarely whole numbers.
    case .power, .optionalPower, .energy, .optionalEnergy: header.interval == nil ? 0 : 7
    case .identifier where header.level == .charger: widest(chargers.lazy.map(\.id.text))
    case .identifier where header.level == .group: widest(groups.lazy.map(\.id.text))
    case .limitedBy where header.interval == nil && !groups.isEmpty:
      "\(LimitedBy.group.rawValue) ".count + widest(groups.lazy.map(\.id.text))
    case .connector: widest(chargers.lazy.map(\.id.text)) + 2
    case .identifier, .optionalIdentifier, .count, .limitedBy, .stopReason: 0
    }
  }

  /// The width up to which columns have room for ids before the first row.
  private static let usualIdentifier = 12

  /// Appends a tick.
  public mutating func write(_ tick: ResultTick, into bytes: inout [UInt8]) {
    guard let header else { return }
    let rows = cells(of: tick)
    table.widen(for: rows)
    let offset = times.heading(at: tick.time)
    if !hasTicks {
      if let offset { bytes.append(text: offset + "\n\n") }
      table.writeHeading(into: &bytes)
    } else if let offset {
      bytes.append(text: header.level == .station ? offset + "\n" : "\n" + offset + "\n")
    }
    hasTicks = true
    if header.level != .station {
      bytes.append(UInt8(ascii: "\n"))
      writeTitle(of: tick, header, into: &bytes)
    }
    for row in rows { table.write(row, into: &bytes) }
  }

  /// Appends the summary.
  public mutating func end(_ summary: Summary?, into bytes: inout [UInt8]) {
    if !hasTicks { table.writeHeading(into: &bytes) }
    guard let summary else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(table: summary)
  }

  /// Appends the line above the rows of a tick.
  private func writeTitle(
    of tick: ResultTick, _ header: ResultHeader, into bytes: inout [UInt8]
  ) {
    if usesColor { bytes.append("\u{1B}[36m") }
    if header.clock == .seconds { bytes.append("time ") }
    bytes.append(text: times.text(tick.time))
    bytes.append(": ")
    bytes.append(thousandths: tick.station.allocatedPower.watts)
    if tick.station.site == nil {
      bytes.append(" of ")
      bytes.append(thousandths: tick.station.gridCapacity.watts)
    }
    bytes.append(" kW")
    if let reason = tick.station.stopReason {
      bytes.append(", ")
      bytes.append(text: reason.rawValue)
    }
    if tick.station.activeSessions == 0, header.level == .session { bytes.append(", no session") }
    if tick.station.waitingSessions > 0 {
      bytes.append(text: ", \(tick.station.waitingSessions) waiting")
    }
    if let site = tick.station.site {
      writeLine(of: site, limit: tick.station.gridCapacity, into: &bytes)
    }
    if usesColor { bytes.append("\u{1B}[0m") }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends a second line of the title, with the loads and the battery.
  private func writeLine(
    of site: ResultTick.Site, limit: Power, into bytes: inout [UInt8]
  ) {
    var parts = [
      "import \(site.gridPower.kilowatts) of \(limit.kilowatts) kW",
      "loads \(site.loadPower.kilowatts) kW",
    ]
    if let power = site.batteryPower, let energy = site.batteryEnergy {
      parts.append("battery \(power.kilowatts) kW (holds \(energy.kilowattHours) kWh)")
    }
    bytes.append(text: "\n  " + parts.joined(separator: ", "))
  }

  private func cells(of tick: ResultTick) -> [[String]] {
    switch tick.level {
    case .session:
      tick.sessions.map { TableCells.cells(of: $0, namesGroups: header?.interval == nil) }
    case .group: tick.groups.map { TableCells.cells(of: $0) }
    case .charger: tick.chargers.map { TableCells.cells(of: $0) }
    case .station: [[times.text(tick.time)] + TableCells.cells(of: tick.station)]
    case .connector: tick.connectors.map { TableCells.cells(of: $0) }
    }
  }
}

/// Receives the cells of a row as they are shown.
private struct TableCells: CellReceiver {
  private var cells: [String] = []
  private let namesGroups: Bool

  /// Returns the cells of a row.
  ///
  /// - Parameter namesGroups: Whether the id of the group that limits a session is behind the word
  ///   `group`. Intervals have no room for it.
  static func cells(of row: some ResultRow, namesGroups: Bool = true) -> [String] {
    var receiver = TableCells(namesGroups)
    row.addCells(to: &receiver)
    return receiver.cells
  }

  /// Returns the cells of a row of the station.
  static func cells(of station: ResultTick.StationRow) -> [String] {
    var receiver = TableCells(true)
    station.addTableCells(to: &receiver)
    return receiver.cells
  }

  private init(_ namesGroups: Bool) {
    self.namesGroups = namesGroups
    cells.reserveCapacity(8)
  }

  mutating func add(_ column: ResultColumn, _ power: Power) { cells.append(power.kilowatts) }
  mutating func add(_ column: ResultColumn, optional power: Power?) {
    cells.append(power?.kilowatts ?? "-")
  }
  mutating func add(_ column: ResultColumn, _ energy: Energy) {
    cells.append(energy.kilowattHours)
  }
  mutating func add(_ column: ResultColumn, optional energy: Energy?) {
    cells.append(energy?.kilowattHours ?? "-")
  }
  mutating func add(_ column: ResultColumn, _ count: Int) { cells.append("\(count)") }
  mutating func add(_ column: ResultColumn, _ id: Identifier) {
    cells.append(Suggestion.printable(id.text))
  }
  mutating func add(_ column: ResultColumn, optional id: Identifier?) {
    // The cell before it is the word `group`.
    guard namesGroups, let id else { return }
    cells[cells.count - 1] += " " + Suggestion.printable(id.text)
  }
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID) {
    cells.append(connector.shown)
  }
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy) { cells.append(limit.rawValue) }
  mutating func add(_ column: ResultColumn, _ reason: StopReason?) {
    // The first word says enough: `vehicles` for `vehicles-at-maximum`.
    cells.append(reason.map { String($0.rawValue.prefix { $0 != "-" }) } ?? "-")
  }
}

extension ConnectorID {
  /// The id as tables show it: `CP001:1`.
  var shown: String { "\(Suggestion.printable(chargerId.text)):\(idx)" }
}
