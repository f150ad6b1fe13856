/// The reason why a scan of JSON ended early.
enum JSONStop: Error, Equatable {
  /// The text is valid so far, but incomplete.
  case needsMore
  /// The text is not JSON.
  case invalid(RangedProblem)
}

/// A scanner of JSON (RFC 8259) that builds no values.
///
/// It checks the whole grammar and stops at the first byte that breaks it. Duplicate keys and
/// invalid UTF-8 are gathered in `problems` instead, and the scan goes on.
struct JSONScanner {
  /// The position of the next byte.
  var position: Int
  /// The end of the available bytes.
  private(set) var end: Int
  /// True if the text ends with the available bytes.
  private(set) var isComplete: Bool
  /// True if a line end ends the text, as in NDJSON.
  var endsAtLine = false
  /// The number of open objects and arrays.
  var depth = 0
  /// The problems that do not stop the scan.
  var problems: [RangedProblem] = []
  /// The keys of the open objects, outermost object first.
  private var keys: [RawValue] = []

  /// The deepest nesting that is accepted (RFC 8259, section 9, allows a limit).
  static let maximumDepth = 512

  init(position: Int, end: Int, isComplete: Bool) {
    self.position = position
    self.end = end
    self.isComplete = isComplete
  }

  /// Continues at another place, and keeps the memory.
  mutating func restart(at position: Int, end: Int, isComplete: Bool, depth: Int) {
    self.position = position
    self.end = end
    self.isComplete = isComplete
    self.depth = depth
    problems.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
  }

  /// Creates a scanner of a value that has been scanned before.
  init(checked range: Range<Int>) {
    self.init(position: range.lowerBound, end: range.upperBound, isComplete: true)
  }

  // MARK: Single bytes

