import PowerShare

/// The files that a command line names: those that are read, and those that are written.
struct NamedFiles {
  private let inputs: [String]
  private let outputs: [String]

  /// The options that name a file to read.
  private static let inputOptions: [Option] = [.config, .timeline, .expect]
  /// The options that name a file to write.
  private static let outputOptions: [Option] = [.output, .writeConfig, .summary, .sessions]

  /// The files of a command line that has been taken apart, but not yet understood.
  init(_ arguments: ParsedArguments, of command: CommandDefinition) {
    var inputs: [String] = []
    switch command.name {
    case ImportCommand.definition.name: inputs += arguments.operands.dropFirst()
    case MergeCommand.definition.name: inputs += arguments.operands
    default: break
    }
    inputs += Self.inputOptions.compactMap { arguments[$0] }
    inputs += arguments.all(.requireFile)
    // A kind of site goes before a file of that name.
    if let profile = arguments[.profile], SiteKind(rawValue: profile) == nil {
      inputs.append(profile)
    }
    self.inputs = inputs
    outputs = Self.outputOptions.compactMap { arguments[$0] }.filter { $0 != "-" }
  }

  /// Refuses an output that is an input as well, and two outputs that are one file, however they
  /// are spelled.
  ///
  /// Nothing is opened. Devices and pipes are let be: nothing replaces them.
  func check(_ files: any FileSystem) throws(Failure) {
    for output in outputs {
      guard let file = files.file(at: output) else { continue }
      for input in inputs where files.file(at: input) == file {
        throw .usage(
          message: Self.quoted(output) + " is also an input" + Self.otherName(input, than: output),
          hint: "An output replaces what is there; give it another name.")
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
