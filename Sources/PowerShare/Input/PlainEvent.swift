/// The quick way from a record to an event, for records in which everything is as it mostly is.
///
/// It knows starts at a named connector, reports and stops, with nothing in them but plain names,
/// numbers and times, and gives up at anything else, which is left to ``EventBuilder``. That reads
/// the same events in the same way, and has a message for each thing that can be wrong.
enum PlainEvent {
  private static let startFields = fields(
    [.sessionId, .connectorId, .chargerId, .idx, .vehicleMaxPower])
  private static let reportFields = fields(
    [.sessionId, .connectorId, .chargerId, .idx, .vehicleMaxPower, .consumedPower])
  private static let stopFields = fields([.sessionId, .connectorId, .chargerId, .idx])

  private static let report: Identifier = "power-update"
  private static let stop: Identifier = "stop"
  private static let start: Identifier = "start"

  private static func fields(_ fields: [EventField]) -> EventFieldSet {
    var set = EventFieldSet()
    for field in [.time, .event] + fields { set.insert(field) }
    return set
  }

  /// The event of a record and the way in which it states its time; nil where it is not plain.
  static func read(
    _ record: borrowing EventRecord, _ bytes: Span<UInt8>, _ lastDate: LastDate
  ) -> (SessionEvent, TimeScale)? {
    guard record.unknownKeys.isEmpty, let (time, scale) = time(record, bytes, lastDate),
      let name = name(.event, record, bytes), let kind = kind(name, record, bytes)
    else { return nil }
    return (SessionEvent(time: time, kind: kind), scale)
  }

  private static func kind(
    _ name: Identifier, _ record: borrowing EventRecord, _ bytes: Span<UInt8>
  ) -> SessionEvent.Kind? {
    if name == report, record.present.isSubset(of: reportFields) {
      guard let reference = reference(record, bytes),
        let consumed = power(.consumedPower, record, bytes)
      else { return nil }
      var maximum: Power?
      if record.has(.vehicleMaxPower) {
        maximum = power(.vehicleMaxPower, record, bytes)
        if maximum == nil { return nil }
      }
      return .powerUpdate(
        SessionEvent.PowerUpdate(
          session: reference, consumedPower: consumed, vehicleMaxPower: maximum))
    }
    if name == stop, record.present.isSubset(of: stopFields) {
      return reference(record, bytes).map(SessionEvent.Kind.stop)
    }
    if name == start, record.present.isSubset(of: startFields) {
      guard let id = self.name(.sessionId, record, bytes),
        let connector = connector(record, bytes),
        let maximum = power(.vehicleMaxPower, record, bytes)
      else { return nil }
      return .start(
        SessionEvent.Start(sessionId: id, connectorId: connector, vehicleMaxPower: maximum))
    }
    return nil
  }

  private static func reference(
    _ record: borrowing EventRecord, _ bytes: Span<UInt8>
  ) -> SessionReference? {
    guard let id = name(.sessionId, record, bytes) else { return nil }
    guard record.has(.chargerId) || record.has(.idx) || record.has(.connectorId) else {
      return .session(id)
    }
    return connector(record, bytes).map { .sessionAt(id, $0) }
  }

  // MARK: Fields

  private static func time(
    _ record: borrowing EventRecord, _ bytes: Span<UInt8>, _ lastDate: LastDate
  ) -> (Instant, TimeScale)? {
    let value = record[.time]
    if value.kind == .text, let (instant, offset) = lastDate.read(bytes, value) {
      return (instant, .dateTime(offset))
    }
    guard let milliseconds = number(.time, record, bytes, maximum: FieldReader.maximumSeconds)
    else { return nil }
    return (Instant(milliseconds: milliseconds), .seconds)
  }

  private static func name(
    _ field: EventField, _ record: borrowing EventRecord, _ bytes: Span<UInt8>
  ) -> Identifier? {
    let value = record[field]
    guard value.kind == .text, !value.hasEscapes, !value.content.isEmpty else { return nil }
    return Identifier(validUTF8: bytes, in: value.content)
  }

  private static func connector(
    _ record: borrowing EventRecord, _ bytes: Span<UInt8>
  ) -> ConnectorID? {
    guard let charger = name(.chargerId, record, bytes),
      let idx = number(.idx, record, bytes, maximum: 1_000_000), idx % 1_000 == 0
    else { return nil }
    return ConnectorID(chargerId: charger, idx: idx / 1_000)
  }

  private static func power(
    _ field: EventField, _ record: borrowing EventRecord, _ bytes: Span<UInt8>
  ) -> Power? {
    number(field, record, bytes, maximum: Power.maximum.watts).map(Power.init(watts:))
  }

  /// A number in thousandths.
  private static func number(
    _ field: EventField, _ record: borrowing EventRecord, _ bytes: Span<UInt8>, maximum: Int
  ) -> Int? {
    let value = record[field]
    guard value.kind == (record.style == .json ? .number : .text), !value.hasEscapes,
      let number = DecimalNumber.plainThousandths(bytes, in: value.content), number <= maximum
    else { return nil }
    return number
  }
}
