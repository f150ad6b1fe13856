/// A problem with a place in a file, fit for people and for programs.
public struct Diagnostic: Error, Equatable, Sendable {
  /// How serious it is.
  public var severity: Severity
  /// The kind of problem.
  public var code: DiagnosticCode
  /// The file's name as the user gave it.
  public var file: String
  /// Where in the file.
  public var place: SourcePlace
  /// What is wrong, in one line.
  public var message: String
  /// What would help, if anything.
  public var hint: String?

  /// How serious a problem is.
  public enum Severity: String, Sendable {
    /// The input cannot be used.
    case error
    /// The input can be used, but probably does not say what was meant.
    case warning
  }
}

/// A place in a text file.
public struct SourcePlace: Equatable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1; a byte order mark is not counted.
  public var column: Int
  /// The line itself, shortened around the place where it is long; nothing in it can act on a
  /// terminal.
  public var excerpt: String
  /// How many characters of the excerpt stand before the place.
  public var caretOffset: Int
  /// How many characters of the excerpt the place covers; at least 1.
  public var caretLength: Int
}

/// The kinds of problem, each a stable word.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  /// JSON text that does not parse, is empty, or is nested deeper than 512 levels.
  case invalidJSON = "invalid-json"
  /// CSV text that does not parse or has no header.
  case invalidCSV = "invalid-csv"
  /// A text that is not UTF-8.
  case invalidUTF8 = "invalid-utf8"
  /// A quote that is opened and never closed.
  case unclosedQuote = "unclosed-quote"
  /// A row with fewer fields than the header.
  case tooFewFields = "too-few-fields"
  /// A row with more fields than the header.
  case tooManyFields = "too-many-fields"
  /// A key that an object has twice.
  case duplicateKey = "duplicate-key"
  /// A column that a header has twice.
  case duplicateColumn = "duplicate-column"
  /// A required field that is absent.
  case missingField = "missing-field"
  /// A value of another type than the field has.
  case wrongType = "wrong-type"
  /// A text that is not a number where one is needed.
  case notANumber = "not-a-number"
  /// A number with a fraction where a count is needed.
  case notAnInteger = "not-an-integer"
  /// A number below zero.
  case negativeValue = "negative-value"
  /// A number beyond its range.
  case outOfRange = "out-of-range"
  /// An empty text where a name is needed.
  case emptyName = "empty-name"
  /// A text that is no time, or a time that cannot be.
  case invalidTime = "invalid-time"
  /// A time before that of the event before it.
  case timeBackwards = "time-backwards"
  /// A date-time among seconds, or seconds among date-times.
  case mixedTimes = "mixed-times"
  /// An event kind that does not exist.
  case unknownEvent = "unknown-event"
  /// A key that nothing reads.
  case unknownKey = "unknown-key"
  /// A column that nothing reads.
  case unknownColumn = "unknown-column"
  /// A field that this kind of event does not use.
  case unusedField = "unused-field"
  /// A departure that is not after its start.
  case departureBeforeStart = "departure-before-start"
  /// A vehicle type that is not in the station config.
  case unknownVehicle = "unknown-vehicle"
  /// Two vehicle types of one name.
  case duplicateVehicle = "duplicate-vehicle"
  /// A `config` after the `events` that need it.
  case misplacedKey = "misplaced-key"
  /// A charger that is not in the station config.
  case unknownCharger = "unknown-charger"
  /// A connector that its charger does not have.
  case unknownConnector = "unknown-connector"
  /// A session that is not active.
  case unknownSession = "unknown-session"
  /// A connector that another session is at.
  case connectorInUse = "connector-in-use"
  /// An id that another active session has.
  case sessionInUse = "session-in-use"
  /// Two chargers of one id.
  case duplicateCharger = "duplicate-charger"
  /// A station without a charger.
  case noChargers = "no-chargers"
  /// A station column with two different values.
  case conflictingValue = "conflicting-value"
  /// A connector for which a table of connectors has no column.
  case addedConnector = "added-connector"
  /// A file that is not what a shard of a sweep writes.
  case notAShard = "not-a-shard"
  /// A shard that does not belong where it is named.
  case misplacedShard = "misplaced-shard"
}

/// A problem at a range of bytes, before its line and column are worked out.
struct RangedProblem: Error, Equatable {
  var range: Range<Int>
  var code: DiagnosticCode
  var message: String
  var hint: String?
  var severity = Diagnostic.Severity.error
  /// Where the quote stands that is never closed.
  var opening: Int?
}

extension [RangedProblem] {
  /// How many problems of one record, or of one config, are kept.
  ///
  /// A file of a hundred million bad values would otherwise need many times its own memory.
  private static let limit = 1_000

  /// Adds a problem, unless there are too many already.
  mutating func note(_ problem: RangedProblem) {
    if count < Self.limit { append(problem) }
  }
}

extension RangedProblem {
  /// A key that nothing reads where it stands.
  static func unknownKey(
    _ name: String, at range: Range<Int>, known: [String], hint: String? = nil
  ) -> RangedProblem {
    // A known name may stand in the wrong object; then it is no guess.
    let guess = Suggestion.nearest(to: name, among: known.filter { $0 != name })
    return RangedProblem(
      range: range, code: .unknownKey,
      message: "unknown key \(Identifier(name).quoted)"
        + (guess.map { "; did you mean \"\($0)\"?" } ?? ""),
      hint: hint, severity: .warning)
  }
}
