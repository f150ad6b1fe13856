/// A problem at a place in a file, for people and for programs.
public struct Diagnostic: Error, Equatable, Sendable {
  /// The severity.
  public var severity: Severity
  /// The kind of problem.
  public var code: DiagnosticCode
  /// The file's name as the user gave it.
  public var file: String
  /// The place in the file.
  public var place: SourcePlace
  /// The message: one lower-case line without a full stop.
  public var message: String
  /// Advice in a sentence, if there is any.
  public var hint: String?

  /// The severity of a problem.
  public enum Severity: String, Sendable {
    /// The input cannot be used.
    case error
    /// The input can be used, but is probably not meant as written.
    case warning
  }
}

/// A place in a text file.
public struct SourcePlace: Equatable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1; a byte order mark is not counted.
  public var column: Int
  /// The line, shortened around the place if it is long, without characters that act on a terminal.
  public var excerpt: String
  /// The number of characters of the excerpt before the place.
  public var caretOffset: Int
  /// The number of characters of the excerpt that the place covers; at least 1.
  public var caretLength: Int

  /// Removes the excerpt, so that only the line and the column are shown.
  mutating func removeExcerpt() {
    excerpt = ""
    caretOffset = 0
    caretLength = 1
  }
}

/// A problem at a range of bytes; ``SourceText`` finds its line and column.
struct RangedProblem: Error, Equatable {
  var range: Range<Int>
  var code: DiagnosticCode
  var message: String
  var hint: String?
  var severity = Diagnostic.Severity.error
  /// The position of a quote that is never closed.
  var opening: Int?
}

extension [RangedProblem] {
  /// The greatest number of problems kept for one record or config.
  ///
  /// Without a limit, a file of bad values would take many times its own memory.
  private static let limit = 1_000

  /// Adds a problem, unless there are too many already.
  mutating func note(_ problem: RangedProblem) {
    if count < Self.limit { append(problem) }
  }
}

extension Diagnostic {
  /// The problem as an error.
  package var asError: Diagnostic {
    var error = self
    error.severity = .error
    return error
  }
}

extension [RangedProblem] {
  /// The problems with every warning made an error.
  var asErrors: [RangedProblem] {
    map { problem in
      var problem = problem
      problem.severity = .error
      return problem
    }
  }
}
