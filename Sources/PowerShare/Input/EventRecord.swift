/// One event as it stands in a file: its fields, not yet understood.
struct EventRecord {
  /// How the file writes values.
  var style = FieldReader.Style.json
  /// All its bytes.
  var range = 0..<0
  /// Keys that no event has.
  private(set) var unknownKeys: [RawValue] = []
  /// The fields that stand there with a value.
  private(set) var present = EventFieldSet()
  /// The fields that have been noted, those without a value included; the others in `fields` are
  /// left over from earlier events.
  private var noted = EventFieldSet()
  private var fields = Array(repeating: RawValue(), count: EventField.allCases.count)

  subscript(field: EventField) -> RawValue {
    get { noted.contains(field) ? fields[field.rawValue] : RawValue() }
    set {
      fields[field.rawValue] = newValue
      noted.insert(field)
      if newValue.kind == .absent || newValue.kind == .null {
        present.remove(field)
      } else {
        present.insert(field)
      }
    }
  }

  /// Whether the field stands there with a value.
  func has(_ field: EventField) -> Bool { present.contains(field) }

  /// Forgets everything, for the next event.
  mutating func clear() {
    noted.removeAll()
    present.removeAll()
    if !unknownKeys.isEmpty { unknownKeys.removeAll(keepingCapacity: true) }
  }

  /// Where a message about a field points: the field, what contains it, or the event's beginning.
  func place(of field: EventField) -> Range<Int> {
    if self[field].range != 0..<0 { return self[field].range }
    if field == .chargerId || field == .idx, self[.connectorId].range != 0..<0 {
      return self[.connectorId].range
    }
    return beginning
  }

  /// The event's first byte.
  var beginning: Range<Int> {
    style == .json ? range.lowerBound..<(range.lowerBound + 1) : range.lowerBound..<range.lowerBound
  }
}

// MARK: - JSON

extension EventRecord {
  /// Passes a JSON value, which ought to be an event, and notes its fields.
  ///
  /// - Returns: Whether it was an object.
  mutating func read(
    _ bytes: Span<UInt8>, with scanner: inout JSONScanner
  ) throws(JSONStop) -> Bool {
    clear()
    let first = try scanner.nextByte(bytes)
    let start = scanner.position
    guard first == UInt8(ascii: "{") else {
      range = try scanner.value(bytes).range
      return false
    }
    try scanner.members(bytes) { scanner throws(JSONStop) in
      let key = scanner.key
      guard let field = Self.field(bytes, key), field != .chargerId, field != .idx else {
        unknownKeys.append(key)
        _ = try scanner.value(bytes)
        return
      }
      if field == .connectorId, try scanner.nextByte(bytes) == UInt8(ascii: "{") {
        self[field] = try readConnector(bytes, with: &scanner)
      } else {
        self[field] = try scanner.value(bytes)
      }
    }
    range = start..<scanner.position
    return true
  }

  /// Passes the object of `connectorId` and notes the fields in it.
  private mutating func readConnector(
    _ bytes: Span<UInt8>, with scanner: inout JSONScanner
  ) throws(JSONStop) -> RawValue {
    let start = scanner.position
    try scanner.members(bytes) { scanner throws(JSONStop) in
      let key = scanner.key
      let value = try scanner.value(bytes)
      switch Self.field(bytes, key) {
      case .chargerId: self[.chargerId] = value
      case .idx: self[.idx] = value
      default: unknownKeys.append(key)
      }
    }
    return RawValue(kind: .object, range: start..<scanner.position)
  }

  private static let names = EventField.allCases.map { Identifier($0.name) }

  /// The field of that name.
  static func field(_ bytes: Span<UInt8>, _ key: RawValue) -> EventField? {
    let name =
      key.hasEscapes
      ? Identifier(validUTF8: JSONText.decoded(bytes, key))
      : Identifier(validUTF8: bytes, in: key.content)
    let names = names.span
    // The first are those that most events have.
    for place in names.indices where names[place] == name { return EventField(rawValue: place) }
    return nil
  }
}

// MARK: - CSV

extension EventRecord {
  /// Reads a row of plain fields: without quotes, and with nothing but ASCII in it.
  ///
  /// Most rows are such, and are looked at eight bytes at a time. Anything else is left to the
  /// scanner, which looks at the row again.
  ///
  /// - Returns: Where the next row begins; nil where the row is not plain, or not complete.
  mutating func readPlainRow(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ columns: Span<EventField?>,
    delimiter: UInt8
  ) -> Int? {
    clear()
    var noted = EventFieldSet()
    var present = EventFieldSet()
    var values = fields.mutableSpan
    let delimiters = UInt64(eight: delimiter)
    var position = start
    var fieldStart = start
    var column = 0
    while position < end, position <= bytes.count &- 8 {
      let word = bytes.word(at: position)
      var matches =
        word.bytesEqual(to: delimiters) | word.bytesBelow(UInt8(ascii: "#"))
        | word.bytesAboveASCII
      while matches != 0 {
        let place = position &+ matches.firstMatch
        matches &= matches &- 1
        guard place < end else { return nil }
        let byte = bytes[place]
        let isLast = byte == UInt8(ascii: "\n")
        guard isLast || byte == delimiter else {
          // A quote, a carriage return and what is not ASCII are not plain; all others are.
          if byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r") {
            return nil
          }
          continue
        }
        guard column < columns.count else { return nil }
        if let field = columns[column] {
          let isAbsent = place == fieldStart
          values[field.rawValue] = RawValue(
            kind: isAbsent ? .absent : .text, range: fieldStart..<place)
          noted.insert(field)
          if !isAbsent { present.insert(field) }
        }
        column &+= 1
        fieldStart = place &+ 1
        if isLast {
          guard column == columns.count else { return nil }
          self.noted = noted
          self.present = present
          range = start..<place
          return fieldStart
        }
      }
      position &+= 8
    }
    return nil
  }
}
