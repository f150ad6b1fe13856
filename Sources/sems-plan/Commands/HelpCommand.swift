/// `sems-plan help`.
struct HelpCommand {
  static let definition = CommandDefinition(
    name: "help", summary: "show help on a command", usage: "[COMMAND|figures]",
    examples: [
      ("sems-plan help simulate", "show the options of simulate"),
      ("sems-plan help figures", "list the figures of the summary: path, unit, meaning"),
    ],
    operands: [
      (
        "COMMAND|figures",
        "The command, or the figures of the summary; without one, the whole program."
      )
    ],
    operandChoices: [
      "simulate", "explain", "validate", "generate", "import", "sweep", "merge", "size", "schema",
      "completions", figures,
    ],
    options: [])

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
    case let name?: text = HelpText.text(for: try commands.named(name))
    }
    self.streams = streams
  }

  func run() throws(Failure) { try streams.write(text) }
}
