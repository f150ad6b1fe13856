import PowerShare

extension ParsedArguments {
  /// The file that `--output` names; nil for standard output.
  var output: String? { self[.output].flatMap { $0 == "-" ? nil : $0 } }

  /// Returns the form of rows that an option names, or else the extension of the output.
  ///
  /// - Parameter usual: The form where neither names one; a table is written only where it is
  ///   usual.
  func rowFormat(
    _ option: Option, usual: ResultSettings.Format = .table
  ) throws(Failure) -> RowFormat {
    let byExtension = ResultSettings.Format(extensionOf: output ?? "") ?? usual
    let format = try choice(option, default: byExtension == .table ? usual : byExtension)
    let style = try ResultSettings.csvStyle(self, format, output)
    switch format {
    case .table: return .table
    case .json: return .json
    case .ndjson: return .ndjson
    case .csv: return .csv(delimiter: style.delimiter)
    }
  }
}
