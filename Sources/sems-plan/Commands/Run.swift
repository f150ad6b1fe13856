import PowerShare

/// Runs a command line and returns its exit code.
///
/// - Parameter arguments: The arguments without the program's name.
func run(_ arguments: [String], _ streams: Streams) -> ExitCode {
  guard !arguments.isEmpty else {
    try? streams.errors.write(Array(HelpText.shortUsage.utf8))
    return .usage
  }
  // A problem of the command line is reported in the style it asks for, even before it is parsed.
  var reporter = Reporter(
    target: streams.errors, style: Reporter.Style(asked: arguments), isQuiet: false,
    usesColor: streams.terminal.errorsAreTerminal && !streams.terminal.refusesColor)
  do throws(Failure) {
    let parsed = try ParsedArguments(arguments, known: knownOptions)
    reporter = try Reporter(parsed, streams)
    return try dispatch(parsed, streams, reporter)
  } catch {
    reporter.report(error)
    return error.exitCode
  }
}

/// The options of all commands, without duplicates.
///
/// One that some command takes several times may be repeated; `check` refuses it for the others.
private var knownOptions: [Option] {
  var options: [Option] = []
  for command in CommandDefinition.all {
    for option in command.options + CommandDefinition.common + [.version] {
      if let index = options.firstIndex(where: { $0.name == option.name }) {
        if option.isRepeatable { options[index].isRepeatable = true }
      } else {
        options.append(option)
      }
    }
  }
  return options
}

private func dispatch(
  _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
) throws(Failure) -> ExitCode {
  var arguments = arguments
  if arguments.has(.version) {
    try streams.write("sems-plan \(ProgramVersion.text)\n")
    return .done
  }
  guard let name = arguments.operands.first else {
    guard arguments.has(.help) else {
      throw .usage(message: "no command is given", hint: "Type \"sems-plan --help\" for help.")
    }
    try streams.write(HelpText.overview(of: CommandDefinition.all))
    return .done
  }
  let command = try CommandDefinition.all.named(name)
  arguments.operands.removeFirst()
  if arguments.has(.help) {
    try streams.write(
      arguments.has(.all) ? HelpText.text(for: command) : HelpText.screen(for: command))
    return .done
  }
  try command.check(arguments)
  try NamedFiles(arguments, of: command).check(streams.files)
  switch command.name {
  case SimulateCommand.definition.name:
    try SimulateCommand(arguments, streams, reporter).run()
  case BoundCommand.definition.name:
    try BoundCommand(arguments, streams, reporter).run()
  case ExplainCommand.definition.name:
    try ExplainCommand(arguments, streams, reporter).run()
  case ValidateCommand.definition.name:
    try ValidateCommand(arguments, streams, reporter).run()
  case GenerateCommand.definition.name:
    try GenerateCommand(arguments, streams, reporter).run()
  case ImportCommand.definition.name:
    try ImportCommand(arguments, streams, reporter).run()
  case SweepCommand.definition.name:
    try SweepCommand(arguments, streams, reporter).run()
  case MergeCommand.definition.name:
    try MergeCommand(arguments, streams, reporter).run()
  case SizeCommand.definition.name:
    try SizeCommand(arguments, streams, reporter).run()
  case CompareCommand.definition.name:
    try CompareCommand(arguments, streams, reporter).run()
  case SchemaCommand.definition.name:
    try SchemaCommand(arguments, streams).run()
  case CompletionsCommand.definition.name:
    try CompletionsCommand(arguments, streams, CommandDefinition.all).run()
  default:
    try HelpCommand(arguments, streams, CommandDefinition.all).run()
  }
  return .done
}

extension [CommandDefinition] {
  /// Returns the command with a name.
  func named(_ name: String) throws(Failure) -> CommandDefinition {
    if let command = first(where: { $0.name == name }) { return command }
    let names = map(\.name)
    let isBeginning = { (known: String) in name.utf8.count > 1 && known.hasPrefix(name) }
    let guess = Suggestion.nearest(to: name, among: names) ?? names.first(where: isBeginning)
    throw .usage(
      message: "unknown command \"\(Suggestion.printable(name))\"",
      hint: guess.map { "did you mean \"\($0)\"?" }
        ?? "The commands are \(names.joined(separator: ", ")).")
  }
}

