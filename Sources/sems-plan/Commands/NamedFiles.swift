import PowerShare

/// The input and output files that a command line names.
struct NamedFiles {
  private let inputs: [String]
  private let outputs: [String]

  /// The options that name a file to read.
  private static let inputOptions: [Option] = [.config, .timeline, .expect]
  /// The options that name a file to write.
  private static let outputOptions: [Option] = [.output, .writeConfig, .summary, .sessions]

  /// Collects the files of a command line whose values are still unchecked.
  init(_ arguments: ParsedArguments, of command: CommandDefinition) {
    var inputs: [String] = []
    switch command.name {
    case ImportCommand.definition.name: inputs += arguments.operands.dropFirst()
    case MergeCommand.definition.name: inputs += arguments.operands
    default: break
    }
    inputs += Self.inputOptions.compactMap { arguments[$0] }
    inputs += arguments.all(.requireFile)
    // The name of a kind of site takes precedence over a file of the same name.
    if let profile = arguments[.profile], SiteKind(rawValue: profile) == nil {
      inputs.append(profile)
    }
    self.inputs = inputs
    outputs = Self.outputOptions.compactMap { arguments[$0] }.filter { $0 != "-" }
  }

  /// Refuses an output that is also an input, and two outputs that are the same file, even by
  /// different paths.
  ///
  /// No file is opened. Devices and pipes are allowed, because they are written in place.
  func check(_ files: any FileSystem) throws(Failure) {
    for output in outputs {
      guard let file = files.file(at: output) else { continue }
      for input in inputs where files.file(at: input) == file {
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

  private static func otherName(_ path: String, than known: String) -> String {
    switch path {
    case known: ""
    case "-": ", on standard input"
    default: ", as " + quoted(path)
    }
  }

  private static func quoted(_ path: String) -> String { "\"\(Suggestion.printable(path))\"" }
}
