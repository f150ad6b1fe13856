/// A file of results, read to be compared with another one.
package struct ComparedFile: Sendable {
  /// The kinds of file that can be compared.
  package enum Kind: Sendable {
    case summary, sessions, days

    /// The kind in a sentence.
    package var name: String {
      switch self {
      case .summary: "a summary"
      case .sessions: "a file of sessions"
      case .days: "a file of days"
      }
    }
  }

  /// The contents of a file.
  package enum Content: Sendable {
    /// The figures of a summary, in the order of the file.
    case summary([NamedValue])
    /// The sessions, in the order of the file.
    case sessions([Session])
    /// The days, in the order of the file.
    case days([Day])
    /// An empty array, which is a list of no sessions or of no days.
    case noRows
  }

  /// A session.
  package struct Session: Sendable {
    package let id: Identifier
    package let arrival: StatedTime
    package let outcome: String
    /// The delivered energy in kWh.
    package let delivered: ExactDecimal
    /// The wait in minutes.
    package let wait: ExactDecimal
    /// The time at which it had all it requested; nil where it never had.
    package let done: StatedTime?
  }

  /// A local day.
  package struct Day: Sendable {
    /// Its date; a number where the timeline counts seconds.
    package let date: FigureValue
    /// Its other columns, in the order of the file.
    package let figures: [NamedValue]
  }

  /// The names in files that the reader has to know.
  package struct Names: Sendable {
    /// The key that names an element of a list in a summary, by the key of the list.
    let lists: [String: String]
    /// The paths in a summary that are no figures and are not compared.
    let ignored: Set<String>
    /// The outcomes of sessions.
    let outcomes: [String]
    /// Returns true for a figure of a summary whose value has to be a number.
    let isNumeric: @Sendable (String) -> Bool
    /// Returns true for a column of days whose value has to be a number.
    let isNumericOfDay: @Sendable (String) -> Bool

    package init(
      lists: [String: String], ignored: Set<String>, outcomes: [String],
      isNumeric: @escaping @Sendable (String) -> Bool,
      isNumericOfDay: @escaping @Sendable (String) -> Bool
    ) {
      self.lists = lists
      self.ignored = ignored
      self.outcomes = outcomes
      self.isNumeric = isNumeric
      self.isNumericOfDay = isNumericOfDay
    }
  }

  /// The contents of the file.
  package let content: Content
  private var source: SourceText

  /// The kind; nil for an empty array.
  package var kind: Kind? {
    switch content {
    case .summary: .summary
    case .sessions: .sessions
    case .days: .days
    case .noRows: nil
    }
  }

  /// Returns the diagnostic of a problem of the whole file.
  package mutating func diagnostic(
    _ code: DiagnosticCode, _ message: String, hint: String? = nil
  ) -> Diagnostic {
    source.diagnostic(
      source.start..<min(source.start + 1, source.end), code: code, message: message, hint: hint)
  }

  /// Reads a file, whose content tells its kind and its format.
  ///
  /// - Returns: The file, or nil with at least one error; and all errors.
  /// - Complexity: O(length of the text).
  package static func read(
    name: String, text: [UInt8], _ names: Names
  ) -> (file: ComparedFile?, diagnostics: [Diagnostic]) {
    var source = SourceText(name: name, text: text)
    var problems: [RangedProblem]
    var content: Content?
    if let problem = ForeignFile.problem(
      source.storage.span, end: source.end, name: name, command: "sems-plan compare ... -")
    {
      problems = [problem]
    } else {
      let first = firstByte(of: source)
      if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
        var reader = ComparedJSON(names)
        content = reader.read(source)
        problems = reader.fields.problems
      } else {
        var reader = ComparedCSV(names)
        content = reader.read(source)
        problems = reader.fields.problems
      }
    }
    problems.sort { $0.range.lowerBound < $1.range.lowerBound }
    let diagnostics = problems.map { source.diagnostic($0) }
    guard let content, diagnostics.isEmpty else { return (nil, diagnostics) }
    return (ComparedFile(content: content, source: source), diagnostics)
  }

  private static func firstByte(of source: SourceText) -> UInt8? {
    source.storage[source.start..<source.end].first { !" \t\r\n".utf8.contains($0) }
  }

  /// The hint for a file of another kind.
  static let hint =
    "compare reads files of simulate --summary, --sessions or --daily, two of one kind."

  /// The problem of a file without a row that tells its kind.
  static func emptyProblem(at place: Int) -> RangedProblem {
    RangedProblem(
      range: place..<place, code: .notComparable, message: "the file is empty",
      hint: "A run without sessions writes an empty NDJSON file; write CSV or JSON to compare it.")
  }
}

