/// Writes results as a table for reading.
///
/// Each tick has a line of its own, with what is true of the station, above its rows; at the level
/// of the station the tick is the row. Columns become wider where they must and never narrower.
public struct TableWriter: ResultWriter {
  private let usesColor: Bool
  private var header: ResultHeader?
  private var table = TextTable(columns: [])
  private var hasTicks = false

  /// Creates a writer.
  ///
  /// - Parameter usesColor: Whether to mark headings and reasons for a terminal.
  public init(usesColor: Bool = false) { self.usesColor = usesColor }

  /// Prepares the columns; the heading is written with the first tick, when their widths are known.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    self.header = header
    let isInterval = header.interval != nil
    let power = isInterval ? "mean kW" : "allocated kW"
    let energy: [TextTable.Column] = isInterval ? [.number("energy kWh")] : []
    let columns: [TextTable.Column]
    switch header.level {
    case .session:
      columns =
        [
          .text("session"), .text("connector"), .number("vehicle kW"), .number(power),
          .text("limited by"),
        ] + energy + [.number("delivered kWh")]
    case .charger:
      columns =
        [.text("charger"), .number("max kW"), .number("sessions"), .number(power)] + energy
        + [.number("delivered kWh")]
    case .station:
      columns =
        [.text("time"), .number("grid kW"), .number("sessions"), .number(power)] + energy
        + [.number("delivered kWh"), .text("stopped by")]
    case .connector:
      columns = [.text("connector"), .number(power)]
    }
    table = TextTable(columns: columns)
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

  /// Appends the line above a tick's rows.
  private func writeTitle(
    of tick: ResultTick, _ header: ResultHeader, into bytes: inout [UInt8]
  ) {
    if usesColor { bytes.append("\u{1B}[36m") }
    if header.scale == .seconds { bytes.append("time ") }
    bytes.append(tick.time, in: header.scale)
    bytes.append(": ")
    bytes.append(thousandths: tick.allocatedPower.watts)
    bytes.append(" of ")
    bytes.append(thousandths: tick.gridCapacity.watts)
    bytes.append(" kW")
    if let reason = tick.stopReason {
      bytes.append(", ")
      bytes.append(text: reason.rawValue)
    }
    if tick.activeSessions == 0, header.level == .session { bytes.append(", no session") }
    if usesColor { bytes.append("\u{1B}[0m") }
    bytes.append(UInt8(ascii: "\n"))
  }

  // MARK: Cells

  private func cells(of tick: ResultTick, _ header: ResultHeader) -> [[String]] {
    switch tick.level {
    case .session: tick.sessions.map(cells)
    case .charger: tick.chargers.map(cells)
    case .station:
      [
        [
          header.scale.text(tick.time), tick.gridCapacity.kilowatts, "\(tick.activeSessions)",
          tick.allocatedPower.kilowatts,
        ] + (tick.energy.map { [$0.kilowattHours] } ?? [])
          + [tick.deliveredEnergy.kilowattHours, tick.stopReason?.rawValue ?? ""]
      ]
    case .connector:
      tick.connectors.map { [$0.connectorId.shown, $0.allocatedPower.kilowatts] }
    }
  }

  private func cells(_ row: ResultTick.SessionRow) -> [String] {
    [
      Suggestion.printable(row.sessionId.text), row.connectorId.shown,
      row.vehicleMaxPower.kilowatts, row.allocatedPower.kilowatts, row.limitedBy.rawValue,
    ] + (row.energy.map { [$0.kilowattHours] } ?? []) + [row.deliveredEnergy.kilowattHours]
  }

  private func cells(_ row: ResultTick.ChargerRow) -> [String] {
    [
      Suggestion.printable(row.chargerId.text), row.maxPower.kilowatts, "\(row.activeSessions)",
      row.allocatedPower.kilowatts,
    ] + (row.energy.map { [$0.kilowattHours] } ?? []) + [row.deliveredEnergy.kilowattHours]
  }
}

extension ConnectorID {
  /// The name as a table shows it, `CP001:1`.
  var shown: String { "\(Suggestion.printable(chargerId.text)):\(idx)" }
}
