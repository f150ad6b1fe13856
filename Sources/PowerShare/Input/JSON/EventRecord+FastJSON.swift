extension EventRecord {
  /// Reads a line that is a plain object and nothing else.
  ///
  /// - Returns: Where the next line begins; nil where the line is not plain, or not complete.
  mutating func readFastLine(
    _ text: borrowing SourceText, from start: Int, _ keys: borrowing FastJSONKeys,
    _ lastDate: borrowing LastDate
  ) -> Int? {
    let bytes = text.storage.span
    let end = text.end
    var start = start
    // The scanner lets the line end be that it has come to.
    if start < end, bytes[start] == UInt8(ascii: "\n") { start &+= 1 }
    guard var position = readFastObject(bytes, from: start, to: end, keys, lastDate) else {
      return nil
    }
    if position < end, bytes[position] == UInt8(ascii: "\r") { position &+= 1 }
    guard position < end, bytes[position] == UInt8(ascii: "\n") else { return nil }
    return position &+ 1
  }

  /// Reads an event that is a JSON object of plain members: known keys, each once, texts without
  /// escapes and with nothing but ASCII in them, and numbers without sign and exponent.
  ///
  /// Most events are such, and are looked at eight bytes at a time. Anything else is left to the
  /// scanner, which looks at the object again.
  ///
  /// - Returns: Where the object ends; nil where it is not plain, or not complete, which leaves
  ///   what has been noted without meaning.
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

  /// The closing quote of a text that ends with the first byte that is not plain.
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

  /// The end of a number that begins with a digit; its start where it is not plain.
  @inline(__always)
  private static func endOfFastNumber(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
    // No number has leading zeros.
    if bytes[start] == UInt8(ascii: "0"), position > start &+ 1 { return start }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return position }
    let point = position
    position &+= 1
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
    return position > point &+ 1 ? position : start
  }
}

/// The names of all fields, in their order.
///
/// Whoever reads holds them, because a constant of the type would be looked up for each event.
struct FastJSONKeys {
  static let all = FastJSONKeys()

  let keys = EventField.allCases.map { field in
    let name = Identifier(field.name)
    return FastJSONKey(low: name.low, high: name.high, count: name.count)
  }
}

/// The name of a field in the words in which it is compared.
struct FastJSONKey {
  let low: UInt64
  let high: UInt64
  let count: Int

  /// Finds the field of the key whose opening quote is at `position`.
  ///
  /// - Parameter expected: The field that is tried first.
  /// - Precondition: Eighteen bytes follow.
  /// - Returns: The place of the field, and the length of the key with quotes and colon; nil where
  ///   the key is no field's, or written in another way.
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
