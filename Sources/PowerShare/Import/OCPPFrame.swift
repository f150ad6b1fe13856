/// A message of OCPP-J: `[2, id, action, payload]`, its reply `[3, id, payload]`, or the refusal
/// `[4, id, code, description, details]`.
struct OCPPFrame {
  /// The kind of message.
  enum Kind: Equatable {
    /// A call with its action.
    case call(String)
    /// The result of a call.
    case reply
    /// The error that answers a call.
    case refusal
  }

  let kind: Kind
  let id: Identifier
  let payload: RawValue

  /// Reads a scanned array that begins with 2, 3 or 4.
  static func read(
    _ bytes: Span<UInt8>, _ value: RawValue
  ) -> Result<OCPPFrame, RangedProblem> {
    let parts = RecordText.elements(bytes, value)
    var reader = FieldReader(style: .json)
    let type = bytes[parts[0].range.lowerBound]
    let isCall = type == UInt8(ascii: "2")
    guard parts.count >= (isCall ? 4 : 3) else {
      let message =
        isCall ? "a call has an id, an action and a payload" : "a reply has an id and a payload"
      return .failure(RangedProblem(range: value.range, code: .wrongType, message: message))
    }
    // Some systems number their messages without quotes.
    let id =
      parts[1].kind == .number
      ? Identifier(validUTF8: bytes, in: parts[1].range) : reader.name(bytes, parts[1], "id")
    let action = isCall ? reader.name(bytes, parts[2], "action") : nil
    if let problem = reader.problems.first { return .failure(problem) }
    guard let id else {
      return .failure(RangedProblem(range: value.range, code: .wrongType, message: "no id"))
    }
    if let action {
      return .success(OCPPFrame(kind: .call(action.text), id: id, payload: parts[3]))
    }
    let kind = type == UInt8(ascii: "3") ? Kind.reply : .refusal
    return .success(OCPPFrame(kind: kind, id: id, payload: parts[2]))
  }
}

/// A finder of the messages in a line of a log.
///
/// A message may have other text before and behind it, and may be part of a JSON value, or of a
/// text of JSON or CSV in quotes.
struct OCPPLine {
  /// The number of messages found.
  private(set) var frames = 0
  /// The first problem of a message that cannot be read.
  private(set) var problem: RangedProblem?

  /// The greatest number of quotations inside each other.
  private static let maximumDepth = 4
  /// The greatest number of places that look like a message and are none; each costs a scan of the
  /// line.
  private static let maximumFailures = 4

  /// The way in which the quotes of a message are written.
  private enum Quoting {
    case plain
    /// Behind backslashes, as in a text of JSON.
    case escaped
    /// Doubled, as in a text of CSV.
    case doubled
  }

  /// Takes a message and the bytes that its payload is part of.
  ///
  /// The last argument is the place in the file of a message in quotes, whose own places are those
  /// of a copy; nil for any other.
  typealias Body = (Span<UInt8>, OCPPFrame, Range<Int>?) -> Void

  /// Passes each message of a line to `body`.
  init(_ bytes: Span<UInt8>, _ line: Range<Int>, body: Body) {
    search(bytes, line, place: nil, depth: 0, body)
  }

  private mutating func search(
    _ bytes: Span<UInt8>, _ range: Range<Int>, place: Range<Int>?, depth: Int, _ body: Body
  ) {
    var position = range.lowerBound
    var failures = 0
    while failures < Self.maximumFailures,
      let (start, quoting) = Self.next(bytes, position..<range.upperBound)
    {
      guard quoting == .plain else {
        let (copy, end) = Self.unquoted(bytes, start..<range.upperBound, quoting)
        guard depth < Self.maximumDepth else { return }
        search(copy.span, 0..<copy.count, place: place ?? start..<end, depth: depth + 1, body)
        position = end
        continue
      }
      var scanner = JSONScanner(position: start, end: range.upperBound, isComplete: true)
      do throws(JSONStop) {
        let value = try scanner.value(bytes)
        position = scanner.position
        if let problem = scanner.problems.first {
          note(problem, place)
          continue
        }
        switch OCPPFrame.read(bytes, value) {
        case .success(let frame):
          frames += 1
          body(bytes, frame, place)
        case .failure(let problem): note(problem, place)
        }
      } catch {
        if case .invalid(let problem) = error { note(problem, place) }
        failures += 1
        position = start + 1
      }
    }
  }

