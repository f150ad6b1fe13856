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
