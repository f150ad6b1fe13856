/// `sems-plan help`.
struct HelpCommand {
  static let definition = CommandDefinition(
    name: "help", summary: "show help on a command", usage: "[COMMAND|figures] [--all]",
    examples: [
      ("sems-plan help simulate", "show what is used most, on one screen"),
      ("sems-plan help simulate --all", "show all options of simulate"),
      ("sems-plan help figures", "list the figures of the summary: path, unit, meaning"),
    ],
    operands: [
      (
        "COMMAND|figures",
        "The command, or the figures of the summary; without one, the whole program."
      )
    ],
    operandChoices: [
      "simulate", "explain", "validate", "generate", "import", "sweep", "merge", "size", "compare",
      "bound", "schema", "completions", figures,
    ],
    options: [.all])

  /// The operand that asks for the figures of the summary.
  private static let figures = "figures"

  private let text: String
  private let streams: Streams

  /// - Parameter commands: The commands that have help.
  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ commands: [CommandDefinition]
  ) throws(Failure) {
    switch arguments.operands.first {
    case nil: text = HelpText.overview(of: commands)
    case Self.figures: text = HelpText.figures()
    case let name?:
      let command = try commands.named(name)
      text = arguments.has(.all) ? HelpText.text(for: command) : HelpText.screen(for: command)
    }
    self.streams = streams
  }

  func run() throws(Failure) { try streams.write(text) }
}
