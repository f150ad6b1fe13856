/// The fast reader of JSON objects: from bytes to the fields of a record, eight bytes at a time.
///
/// It reads an object of known keys, each once, whose values are ASCII texts without escapes and
/// numbers without sign and exponent. It gives up on any other object, which ``JSONScanner`` then
/// reads from its beginning.
///
/// Part of the fast path (``FastPath/jsonObjects``); may be deleted.
extension EventRecord {
  /// Reads a line that consists of one object.
  ///
  /// - Returns: The start of the next line, or nil if the line is incomplete or left to the general
  ///   path.
  mutating func readFastLine(
    _ text: borrowing SourceText, from start: Int, _ keys: borrowing FastJSONKeys,
    _ lastDate: borrowing LastDate
  ) -> Int? {
    let bytes = text.storage.span
    let end = text.end
    guard var position = readFastObject(bytes, from: start, to: end, keys, lastDate) else {
      return nil
    }
    if position < end, bytes[position] == UInt8(ascii: "\r") { position &+= 1 }
    guard position < end, bytes[position] == UInt8(ascii: "\n") else { return nil }
    return position &+ 1
  }

  /// Reads an object.
  ///
  /// - Returns: The end of the object, or nil if it is incomplete or left to the general path. The
  ///   fields of the record then have no meaning.
  mutating func readFastObject(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ keys: borrowing FastJSONKeys,
    _ lastDate: borrowing LastDate
  ) -> Int? {
    // Room for a key with its quotes and its colon, a space and a byte of its value.
    let lastKey = bytes.count &- 24
    guard start <= lastKey, bytes[start] == UInt8(ascii: "{") else { return nil }
    let keys = keys.keys.span
    var values = contents.mutableSpan
    var seen = EventFieldSet()
    var texts = EventFieldSet()
    var numbers = EventFieldSet()
    var objects = EventFieldSet()
    var known: Instant?
    var connectorStart: Int?
    var expected = 0
    var position = start &+ 1
    while position <= lastKey {
      guard let (place, length) = FastJSONKey.find(bytes, at: position, keys, expected: expected),
        (place == EventField.chargerId.rawValue || place == EventField.idx.rawValue)
          == (connectorStart != nil), !seen.contains(place: place)
      else { return nil }
      expected = place &+ 1
      seen.note(place: place, if: true)
      position &+= length
      if bytes[position] == UInt8(ascii: " ") { position &+= 1 }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let close: Int
        if place == EventField.time.rawValue,
          let (time, end) = lastDate.read(
            bytes, from: position &+ 1, before: UInt8(ascii: "\""))
        {
          known = time
          close = end
        } else if let end = Self.endOfFastText(bytes, from: position &+ 1) {
          close = end
        } else {
          return nil
        }
        values[place] = position &+ 1..<close
        texts.note(place: place, if: true)
        position = close &+ 1
      } else if byte &- UInt8(ascii: "0") < 10 {
        let close = Self.endOfFastNumber(bytes, from: position)
        guard close > position else { return nil }
        values[place] = position..<close
        numbers.note(place: place, if: true)
        position = close
      } else if byte == UInt8(ascii: "{"), place == EventField.connectorId.rawValue {
        objects.insert(.connectorId)
        connectorStart = position
        position &+= 1
        continue
      } else {
        return nil
      }
      guard position < bytes.count &- 2 else { return nil }
      if let start = connectorStart, bytes[position] == UInt8(ascii: "}") {
        position &+= 1
        values[EventField.connectorId.rawValue] = start..<position
        connectorStart = nil
      }
      if bytes[position] == UInt8(ascii: ",") {
        position &+= 1
        if bytes[position] == UInt8(ascii: " ") { position &+= 1 }
        continue
      }
      guard bytes[position] == UInt8(ascii: "}"), connectorStart == nil, position < end else {
        return nil
      }
      clear()
      moment = known
      self.texts = texts
      self.numbers = numbers
      self.objects = objects
      quoted = texts
      present = seen
      noted = seen
      range = start..<(position &+ 1)
      return position &+ 1
    }
    return nil
  }

  /// Returns the place of the closing quote, or nil if a byte before it is an escape, a control
  /// character or not ASCII.
  @inline(__always)
  private static func endOfFastText(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var position = start
    while position <= bytes.count &- 8 {
      let word = bytes.word(at: position)
      let matches =
        word.bytesEqual(to: UInt64(eight: UInt8(ascii: "\"")))
        | word.bytesEqual(to: UInt64(eight: UInt8(ascii: "\\")))
        | word.bytesOutsideASCII(from: 0x20)
      if matches != 0 {
        position &+= matches.firstMatch
        return bytes[position] == UInt8(ascii: "\"") ? position : nil
      }
      position &+= 8
    }
    return nil
  }

  /// Returns the end of a number that begins with a digit, or its start if the number has a form
  /// that is left to the general path.
  @inline(__always)
  private static func endOfFastNumber(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
    // JSON has no numbers with leading zeros; the scanner reports them.
    if bytes[start] == UInt8(ascii: "0"), position > start &+ 1 { return start }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return position }
    let point = position
    position &+= 1
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
    return position > point &+ 1 ? position : start
  }
}

/// The names of all event fields in the order of their cases, as words to compare.
///
/// A reader stores them, because a static constant costs a lookup at each event.
struct FastJSONKeys {
  static let all = FastJSONKeys()

  let keys = EventField.allCases.map { field in
    let name = Identifier(field.name)
    return FastJSONKey(low: name.low, high: name.high, count: name.count)
  }
}

/// The name of an event field as two words to compare.
struct FastJSONKey {
  let low: UInt64
  let high: UInt64
  let count: Int

  /// Finds the field of the key whose opening quote is at `position`.
  ///
  /// - Parameter expected: The raw value of the field to try first.
  /// - Precondition: Eighteen bytes follow.
  /// - Returns: The raw value of the field, and the length of the key with its quotes and colon;
  ///   nil if no field has that key, or it is written in another way.
  @inline(__always)
  static func find(
    _ bytes: Span<UInt8>, at position: Int, _ keys: Span<FastJSONKey>, expected: Int
  ) -> (place: Int, length: Int)? {
    guard bytes[position] == UInt8(ascii: "\"") else { return nil }
    var low = bytes.word(at: position &+ 1)
    var high: UInt64 = 0
    var count = 0
    var quotes = low.bytesEqual(to: UInt64(eight: UInt8(ascii: "\"")))
    if quotes != 0 {
      count = quotes.firstMatch
      low = low.prefix(count)
    } else {
      high = bytes.word(at: position &+ 9)
      quotes = high.bytesEqual(to: UInt64(eight: UInt8(ascii: "\"")))
      guard quotes != 0 else { return nil }
      high = high.prefix(quotes.firstMatch)
      count = 8 &+ quotes.firstMatch
    }
    guard bytes[position &+ count &+ 2] == UInt8(ascii: ":") else { return nil }
    var place = expected
    if place >= keys.count || keys[place].low != low || keys[place].high != high {
      place = 0
      while place < keys.count, keys[place].low != low || keys[place].high != high { place &+= 1 }
      guard place < keys.count else { return nil }
    }
    return keys[place].count == count ? (place, count &+ 3) : nil
  }
}
