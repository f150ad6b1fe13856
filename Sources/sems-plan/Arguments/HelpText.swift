import PowerShare

/// Help texts, generated from the tables of commands and options.
enum HelpText {
  static let width = 80

  /// The text for a call without arguments.
  static let shortUsage = """
    usage: sems-plan simulate --config FILE --timeline FILE [--format F] [-o FILE]
    example: sems-plan simulate -c station.json -t timeline.csv
    Type "sems-plan --help" for all commands.

    """

  /// Returns the help of the whole program.
  ///
  /// - Parameter commands: The commands to list, in order.
  static func overview(of commands: [CommandDefinition]) -> String {
    var text = """
      sems-plan replays a day at an electric-vehicle charging station, exactly.

      Examples:

      """
    text += examples(commands.compactMap(\.examples.first))
    text += "\nUsage: sems-plan COMMAND [OPTION ...]\n\nCommands:\n"
    text += list(commands.map { ($0.name, $0.summary) })
    text += "\nOptions:\n"
    text += list((CommandDefinition.common + [.version]).map { (heading($0), $0.help) })
    text += "\nType \"sems-plan help COMMAND\" for a command, with --all for all of its options,\n"
    text += "and \"sems-plan help figures\" for the figures that --require can name.\n\n"
    return text + exitCodes()
  }

  /// Returns all help of one command.
  static func text(for command: CommandDefinition) -> String {
    var text = "sems-plan \(command.name): \(command.summary)\n\nExamples:\n"
    text += examples(command.examples)
    text += "\nUsage: sems-plan \(command.name) \(command.usage)\n"
    if !command.operands.isEmpty { text += "\nOperands:\n" + list(command.operands) }
    text += "\nOptions:\n"
    text += list((command.options + CommandDefinition.common).map { (heading($0), $0.help) })
    if !command.notes.isEmpty { text += "\n" + command.notes + "\n" }
    return text + "\n" + exitCodes()
  }

  /// Returns the help of one command on one screen: 24 lines of 80 columns.
  static func screen(for command: CommandDefinition) -> String {
    var text = "sems-plan \(command.name): \(command.summary)\n\nExamples:\n"
    text += examples(Array(command.examples.prefix(2)))
    text += "\nUsage: sems-plan \(command.name) \(command.usage)\n"
    if !command.operands.isEmpty {
      text += "\nOperands:\n" + list(command.operands, widest: 32)
    }
    let options = command.frequent ?? command.options + CommandDefinition.common
    let heading = command.frequent == nil ? "Options" : "Options used most"
    text += "\n\(heading) (all help: sems-plan help \(command.name) --all):\n"
    // Wide enough for every name, because a help on a second line costs a line of the screen.
    text += list(options.map { (shortHeading($0), $0.brief) }, widest: 32)
    let codes = ExitCode.allCases.map { "\($0.rawValue) \($0.word)" }
    return text + "\nExit: " + codes.joined(separator: ", ") + "\n"
  }

  private static func examples(_ examples: [(line: String, purpose: String)]) -> String {
    examples.map { "  \($0.line)\n      \($0.purpose)\n" }.joined()
  }

  private static func exitCodes() -> String {
    let codes = ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning) }
    return "Exit codes:\n" + list(codes + [("128+n", "ended by signal n")])
  }

  /// Returns an option as help shows it: letter, name and placeholder.
  private static func heading(_ option: Option) -> String {
    let letter = option.letter.map { "-\($0), " } ?? "    "
    return letter + "--" + option.name + (option.value.map { " " + $0.placeholder } ?? "")
  }

  /// Returns an option with a placeholder that is not a list of words.
  private static func shortHeading(_ option: Option) -> String {
    var option = option
    if case .choice? = option.value { option.value = .text("NAME") }
    return heading(option)
  }

  /// Returns names with their help in columns; the help of a long name begins on the next line.
  ///
  /// - Parameter widest: The greatest number of columns before the help.
  static func list(_ items: [(name: String, help: String)], widest: Int = 26) -> String {
    let indent = min(widest, (items.map(\.name.count).max() ?? 0) + 4)
    var text = ""
    for item in items {
      text += "  " + item.name
      var column = item.name.count + 2
      if column > indent - 2 {
        text += "\n"
        column = 0
      }
      for line in Paragraph.lines(item.help, width: width - indent) {
        text += String(repeating: " ", count: indent - column) + line + "\n"
        column = 0
      }
    }
    return text
  }
}
