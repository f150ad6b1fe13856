/// The fields of one event in a file, before they are interpreted.
///
/// Properties that all fields have are stored as sets of fields, so that a fast path sets and
/// checks those of a field with a few machine instructions.
struct EventRecord {
  /// The greatest length of an event or a row in bytes: 16 MiB.
  static let maximumLength = 16 << 20

  /// The style of the file's values.
  var style = FieldReader.Style.json
  /// The range of all its bytes.
  var range = 0..<0
  /// The moment of its time, if the fast path has read it already.
  var moment: Instant?
  /// False while the decimal sign of a CSV file with semicolons is unknown, or is a comma.
  var readsDecimals = true
  /// The keys that no event has, with their values.
  private(set) var unknownKeys: [(key: RawValue, value: RawValue)] = []
  /// The fields that have been noted, with or without a value.
  var noted = EventFieldSet()
  /// The fields that have a value.
  var present = EventFieldSet()
  /// The fields with a value that have not been taken; see ``FastFields``.
  var untaken = EventFieldSet()
  /// The fields whose value is a text.
  var texts = EventFieldSet()
  /// The fields whose value is a number.
  var numbers = EventFieldSet()
  /// The fields whose value is an object.
  var objects = EventFieldSet()
  /// The fields whose value is in quotes.
  var quoted = EventFieldSet()
  /// The fields whose value has escapes.
  var escaped = EventFieldSet()
  /// The range of each noted field's value, without quotes.
  ///
  /// The ranges of other fields are stale data of earlier events.
  var contents = Array(repeating: 0..<0, count: EventField.allCases.count)
  /// The kind of each value that is not in one of the sets above.
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

  /// Returns true if the field has a value.
  func has(_ field: EventField) -> Bool { present.contains(field) }

  /// The fields whose value is a text without escapes.
  var unescapedTexts: EventFieldSet { texts.without(escaped) }

  /// The fields whose value may be a number and has no escapes.
  var unescapedNumbers: EventFieldSet { style == .json ? numbers : unescapedTexts }

  /// Clears the record for the next event.
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

  /// Notes a key that no event has, with its value.
  mutating func note(unknownKey key: RawValue, _ value: RawValue) {
    unknownKeys.append((key, value))
  }

  /// Returns the place of a message about a field: the field, the object that contains it, or the
  /// start of the event.
  func place(of field: EventField) -> Range<Int> {
    if self[field].range != 0..<0 { return self[field].range }
    if field == .chargerId || field == .idx, self[.connectorId].range != 0..<0 {
      return self[.connectorId].range
    }
    return beginning
  }

  /// The first byte of the event.
  var beginning: Range<Int> {
    style == .json ? range.lowerBound..<(range.lowerBound + 1) : range.lowerBound..<range.lowerBound
  }
}

extension RangedProblem {
  /// Returns the problem of an event or a row that is too long.
  static func longRecord(at place: Range<Int>, isCSV: Bool) -> RangedProblem {
    RangedProblem(
      range: place, code: .recordTooLong,
      message: "the \(isCSV ? "row" : "event") that begins here has more than 16 MiB",
      hint: isCSV ? "A quote that is never closed makes one row of all that follows." : nil)
  }
}
