/// The syntax of a timeline in one JSON text: an array of events, or an object with an `events`
/// array, before which the station's `config` may come.
struct JSONTimelineSyntax: RecordSyntax {
  private var scanner = JSONScanner(position: 0, end: 0, isComplete: false)
  private let fastKeys = FastJSONKeys.all
  private let usesFastObjects: Bool
  private var phase = Phase.beginning
  /// The keys of the outer object so far.
  private var keys: Set<[UInt8]> = []
  /// The start of the outer object, counted from the beginning of the text.
  private var objectStart: Int?
  /// The number of bytes of the text that have left the window.
  private var forgotten = 0
  /// The greatest length of an object whose problem is placed at its start; longer ones have it at
  /// their end.
  ///
  /// Less than a window holds, so that the place does not depend on how the text is read.
  private static let nearby = 64 * 1024
  private var hasEvents = false
  private var unknownNames = UnknownNames()
  /// The remarks that the caller has not taken yet.
  var remarks = Remarks()
  /// The unknown keys of the outer object, with their places in the whole text.
  ///
  /// They are reported when the file is known to be a timeline: a station or an event in its place
  /// gets one message instead.
  private var heldKeys: [(name: String, place: Range<Int>)] = []

  /// True between events, whose length is limited.
  var isInEvents: Bool {
    if case .events = phase { return true }
    return false
  }

  private enum Phase {
    case beginning
    /// Inside the outer object.
    case members(isFirst: Bool)
    /// Inside the array of events.
    case events(isFirst: Bool)
    /// Behind the outermost bracket.
    case trailing
  }

  private static let knownKeys = ["config", "events", "$schema"]

  init(_ fastPath: FastPath = .all) { usesFastObjects = fastPath.contains(.jsonObjects) }

  mutating func next(
    _ text: SourceText, at position: inout Int, into record: inout EventRecord
  ) -> RecordStep {
    let bytes = text.storage.span
    forgotten = text.forgotten
    while true {
      scanner.restart(
        at: position, end: text.end, isComplete: text.isComplete, depth: openBrackets)
      do throws(JSONStop) {
        let step: RecordStep?
        switch phase {
        case .beginning: step = try begin(bytes)
        case .members(let isFirst): step = try member(bytes, isFirst: isFirst)
        case .events(let isFirst): step = try event(bytes, isFirst: isFirst, into: &record)
        case .trailing: step = try finish(bytes)
        }
        position = scanner.position
        if let step { return step }
      } catch {
        switch error {
        case .needsMore: return .needsInput
        case .invalid(let problem):
          return .problems(scanner.problems + [problem], .rest)
        }
      }
    }
  }

  mutating func again(_ text: SourceText, at position: Int, into record: inout EventRecord) {
    scanner.restart(at: position, end: text.end, isComplete: true, depth: 0)
    _ = try? record.read(text.storage.span, with: &scanner)
  }

  private var openBrackets: Int {
    switch phase {
    case .beginning, .trailing: 0
    case .members: 1
    case .events: objectStart == nil ? 1 : 2
    }
  }

  // MARK: Phases

  private mutating func begin(_ bytes: Span<UInt8>) throws(JSONStop) -> RecordStep? {
    switch try scanner.nextByte(bytes) {
    case UInt8(ascii: "["):
      scanner.position += 1
      phase = .events(isFirst: true)
      return nil
    case UInt8(ascii: "{"):
      objectStart = scanner.position + forgotten
      scanner.position += 1
      phase = .members(isFirst: true)
      return nil
    default:
      try scanner.refuseOtherFormat(bytes)
      let value = try scanner.value(bytes)
      phase = .trailing
      return .problems(
        scanner.problems + [
          RangedProblem(
            range: value.range, code: .wrongType,
            message: "a timeline must be an array of events, or an object with \"events\"")
        ], .timeline)
    }
  }

  private mutating func member(
    _ bytes: Span<UInt8>, isFirst: Bool
  ) throws(JSONStop) -> RecordStep? {
    let byte = try scanner.nextByte(bytes)
    if byte == UInt8(ascii: "}") { return endObject() }
    if !isFirst {
      guard byte == UInt8(ascii: ",") else {
        throw scanner.unexpected(bytes, expected: "\",\" or \"}\"")
      }
      scanner.position += 1
    }
    try scanner.key(bytes)
    let key = scanner.key
    let name = JSONText.decoded(bytes, key)
    var problems: [RangedProblem] = []
    if keys.contains(name) {
      problems.append(scanner.duplicate(bytes, key))
    }
    let isEvents = name == Array("events".utf8)
    if isEvents, !hasEvents, try scanner.nextByte(bytes) == UInt8(ascii: "[") {
      scanner.position += 1
      keys.insert(name)
      hasEvents = true
      phase = .events(isFirst: true)
      return heldKeys.isEmpty ? nil : .warnings(takeHeldKeys())
    }
    let value = try scanner.value(bytes)
    problems += scanner.problems
    if problems.isEmpty { keys.insert(name) }
    phase = .members(isFirst: false)
    return meaning(bytes, key: key, name: name, value: value, problems: problems)
  }

