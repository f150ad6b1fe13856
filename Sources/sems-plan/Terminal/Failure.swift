/// Why a command ends early.
enum Failure: Error {
  /// The command line is wrong.
  case usage(message: String, hint: String? = nil)
  /// A rule in a file that the command line names is wrong; it has been reported.
  case badRequirement
  /// The input is bad; what is wrong with it has been reported.
  case badInput
  /// An input cannot be opened.
  case inputNotOpened(path: String, reason: String)
  /// The output cannot be created.
  case outputNotCreated(path: String, reason: String)
  /// Reading or writing failed on the way.
  case readOrWriteFailed(path: String, reason: String)
  /// An expectation is not met; what differs has been reported.
  case expectationNotMet
  /// Whoever read standard output has gone, which is no failure.
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