extension FieldReader {
  /// Reads a decimal number as it is written, without rounding it.
  mutating func exactNumber(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> ExactDecimal? {
    guard value.kind == (style == .json ? .number : .text) else {
      report(value.range, .wrongType, "\"\(field)\" must be a number, not \(value.typeName)")
      return nil
    }
    switch exactReading(bytes, value) {
    case .number(let number): return number
    case .notANumber:
      report(
        value.range, .notANumber, "\"\(field)\" must be a number, not \(shown(bytes, value))")
    case .outOfRange:
      report(
        value.range, .outOfRange,
        "\"\(field)\" must be a number below 10^20 with at most six decimals")
    }
    return nil
  }

  /// Returns what the text of a value says as a number.
  func exactReading(_ bytes: Span<UInt8>, _ value: RawValue) -> ExactDecimal.Reading {
    value.hasEscapes
      ? .notANumber
      : ExactDecimal.read(
        bytes, in: value.content, decimalComma: style == .csv(decimalComma: true))
  }

  /// Reads an energy or a duration of a session, which is not negative.
  mutating func exactMagnitude(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> ExactDecimal? {
    guard let number = exactNumber(bytes, value, field) else { return nil }
    guard number >= .zero else {
      report(value.range, .negativeValue, "\"\(field)\" must not be negative: \(number.text)")
      return nil
    }
    return number
  }

  /// Reads a time: a date-time, a local time without an offset as `--time-format local` writes it,
  /// or a number of seconds.
  mutating func statedTime(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> StatedTime? {
    if value.kind == .text, !value.hasEscapes {
      switch DateTime.read(bytes, in: value.content) {
      case .moment(let time, let offset): return StatedTime(time, .dateTime(offset))
      case .missingOffset, .notADateTime:
        // The fraction of a local time has a comma where numbers have one.
        let text = text(bytes, value).map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
        let withOffset = text + [UInt8(ascii: "Z")]
        if case .moment(let time, _) = DateTime.read(withOffset.span, in: withOffset.indices) {
          return StatedTime(time, .local)
        }
      case .impossible, .yearOutOfRange, .roundedToYear10000: break
      }
    }
    return time(bytes, value, field).map { StatedTime($0.0, in: $0.1) }
  }

  /// Reads the outcome of a session.
  mutating func outcome(
    _ bytes: Span<UInt8>, _ value: RawValue, among outcomes: [String]
  ) -> String? {
    guard value.kind == .text else {
      report(value.range, .wrongType, "\"outcome\" must be a text, not \(value.typeName)")
      return nil
    }
    let text = text(bytes, value)
    if let outcome = outcomes.first(where: { $0.utf8.elementsEqual(text) }) { return outcome }
    report(
      value.range, .unknownOutcome, "there is no outcome \(shown(bytes, value))",
      hint: "The outcomes are \(outcomes.joined(separator: ", ")).")
    return nil
  }

  /// Returns the session of the values of its row, or nil with a problem.
  ///
  /// - Parameters:
  ///   - values: The values in the order of ``ComparedSessionField``.
  ///   - id: The bytes of the id.
  mutating func session(
    _ bytes: Span<UInt8>, _ values: [RawValue], in row: Range<Int>, id: (RawValue) -> [UInt8],
    _ names: ComparedFile.Names
  ) -> ComparedFile.Session? {
    let before = problems.count
    for field in ComparedSessionField.allCases where field != .doneTime {
      let value = values[field.rawValue]
      if !isPresent(value) { reportMissing(field.name, value, in: row) }
    }
    guard problems.count == before else { return nil }
    func value(_ field: ComparedSessionField) -> RawValue { values[field.rawValue] }
    let name = name(bytes, value(.sessionId), "sessionId")
    let arrival = statedTime(bytes, value(.arrivalTime), "arrivalTime")
    let delivered = exactMagnitude(bytes, value(.deliveredEnergy), "deliveredEnergy")
    let wait = exactMagnitude(bytes, value(.waitMinutes), "waitMinutes")
    let outcome = outcome(bytes, value(.outcome), among: names.outcomes)
    var done: StatedTime?
    if isPresent(value(.doneTime)) { done = statedTime(bytes, value(.doneTime), "doneTime") }
    guard name != nil, let arrival, let delivered, let wait, let outcome,
      problems.count == before
    else { return nil }
    if let done, !done.style.isSameKind(as: arrival.style) {
      report(
        value(.doneTime).range, .mixedTimes,
        "the time is \(done.style.name), but the arrival is \(arrival.style.name)")
      return nil
    }
    return ComparedFile.Session(
      id: Identifier(validUTF8: id(value(.sessionId))), arrival: arrival, outcome: outcome,
      delivered: delivered, wait: wait, done: done)
  }
}

/// The fields of a session's row that are compared.
enum ComparedSessionField: Int, CaseIterable {
  case sessionId, arrivalTime, doneTime, deliveredEnergy, waitMinutes, outcome

  /// The name of the column, which is also the key in JSON.
  var name: String {
    switch self {
    case .sessionId: "sessionId"
    case .arrivalTime: "arrivalTime"
    case .doneTime: "doneTime"
    case .deliveredEnergy: "deliveredEnergy"
    case .waitMinutes: "waitMinutes"
    case .outcome: "outcome"
    }
  }

  /// Returns the field with a name.
  init?(_ name: String) {
    guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = field
  }
}

/// The sessions that have been read so far, which all state their times in one kind.
struct ComparedSessions {
  private(set) var sessions: [ComparedFile.Session] = []

  /// Adds a session, or reports that its time is of another kind than the first one.
  ///
  /// - Parameter row: The place of a problem.
  mutating func add(
    _ session: ComparedFile.Session, at row: Range<Int>, _ fields: inout FieldReader
  ) {
    if let first = sessions.first, !first.arrival.style.isSameKind(as: session.arrival.style) {
      fields.report(
        row, .mixedTimes,
        "the arrival is \(session.arrival.style.name), but the first one is "
          + first.arrival.style.name)
      return
    }
    sessions.append(session)
  }
}
