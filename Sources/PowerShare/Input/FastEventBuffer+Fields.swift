/// The fast reader of events: from the fields of a record to an event.
///
/// It reads starts at a named connector or at any, reports and stops that state nothing but names,
/// numbers, times and Booleans. It gives up on any other record, which ``EventBuilder`` then reads.
/// ``EventBuilder`` reads these events as well, to the same result, and has the messages for all
/// problems.
///
/// Part of the fast path (``FastPath/events``); may be deleted.
extension FastEventBuffer {
  /// Reads the event that the fields of a record state.
  ///
  /// - Parameter lastDate: The last date; it has the offset of a moment that the record shows.
  /// - Returns: The scale of the record's time, or nil if the record is left to the general path.
  ///   The content of the buffer then has no meaning.
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
      maximum = fields.take(number: .vehicleMaxPower).vehiclePower(
        bytes, readsDecimals: fields.readsDecimals)
      if maximum == nil { return nil }
    case .powerUpdate:
      guard
        let power = fields.take(number: .consumedPower).vehiclePower(
          bytes, readsDecimals: fields.readsDecimals)
      else { return nil }
      consumed = power
      let stated = fields.take(number: .vehicleMaxPower)
      if !stated.isEmpty {
        maximum = stated.vehiclePower(
          bytes, readsDecimals: fields.readsDecimals)
        if maximum == nil { return nil }
      }
    case .stop: break
    }
    guard !sessionId.isEmpty else { return nil }
    let statesWishes = !fields.isEmpty()
    if statesWishes {
      guard kind == .start, readWishes(&fields, bytes, at: time, scale, lastDate) else {
        return nil
      }
    }
    if let sessionId = sessionId.shortName(bytes),
      let chargerId = chargerId.isEmpty ? .empty : chargerId.shortName(bytes)
    {
      store(
        FastEvent(
          time: time, kind: kind, statesWishes: statesWishes, sessionId: sessionId,
          chargerId: chargerId, idx: idx, vehicleMaxPower: maximum, consumedPower: consumed))
    } else {
      guard sessionId.count <= FieldReader.maximumNameLength,
        chargerId.count <= FieldReader.maximumNameLength
      else { return nil }
      let nameless = FastEvent(
        time: time, kind: kind, statesWishes: statesWishes, sessionId: .empty, chargerId: .empty,
        idx: idx, vehicleMaxPower: maximum, consumedPower: consumed)
      store(SessionEvent(nameless, wishes, sessionId, chargerId, bytes))
    }
    return scale
  }

  @inline(__always)
  private static func time(
    _ fields: inout some FastFields, _ bytes: Span<UInt8>, _ lastDate: borrowing LastDate
  ) -> (Instant, TimeScale)? {
    if let moment = fields.moment { return (moment, lastDate.scale) }
    guard
      let milliseconds = fields.take(number: .time).milliseconds(
        bytes, readsDecimals: fields.readsDecimals)
    else { return nil }
    return (Instant(milliseconds: milliseconds), .seconds)
  }

  /// Reads the wishes of a vehicle, which are the last fields of its `start`.
  ///
  /// Out of line, so that starts without wishes do not pay for it.
  ///
  /// - Returns: False if the record is left to the general path.
  @inline(never)
  private mutating func readWishes(
    _ fields: inout some FastFields, _ bytes: Span<UInt8>, at time: Instant, _ scale: TimeScale,
    _ lastDate: borrowing LastDate
  ) -> Bool {
    wishes = FastWishes()
    let energy = fields.take(number: .energyRequested)
    if !energy.isEmpty {
      wishes.energyRequested = energy.energy(bytes, readsDecimals: fields.readsDecimals)
      if wishes.energyRequested == nil { return false }
    }
    let departure =
      scale == .seconds
      ? fields.take(number: .departureTime) : fields.take(text: .departureTime)
    if !departure.isEmpty {
      wishes.departureTime =
        scale == .seconds
        ? departure.milliseconds(
          bytes, readsDecimals: fields.readsDecimals
        ).map(Instant.init(milliseconds:))
        : lastDate.read(bytes, in: departure.range)?.0
      guard let departureTime = wishes.departureTime, departureTime > time else { return false }
    }
    // A number in JSON is never a Boolean, and a text is an error.
    let leavesWhenDone = fields.take(number: .leavesWhenDone)
    if !leavesWhenDone.isEmpty {
      wishes.leavesWhenDone = FieldReader.boolean(bytes, leavesWhenDone.range)
      if wishes.leavesWhenDone == nil { return false }
    }
    let maxWait = fields.take(number: .maxWait)
    if !maxWait.isEmpty {
      guard
        let milliseconds = maxWait.milliseconds(
          bytes, readsDecimals: fields.readsDecimals)
      else { return false }
      wishes.maxWait = TimeSpan(milliseconds: milliseconds)
    }
    return fields.isEmpty()
  }
}

extension FastEvent.Kind {
  // The names as numbers; the first letter is the lowest byte.
  private static var startName: UInt64 { 0x74_7261_7473 }
  private static var stopName: UInt64 { 0x706F_7473 }
  private static var powerUpdateName: (UInt64, UInt64) { (0x7075_2D72_6577_6F70, 0x6574_6164) }

  /// The number of bytes of the name.
  @inline(__always)
  var count: Int {
    switch self {
    case .start: 5
    case .powerUpdate: 12
    case .stop: 4
    }
  }

  /// Creates the kind of that name, or returns nil if there is none or the text lies in the last 15
  /// bytes.
  @inline(__always)
  fileprivate init?(_ bytes: Span<UInt8>, _ text: FastText) {
    guard text.start < bytes.count &- text.count else { return nil }
    self.init(bytes, at: text.start, before: bytes[text.start &+ text.count])
    if count != text.count { return nil }
  }

  /// Creates the kind whose name begins at `start` and ends at a delimiter, or returns nil if there
  /// is none or fewer than 16 bytes follow `start`.
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
  /// Creates the general form of an event with names of any length.
  ///
  /// - Parameters:
  ///   - nameless: The event without its names.
  ///   - wishes: The wishes, if the event states any.
  @inline(never)
  fileprivate init(
    _ nameless: borrowing FastEvent, _ wishes: FastWishes, _ sessionId: FastText,
    _ chargerId: FastText, _ bytes: Span<UInt8>
  ) {
    let id = Identifier(validUTF8: bytes, in: sessionId.range)
    let connector = ConnectorID(
      chargerId: Identifier(validUTF8: bytes, in: chargerId.range), idx: nameless.idx)
    let isNamed = !chargerId.isEmpty
    let session: SessionReference =
      isNamed ? .sessionAt(id, connector) : .session(id)
    time = nameless.time
    switch nameless.kind {
    case .start:
      kind = .start(
        Start(
          sessionId: id, connector: isNamed ? .connector(connector) : .any,
          vehicleMaxPower: nameless.vehicleMaxPower,
          statedWishes: nameless.statesWishes ? [Wishes(wishes)] : nil))
    case .powerUpdate: kind = .powerUpdate(nameless.powerUpdate(of: session))
    case .stop: kind = .stop(session)
    }
  }
}