  private mutating func note(_ problem: RangedProblem, _ place: Range<Int>?) {
    guard self.problem == nil else { return }
    self.problem = problem
    if let place { self.problem?.range = place }
  }

  /// Returns the next bracket that begins a message, `[2,` `[3,` or `[4,` before an id, and the way
  /// in which the id is quoted.
  private static func next(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Int, Quoting)? {
    let end = range.upperBound
    func next(from place: Int) -> Int {
      var place = place
      while place < end, bytes[place] <= UInt8(ascii: " ") { place += 1 }
      return place
    }
    for place in range where bytes[place] == UInt8(ascii: "[") {
      let type = next(from: place + 1)
      guard type < end, UInt8(ascii: "2")...UInt8(ascii: "4") ~= bytes[type] else { continue }
      let comma = next(from: type + 1)
      guard comma < end, bytes[comma] == UInt8(ascii: ",") else { continue }
      let id = next(from: comma + 1)
      guard id < end else { continue }
      switch bytes[id] {
      case UInt8(ascii: "\\"): return (place, .escaped)
      case UInt8(ascii: "\""):
        let isDoubled =
          id + 2 < end && bytes[id + 1] == UInt8(ascii: "\"") && bytes[id + 2] > UInt8(ascii: " ")
          && bytes[id + 2] != UInt8(ascii: ",")
        return (place, isDoubled ? .doubled : .plain)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // A number is an id only before an action or a payload: [2, 5] may be anything.
        var last = id
        while last < end, bytes[last] &- UInt8(ascii: "0") < 10 { last += 1 }
        let second = next(from: last)
        guard second < end, bytes[second] == UInt8(ascii: ",") else { continue }
        let part = next(from: second + 1)
        guard part < end else { continue }
        if bytes[part] == UInt8(ascii: "\\") { return (place, .escaped) }
        if bytes[part] == UInt8(ascii: "\"") || bytes[part] == UInt8(ascii: "{") {
          return (place, .plain)
        }
      default: continue
      }
    }
    return nil
  }

  /// Returns the text up to the quote that ends it, with one level of quoting removed, and the
  /// position of that quote.
  private static func unquoted(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ quoting: Quoting
  ) -> (text: [UInt8], end: Int) {
    var text: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = bytes[place]
      let next = place + 1 < range.upperBound ? bytes[place + 1] : 0
      if byte == UInt8(ascii: "\"") {
        guard quoting == .doubled, next == UInt8(ascii: "\"") else { break }
        text.append(byte)
        place += 2
      } else if byte == UInt8(ascii: "\\"), quoting == .escaped, next != 0 {
        place += 2
        switch next {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"),
          UInt8(ascii: "f"):
          text.append(UInt8(ascii: " "))
        case UInt8(ascii: "u"):
          if let character = ascii(bytes, place..<range.upperBound) {
            text.append(character)
            place += 4
          } else {
            // The reader of the message decodes it.
            text += [byte, next]
          }
        default: text.append(next)
        }
      } else {
        text.append(byte)
        place += 1
      }
    }
    return (text, place)
  }

  /// Returns the ASCII character of four hexadecimal digits; nil for another character.
  private static func ascii(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt8? {
    guard range.count >= 4 else { return nil }
    var value = 0
    for place in range.prefix(4) {
      guard bytes[place] < 0x80,
        let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue
      else { return nil }
      value = value << 4 | digit
    }
    return value < 0x80 ? UInt8(value) : nil
  }
}
