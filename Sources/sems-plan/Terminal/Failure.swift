/// The reason why a command ends early.
enum Failure: Error {
  /// The command line is wrong.
  case usage(message: String, hint: String? = nil)
  /// A rule in a requirement file is wrong; the problem has been reported.
  case badRequirement
  /// The input is bad; its problems have been reported.
  case badInput
  /// An input cannot be opened.
  case inputNotOpened(path: String, reason: String)
  /// The output cannot be created.
  case outputNotCreated(path: String, reason: String)
  /// Reading or writing failed during the run.
  case readOrWriteFailed(path: String, reason: String)
  /// An expectation or a requirement is not met; this has been reported.
  case expectationNotMet
  /// The reader of standard output has closed the pipe; the command ends quietly with 0.
  case outputClosed

  var exitCode: ExitCode {
    switch self {
    case .usage, .badRequirement: .usage
    case .badInput: .badInput
    case .inputNotOpened: .inputNotOpened
    case .outputNotCreated: .outputNotCreated
    case .readOrWriteFailed: .readOrWriteFailed
    case .expectationNotMet: .expectationNotMet
    case .outputClosed: .done
    }
  }
}
