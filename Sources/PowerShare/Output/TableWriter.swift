/// Writes results as a table for reading.
///
/// Above the rows of a tick is a line with the values of the station; at the level of the station
/// the tick is the row. Columns become wider where a cell needs it, and never narrower.
public struct TableWriter: ResultWriter {
  private let usesColor: Bool
  private var header: ResultHeader?
  private var table = TextTable(columns: [])
  private var hasTicks = false

  /// Creates a writer.
  ///
  /// - Parameter usesColor: Whether to mark headings and reasons for a terminal.
  public init(usesColor: Bool = false) { self.usesColor = usesColor }

  /// Prepares the columns; the heading is appended with the first tick, whose rows widen them.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    self.header = header
    let isInterval = header.interval != nil
    let columns = TypedColumn.rows(header.level, isInterval: isInterval).map { column in
      let heading = isInterval ? column.column.intervalHeading : column.column.heading
      return switch column.kind {
      case .power, .energy, .count: TextTable.Column.number("\(heading)")
      case .identifier, .connector, .limitedBy, .stopReason: TextTable.Column.text("\(heading)")
      }
    }
    let times = header.level == .station ? [TextTable.Column.text("\(ResultColumn.timeName)")] : []
    table = TextTable(columns: times + columns)
  }

  /// Appends a tick.
  public mutating func write(_ tick: ResultTick, into bytes: inout [UInt8]) {
    guard let header else { return }
    let rows = cells(of: tick, header)
    table.widen(for: rows)
    if !hasTicks { writeHeading(into: &bytes) }
    hasTicks = true
    if header.level != .station {
      bytes.append(UInt8(ascii: "\n"))
      writeTitle(of: tick, header, into: &bytes)
    }
    for row in rows { table.write(row, into: &bytes) }
  }

  /// Appends the summary.
  public mutating func end(_ summary: Summary?, into bytes: inout [UInt8]) {
    if !hasTicks { writeHeading(into: &bytes) }
    guard let summary else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(table: summary)
  }

  private mutating func writeHeading(into bytes: inout [UInt8]) {
    if usesColor { bytes.append("\u{1B}[1m") }
    table.writeHeading(into: &bytes)
    if usesColor { bytes.append("\u{1B}[0m") }
  }

  /// Appends the line above the rows of a tick.
  private func writeTitle(
    of tick: ResultTick, _ header: ResultHeader, into bytes: inout [UInt8]
  ) {
    if usesColor { bytes.append("\u{1B}[36m") }
    if header.scale == .seconds { bytes.append("time ") }
    bytes.append(tick.time, on: header.clock)
    bytes.append(": ")
    bytes.append(thousandths: tick.station.allocatedPower.watts)
    bytes.append(" of ")
    bytes.append(thousandths: tick.station.gridCapacity.watts)
    bytes.append(" kW")
    if let reason = tick.station.stopReason {
      bytes.append(", ")
      bytes.append(text: reason.rawValue)
    }
    if tick.station.activeSessions == 0, header.level == .session { bytes.append(", no session") }
    if usesColor { bytes.append("\u{1B}[0m") }
    bytes.append(UInt8(ascii: "\n"))
  }

  private func cells(of tick: ResultTick, _ header: ResultHeader) -> [[String]] {
    switch tick.level {
    case .session: tick.sessions.map { TableCells.cells(of: $0) }
    case .charger: tick.chargers.map { TableCells.cells(of: $0) }
    case .station: [[header.clock.text(tick.time)] + TableCells.cells(of: tick.station)]
    case .connector: tick.connectors.map { TableCells.cells(of: $0) }
    }
  }
}

/// Receives the cells of a row as they are shown.
private struct TableCells: CellReceiver {
  private var cells: [String] = []

  /// Returns the cells of a row.
  static func cells(of row: some ResultRow) -> [String] {
    var receiver = TableCells()
    row.addCells(to: &receiver)
    return receiver.cells
  }

  private init() { cells.reserveCapacity(8) }

  mutating func add(_ column: ResultColumn, _ power: Power) { cells.append(power.kilowatts) }
  mutating func add(_ column: ResultColumn, _ energy: Energy) {
    cells.append(energy.kilowattHours)
  }
  mutating func add(_ column: ResultColumn, _ count: Int) { cells.append("\(count)") }
  mutating func add(_ column: ResultColumn, _ id: Identifier) {
    cells.append(Suggestion.printable(id.text))
  }
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID) {
    cells.append(connector.shown)
  }
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy) { cells.append(limit.rawValue) }
  mutating func add(_ column: ResultColumn, _ reason: StopReason?) {
    cells.append(reason?.rawValue ?? "")
  }
}

extension ConnectorID {
  /// The id as tables show it: `CP001:1`.
  var shown: String { "\(Suggestion.printable(chargerId.text)):\(idx)" }
}
