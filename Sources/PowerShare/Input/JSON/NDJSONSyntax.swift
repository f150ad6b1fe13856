/// The syntax of a timeline with one event a line, each a JSON object.
///
/// Blank lines are skipped.
struct NDJSONSyntax: RecordSyntax {
  private var scanner = JSONScanner(position: 0, end: 0, isComplete: false)

  mutating func next(
    _ text: SourceText, at position: inout Int, into record: inout EventRecord
  ) -> RecordStep {
    let bytes = text.storage.span
    scanner.restart(at: position, end: text.end, isComplete: text.isComplete, depth: 0)
    do throws(JSONStop) {
      scanner.endsAtLine = false
      if try scanner.isAtEnd(bytes) {
        position = scanner.position
        return .end
      }
      scanner.endsAtLine = true
      let start = scanner.position
      let isObject = try record.read(bytes, with: &scanner)
      guard try scanner.isAtEnd(bytes) else {
        let isObject = bytes[scanner.position] == UInt8(ascii: "{")
        throw scanner.unexpected(
          bytes, expected: "the end of the line",
          hint: isObject ? "Write each event on a line of its own." : nil)
      }
      position = Self.lineEnd(bytes, at: scanner.position, end: text.end)
      return RecordStep(
        scanner.problems, isObject: isObject, range: start..<record.range.upperBound)
    } catch {
      switch error {
      case .needsMore: return .needsInput
      case .invalid(let problem):
        return skipLine(text, problem, at: &position)
      }
    }
  }

  mutating func again(_ text: SourceText, at position: Int, into record: inout EventRecord) {
    scanner.restart(at: position, end: text.end, isComplete: true, depth: 0)
    _ = try? record.read(text.storage.span, with: &scanner)
  }

  /// Reports a line that is not JSON, and continues after it.
  private mutating func skipLine(
    _ text: SourceText, _ problem: RangedProblem, at position: inout Int
  ) -> RecordStep {
    let bytes = text.storage.span
    var place = max(scanner.position, position)
    while place < text.end, bytes[place] != UInt8(ascii: "\n") { place += 1 }
    if place == text.end, !text.isComplete { return .needsInput }
    position = Self.lineEnd(bytes, at: place, end: text.end)
    return .problems(scanner.problems + [problem], .event)
  }

  /// Returns the place after the line feed at `place`, or the end of the text.
  private static func lineEnd(_ bytes: Span<UInt8>, at place: Int, end: Int) -> Int {
    place < end && bytes[place] == UInt8(ascii: "\n") ? place + 1 : place
  }
}

extension RecordStep {
  /// Creates the step for a JSON value in the place of an event.
  init(_ problems: [RangedProblem], isObject: Bool, range: Range<Int>) {
    var problems = problems
    if !isObject {
      problems.append(
        RangedProblem(
          range: range, code: .wrongType, message: "an event must be an object",
          hint: #"An event looks like {"time": 0, "event": "stop", "sessionId": "ev-1"}."#))
    }
    self = problems.isEmpty ? .record : .problems(problems, .event)
  }
}
