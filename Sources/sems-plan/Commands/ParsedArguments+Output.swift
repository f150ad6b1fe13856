import PowerShare

extension ParsedArguments {
  /// The file that `--output` names; nil for standard output.
  var output: String? { self[.output].flatMap { $0 == "-" ? nil : $0 } }
}
