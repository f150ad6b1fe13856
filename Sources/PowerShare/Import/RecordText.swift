/// Reads the JSON objects of a file of records.
enum RecordText {
  /// The keys of the records in a response of ACN-Data and in one of OCPI.
  ///
  /// Both readers know both, so that a file of the other kind is named.
  private static let wrappers = ["_items", "data"]

  /// Passes each JSON object of a text to `body`: the elements of an array, of an array in an outer
  /// object, or one object after the other.
  ///
  /// - Parameters:
  ///   - kind: The name of the records, for a message.
  ///   - unwrap: Returns the array in an outer object, or the only record in it; nil if the object
  ///     is a record itself.
  ///   - body: Takes an object, or any other value in the place of one.
  static func forEachRecord(
    _ source: SourceText, kind: String,
    unwrap: (Span<UInt8>, [Member]) -> RawValue? = RecordText.unwrapped,
    into reading: inout RecordReading,
    body: (Span<UInt8>, RawValue, inout RecordReading) -> Void
  ) {
    let storage = source.storage
    let bytes = storage.span
    if let problem = otherText(source, kind) {
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
        var members: [Member] = []
        forEachMember(bytes, value) { members.append(Member(name: $0, value: $1)) }
        let records = value.kind == .object ? unwrap(bytes, members) : nil
        pass(bytes, records ?? value, into: &reading, body: body)
      } while try !scanner.isAtEnd(bytes)
    } catch {
      let rest = start..<source.end
      let isCutOff = isCutOff(bytes, rest)
      if isCutOff, reading.skipsBadRecords {
        scanner.problems.removeLast(scanner.problems.count - known)
        scanner.problems += readCutOff(
          bytes, rest, unwrap: unwrap, into: &reading, body: body)
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
  private static func otherText(_ source: SourceText, _ kind: String) -> RangedProblem? {
    let storage = source.storage
    let bytes = storage.span
    let range = source.start..<source.end
    guard let place = range.first(where: { bytes[$0] > UInt8(ascii: " ") }) else { return nil }
    if RecordKind.isLog(bytes, range) {
      return RangedProblem(
        range: place..<place + 1, code: .invalidJSON, message: "the file is a log of OCPP messages",
        hint: RecordKind.log.hint)
    }
    if bytes[place] == UInt8(ascii: "[") || bytes[place] == UInt8(ascii: "{") { return nil }
    let other = RecordKind(source)
    return RangedProblem(
      range: place..<place + 1, code: .invalidJSON,
      message: "expected \"[\" or \"{\" of JSON"
        + (other.map { ": the file looks like \($0.rawValue)" } ?? ""),
      hint: "\(kind) are JSON. " + (other ?? .table).hint)
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
    _ bytes: Span<UInt8>, _ text: Range<Int>,
    unwrap: (Span<UInt8>, [Member]) -> RawValue?, into reading: inout RecordReading,
    body: (Span<UInt8>, RawValue, inout RecordReading) -> Void
  ) -> [RangedProblem] {
    var scanner = JSONScanner(position: text.lowerBound, end: text.upperBound, isComplete: false)
    var members: [Member] = []
    // The start of the array that the end cuts off; nil if none is.
    var open: Int?
    func readArray(_ name: String, _ scanner: inout JSONScanner) throws(JSONStop) {
      let start = scanner.position
      var end = start + 1
      open = start
      defer {
        members.append(Member(name: name, value: RawValue(kind: .array, range: start..<end)))
      }
      try scanner.elements(bytes) { scanner throws(JSONStop) in
        _ = try scanner.value(bytes)
        end = scanner.position
      }
      end = scanner.position
      open = nil
    }
    var isArray = false
    do throws(JSONStop) {
      isArray = try scanner.nextByte(bytes) == UInt8(ascii: "[")
      if isArray {
        try readArray("", &scanner)
      } else {
        try scanner.members(bytes) { scanner throws(JSONStop) in
          let name = String(decoding: JSONText.decoded(bytes, scanner.key), as: UTF8.self)
          if try scanner.nextByte(bytes) == UInt8(ascii: "[") {
            try readArray(name, &scanner)
          } else {
            members.append(Member(name: name, value: try scanner.value(bytes)))
          }
        }
      }
    } catch {}
    let records = isArray ? members.first?.value : unwrap(bytes, members)
    // The end of what is complete: without records, the object itself is one that is cut off.
    var complete = text.lowerBound
    if let records {
      complete = records.range.lowerBound == open ? records.range.upperBound : text.upperBound
      pass(bytes, records, into: &reading, body: body)
    }
    if (complete..<text.upperBound).contains(where: { bytes[$0] > UInt8(ascii: " ") }) {
      reading.records += 1
      reading.leftOut.count("cut off at the end of the file")
    } else {
      reading.ignored.count("cut off at the end of the file, after the last record")
    }
    return scanner.problems
  }

  // MARK: Arrays and objects

  /// A member of an outer object.
  ///
  /// The value of an array that the end of the text cuts off ends behind its last complete element.
  struct Member {
    let name: String
    let value: RawValue
  }

  /// Returns the array of records in an object that is a response, or the only record in it; nil if
  /// the object is a record itself.
  static func unwrapped(_ bytes: Span<UInt8>, _ members: [Member]) -> RawValue? {
    wrappers.lazy.compactMap { name in members.first { $0.name == name }?.value }
      .first { $0.kind == .array || $0.kind == .object }
  }

  /// Passes the elements of an array to `body`, or any other value itself.
  private static func pass(
    _ bytes: Span<UInt8>, _ records: RawValue, into reading: inout RecordReading,
    body: (Span<UInt8>, RawValue, inout RecordReading) -> Void
  ) {
    if records.kind == .array {
      forEachElement(bytes, records) { body(bytes, $0, &reading) }
    } else {
      body(bytes, records, &reading)
    }
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
