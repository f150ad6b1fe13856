/// Reads the JSON objects of a file of records.
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
      return reading.refuse(problem)
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
      if case .invalid(let problem) = error { reading.refuse(problem) }
      reading.isUnreadable = true
    }
    scanner.problems.forEach { reading.refuse($0) }
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

  /// Reads a time; reports any other text and returns nil.
  ///
  /// Of a time that clocks show twice the first is taken, and counted.
  mutating func time(
    _ bytes: Span<UInt8>, _ value: RawValue?, _ name: String, into reading: inout RecordReading
  ) -> Instant? {
    guard let value else { return nil }
    let text = value.kind == .text ? reader.text(bytes, value) : []
    switch reading.times.read(text) {
    case .moments(let moments):
      if moments.count > 1 {
        reading.assumed.count("in the hour that clocks show twice, taken as the first")
      }
      return moments[0]
    case .skipped:
      reader.report(
        value.range, .invalidTime,
        "\"\(name)\" is a time that clocks skip: \(reader.shown(bytes, value))",
        hint: "Is --tz the time zone of the records?")
    case .outOfRange:
      reader.report(
        value.range, .outOfRange,
        "\"\(name)\" is outside of the years 1970 to 9999: \(reader.shown(bytes, value))")
    case .notATime:
      reader.report(
        value.range, .invalidTime, "\"\(name)\" is not a time: \(reader.shown(bytes, value))",
        hint: "It looks like \"2018-04-25T11:08:04Z\" or \"Wed, 25 Apr 2018 11:08:04 GMT\".")
    }
    return nil
  }
}
