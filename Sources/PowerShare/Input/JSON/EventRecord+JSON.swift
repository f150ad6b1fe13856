extension EventRecord {
  /// Reads a JSON value, which should be an event, and notes its fields.
  ///
  /// - Returns: True if it was an object.
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
        note(unknownKey: key, try scanner.value(bytes))
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

  /// Reads the object of `connectorId` and notes its fields.
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
      default: note(unknownKey: key, value)
      }
    }
    return RawValue(kind: .object, range: start..<scanner.position)
  }

  private static let names = EventField.allCases.map { Identifier($0.name) }

  /// Returns the field with the name of a key, or nil.
  static func field(_ bytes: Span<UInt8>, _ key: RawValue) -> EventField? {
    let name =
      key.hasEscapes
      ? Identifier(validUTF8: JSONText.decoded(bytes, key))
      : Identifier(validUTF8: bytes, in: key.content)
    let names = names.span
    // The first names are those of the most frequent fields.
    for place in names.indices where names[place] == name { return EventField(rawValue: place) }
    return nil
  }
}
