/// Writes a timeline event by event, for the program to read again.
///
/// Every field that an event states is written, energies to the watt-hour. A charging curve is
/// written as points that give the same curve, which need not be those it was made from. Names are
/// written as they are: a spreadsheet may take one that begins with `=` for a formula.
public struct TimelineWriter: Sendable {
  private let clock: OutputClock
  /// The fields of a row, in their order.
  private let fields: [EventField]
  /// The fields that a row cannot hold.
  private let missing: [EventField]
  private let isJSON: Bool
  private var rows: RowWriter

  /// The fields of a JSON object, in their order.
  private static let members: [EventField] = [
    .time, .event, .sessionId, .connectorId, .vehicleMaxPower, .consumedPower, .gridCapacity,
    .config, .vehicle, .batteryCapacity, .chargingCurve, .soc, .targetSoc, .energyRequested,
    .departureTime, .leavesWhenDone, .maxWait, .priority, .weight, .loadId, .power, .chargerId,
    .groupId, .maxPower,
  ]

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The form of the events.
  ///   - columns: The columns of CSV and of a table; JSON has every field.
  ///   - clock: The way in which times are stated.
  /// - Precondition: Each of the columns is one of ``EventField/columns``.
  public init(
    _ format: RowFormat, columns: [EventField] = EventField.columns, clock: OutputClock
  ) {
    precondition(columns.allSatisfy(\.isColumn), "CSV has no column for one of the fields")
    self.clock = clock
    switch format {
    case .json, .ndjson:
      fields = Self.members
      missing = []
    case .csv, .table:
      fields = columns
      // The parts of a connector have columns.
      missing = EventField.allCases.filter { $0 != .connectorId && !columns.contains($0) }
    }
    isJSON = format == .json || format == .ndjson
    rows = RowWriter(format, columns: fields.map { .text($0.name) })
  }

  /// Returns the first field that the event states and that a row has no column for, or nil.
  ///
  /// CSV has no column for a config and for a charging curve. In JSON the result is always nil.
  public func fieldWithoutColumn(in event: SessionEvent) -> EventField? {
    missing.first { cell($0, of: event) != nil }
  }

  /// Appends the bytes before the first event.
  public func begin(into bytes: inout [UInt8]) { rows.begin(into: &bytes) }

  /// Appends an event.
  ///
  /// - Precondition: There is a column for every field of the event, see
  ///   ``fieldWithoutColumn(in:)``.
  public mutating func write(_ event: SessionEvent, into bytes: inout [UInt8]) {
    if let field = fieldWithoutColumn(in: event) {
      preconditionFailure("the timeline has no column \(field.name)")
    }
    rows.write(fields.map { cell($0, of: event) ?? .absent }, into: &bytes)
  }

  /// Appends the bytes after the last event.
  public func end(into bytes: inout [UInt8]) { rows.end(into: &bytes) }

  // MARK: Fields

