/// Writes a row for each vehicle that has been at the station.
///
/// The maximum is that stated on arrival. The mean power is over the whole stay at the connector,
/// to its end or that of the replay: the time after the delivery counts, the wait does not.
public struct SessionWriter: Sendable {
  /// The forms of the list.
  public enum Format: Sendable {
    /// One row a vehicle, separated by that byte.
    case csv(delimiter: UInt8)
    /// One object a line.
    case ndjson
    /// One array.
    case json
  }

  private static let limits: [Curtailment] = [
    .grid, .charger, .connector, .minimum, .queue, .pending,
  ]

  private let format: Format
  private let scale: TimeScale
  private var hasRows = false

  /// Creates a writer.
  public init(_ format: Format, scale: TimeScale) {
    self.format = format
    self.scale = scale
  }

  /// Appends what stands before the first row.
  public func begin(into bytes: inout [UInt8]) {
    switch format {
    case .csv(let delimiter):
      for (index, name) in Self.names.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        bytes.append(text: name)
      }
      bytes.append(UInt8(ascii: "\n"))
    case .json: bytes.append(UInt8(ascii: "["))
    case .ndjson: break
    }
  }

  /// Appends a row.
  public mutating func write(_ stay: Departure, into bytes: inout [UInt8]) {
    let cells = cells(of: stay)
    switch format {
    case .csv(let delimiter):
      for (index, cell) in cells.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        append(cell, csv: delimiter, to: &bytes)
      }
    case .json, .ndjson:
      if case .json = format { bytes.append(hasRows ? ",\n" : "\n") }
      for (index, (name, cell)) in zip(Self.names, cells).enumerated() {
        bytes.append(index > 0 ? UInt8(ascii: ",") : UInt8(ascii: "{"))
        bytes.append(jsonString: Array(name.utf8))
        bytes.append(UInt8(ascii: ":"))
        append(cell, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
    if case .json = format {} else { bytes.append(UInt8(ascii: "\n")) }
    hasRows = true
  }

  /// Appends what stands after the last row.
  public func end(into bytes: inout [UInt8]) {
    if case .json = format { bytes.append(hasRows ? "\n]\n" : "]\n") }
  }

  // MARK: Cells

  private static let names =
    [
      "sessionId", "chargerId", "idx", "arrivalTime", "startTime", "doneTime", "endTime",
      "vehicleMaxPower", "energyRequested", "deliveredEnergy", "meanPower", "waitMinutes",
      "outcome",
    ] + limits.map { "deferred" + $0.name.prefix(1).uppercased() + $0.name.dropFirst() }

  private enum Cell {
    case text([UInt8]?)
    case number(Int?)
    case time(Instant?)
  }

  private func cells(of stay: Departure) -> [Cell] {
    let session = stay.session
    let time = session.map { stay.time - $0.startTime }
    let mean = time.flatMap { time in
      time.milliseconds > 0 ? stay.deliveredEnergy.meanPower(over: time).watts : nil
    }
    let wait = divideRoundingToEven(stay.wait.milliseconds, by: 6_000) * 100
    return [
      .text(stay.arrival.id.utf8), .text(session?.connectorId.chargerId.utf8),
      .number(session.map { $0.connectorId.idx * 1_000 }), .time(stay.arrival.time),
      .time(session?.startTime), .time(session?.doneTime), .time(stay.isOpen ? nil : stay.time),
      .number(stay.arrival.statedMaxPower.watts),
      .number(stay.arrival.energyRequested?.roundedWattHours),
      .number(stay.deliveredEnergy.roundedWattHours), .number(mean), .number(wait),
      .text(Array(stay.outcome.rawValue.utf8)),
    ] + Self.limits.map { .number(stay.ledger.deferred[$0].roundedWattHours) }
  }

  private func append(_ cell: Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .text(let text?): bytes.append(jsonString: text)
    case .number(let thousandths?): bytes.append(thousandths: thousandths)
    case .time(let time?): bytes.append(jsonTime: time, in: scale)
    case .text(nil), .number(nil), .time(nil): bytes.append("null")
    }
  }

  private func append(_ cell: Cell, csv delimiter: UInt8, to bytes: inout [UInt8]) {
    switch cell {
    case .text(let text?): bytes.append(csvField: text, delimiter: delimiter)
    case .number(let thousandths?): bytes.append(thousandths: thousandths)
    case .time(let time?): bytes.append(time, in: scale)
    case .text(nil), .number(nil), .time(nil): break
    }
  }
}
