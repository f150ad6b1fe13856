extension CommandDefinition {
  /// All commands in the order of the help.
  static let all = [
    SimulateCommand.definition, ExplainCommand.definition, ValidateCommand.definition,
    GenerateCommand.definition, ImportCommand.definition, SweepCommand.definition,
    MergeCommand.definition, SizeCommand.definition, CompareCommand.definition,
    BoundCommand.definition, SchemaCommand.definition, CompletionsCommand.definition,
    HelpCommand.definition,
  ]
}
