/// The quick way from a record to an event, for records in which everything is as it mostly is.
///
/// It knows starts at a named connector, reports and stops, with nothing in them but plain names,
/// numbers and times, and gives up at anything else, which is left to ``EventBuilder``. That reads
/// the same events in the same way, and has a message for each thing that can be wrong.
extension FastEventBuffer {
  /// Reads the event that the fields of a record state.
  ///
  /// - Parameter lastDate: The date that has shown the record's moment, if it has been shown.
  /// - Returns: The way in which the record states its time; nil where it is not plain, which
  ///   leaves what stands here without meaning.
  @inline(__always)
  mutating func read(
    _ fields: inout some FastFields, _ text: borrowing SourceText, _ lastDate: borrowing LastDate
  ) -> TimeScale? {
    let bytes = text.storage.span
    guard let kind = fields.kind ?? FastEvent.Kind(bytes, fields.take(text: .event)),
      let (time, scale) = Self.time(&fields, bytes, lastDate)
    else { return nil }
    let sessionId = fields.take(text: .sessionId)
    let chargerId = fields.take(text: .chargerId)
    var idx = 0
    if !chargerId.isEmpty {
      guard let number = fields.take(number: .idx).wholeNumber(bytes), number <= 1_000 else {
        return nil
      }
      idx = number
    }
    var maximum: Power?
    var consumed = Power.zero
    switch kind {
    case .start:
      maximum = fields.take(number: .vehicleMaxPower).power(bytes)
      if maximum == nil || chargerId.isEmpty { return nil }
    case .powerUpdate:
      guard let power = fields.take(number: .consumedPower).power(bytes) else { return nil }
      consumed = power
      let stated = fields.take(number: .vehicleMaxPower)
      if !stated.isEmpty {
        maximum = stated.power(bytes)
        if maximum == nil { return nil }
      }
    case .stop: break
    }
    guard fields.isEmpty(), !sessionId.isEmpty else { return nil }
    if let sessionId = sessionId.shortName(bytes),
      let chargerId = chargerId.isEmpty ? .empty : chargerId.shortName(bytes)
    {
      note(
        FastEvent(
          time: time, kind: kind, sessionId: sessionId, chargerId: chargerId, idx: idx,
          vehicleMaxPower: maximum, consumedPower: consumed))
    } else {
      let nameless = FastEvent(
        time: time, kind: kind, sessionId: .empty, chargerId: .empty, idx: idx,
        vehicleMaxPower: maximum, consumedPower: consumed)
      note(SessionEvent(nameless, sessionId, chargerId, bytes))
    }
    return scale
  }

  @inline(__always)
  private static func time(
    _ fields: inout some FastFields, _ bytes: Span<UInt8>, _ lastDate: borrowing LastDate
  ) -> (Instant, TimeScale)? {
    if let moment = fields.moment { return (moment, lastDate.scale) }
    guard let milliseconds = fields.take(number: .time).thousandths(bytes),
      milliseconds <= FieldReader.maximumSeconds
    else { return nil }
    return (Instant(milliseconds: milliseconds), .seconds)
  }
}

extension FastEvent.Kind {
  // The names as numbers, their first letters lowest.
  static var startName: UInt64 { 0x74_7261_7473 }
  static var stopName: UInt64 { 0x706F_7473 }
  static var powerUpdateName: (UInt64, UInt64) { (0x7075_2D72_6577_6F70, 0x6574_6164) }

  /// How many bytes the name has.
  @inline(__always)
  var count: Int {
    switch self {
    case .start: 5
    case .powerUpdate: 12
    case .stop: 4
    }
  }

  /// Nil where the text is no such kind, or stands close to the end of `bytes`.
  @inline(__always)
  fileprivate init?(_ bytes: Span<UInt8>, _ text: FastText) {
    guard text.start < bytes.count &- text.count else { return nil }
    self.init(bytes, at: text.start, before: bytes[text.start &+ text.count])
    if count != text.count { return nil }
  }

  /// The kind whose name stands at `start` before a delimiter; nil where there is none, and close
  /// to the end of `bytes`.
  @inline(__always)
  init?(_ bytes: Span<UInt8>, at start: Int, before delimiter: UInt8) {
    guard start <= bytes.count &- 16 else { return nil }
    let word = bytes.word(at: start)
    let delimiter = UInt64(delimiter)
    if word.prefix(6) == Self.startName | delimiter &<< 40 {
      self = .start
    } else if word.prefix(5) == Self.stopName | delimiter &<< 32 {
      self = .stop
    } else if word == Self.powerUpdateName.0,
      bytes.word(at: start &+ 8).prefix(5) == Self.powerUpdateName.1 | delimiter &<< 32
    {
      self = .powerUpdate
    } else {
      return nil
    }
  }
}

extension SessionEvent {
  /// Creates an event with names of any length.
  ///
  /// - Parameter nameless: The event, its names apart.
  @inline(never)
  fileprivate init(
    _ nameless: borrowing FastEvent, _ sessionId: FastText, _ chargerId: FastText,
    _ bytes: Span<UInt8>
  ) {
    let id = Identifier(validUTF8: bytes, in: sessionId.range)
    let connector = ConnectorID(
      chargerId: Identifier(validUTF8: bytes, in: chargerId.range), idx: nameless.idx)
    let session: SessionReference =
      chargerId.isEmpty ? .session(id) : .sessionAt(id, connector)
    time = nameless.time
    switch nameless.kind {
    case .start:
      kind = .start(
        Start(sessionId: id, connectorId: connector, vehicleMaxPower: nameless.vehicleMaxPower))
    case .powerUpdate: kind = .powerUpdate(nameless.powerUpdate(of: session))
    case .stop: kind = .stop(session)
    }
  }
}
