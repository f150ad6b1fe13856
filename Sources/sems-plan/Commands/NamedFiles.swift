import PowerShare

/// The input and output files that a command line names.
struct NamedFiles {
  /// The inputs with the names of their options; nil for an operand.
  private let inputs: [(name: String?, path: String)]
  private let outputs: [String]
  /// The outputs with the words for them, in the order of their options; `-` is standard output.
  private let named: [(name: String, path: String)]
  private let hasExpectation: Bool

  /// The options that name a file to read.
  private static let inputOptions: [Option] = [
    .config, .timeline, .schedule, .sites, .tariff, .prices, .expect,
  ]
  /// The options that name a file to write.
  private static let outputOptions: [Option] = [
    .output, .writeConfig, .writeProfile, .summary, .sessions, .daily, .report, .bill,
  ]

  /// Collects the files of a command line whose values are still unchecked.
  init(_ arguments: ParsedArguments, of command: CommandDefinition) {
    var operands: [String] = []
    switch command.name {
    case ImportCommand.definition.name: operands += arguments.operands.dropFirst()
    case MergeCommand.definition.name, CompareCommand.definition.name:
      operands += arguments.operands
    default: break
    }
    var inputs = operands.map { (name: String?.none, path: $0) }
    func add(_ option: Option, _ paths: [String]) {
      inputs += paths.map { ("--\(option.name)", $0) }
    }
    for option in Self.inputOptions {
      let isRepeatable = command.options.contains { $0.name == option.name && $0.isRepeatable }
      add(option, isRepeatable ? arguments.all(option) : arguments[option].map { [$0] } ?? [])
    }
    for option in SiteFiles.options {
      add(option, arguments.all(option).map { SiteFiles.parts(of: $0).path })
    }
    add(.requireFile, arguments.all(.requireFile))
    add(.fromSweep, arguments.all(.fromSweep))
    // The name of a kind of site takes precedence over a file of the same name.
    if let profile = arguments[.profile], SiteKind(rawValue: profile) == nil {
      add(.profile, [profile])
    }
    self.inputs = inputs
    hasExpectation = arguments[.expect] != nil
    var named = Self.outputOptions.compactMap { option in
      arguments[option].map { ("--\(option.name)", $0) }
    }
    if arguments[.output] == nil, !hasExpectation, command.options.contains(.output) {
      named.insert(("the result", "-"), at: 0)
    }
    self.named = named
    outputs = named.map(\.1).filter { $0 != "-" }
  }

  /// Refuses an output that is also an input, two outputs that are the same file, even by different
  /// paths, and two inputs from standard input.
  ///
  /// No file is opened. Devices and pipes are allowed, because they are written in place.
  func check(_ files: any FileSystem) throws(Failure) {
    try checkStandardInput()
    try checkStandardOutput(files)
    for output in outputs {
      guard let file = files.file(at: output) else { continue }
      for input in inputs.map(\.path) where files.file(at: input) == file {
        throw .usage(
          message: Self.quoted(output) + " is also an input" + Self.otherName(input, than: output),
          hint: "The output would replace the input; give it another name.")
      }
    }
    for (index, output) in outputs.enumerated() {
      guard let place = files.place(of: output) else { continue }
      for other in outputs[..<index] where files.place(of: other) == place {
        throw .usage(
          message: Self.quoted(output) + " is named for two outputs"
            + Self.otherName(other, than: output))
      }
    }
  }

  /// Refuses two options that read standard input; `merge` and `compare`
  /// refuse two operands.
  private func checkStandardInput() throws(Failure) {
    let names = inputs.compactMap { $0.path == "-" ? $0.name : nil }
    guard names.count > 1 else { return }
    throw .usage(
      message: names[0] == names[1]
        ? "\(names[0]) cannot be standard input twice"
        : "\(names[0]) and \(names[1]) cannot both be standard input")
  }

  /// Refuses two outputs on standard output, and any there beside `--expect`.
  private func checkStandardOutput(_ files: any FileSystem) throws(Failure) {
    let shown = named.filter { $0.path == "-" || files.isStandardOutput($0.path) }.map(\.name)
    if hasExpectation, let name = shown.first {
      throw .usage(
        message: "--expect writes nothing to standard output, and \(name) names it",
        hint: "Give \(name) a file.")
    }
    if shown.count > 1 {
      throw .usage(
        message: "\(shown[0]) and \(shown[1]) both go to standard output",
        hint: shown[0] == "the result"
          ? "Give one of them a file; -o /dev/null drops the result." : "Give one of them a file.")
    }
  }

  private static func otherName(_ path: String, than known: String) -> String {
    switch path {
    case known: ""
    case "-": ", on standard input"
    default: ", as " + quoted(path)
    }
  }

  private static func quoted(_ path: String) -> String { "\"\(Suggestion.printable(path))\"" }
}
