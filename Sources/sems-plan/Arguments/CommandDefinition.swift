/// A command as the one table knows it.
struct CommandDefinition: Sendable {
  let name: String
  /// One line for the list of commands.
  let summary: String
  /// What follows the command's name in its usage.
  let usage: String
  /// Command lines to learn from, each with what it does.
  let examples: [(line: String, purpose: String)]
  /// What help says about the operands, if there are any.
  var operands: [(name: String, help: String)] = []
  /// Whether the last operand may be given more than once.
  var repeatsOperand = false
  /// The words its operand may be.
  var operandChoices: [String] = []
  /// The options in the order of its help.
  let options: [Option]
  /// More that its help says, behind the options.
  var notes = ""

  /// The options that every command has.
  static let common: [Option] = [.errors, .color, .quiet, .help]
}
