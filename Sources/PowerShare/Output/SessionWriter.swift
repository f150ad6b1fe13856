/// Writes a row for each vehicle that has been at the station.
///
/// The maximum is that stated on arrival. The mean power is over the whole session, from the start
/// at the connector to its end or that of the replay: time after the delivery counts, time in the
/// queue does not.
public struct SessionWriter: Sendable {
  private static let limits: [Curtailment] = [
    .grid, .charger, .connector, .minimum, .queue, .pending, .group, .limit,
  ]

  private let clock: OutputClock
  private var rows: RowWriter

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The form of the rows.
  ///   - clock: The way in which times are stated.
  public init(_ format: RowFormat, clock: OutputClock) {
    self.clock = clock
    rows = RowWriter(format, columns: Self.columns)
  }

  /// Appends the bytes before the first row.
  public func begin(into bytes: inout [UInt8]) { rows.begin(into: &bytes) }

  /// Appends a row.
  public mutating func write(_ stay: Departure, into bytes: inout [UInt8]) {
    rows.write(cells(of: stay), into: &bytes)
  }

  /// Appends the bytes after the last row.
  public func end(into bytes: inout [UInt8]) { rows.end(into: &bytes) }

  private static let columns: [RowWriter.Column] =
    [
      .text("sessionId"), .text("chargerId"), .number("idx"), .text("arrivalTime"),
      .text("startTime"), .text("doneTime"), .text("endTime"), .number("vehicleMaxPower"),
      .number("energyRequested"), .number("deliveredEnergy"), .number("meanPower"),
      .number("waitMinutes"), .text("outcome"),
    ] + limits.map { .number("deferred" + $0.name.prefix(1).uppercased() + $0.name.dropFirst()) }

  private func cells(of stay: Departure) -> [RowWriter.Cell] {
    let session = stay.session
    let time = session.map { stay.time - $0.startTime }
    let mean = time.flatMap { time in
      time.milliseconds > 0 ? stay.deliveredEnergy.meanPower(over: time) : nil
    }
    let wait = Int128(stay.tenthsWaited * 100)
    return [
      .text(stay.arrival.id.utf8),
      session.map { .text($0.connectorId.chargerId.utf8) } ?? .null,
      .number(session.map { Int128($0.connectorId.idx * 1_000) }),
      .time(stay.arrival.time, on: clock),
      .time(session?.startTime, on: clock), .time(session?.doneTime, on: clock),
      .time(stay.isOpen ? nil : stay.time, on: clock),
      .power(stay.arrival.statedMaxPower),
      .number(stay.arrival.energyRequested?.roundedWattHours),
      .thousandths(stay.deliveredEnergy.roundedWattHours), .power(mean), .thousandths(wait),
      .text(Array(stay.outcome.rawValue.utf8)),
    ] + Self.limits.map { .thousandths(stay.ledger.deferred[$0].roundedWattHours) }
  }
}
