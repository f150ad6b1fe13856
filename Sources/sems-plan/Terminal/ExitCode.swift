/// The exit codes of every command; the numbers from 64 on are those of BSD's `sysexits.h`.
enum ExitCode: Int32, CaseIterable {
  case done = 0
  case expectationNotMet = 1
  case usage = 64
  case badInput = 65
  case inputNotOpened = 66
  case defect = 70
  case outputNotCreated = 73
  case readOrWriteFailed = 74

  /// A word for the code, for a line with all of them.
  var word: String {
    switch self {
    case .done: "done"
    case .expectationNotMet: "unmet"
    case .usage: "usage"
    case .badInput: "data"
    case .inputNotOpened: "input"
    case .defect: "defect"
    case .outputNotCreated: "output"
    case .readOrWriteFailed: "I/O"
    }
  }

  /// The description of the code in help texts.
  var meaning: String {
    switch self {
    case .done: "done"
    case .expectationNotMet: "an expectation or requirement is not met"
    case .usage: "the command line is wrong"
    case .badInput: "bad input data"
    case .inputNotOpened: "an input cannot be opened"
    case .defect: "a defect of the program"
    case .outputNotCreated: "the output cannot be created"
    case .readOrWriteFailed: "reading or writing failed"
    }
  }
}
