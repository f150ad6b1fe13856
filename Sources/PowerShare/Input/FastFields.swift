/// The fields of a record, which a reader takes out one by one.
///
/// After a reader has taken the fields that it knows, ``isEmpty()`` tells it that the record has no
/// other field with a value. A record that has one is left to ``EventBuilder``.
///
/// Part of the fast path (``FastPath/events``), for CSV rows and JSON objects alike.
protocol FastFields {
  /// The moment that the time states, or nil if the time is still to be taken.
  var moment: Instant? { get }
  /// True if numbers with a decimal point may be read without a look at their signs.
  var readsDecimals: Bool { get }
  /// The kind of event, or nil if the field is still to be taken.
  var kind: FastEvent.Kind? { get }
  /// Takes a text out of the record and returns its place; empty if the field is absent, has
  /// escapes or is not a text.
  mutating func take(text field: EventField) -> FastText
  /// Takes a number out of the record and returns its place; empty if the field is absent or cannot
  /// be a number.
  mutating func take(number field: EventField) -> FastText
  /// Returns true if no field with a value is left.
  mutating func isEmpty() -> Bool
}

extension EventRecord: FastFields {
  var kind: FastEvent.Kind? { nil }

  /// Makes all fields available to be taken, except a time whose moment is known.
  ///
  /// - Parameter lastDate: The last date, which may show the moment.
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
    // The general path reports an empty text.
    guard fields.contains(field), !range.isEmpty else { return .none }
    untaken.remove(field)
    // The charger's name is a member of the connector, so the connector counts as taken.
    if field == .chargerId { untaken.remove(.connectorId) }
    return FastText(start: range.lowerBound, count: range.count)
  }
}
