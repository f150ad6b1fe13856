/// `sems-plan help`.
struct HelpCommand {
  static let definition = CommandDefinition(
    name: "help", summary: "show help on a command", usage: "[COMMAND]",
    examples: [("sems-plan help simulate", "show the options of simulate")],
    operands: [("COMMAND", "The command; without one, the whole program.")],
    operandChoices: [
      "simulate", "explain", "validate", "generate", "import", "sweep", "merge", "size", "schema",
      "completions",
    ],
    options: [])

  private let command: CommandDefinition?
  private let streams: Streams

  private let commands: [CommandDefinition]

  /// - Parameter commands: The commands that have help.
  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ commands: [CommandDefinition]
  ) throws(Failure) {
    var command: CommandDefinition?
    if let name = arguments.operands.first { command = try commands.named(name) }
    self.command = command
    self.commands = commands
    self.streams = streams
  }

  func run() throws(Failure) {
    try streams.write(command.map(HelpText.text) ?? HelpText.overview(of: commands))
  }
}
