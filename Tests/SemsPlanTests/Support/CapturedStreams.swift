import PowerShare
import Synchronization

@testable import sems_plan

/// Streams in memory, to run commands in process and capture their output.
final class CapturedStreams {
  var input: MemorySource
  let output = MemoryTarget()
  let errors = MemoryTarget()
  let files: MemoryFiles
  var terminal = TerminalFacts()
  /// The numbers that a scheduler states.
  var tasks = TaskNumbers()
  /// The parts of the fast path that commands use.
  var fastPath = FastPath.all
  let clock = FakeClock()

  /// Creates streams.
  ///
  /// - Parameters:
  ///   - input: The text of standard input.
  ///   - files: The texts of the files by path.
  init(input: String = "", files: [String: String] = [:]) {
    self.input = MemorySource(input)
    self.files = MemoryFiles(files)
  }

  /// Runs a command line.
  @discardableResult
  func run(_ arguments: [String]) -> Outcome {
    let clock = clock
    let streams = Streams(
      input: input, output: output, errors: errors, files: files, terminal: terminal,
      tasks: tasks, clock: { clock.read() }, fastPath: fastPath)
    let code = sems_plan.run(arguments, streams)
    return Outcome(code: code, out: output.text, err: errors.text)
  }

  /// Runs a command line whose arguments are separated by spaces.
  @discardableResult
  func run(_ line: String) -> Outcome {
    run(line.split(separator: " ").map(String.init))
  }

  /// The exit code and the output of a command.
  struct Outcome: Equatable {
    let code: ExitCode
    let out: String
    let err: String

    /// The lines of standard output.
    var outLines: [Substring] { out.split(separator: "\n", omittingEmptySubsequences: false) }
  }
}

/// A clock that advances only when it is read.
final class FakeClock: Sendable {
  private let state = Mutex((now: 0, step: 0))

  /// Makes each reading advance the clock by some milliseconds.
  func advance(eachTimeBy milliseconds: Int) { state.withLock { $0.step = milliseconds } }

  func read() -> Int {
    state.withLock { state in
      state.now += state.step
      return state.now
    }
  }
}