  /// Returns the value of a field, or nil where the event does not state it.
  private func cell(_ field: EventField, of event: SessionEvent) -> RowWriter.Cell? {
    switch field {
    case .time: .time(event.time, on: clock)
    case .event: .text(EventName(event.kind).rawValue)
    case .sessionId: (event.start?.sessionId ?? event.session?.sessionId).map { .name($0.utf8) }
    case .connectorId: event.charger.map { .json(Self.connector($0, event.idx)) }
    case .chargerId: (isJSON ? nil : event.charger).map { .name($0.utf8) } ?? event.limit?.charger
    case .idx: event.idx?.cell
    case .vehicleMaxPower: (event.start?.vehicleMaxPower ?? event.update?.vehicleMaxPower).cell
    case .consumedPower: event.update?.consumedPower.cell
    case .gridCapacity: if case .gridCapacity(let power) = event.kind { power.cell } else { nil }
    case .config:
      if case .config(let station) = event.kind { .json(StationWriter.line(station)) } else { nil }
    case .energyRequested: event.start?.energyRequested.cell
    case .departureTime: event.start?.departureTime.map { .time($0, on: clock) }
    case .leavesWhenDone: event.start?.leavesWhenDone.map { .truth($0) }
    case .maxWait: event.start?.maxWait.map { .thousandths(Int128($0.milliseconds)) }
    case .vehicle: event.start?.vehicle.map { .name($0.utf8) }
    case .batteryCapacity: event.start?.batteryCapacity.cell
    case .soc: event.start?.stateOfCharge.map { .thousandths(Int128($0)) }
    case .targetSoc: event.start?.targetStateOfCharge.map { .thousandths(Int128($0)) }
    case .chargingCurve:
      event.start?.chargingCurve.map { curve in
        var bytes: [UInt8] = []
        bytes.append(json: curve)
        return .json(bytes)
      }
    case .priority: event.start.flatMap { $0.priority == 0 ? nil : $0.priority.cell }
    case .weight: event.start.flatMap { $0.weight == 1 ? nil : $0.weight.cell }
    case .loadId:
      event.load.flatMap { $0.loadId == SessionEvent.Load.defaultId ? nil : .name($0.loadId.utf8) }
    case .power: event.load?.power.cell
    case .maxPower:
      event.limit.map { $0.maxPower.cell ?? (isJSON ? .json(Self.null) : .name(Self.none)) }
    case .groupId: event.limit?.group
    }
  }

  private static let null = Array("null".utf8)
  private static let none = Array("none".utf8)

  private static func connector(_ charger: Identifier, _ idx: Int?) -> [UInt8] {
    if let idx {
      var bytes: [UInt8] = []
      bytes.append(connector: ConnectorID(chargerId: charger, idx: idx))
      return bytes
    }
    var bytes = Array("{\"chargerId\":".utf8)
    bytes.append(jsonString: charger)
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}

extension SessionEvent {
  fileprivate var start: Start? {
    if case .start(let start) = kind { start } else { nil }
  }

  fileprivate var update: PowerUpdate? {
    if case .powerUpdate(let update) = kind { update } else { nil }
  }

  /// The session that a report or a stop is about.
  fileprivate var session: SessionReference? {
    if case .stop(let session) = kind { session } else { update?.session }
  }

  fileprivate var load: Load? {
    if case .load(let load) = kind { load } else { nil }
  }

  fileprivate var limit: Limit? {
    if case .limit(let limit) = kind { limit } else { nil }
  }

  private var connector: ConnectorID? {
    if case .connector(let connector)? = start?.connector { return connector }
    switch session {
    case .connector(let connector), .sessionAt(_, let connector): return connector
    case .session, nil: return nil
    }
  }

  fileprivate var charger: Identifier? {
    if case .charger(let charger)? = start?.connector { charger } else { connector?.chargerId }
  }

  fileprivate var idx: Int? { connector?.idx }
}

extension SessionEvent.Limit {
  fileprivate var charger: RowWriter.Cell? {
    if case .charger(let id) = target { .name(id.utf8) } else { nil }
  }

  fileprivate var group: RowWriter.Cell? {
    if case .group(let id) = target { .name(id.utf8) } else { nil }
  }
}

extension Power? {
  fileprivate var cell: RowWriter.Cell? { map { .power($0) } }
}

extension Power {
  fileprivate var cell: RowWriter.Cell { .power(self) }
}

extension Int {
  fileprivate var cell: RowWriter.Cell { .thousandths(Int128(self * 1_000)) }
}

extension Energy? {
  fileprivate var cell: RowWriter.Cell? { map { .thousandths($0.roundedWattHours) } }
}

extension [UInt8] {
  /// Appends the points of a charging curve: pairs of percent and kW.
  mutating func append(json curve: ChargingCurve) {
    appendArray(curve.points) { bytes, point in
      bytes.appendArray([point.stateOfCharge, point.power.watts]) { $0.append(thousandths: $1) }
    }
  }
}
