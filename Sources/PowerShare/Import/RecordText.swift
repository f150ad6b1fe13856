/// Reads the parts that formats of records share: JSON objects, and times with and without an
/// offset.
enum RecordText {
  /// Passes each JSON object of a text to `body`: the elements of an array, of an array in an outer
  /// object, or one object after the other.
  ///
  /// - Parameters:
  ///   - kind: The name of the records, for a message.
  ///   - wrappers: The keys under which an outer object may hold the array, or one object.
  ///   - body: Takes an object, or any other value in the place of one.
  static func forEachRecord(
    _ source: SourceText, kind: String, wrappers: [String], into reading: inout RecordReading,
    body: (Span<UInt8>, RawValue, inout RecordReading) -> Void
  ) {
    let storage = source.storage
    let bytes = storage.span
    if let problem = otherText(bytes, source.end, kind) {
      reading.problems.append(problem)
      reading.isUnreadable = true
      return
    }
    var scanner = JSONScanner(position: 0, end: source.end, isComplete: true)
    do throws(JSONStop) {
      repeat {
        let value = try scanner.value(bytes)
        let records = wrapped(bytes, value, wrappers)
        if records.kind == .array {
          forEachElement(bytes, records) { body(bytes, $0, &reading) }
        } else {
          body(bytes, records, &reading)
        }
      } while try !scanner.isAtEnd(bytes)
    } catch {
      if case .invalid(let problem) = error { reading.problems.append(problem) }
      reading.isUnreadable = true
    }
    scanner.problems.forEach { reading.problems.note($0) }
    if !scanner.problems.isEmpty { reading.isUnreadable = true }
  }

  /// Returns the problem of a text that does not begin with an array or an object; nil if it is
  /// empty.
  private static func otherText(
    _ bytes: Span<UInt8>, _ end: Int, _ kind: String
  ) -> RangedProblem? {
    guard let place = (0..<end).first(where: { bytes[$0] > UInt8(ascii: " ") }),
      bytes[place] != UInt8(ascii: "["), bytes[place] != UInt8(ascii: "{")
    else { return nil }
    return RangedProblem(
      range: place..<place + 1, code: .invalidJSON, message: "expected \"[\" or \"{\" of JSON",
      hint: "\(kind) are JSON. For a table use: sems-plan import csv FILE --map …")
  }

  /// Returns the array of records in an outer object, or its only record; else the value itself.
  private static func wrapped(
    _ bytes: Span<UInt8>, _ value: RawValue, _ wrappers: [String]
  ) -> RawValue {
    guard value.kind == .object else { return value }
    let members = members(bytes, value)
    return wrappers.compactMap { members[$0] }.first { $0.kind == .array || $0.kind == .object }
      ?? value
  }

  /// Returns the members of a checked object, the first of each name; none for another value.
  static func members(_ bytes: Span<UInt8>, _ object: RawValue) -> [String: RawValue] {
    guard object.kind == .object else { return [:] }
    var members: [String: RawValue] = [:]
    var scanner = JSONScanner(checked: object.range)
    try? scanner.members(bytes) { scanner throws(JSONStop) in
      let name = String(decoding: JSONText.decoded(bytes, scanner.key), as: UTF8.self)
      let value = try scanner.value(bytes)
      if members[name] == nil { members[name] = value }
    }
    return members
  }

  static func forEachElement(_ bytes: Span<UInt8>, _ array: RawValue, body: (RawValue) -> Void) {
    guard array.kind == .array else { return }
    var scanner = JSONScanner(checked: array.range)
    try? scanner.elements(bytes) { scanner throws(JSONStop) in body(try scanner.value(bytes)) }
  }

  /// Returns the elements of an array; none for another value.
  static func elements(_ bytes: Span<UInt8>, _ array: RawValue?) -> [RawValue] {
    var elements: [RawValue] = []
    if let array { forEachElement(bytes, array) { elements.append($0) } }
    return elements
  }

  // MARK: Times