  /// Returns the next byte that is not white space, and stops before it.
  mutating func nextByte(_ bytes: Span<UInt8>) throws(JSONStop) -> UInt8 {
    while position < end {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "\n"):
        if endsAtLine { throw unexpectedEnd(at: position) }
        position += 1
      default:
        return byte
      }
    }
    throw isComplete ? unexpectedEnd(at: end) : .needsMore
  }

  /// Skips white space; returns true if the text ends there.
  mutating func isAtEnd(_ bytes: Span<UInt8>) throws(JSONStop) -> Bool {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\n") where endsAtLine: return true
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        position += 1
      default: return false
      }
    }
    if isComplete { return true }
    throw .needsMore
  }

  private func unexpectedEnd(at place: Int) -> JSONStop {
    let last = max(place - 1, 0)
    return .invalid(
      RangedProblem(
        range: last..<max(place, last), code: .invalidJSON,
        message: place == 0 ? "the text is empty" : "the JSON text ends too early"))
  }

  func unexpected(_ bytes: Span<UInt8>, expected: String, hint: String? = nil) -> JSONStop {
    guard let length = UTF8Check.sequenceLength(bytes, at: position, end: end) else {
      // The end of the window may cut off the sequence.
      if end - position < 4, !isComplete { return .needsMore }
      // Such a text is not JSON at all: that is a better code than invalid UTF-8.
      var problem = UTF8Check.problem(bytes, at: position, end: end)
      problem.code = .invalidJSON
      problem.hint = hint ?? problem.hint
      return .invalid(problem)
    }
    let range = position..<(position + length)
    var character: [UInt8] = []
    for place in range { character.append(bytes[place]) }
    let found = Suggestion.printable(String(decoding: character, as: UTF8.self))
    return .invalid(
      RangedProblem(
        range: range, code: .invalidJSON,
        message: "expected \(expected), found " + (found == "\"" ? "a quote" : "\"\(found)\""),
        hint: hint ?? otherHint(bytes)))
  }

  /// Refuses a text that begins with a letter, as CSV and YAML do, but with no word of JSON.
  mutating func refuseOtherFormat(_ bytes: Span<UInt8>) throws(JSONStop) {
    let first = try nextByte(bytes)
    guard UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20 else { return }
    if position + 1 == end, !isComplete { throw .needsMore }
    let second = position + 1 < end ? bytes[position + 1] : 0
    if ["tr", "fa", "nu"].contains(where: { $0.utf8.elementsEqual([first, second]) }) { return }
    throw .invalid(
      RangedProblem(
        range: position..<(position + 1), code: .invalidJSON, message: "the text is not JSON",
        hint: "If the file is CSV, name it .csv."))
  }

  // MARK: Values

  /// Reads a value of any kind.
  mutating func value(_ bytes: Span<UInt8>) throws(JSONStop) -> RawValue {
    switch try nextByte(bytes) {
    case UInt8(ascii: "\""): return try string(bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(bytes)
    case UInt8(ascii: "{"): return try object(bytes)
    case UInt8(ascii: "["): return try array(bytes)
    case UInt8(ascii: "t"): return try word(bytes, "true", .true)
    case UInt8(ascii: "f"): return try word(bytes, "false", .false)
    case UInt8(ascii: "n"): return try word(bytes, "null", .null)
    default: throw unexpected(bytes, expected: "a value", hint: valueHint(bytes))
    }
  }

  private func valueHint(_ bytes: Span<UInt8>) -> String? {
    switch bytes[position] {
    case UInt8(ascii: "]"), UInt8(ascii: "}"): "JSON has no comma after the last item."
    case UInt8(ascii: "+"), UInt8(ascii: "."): "JSON numbers begin with a digit or a minus sign."
    case UInt8(ascii: "N") where position + 1 < end && bytes[position + 1] == UInt8(ascii: "o"):
      "JSON writes null."
    case UInt8(ascii: "N"), UInt8(ascii: "I"): "JSON has no NaN and no Infinity."
    case UInt8(ascii: "T"), UInt8(ascii: "F"): "JSON writes true and false in small letters."
    default: otherHint(bytes)
    }
  }

  /// Returns a hint for what other languages allow between or around values, or nil.
  private func otherHint(_ bytes: Span<UInt8>) -> String? {
    switch bytes[position] {
    case UInt8(ascii: "'"): "JSON strings need double quotes."
    // Quotation marks of word processors.
    case 0xE2 where position + 1 < end && bytes[position + 1] == 0x80:
      "JSON strings need straight double quotes."
    case UInt8(ascii: "/"), UInt8(ascii: "#"): "JSON has no comments: remove them."
    case UInt8(ascii: ";"): "JSON separates items with commas."
    case UInt8(ascii: "="): "JSON separates a key from its value with a colon."
    default: nil
    }
  }

  private mutating func word(
    _ bytes: Span<UInt8>, _ word: StaticString, _ kind: RawValue.Kind
  ) throws(JSONStop) -> RawValue {
    let start = position
    for expected in word.description.utf8 {
      guard position < end else { throw isComplete ? unexpectedEnd(at: end) : .needsMore }
      guard bytes[position] == expected else {
        throw unexpected(bytes, expected: "\"\(word)\"")
      }
      position += 1
    }
    return RawValue(kind: kind, range: start..<position)
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(JSONStop) -> RawValue {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    if try digit(bytes) == UInt8(ascii: "0") {
      position += 1
      if position < end, Self.isDigit(bytes[position]) {
        throw unexpected(
          bytes, expected: "the end of the number", hint: "JSON numbers have no leading zeros.")
      }
    } else {
      try digits(bytes)
    }
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try digits(bytes)
    }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < end,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      try digits(bytes)
    }
    if position == end, !isComplete { throw .needsMore }
    return RawValue(kind: .number, range: start..<position)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private func digit(_ bytes: Span<UInt8>) throws(JSONStop) -> UInt8 {
    guard position < end else { throw isComplete ? unexpectedEnd(at: end) : .needsMore }
    guard Self.isDigit(bytes[position]) else {
      if endsAtLine, bytes[position] == UInt8(ascii: "\n") { throw unexpectedEnd(at: position) }
      throw unexpected(bytes, expected: "a digit")
    }
    return bytes[position]
  }

  private mutating func digits(_ bytes: Span<UInt8>) throws(JSONStop) {
    _ = try digit(bytes)
    while position < end, Self.isDigit(bytes[position]) { position += 1 }
  }

  // MARK: Strings

  /// Reads a string.
  ///
  /// - Precondition: The next byte is its opening quote.
  mutating func string(_ bytes: Span<UInt8>) throws(JSONStop) -> RawValue {
    let start = position
    var hasEscapes = false
    var isValid = true
    position += 1
    passPlainText(bytes)
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return RawValue(
          kind: .text, range: start..<position, isQuoted: true, hasEscapes: hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try escape(bytes)
      } else if byte < 0x20 {
        if endsAtLine, byte == UInt8(ascii: "\n") { throw unexpectedEnd(at: position) }
        throw unexpected(
          bytes, expected: "a character or a closing quote",
          hint: "Control characters in a text are written as escapes, such as \\n.")
      } else if byte < 0x80 {
        position += 1
        passPlainText(bytes)
      } else if let length = UTF8Check.sequenceLength(bytes, at: position, end: end) {
        position += length
      } else {
        // The end of the window may cut off the sequence.
        if end - position < 4, !isComplete { throw .needsMore }
        // Once a text: a binary file would give a problem for every byte.
        if isValid { problems.note(UTF8Check.problem(bytes, at: position, end: end)) }
        isValid = false
        position += 1
        // The rest of a broken sequence is part of the same problem.
        while position < end, bytes[position] & 0xC0 == 0x80 { position += 1 }
      }
    }
    throw isComplete ? unexpectedEnd(at: end) : .needsMore
  }

  /// Skips bytes of a string that need no decoding, eight at a time, up to the first that may.
  private mutating func passPlainText(_ bytes: Span<UInt8>) {
    while position <= end &- 8 {
      let word = bytes.word(at: position)
      let matches =
        word.bytesEqual(to: UInt64(eight: UInt8(ascii: "\"")))
        | word.bytesEqual(to: UInt64(eight: UInt8(ascii: "\\")))
        | word.bytesOutsideASCII(from: 0x20)
      guard matches == 0 else {
        position &+= matches.firstMatch
        return
      }
      position &+= 8
    }
  }

  private mutating func escape(_ bytes: Span<UInt8>) throws(JSONStop) {
    let start = position
    position += 1
    guard position < end else { throw isComplete ? unexpectedEnd(at: end) : .needsMore }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      let unit = try hexadecimal(bytes)
      guard 0xD800...0xDFFF ~= unit else { return }
      // A surrogate is half of a character: the other half must follow.
      if unit < 0xDC00, try passes(bytes, "\\"), try passes(bytes, "u") {
        if 0xDC00...0xDFFF ~= (try hexadecimal(bytes)) { return }
      }
      throw .invalid(
        RangedProblem(
          range: start..<position, code: .invalidJSON,
          message: "half a surrogate pair is not a character"))
    default:
      throw unexpected(
        bytes, expected: "an escape", hint: "A backslash itself is written as \\\\.")
    }
  }

  private mutating func passes(
    _ bytes: Span<UInt8>, _ expected: Unicode.Scalar
  ) throws(JSONStop) -> Bool {
    guard position < end else { throw isComplete ? unexpectedEnd(at: end) : .needsMore }
    guard bytes[position] == UInt8(ascii: expected) else { return false }
    position += 1
    return true
  }

  private mutating func hexadecimal(_ bytes: Span<UInt8>) throws(JSONStop) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard position < end else { throw isComplete ? unexpectedEnd(at: end) : .needsMore }
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue,
        bytes[position] < 0x80
      else { throw unexpected(bytes, expected: "a hexadecimal digit") }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  // MARK: Objects and arrays

  private mutating func object(_ bytes: Span<UInt8>) throws(JSONStop) -> RawValue {
    let start = position
    try members(bytes) { scanner throws(JSONStop) in _ = try scanner.value(bytes) }
    return RawValue(kind: .object, range: start..<position)
  }

  private mutating func array(_ bytes: Span<UInt8>) throws(JSONStop) -> RawValue {
    let start = position
    try elements(bytes) { scanner throws(JSONStop) in _ = try scanner.value(bytes) }
    return RawValue(kind: .array, range: start..<position)
  }

  /// Reads an object.
  ///
  /// - Precondition: The next byte is its opening brace.
  /// - Parameter body: Reads one member's value; the member's key is in `key`.
  mutating func members(
    _ bytes: Span<UInt8>, body: (inout JSONScanner) throws(JSONStop) -> Void
  ) throws(JSONStop) {
    try open(bytes)
    let firstKey = keys.count
    if try nextByte(bytes) != UInt8(ascii: "}") {
      repeat {
        try key(bytes)
        try body(&self)
      } while try goesOn(bytes, closing: UInt8(ascii: "}"))
    }
    position += 1
    depth -= 1
    findDuplicates(bytes, from: firstKey)
    keys.removeLast(keys.count - firstKey)
  }

  /// The key of the member that is being read.
  var key: RawValue { keys[keys.count - 1] }

  /// Reads an array.
  ///
  /// - Precondition: The next byte is its opening bracket.
  /// - Parameter body: Reads one element.
  mutating func elements(
    _ bytes: Span<UInt8>, body: (inout JSONScanner) throws(JSONStop) -> Void
  ) throws(JSONStop) {
    try open(bytes)
    if try nextByte(bytes) != UInt8(ascii: "]") {
      repeat { try body(&self) } while try goesOn(bytes, closing: UInt8(ascii: "]"))
    }
    position += 1
    depth -= 1
  }

  private mutating func open(_ bytes: Span<UInt8>) throws(JSONStop) {
    guard depth < Self.maximumDepth else {
      throw .invalid(
        RangedProblem(
          range: position..<(position + 1), code: .invalidJSON,
          message: "the text is nested deeper than \(Self.maximumDepth) levels"))
    }
    depth += 1
    position += 1
  }

  /// Reads a key and its colon.
  mutating func key(_ bytes: Span<UInt8>) throws(JSONStop) {
    guard try nextByte(bytes) == UInt8(ascii: "\"") else {
      let isClosing = bytes[position] == UInt8(ascii: "}")
      throw unexpected(
        bytes, expected: "a key in double quotes",
        hint: isClosing ? "JSON has no comma after the last item." : otherHint(bytes))
    }
    keys.append(try string(bytes))
    guard try nextByte(bytes) == UInt8(ascii: ":") else {
      throw unexpected(bytes, expected: "\":\"")
    }
    position += 1
  }

  private mutating func goesOn(_ bytes: Span<UInt8>, closing: UInt8) throws(JSONStop) -> Bool {
    let byte = try nextByte(bytes)
    if byte == closing { return false }
    guard byte == UInt8(ascii: ",") else {
      throw unexpected(
        bytes, expected: "\",\" or \"\(Character(Unicode.Scalar(closing)))\"")
    }
    position += 1
    return true
  }

  // MARK: Keys

  /// Reports keys that the innermost object has twice.
  private mutating func findDuplicates(_ bytes: Span<UInt8>, from first: Int) {
    guard keys.count - first > 1 else { return }
    if keys.count - first <= 12, keys[first...].allSatisfy({ !$0.hasEscapes }) {
      for later in (first + 1)..<keys.count {
        for earlier in first..<later
        where Self.equal(bytes, keys[earlier].content, keys[later].content) {
          reportDuplicate(bytes, keys[later])
          break
        }
      }
      return
    }
    var seen: Set<[UInt8]> = []
    for key in keys[first...] where !seen.insert(JSONText.decoded(bytes, key)).inserted {
      reportDuplicate(bytes, key)
    }
  }

  private static func equal(
    _ bytes: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>
  ) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<left.count
    where bytes[left.lowerBound + offset] != bytes[right.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func reportDuplicate(_ bytes: Span<UInt8>, _ key: RawValue) {
    problems.note(duplicate(bytes, key))
  }

  func duplicate(_ bytes: Span<UInt8>, _ key: RawValue) -> RangedProblem {
    let name = String(decoding: JSONText.decoded(bytes, key), as: UTF8.self)
    return RangedProblem(
      range: key.range, code: .duplicateKey,
      message: "duplicate key \(Identifier(name).quoted)",
      hint: "Programs differ in which of the two they take: remove one.")
  }
}