extension CommandDefinition {
  /// Refuses options and operands that the command does not take.
  func check(_ arguments: ParsedArguments) throws(Failure) {
    let own = options + Self.common
    for given in arguments.given where !own.contains(where: { $0.name == given.name }) {
      let others = Self.all.filter { $0.options.contains { $0.name == given.name } }.map(\.name)
      throw .usage(
        message: "the command \(name) has no option \(given.spelling)",
        hint: (others.isEmpty ? "" : "It is an option of \(others.joined(separator: ", ")). ")
          + "Type \"sems-plan help \(name) --all\" for those of \(name).")
    }
    for (index, given) in arguments.given.enumerated()
    where !own.contains(where: { $0.name == given.name && $0.isRepeatable })
      && arguments.given[..<index].contains(where: { $0.name == given.name })
    {
      throw .usage(message: "the option \(given.spelling) is given twice")
    }
    if !repeatsOperand, let extra = arguments.operands.dropFirst(operands.count).first {
      throw .usage(
        message: "the command \(name) does not take \"\(Suggestion.printable(extra))\"",
        hint: hint(for: extra, in: arguments))
    }
  }

  /// Returns a hint for a word that belongs to no option.
  private func hint(for extra: String, in arguments: ParsedArguments) -> String? {
    let values = arguments.given.map { ($0.spelling, arguments.values[$0.name] ?? "") }
    if let (spelling, value) = values.first(where: { $0.1 == "=" }) {
      return "Write \(spelling) and its value without a \(value) between blanks."
    }
    let isEmpty = { (name: String) in options.contains { $0.name == name && $0.value != nil } }
    if let option = arguments.given.first(where: {
      arguments.values[$0.name] == "" && isEmpty($0.name)
    }) {
      return "Write \(option.spelling)=VALUE without a blank."
    }
    if let first = extra.unicodeScalars.first, "<>=!".unicodeScalars.contains(first) {
      return "Put quotes around a whole requirement: --require 'servedShare>=0.95'."
    }
    for option in options {
      guard case .list(let words, _)? = option.value, words.contains(extra),
        let value = arguments[option]
      else { continue }
      return "Put commas between the words: --\(option.name) \(value),\(extra)."
    }
    guard operands.isEmpty else { return nil }
    if arguments[.config] != nil, arguments[.timeline] != nil {
      return "Each word needs an option. Did the shell put several files in the place of a * ?"
    }
    return "Name files with options such as --config and --timeline."
  }
}

extension Streams {
  /// Writes a text to standard output.
  func write(_ text: String) throws(Failure) {
    do throws(SystemFailure) {
      try output.write(Array(text.utf8))
    } catch {
      throw Failure(writing: "standard output", error)
    }
  }
}

extension Failure {
  /// The failure of a command whose write failed; a closed pipe is not an error.
  init(writing path: String, _ failure: SystemFailure) {
    self =
      failure.isClosedPipe
      ? .outputClosed : .readOrWriteFailed(path: path, reason: failure.reason)
  }
}

extension Reporter {
  convenience init(_ arguments: ParsedArguments, _ streams: Streams) throws(Failure) {
    self.init(
      target: streams.errors, style: try arguments.choice(.errors, default: .text),
      isQuiet: arguments.has(.quiet),
      usesColor: try arguments.usesColor(
        on: streams.terminal.errorsAreTerminal, streams.terminal))
  }

  /// Reports why a command failed, unless this has already been reported.
  func report(_ failure: Failure) {
    switch failure {
    case .usage(let message, let hint):
      report(code: "usage", message: message, hint: hint)
    case .inputNotOpened(let path, let reason):
      report(
        code: "input-not-opened", message: "cannot open: \(reason)",
        hint: path.contains("://")
          ? "Only files are read, and - is standard input, for example from curl." : nil,
        file: path)
    case .outputNotCreated(let path, let reason):
      report(code: "output-not-created", message: "cannot create: \(reason)", hint: nil, file: path)
    case .readOrWriteFailed(let path, let reason):
      report(code: "read-or-write-failed", message: reason, hint: nil, file: path)
    case .badRequirement, .badInput, .expectationNotMet, .outputClosed:
      break
    }
  }
}

extension Reporter.Style {
  /// The style that a command line asks for, found without parsing it.
  fileprivate init(asked arguments: [String]) {
    let asksForJSON =
      arguments.contains("--errors=json")
      || zip(arguments, arguments.dropFirst()).contains { $0 == "--errors" && $1 == "json" }
    self = asksForJSON ? .json : .text
  }
}

/// The values of `--color`.
enum ColorChoice: String {
  case auto, always, never
}

extension ParsedArguments {
  /// Whether to use colour on a stream.
  func usesColor(on isTerminal: Bool, _ terminal: TerminalFacts) throws(Failure) -> Bool {
    switch try choice(.color, default: ColorChoice.auto) {
    case .always: true
    case .never: false
    case .auto: isTerminal && !terminal.refusesColor
    }
  }
}
