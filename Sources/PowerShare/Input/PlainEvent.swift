/// The quick way from a record to an event, for records in which everything is as it mostly is.
///
/// It knows starts at a named connector, reports and stops, with nothing in them but plain names,
/// numbers and times, and gives up at anything else, which is left to ``EventBuilder``. That reads
/// the same events in the same way, and has a message for each thing that can be wrong.
enum PlainEvent {
  /// Reads the event of a record.
  ///
  /// - Parameter event: Receives the event; it is written where it will be used, because a copy of
  ///   an event costs as much as reading one.
  /// - Returns: The way in which the record states its time; nil where it is not plain.
  @inline(__always)
  static func read(
    _ record: borrowing EventRecord, _ bytes: Span<UInt8>, _ lastDate: borrowing LastDate,
    into event: inout SessionEvent
  ) -> TimeScale? {
    let fields = record.contents.span
    let texts = record.plainTexts
    guard record.unknownKeys.isEmpty, texts.contains(.event),
      let name = EventWord(bytes, in: fields[EventField.event.rawValue]),
      let (time, scale) = time(record, bytes, lastDate)
    else { return nil }
    let numbers = record.plainNumbers
    let present = record.present
    switch name {
    case .powerUpdate:
      guard present.isSubset(of: reportFields), texts.contains(.sessionId),
        let id = self.name(.sessionId, fields, bytes), numbers.contains(.consumedPower),
        let consumed = power(.consumedPower, fields, bytes)
      else { return nil }
      var maximum: Power?
      if present.contains(.vehicleMaxPower) {
        guard numbers.contains(.vehicleMaxPower),
          let power = power(.vehicleMaxPower, fields, bytes)
        else { return nil }
        maximum = power
      }
      guard present.isDisjoint(with: connectorFields) else {
        guard let connector = connector(record, bytes) else { return nil }
        event = SessionEvent(
          time: time,
          kind: .powerUpdate(
            SessionEvent.PowerUpdate(
              session: .sessionAt(id, connector), consumedPower: consumed,
              vehicleMaxPower: maximum)))
        return scale
      }
      event = SessionEvent(
        time: time,
        kind: .powerUpdate(
          SessionEvent.PowerUpdate(
            session: .session(id), consumedPower: consumed, vehicleMaxPower: maximum)))
    case .stop:
      guard present.isSubset(of: stopFields), texts.contains(.sessionId),
        let id = self.name(.sessionId, fields, bytes)
      else { return nil }
      guard present.isDisjoint(with: connectorFields) else {
        guard let connector = connector(record, bytes) else { return nil }
        event = SessionEvent(time: time, kind: .stop(.sessionAt(id, connector)))
        return scale
      }
      event = SessionEvent(time: time, kind: .stop(.session(id)))
    case .start:
      guard present.isSubset(of: startFields), texts.contains(.sessionId),
        let id = self.name(.sessionId, fields, bytes), let connector = connector(record, bytes),
        numbers.contains(.vehicleMaxPower),
        let maximum = power(.vehicleMaxPower, fields, bytes)
      else { return nil }
      event = SessionEvent(
        time: time,
        kind: .start(
          SessionEvent.Start(
            sessionId: id, connector: .connector(connector), vehicleMaxPower: maximum,
            statedWishes: nil)))
    }
    return scale
  }

  // MARK: Which fields

  // Each worked out where it is used, because a constant of the type is looked up at each use.

  private static var connectorFields: EventFieldSet {
    EventFieldSet().with(.connectorId).with(.chargerId).with(.idx)
  }

  private static var stopFields: EventFieldSet {
    connectorFields.with(.time).with(.event).with(.sessionId)
  }

  private static var startFields: EventFieldSet { stopFields.with(.vehicleMaxPower) }

  private static var reportFields: EventFieldSet { startFields.with(.consumedPower) }

  // MARK: Fields

  @inline(__always)
  private static func time(
    _ record: borrowing EventRecord, _ bytes: Span<UInt8>, _ lastDate: borrowing LastDate
  ) -> (Instant, TimeScale)? {
    if let moment = record.moment { return moment }
    let text = record.contents[EventField.time.rawValue]
    if record.plainTexts.contains(.time), let (instant, offset) = lastDate.read(bytes, in: text) {
      return (instant, .dateTime(offset))
    }
    guard record.plainNumbers.contains(.time),
      let milliseconds = DecimalNumber.plainThousandths(bytes, in: text),
      milliseconds <= FieldReader.maximumSeconds
    else { return nil }
    return (Instant(milliseconds: milliseconds), .seconds)
  }

  @inline(__always)
  private static func name(
    _ field: EventField, _ fields: Span<Range<Int>>, _ bytes: Span<UInt8>
  ) -> Identifier? {
    let text = fields[field.rawValue]
    return text.isEmpty ? nil : Identifier(validUTF8: bytes, in: text)
  }

  @inline(__always)
  private static func connector(
    _ record: borrowing EventRecord, _ bytes: Span<UInt8>
  ) -> ConnectorID? {
    let fields = record.contents.span
    guard record.plainTexts.contains(.chargerId), record.plainNumbers.contains(.idx),
      let charger = name(.chargerId, fields, bytes),
      let idx = DecimalNumber.plainThousandths(bytes, in: fields[EventField.idx.rawValue]),
      idx <= 1_000_000, idx % 1_000 == 0
    else { return nil }
    return ConnectorID(chargerId: charger, idx: idx / 1_000)
  }

  @inline(__always)
  private static func power(
    _ field: EventField, _ fields: Span<Range<Int>>, _ bytes: Span<UInt8>
  ) -> Power? {
    guard let watts = DecimalNumber.plainThousandths(bytes, in: fields[field.rawValue]),
      watts <= Power.maximum.watts
    else { return nil }
    return Power(watts: watts)
  }
}

/// The kinds of event that most timelines consist of.
private enum EventWord {
  case start, powerUpdate, stop

  /// Nil where the text is another, or stands close to the end of `bytes`.
  @inline(__always)
  init?(_ bytes: Span<UInt8>, in text: Range<Int>) {
    let start = text.lowerBound
    guard start <= bytes.count &- 16 else { return nil }
    let low = bytes.word(at: start)
    // The names as numbers, their first letters lowest.
    switch text.count {
    case 4 where low.prefix(4) == 0x706F_7473: self = .stop
    case 5 where low.prefix(5) == 0x74_7261_7473: self = .start
    case 12
    where low == 0x7075_2D72_6577_6F70 && bytes.word(at: start &+ 8).prefix(4) == 0x6574_6164:
      self = .powerUpdate
    default: return nil
    }
  }
}
