/// Reads the JSON objects of a file of records.
enum RecordText {
  /// The keys of the records in a response of ACN-Data and in one of OCPI.
  ///
  /// Both readers know both, so that a file of the other kind is named.
  static let wrappers = ["_items", "data"]

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
    if let problem = otherText(bytes, source.start..<source.end, kind) {
      return reading.refuse(problem)
    }
    var scanner = JSONScanner(position: source.start, end: source.end, isComplete: true)
    var start = source.start
    var known = 0
    do throws(JSONStop) {
      repeat {
        start = scanner.position
        known = scanner.problems.count
        let value = try scanner.value(bytes)
        let records = wrapped(bytes, value, wrappers)
        if records.kind == .array {
          forEachElement(bytes, records) { body(bytes, $0, &reading) }
        } else {
          body(bytes, records, &reading)
        }
      } while try !scanner.isAtEnd(bytes)
    } catch {
      let rest = start..<source.end
      let isCutOff = isCutOff(bytes, rest)
      if isCutOff, reading.skipsBadRecords {
        scanner.problems.removeLast(scanner.problems.count - known)
        scanner.problems += readCutOff(bytes, rest, wrappers, into: &reading, body: body)
      } else {
        if case .invalid(var problem) = error {
          if isCutOff {
            problem.hint = "--on-error skip uses the complete records before the end of the file."
          }
          reading.refuse(problem)
        }
        reading.isUnreadable = true
      }
    }
    scanner.problems.forEach { reading.refuse($0) }
  }

  // MARK: Other texts

  /// Returns the problem of a text that holds no records in JSON; nil if it is empty or may hold
  /// some.
  private static func otherText(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ kind: String
  ) -> RangedProblem? {
    guard let place = range.first(where: { bytes[$0] > UInt8(ascii: " ") }) else { return nil }
    let isJSON = bytes[place] == UInt8(ascii: "[") || bytes[place] == UInt8(ascii: "{")
    // A line of a log may begin with a time.
    let messages = isJSON ? place..<place + 1 : place..<min(range.upperBound, place + 4_096)
    if messages.contains(where: { isMessage(bytes, at: $0, end: range.upperBound) }) {
      return RangedProblem(
        range: place..<place + 1, code: .invalidJSON, message: "the file is a log of OCPP messages",
        hint: "Use: sems-plan import ocpp FILE")
    }
    if isJSON { return nil }
    return RangedProblem(
      range: place..<place + 1, code: .invalidJSON, message: "expected \"[\" or \"{\" of JSON",
      hint: "\(kind) are JSON. For a table use: sems-plan import csv FILE --map …")
  }

  /// True if an OCPP message, `[2,"`, begins at a place.
  private static func isMessage(_ bytes: Span<UInt8>, at place: Int, end: Int) -> Bool {
    var wanted: [ClosedRange<UInt8>] = [
      UInt8(ascii: "[")...UInt8(ascii: "["), UInt8(ascii: "2")...UInt8(ascii: "4"),
      UInt8(ascii: ",")...UInt8(ascii: ","), UInt8(ascii: "\"")...UInt8(ascii: "\""),
    ]
    wanted.reverse()
    for position in place..<min(end, place + 16) where bytes[position] > UInt8(ascii: " ") {
      guard let next = wanted.popLast(), next ~= bytes[position] else { return false }
      if wanted.isEmpty { return true }
    }
    return false
  }

  // MARK: Texts that are cut off

  /// True if the end of the text cuts off the value at its beginning, which has no other fault.
  private static func isCutOff(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
    guard text.contains(where: { bytes[$0] > UInt8(ascii: " ") }) else { return false }
    var scanner = JSONScanner(position: text.lowerBound, end: text.upperBound, isComplete: false)
    do throws(JSONStop) {
      _ = try scanner.value(bytes)
      return false
    } catch {
      return error == .needsMore
    }
  }

  /// Passes the complete records of a value that is cut off to `body`, and counts its end.
  ///
  /// - Returns: The problems that did not stop the scan.
  private static func readCutOff(
    _ bytes: Span<UInt8>, _ text: Range<Int>, _ wrappers: [String],
    into reading: inout RecordReading,
    body: (Span<UInt8>, RawValue, inout RecordReading) -> Void
  ) -> [RangedProblem] {
    var scanner = JSONScanner(position: text.lowerBound, end: text.upperBound, isComplete: false)
    // The end of the last complete record, or of their array; the start of a record that is no part
    // of an array.
    var complete = text.lowerBound
    func elements(_ scanner: inout JSONScanner) throws(JSONStop) {
      complete = scanner.position + 1
      try scanner.elements(bytes) { scanner throws(JSONStop) in
        let value = try scanner.value(bytes)
        complete = scanner.position
        body(bytes, value, &reading)
      }
      complete = text.upperBound
    }
    do throws(JSONStop) {
      if try scanner.nextByte(bytes) == UInt8(ascii: "[") {
        try elements(&scanner)
      } else {
        try scanner.members(bytes) { scanner throws(JSONStop) in
          let name = String(decoding: JSONText.decoded(bytes, scanner.key), as: UTF8.self)
          if wrappers.contains(name), try scanner.nextByte(bytes) == UInt8(ascii: "[") {
            try elements(&scanner)
          } else {
            _ = try scanner.value(bytes)
          }
        }
      }
    } catch {}
    if (complete..<text.upperBound).contains(where: { bytes[$0] > UInt8(ascii: " ") }) {
      reading.records += 1
      reading.leftOut.count("cut off at the end of the file")
    } else {
      reading.ignored.count("cut off at the end of the file, after the last record")
    }
    return scanner.problems
  }

  // MARK: Arrays and objects

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

  /// Passes the name and the value of each member of a checked object to `body`; none for another
  /// value.
  static func forEachMember(
    _ bytes: Span<UInt8>, _ object: RawValue, body: (String, RawValue) -> Void
  ) {
    guard object.kind == .object else { return }
    var scanner = JSONScanner(checked: object.range)
    try? scanner.members(bytes) { scanner throws(JSONStop) in
      let name = String(decoding: JSONText.decoded(bytes, scanner.key), as: UTF8.self)
      body(name, try scanner.value(bytes))
    }
  }

  /// Returns the first element of a checked array; nil if it has none.
  static func firstElement(_ bytes: Span<UInt8>, _ array: RawValue) -> RawValue? {
    var scanner = JSONScanner(checked: array.range.lowerBound + 1..<array.range.upperBound)
    guard let next = try? scanner.nextByte(bytes), next != UInt8(ascii: "]") else { return nil }
    return try? scanner.value(bytes)
  }

  /// Returns the elements of an array; none for another value.
  static func elements(_ bytes: Span<UInt8>, _ array: RawValue?) -> [RawValue] {
    var elements: [RawValue] = []
    if let array { forEachElement(bytes, array) { elements.append($0) } }
    return elements
  }
}
