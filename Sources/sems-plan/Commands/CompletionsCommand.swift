import PowerShare

/// `sems-plan completions`.
struct CompletionsCommand {
  static let definition = CommandDefinition(
    name: "completions", summary: "print a completion script for a shell",
    usage: "bash|zsh|fish",
    examples: [
      ("source <(sems-plan completions bash)", "enable completion in this bash shell"),
      (
        "sems-plan completions fish > ~/.config/fish/completions/sems-plan.fish",
        "install completion for fish"
      ),
    ],
    operands: [("bash|zsh|fish", "The shell.")], operandChoices: Shell.allCases.map(\.rawValue),
    options: [])

  private enum Shell: String, CaseIterable {
    case bash, zsh, fish
  }

  private let shell: Shell
  private let streams: Streams

  private let completions: Completions

  /// - Parameter commands: The commands to complete.
  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ commands: [CommandDefinition]
  ) throws(Failure) {
    guard let shell = arguments.operands.first.flatMap(Shell.init) else {
      throw .usage(
        message: arguments.operands.isEmpty
          ? "completions needs a shell"
          : "there are no completions for \"\(Suggestion.printable(arguments.operands[0]))\"",
        hint: "It is one of bash, zsh, fish.")
    }
    self.shell = shell
    self.streams = streams
    completions = Completions(commands)
  }

  func run() throws(Failure) {
    switch shell {
    case .bash: try streams.write(completions.bash())
    case .zsh: try streams.write(completions.zsh())
    case .fish: try streams.write(completions.fish())
    }
  }
}