  /// Reads an RFC 3339 date-time, as UTC if it has no offset; nil for any other text.
  static func time(_ text: [UInt8]) -> Instant? {
    switch DateTime.read(text.span, in: 0..<text.count) {
    case .moment(let time, _): return time
    case .missingOffset:
      let zoned = text + [UInt8(ascii: "Z")]
      if case .moment(let time, _) = DateTime.read(zoned.span, in: 0..<zoned.count) {
        return time
      }
      return nil
    default: return nil
    }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Returns the number of a month from the first three letters of its English name; nil for
  /// others.
  static func month(named text: some Sequence<UInt8>) -> Int? {
    let name = String(decoding: text.prefix(3).map { $0 | 0x20 }, as: UTF8.self)
    return months.firstIndex(of: name).map { $0 + 1 }
  }

  /// Reads an HTTP date, `Wed, 25 Apr 2018 11:08:04 GMT`; nil for any other text.
  static func httpTime(_ text: [UInt8]) -> Instant? {
    let parts = text.split(separator: UInt8(ascii: " "))
    guard parts.count == 6, parts[0].count == 4, parts[0].last == UInt8(ascii: ","),
      parts[1].count == 2, parts[2].count == 3, let month = month(named: parts[2]),
      parts[3].count == 4, parts[4].count == 8, parts[5].elementsEqual("GMT".utf8)
    else { return nil }
    let digits = month < 10 ? "0\(month)" : "\(month)"
    let rewritten =
      Array(parts[3]) + Array("-\(digits)-".utf8) + Array(parts[1]) + [UInt8(ascii: "T")]
      + Array(parts[4]) + [UInt8(ascii: "Z")]
    return time(rewritten)
  }
}

/// A JSON record: its members, and a reader that gathers their problems.
struct JSONRecord {
  let members: [String: RawValue]
  var reader = FieldReader(style: .json)
  private let place: Range<Int>

  /// Creates a record from a value, with a problem if that is not an object.
  ///
  /// - Parameter kind: The name of the record, for a message.
  init(_ bytes: Span<UInt8>, _ value: RawValue, kind: String) {
    members = RecordText.members(bytes, value)
    place = value.range.lowerBound..<min(value.range.lowerBound + 1, value.range.upperBound)
    if value.kind != .object {
      reader.report(value.range, .wrongType, "\(kind) must be an object, not \(value.typeName)")
    }
  }

  /// The value of a member; nil if it is absent or null.
  subscript(name: String) -> RawValue? {
    members[name].flatMap { reader.isPresent($0) ? $0 : nil }
  }

  /// Returns the value of a member; if it is absent or null, reports that and returns nil.
  mutating func required(_ name: String) -> RawValue? {
    if let value = self[name] { return value }
    reader.reportMissing(name, members[name] ?? RawValue(), in: place)
    return nil
  }

  /// True if a value is a number below zero.
  static func isNegative(_ bytes: Span<UInt8>, _ value: RawValue) -> Bool {
    value.kind == .number && DecimalNumber.read(bytes, in: value.content, maximum: 0) == .negative
  }

  mutating func name(_ bytes: Span<UInt8>, _ name: String) -> Identifier? {
    required(name).flatMap { reader.name(bytes, $0, name) }
  }

  mutating func energy(_ bytes: Span<UInt8>, _ name: String) -> Energy? {
    required(name).flatMap { reader.energy(bytes, $0, name) }
  }

  /// Reads a time as RFC 3339, or as an HTTP date; reports any other text and returns nil.
  mutating func time(
    _ bytes: Span<UInt8>, _ value: RawValue?, _ name: String, isHTTP: Bool = false
  ) -> Instant? {
    guard let value else { return nil }
    let text = value.kind == .text ? reader.text(bytes, value) : []
    if let time = isHTTP ? RecordText.httpTime(text) : RecordText.time(text) { return time }
    reader.report(
      value.range, .invalidTime, "\"\(name)\" is not a time: \(reader.shown(bytes, value))",
      hint: isHTTP
        ? "It looks like \"Wed, 25 Apr 2018 11:08:04 GMT\", from 1970 on."
        : "It looks like \"2018-04-25T11:08:04Z\", from 1970 on; without an offset it is UTC.")
    return nil
  }
}
