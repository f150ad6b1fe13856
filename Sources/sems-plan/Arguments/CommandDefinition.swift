/// A command in the table that dispatch, help and completions use.
struct CommandDefinition: Sendable {
  let name: String
  /// The line of help in the list of commands.
  let summary: String
  /// The usage without the command's name.
  let usage: String
  /// Example command lines, each with its purpose.
  let examples: [(line: String, purpose: String)]
  /// The operands with their help.
  var operands: [(name: String, help: String)] = []
  /// Whether the last operand is repeatable.
  var repeatsOperand = false
  /// The words that the first operand may be.
  var operandChoices: [String] = []
  /// The options in the order of its help.
  let options: [Option]
  /// The options on the one screen of help, most used first; nil for all.
  var frequent: [Option]?
  /// The paragraph of help after the options.
  var notes = ""

  /// The options that every command has.
  static let common: [Option] = [.errors, .color, .quiet, .help]
}
