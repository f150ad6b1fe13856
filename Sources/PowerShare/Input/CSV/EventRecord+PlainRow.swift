extension EventRecord {
  /// Reads a row of plain fields: without quotes, and with nothing but ASCII in it.
  ///
  /// Most rows are such, and are looked at eight bytes at a time. Anything else is left to the
  /// scanner, which looks at the row again.
  ///
  /// - Returns: Where the next row begins; nil where the row is not plain, or not complete, which
  ///   leaves what has been noted without meaning.
  @inline(__always)
  mutating func readPlainRow(
    _ text: borrowing SourceText, from start: Int, _ columns: borrowing PlainColumns,
    _ lastDate: borrowing LastDate
  ) -> Int? {
    precondition(start >= 0, "a row before the text")
    let bytes = text.storage.span
    let places = columns.places.span
    let delimiter = columns.delimiter
    var filled = EventFieldSet()
    var fieldStart = start
    var column = 0
    moment = nil
    if columns.beginsWithTime,
      let (time, end) = lastDate.read(bytes, from: start, before: delimiter)
    {
      moment = (time, lastDate.scale)
      filled.insert(.time)
      column = 1
      fieldStart = end &+ 1
    }
    var values = contents.mutableSpan
    if column > 0 { values[EventField.time.rawValue] = start..<(fieldStart &- 1) }
    var position = fieldStart
    let delimiters = UInt64(eight: delimiter)
    // Above the delimiter and the quote, if that leaves out all letters and digits.
    let isLow = delimiter < UInt8(ascii: "-")
    let limit = isLow ? max(delimiter, UInt8(ascii: "\"")) &+ 1 : UInt8(ascii: "#")
    while position <= bytes.count &- 8 {
      let word = bytes.word(at: position)
      var matches = word.bytesOutsideASCII(from: limit)
      if !isLow { matches |= word.bytesEqual(to: delimiters) }
      while matches != 0 {
        let bit = matches.trailingZeroBitCount
        let byte = UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: bit &- 7))
        matches &= matches &- 1
        let place = position &+ bit &>> 3
        if byte == delimiter {
          guard column < places.count else { return nil }
          let field = Int(places[column])
          values[field] = fieldStart..<place
          filled.note(place: field, if: place != fieldStart)
          column += 1
          fieldStart = place &+ 1
        } else if byte == UInt8(ascii: "\n") || Self.endsLine(bytes, at: place) {
          let end = byte == UInt8(ascii: "\n") ? place : place &+ 1
          guard column == places.count &- 1, end < text.end else { return nil }
          let field = Int(places[column])
          values[field] = fieldStart..<place
          filled.note(place: field, if: place != fieldStart)
          clearFields()
          style = columns.style
          range = start..<place
          noted = columns.fields
          present = filled.common(with: columns.fields)
          texts = present
          return end &+ 1
        } else if byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r") {
          // These are not plain; all others are.
          return nil
        }
      }
      position += 8
    }
    return nil
  }

  /// Whether a carriage return and a line feed stand there.
  @inline(__always)
  private static func endsLine(_ bytes: Span<UInt8>, at place: Int) -> Bool {
    bytes[place] == UInt8(ascii: "\r") && place &+ 1 < bytes.count
      && bytes[place &+ 1] == UInt8(ascii: "\n")
  }
}

/// What the columns of a CSV file are to a record of a row.
struct PlainColumns {
  /// Where a record notes each column.
  let places: [UInt8]
  /// The fields that have a column.
  let fields: EventFieldSet
  /// Whether the first column holds the time.
  let beginsWithTime: Bool
  let delimiter: UInt8
  let style: FieldReader.Style

  init(_ columns: [EventField?], delimiter: UInt8, style: FieldReader.Style) {
    places = columns.map { UInt8($0?.rawValue ?? EventRecord.unread) }
    beginsWithTime = columns.first == .time
    fields = columns.reduce(EventFieldSet()) { fields, column in
      column.map(fields.with) ?? fields
    }
    self.delimiter = delimiter
    self.style = style
  }
}