  /// Returns the meaning of a member of the outer object.
  private mutating func meaning(
    _ bytes: Span<UInt8>, key: RawValue, name: [UInt8], value: RawValue, problems: [RangedProblem]
  ) -> RecordStep? {
    guard problems.isEmpty else { return .problems(problems, .timeline) }
    let text = String(decoding: name, as: UTF8.self)
    switch text {
    case "config" where hasEvents:
      return .problems(
        [
          RangedProblem(
            range: key.range, code: .misplacedKey,
            message: "\"config\" comes after the events that need it",
            hint: "Put it before \"events\".")
        ], .timeline)
    case "config":
      return .config(value)
    case "events":
      hasEvents = true
      return .problems(
        [
          RangedProblem(
            range: value.range, code: .wrongType,
            message: "\"events\" must be an array, not \(value.typeName)")
        ], .timeline)
    case "$schema":
      return nil
    case "chargers" where !hasEvents && value.kind == .array:
      return .problems([SwappedFiles.station(at: objectPlace)], .rest)
    default:
      return unknownKey(text, at: key.range, value: value)
    }
  }

  private mutating func unknownKey(
    _ name: String, at range: Range<Int>, value: RawValue
  ) -> RecordStep? {
    let (problem, meant) = RangedProblem.unknown(
      .key, name, at: range, known: Self.knownKeys
    ) { keys.contains(Array($0.utf8)) || value.kind != ($0 == "events" ? .array : .object) }
    if let meant {
      keys.insert(Array(meant.utf8))
      if meant == "events" { hasEvents = true }
      return .problems([problem], .timeline)
    }
    if name == "event", value.kind == .text, !hasEvents {
      return .problems([Self.oneEvent(at: objectPlace)], .rest)
    }
    switch unknownNames.note(name.utf8) {
    case .report:
      if hasEvents { return .warnings([problem]) }
      heldKeys.append((name, (range.lowerBound + forgotten)..<(range.upperBound + forgotten)))
    case .count: remarks.add(.moreUnknown(.key), at: range)
    case .skip: break
    }
    return nil
  }

  private static func oneEvent(at place: Range<Int>) -> RangedProblem {
    RangedProblem(
      range: place, code: .wrongType, message: "this is one event, not a timeline",
      hint: "If the file has one event a line, name it .ndjson.")
  }

  /// The first byte of the outer object, or of the window if that has left it.
  private var objectPlace: Range<Int> {
    let start = max((objectStart ?? 0) - forgotten, 0)
    return start..<(start + 1)
  }

  /// Returns the warnings for the unknown keys so far, now that the file is known to be a timeline.
  private mutating func takeHeldKeys() -> [RangedProblem] {
    defer { heldKeys = [] }
    return heldKeys.map { name, place in
      let start = max(place.lowerBound - forgotten, 0)
      return RangedProblem.unknown(
        .key, name, at: start..<max(place.upperBound - forgotten, start), known: Self.knownKeys,
        isPresent: { _ in true }
      ).problem
    }
  }

  private mutating func endObject() -> RecordStep? {
    let end = scanner.position
    scanner.position += 1
    phase = .trailing
    guard !hasEvents, let objectStart else { return nil }
    let start = objectStart - forgotten
    let place = start >= 0 && end - start < Self.nearby ? start : end
    if heldKeys.count(where: { SwappedFiles.stationKeys.contains($0.name) }) > 1 {
      return .problems([SwappedFiles.station(at: place..<(place + 1))], .rest)
    }
    let missing = RangedProblem(
      range: place..<(place + 1), code: .missingField, message: "\"events\" is missing",
      hint: "A timeline is an array of events, or an object with the array in \"events\".")
    return .problems(takeHeldKeys() + [missing], .timeline)
  }

  private mutating func event(
    _ bytes: Span<UInt8>, isFirst: Bool, into record: inout EventRecord
  ) throws(JSONStop) -> RecordStep? {
    let byte = try scanner.nextByte(bytes)
    if byte == UInt8(ascii: "]") {
      scanner.position += 1
      phase = objectStart == nil ? .trailing : .members(isFirst: false)
      return nil
    }
    if !isFirst {
      guard byte == UInt8(ascii: ",") else {
        throw scanner.unexpected(bytes, expected: "\",\" or \"]\"")
      }
      scanner.position += 1
    }
    _ = try scanner.nextByte(bytes)
    if usesFastObjects,
      let end = record.readFastObject(
        bytes, from: scanner.position, to: scanner.end, fastKeys, LastDate())
    {
      scanner.position = end
      phase = .events(isFirst: false)
      return .record
    }
    let isObject = try record.read(bytes, with: &scanner)
    phase = .events(isFirst: false)
    return RecordStep(scanner.problems, isObject: isObject, range: record.range)
  }

  private mutating func finish(_ bytes: Span<UInt8>) throws(JSONStop) -> RecordStep? {
    guard try scanner.isAtEnd(bytes) else {
      throw scanner.unexpected(
        bytes, expected: "the end of the text",
        hint: objectStart != nil
          ? "If the file has one event a line, name it .ndjson."
          : bytes[scanner.position] == UInt8(ascii: "[")
            ? "A file has one JSON text: join the arrays into one." : nil)
    }
    return .end
  }
}
