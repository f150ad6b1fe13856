/// The fields of a record, to be taken out one by one.
///
/// Whoever reads an event takes what it knows, and sees in the end whether there is anything else.
protocol FastFields {
  /// The moment that the time states, where that has been taken already.
  var moment: Instant? { get }
  /// The kind of event, where that has been taken already.
  var kind: FastEvent.Kind? { get }
  /// Takes a field out that is a text; nothing where it is absent, or not plain.
  mutating func take(text field: EventField) -> FastText
  /// Takes a field out that may be a number, in the same way.
  mutating func take(number field: EventField) -> FastText
  /// Whether nothing that has a value is left; to be asked once.
  mutating func isEmpty() -> Bool
}

extension EventRecord: FastFields {
  var kind: FastEvent.Kind? { nil }

  /// Has all fields in it to be taken, but for a time whose moment is known.
  ///
  /// - Parameter lastDate: Tells the moment where it is not known yet.
  mutating func begin(_ text: borrowing SourceText, _ lastDate: borrowing LastDate) {
    untaken = present
    if moment == nil, unescapedTexts.contains(.time) {
      moment = lastDate.read(text.storage.span, in: contents[EventField.time.rawValue])?.0
    }
    if moment != nil { untaken.remove(.time) }
  }

  func isEmpty() -> Bool { untaken.isEmpty && unknownKeys.isEmpty }

  @inline(__always)
  mutating func take(text field: EventField) -> FastText { take(field, of: unescapedTexts) }

  @inline(__always)
  mutating func take(number field: EventField) -> FastText { take(field, of: unescapedNumbers) }

  @inline(__always)
  private mutating func take(_ field: EventField, of fields: EventFieldSet) -> FastText {
    let range = contents[field.rawValue]
    // An empty text has a meaning of its own.
    guard fields.contains(field), !range.isEmpty else { return .none }
    untaken.remove(field)
    // A charger's name stands in the object of the connector, and goes with it.
    if field == .chargerId { untaken.remove(.connectorId) }
    return FastText(start: range.lowerBound, count: range.count)
  }
}
