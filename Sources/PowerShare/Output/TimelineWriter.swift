/// Writes a timeline as CSV, JSON or NDJSON, event by event, for the program to read again.
///
/// Each time is written in the offset that clocks show then. Names are written as they are: a
/// spreadsheet may take one that begins with `=` for a formula.
public struct TimelineWriter: Sendable {
  private let format: Format
  private let columns: [EventField]
  private let clock: TimelineClock
  private var hasEvents = false

  /// How a timeline is written.
  public enum Format: Equatable, Sendable {
    /// A header, then one row an event.
    case csv(delimiter: UInt8)
    /// One array.
    case json
    /// One event a line.
    case ndjson
  }

  /// How the times of a timeline are written.
  public enum TimelineClock: Sendable {
    /// As numbers of seconds.
    case seconds
    /// As date-times in the offset that clocks show.
    case local(LocalClock)

    func scale(at time: Instant) -> TimeScale {
      switch self {
      case .seconds: .seconds
      case .local(let clock): .dateTime(clock.offset(at: time))
      }
    }
  }

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - columns: The columns of CSV; fields for which there is none are left out there.
  ///   - clock: How times are written.
  public init(_ format: Format, columns: [EventField], clock: TimelineClock) {
    self.format = format
    self.columns = columns
    self.clock = clock
  }

  /// Appends what stands before the first event.
  public func begin(into bytes: inout [UInt8]) {
    switch format {
    case .csv(let delimiter):
      for (index, column) in columns.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        bytes.append(text: column.name)
      }
      bytes.append(UInt8(ascii: "\n"))
    case .json: bytes.append(UInt8(ascii: "["))
    case .ndjson: break
    }
  }

  /// Appends an event.
  ///
  /// - Precondition: It is not a `config` where the format is CSV.
  public mutating func write(_ event: SessionEvent, into bytes: inout [UInt8]) {
    let fields = Self.fields(of: event)
    switch format {
    case .csv(let delimiter):
      for (index, column) in columns.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        guard let value = fields.first(where: { $0.field == column })?.value else { continue }
        append(value, csv: delimiter, to: &bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
    case .json:
      bytes.append(hasEvents ? ",\n" : "\n")
      appendObject(fields, to: &bytes)
    case .ndjson:
      appendObject(fields, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    hasEvents = true
  }

  /// Appends what stands after the last event.
  public func end(into bytes: inout [UInt8]) {
    if format == .json { bytes.append(hasEvents ? "\n]\n" : "]\n") }
  }

  // MARK: Fields

  private enum Value {
    case time(Instant)
    case text([UInt8])
    case thousandths(Int)
    case truth(Bool)
  }

  private typealias Field = (field: EventField, value: Value)

  private static func fields(of event: SessionEvent) -> [Field] {
    var fields: [Field] = [(.time, .time(event.time))]
    func add(_ field: EventField, _ value: Value?) {
      if let value { fields.append((field, value)) }
    }
    func add(_ connector: ConnectorID) {
      add(.chargerId, .text(connector.chargerId.utf8))
      add(.idx, .thousandths(connector.idx * 1_000))
    }
    func add(_ session: SessionReference) {
      switch session {
      case .session(let id): add(.sessionId, .text(id.utf8))
      case .connector(let connector): add(connector)
      case .sessionAt(let id, let connector):
        add(.sessionId, .text(id.utf8))
        add(connector)
      }
    }
    switch event.kind {
    case .start(let start):
      add(.event, .text(Array("start".utf8)))
      add(.sessionId, start.sessionId.map { .text($0.utf8) })
      switch start.connector {
      case .connector(let connector): add(connector)
      case .charger(let charger): add(.chargerId, .text(charger.utf8))
      case .any: break
      }
      add(.vehicleMaxPower, start.vehicleMaxPower.map { .thousandths($0.watts) })
      add(.vehicle, start.vehicle.map { .text($0.utf8) })
      add(.soc, start.stateOfCharge.map(Value.thousandths))
      add(.energyRequested, start.energyRequested.map { .thousandths($0.roundedWattHours) })
      add(.departureTime, start.departureTime.map(Value.time))
      add(.leavesWhenDone, start.leavesWhenDone.map(Value.truth))
    case .powerUpdate(let update):
      add(.event, .text(Array("power-update".utf8)))
      add(update.session)
      add(.vehicleMaxPower, update.vehicleMaxPower.map { .thousandths($0.watts) })
      add(.consumedPower, .thousandths(update.consumedPower.watts))
    case .stop(let session):
      add(.event, .text(Array("stop".utf8)))
      add(session)
    case .gridCapacity(let power):
      add(.event, .text(Array("grid-capacity".utf8)))
      add(.gridCapacity, .thousandths(power.watts))
    case .config:
      preconditionFailure("timelines that are written have no config events")
    }
    return fields
  }

  // MARK: Values

  private func appendObject(_ fields: [Field], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    var isInConnector = false
    for (index, (field, value)) in fields.enumerated() {
      let belongsToConnector = field == .chargerId || field == .idx
      if isInConnector, !belongsToConnector { bytes.append(UInt8(ascii: "}")) }
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if belongsToConnector, !isInConnector { bytes.append("\"connectorId\":{") }
      isInConnector = belongsToConnector
      bytes.append(jsonString: Array(field.name.utf8))
      bytes.append(UInt8(ascii: ":"))
      append(value, to: &bytes)
    }
    bytes.append(isInConnector ? "}}" : "}")
  }

  private func append(_ value: Value, to bytes: inout [UInt8]) {
    switch value {
    case .time(let time): bytes.append(jsonTime: time, in: clock.scale(at: time))
    case .text(let text): bytes.append(jsonString: text)
    case .thousandths(let number): bytes.append(thousandths: number)
    case .truth(let isTrue): bytes.append(text: isTrue ? "true" : "false")
    }
  }

  private func append(_ value: Value, csv delimiter: UInt8, to bytes: inout [UInt8]) {
    switch value {
    case .time(let time): bytes.append(time, in: clock.scale(at: time))
    case .text(let text): bytes.append(csvName: text, delimiter: delimiter)
    case .thousandths(let number):
      let point = UInt8(ascii: delimiter == UInt8(ascii: ";") ? "," : ".")
      bytes.append(thousandths: number, decimalPoint: point)
    case .truth(let isTrue): bytes.append(text: isTrue ? "true" : "false")
    }
  }
}

extension [UInt8] {
  /// Appends a name as a CSV field that is read again as it was: in quotes where it needs them.
  mutating func append(csvName name: [UInt8], delimiter: UInt8) {
    let needsQuotes = name.contains { byte in
      byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return append(contentsOf: name) }
    append(UInt8(ascii: "\""))
    for byte in name {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
