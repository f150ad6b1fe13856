/// One event as it stands in a file: its fields, not yet understood.
///
/// What all fields have stands in sets rather than with each of them, so that records as most files
/// have them are noted, and looked at, with a few machine instructions a field.
struct EventRecord {
  /// How the file writes values.
  var style = FieldReader.Style.json
  /// All its bytes.
  var range = 0..<0
  /// The moment that its time states, where reading the record has shown it.
  var moment: Instant?
  /// Keys that no event has.
  private(set) var unknownKeys: [RawValue] = []
  /// The fields that have been noted, those without a value included.
  var noted = EventFieldSet()
  /// The fields that stand there with a value.
  var present = EventFieldSet()
  /// Those of them that have not been taken; see ``PlainFields``.
  var untaken = EventFieldSet()
  /// Those whose value is a text.
  var texts = EventFieldSet()
  /// Those whose value is a number.
  var numbers = EventFieldSet()
  /// Those whose value is an object.
  var objects = EventFieldSet()
  /// Those with quotes around them.
  var quoted = EventFieldSet()
  /// Those that must be decoded.
  var escaped = EventFieldSet()
  /// What stands between the quotes, if there are any, of each noted field.
  ///
  /// The others are left over from earlier events.
  var contents = Array(repeating: 0..<0, count: EventField.allCases.count)
  /// What a field with a value looks like that is none of these.
  private var kinds = Array(repeating: RawValue.Kind.absent, count: EventField.allCases.count)

  subscript(field: EventField) -> RawValue {
    get {
      guard noted.contains(field) else { return RawValue() }
      var range = contents[field.rawValue]
      let isQuoted = quoted.contains(field)
      if isQuoted { range = (range.lowerBound - 1)..<(range.upperBound + 1) }
      return RawValue(
        kind: kind(of: field), range: range, isQuoted: isQuoted, hasEscapes: escaped.contains(field)
      )
    }
    set {
      contents[field.rawValue] = newValue.content
      kinds[field.rawValue] = newValue.kind
      noted.insert(field)
      present.set(field, newValue.kind != .absent && newValue.kind != .null)
      texts.set(field, newValue.kind == .text)
      numbers.set(field, newValue.kind == .number)
      objects.set(field, newValue.kind == .object)
      quoted.set(field, newValue.isQuoted)
      escaped.set(field, newValue.hasEscapes)
    }
  }

  private func kind(of field: EventField) -> RawValue.Kind {
    if texts.contains(field) { return .text }
    if numbers.contains(field) { return .number }
    if objects.contains(field) { return .object }
    if !present.contains(field) { return style == .json ? .null : .absent }
    return kinds[field.rawValue]
  }

  /// Whether the field stands there with a value.
  func has(_ field: EventField) -> Bool { present.contains(field) }

  /// The texts that mean what they show.
  var plainTexts: EventFieldSet { texts.without(escaped) }

  /// What a number may be written as, and means what it shows.
  var plainNumbers: EventFieldSet { style == .json ? numbers : plainTexts }

  /// Forgets everything, for the next event.
  @inline(__always)
  mutating func clear() {
    moment = nil
    noted.removeAll()
    present.removeAll()
    texts.removeAll()
    numbers.removeAll()
    objects.removeAll()
    quoted.removeAll()
    escaped.removeAll()
    if !unknownKeys.isEmpty { unknownKeys.removeAll(keepingCapacity: true) }
  }

  /// Notes a key that no event has.
  mutating func note(unknownKey key: RawValue) { unknownKeys.append(key) }

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
