import PowerShare

extension ParsedArguments {
  /// The file that `--output` names; nil for standard output.
  var output: String? { self[.output].flatMap { $0 == "-" ? nil : $0 } }

  /// Returns the format that the extension of the output names; nil where a format is given, the
  /// output is standard output, or its name has no extension.
  ///
  /// - Parameter option: The option with the formats that the command writes; an extension of
  ///   another format is refused.
  func formatOfOutput(_ option: Option) throws(Failure) -> ResultSettings.Format? {
    guard self[option] == nil, let output, FileName.hasExtension(output),
      case .choice(let words)? = option.value
    else { return nil }
    if let format = ResultSettings.Format(extensionOf: output),
      words.contains(format.rawValue) || format == .table && words.contains("text")
    {
      return format
    }
    let known = words.compactMap { word in
      switch word {
      case "table", "text": ".txt"
      case "csv": ".csv, .tsv"
      case "ndjson": ".ndjson, .jsonl"
      case "json": ".json"
      default: nil
      }
    }
    throw .usage(
      message: "the extension of \"\(Suggestion.printable(output))\" says no format that the "
        + "command writes",
      hint: "The extensions are \(known.joined(separator: ", ")); for another name add --format.")
  }

  /// Returns the form of rows that an option names, or else the extension of the output.
  ///
  /// - Parameter usual: The form where neither names one.
  func rowFormat(
    _ option: Option, usual: ResultSettings.Format = .table
  ) throws(Failure) -> RowFormat {
    let byExtension = try formatOfOutput(option) ?? usual
    let format = try choice(option, default: byExtension)
    let style = try ResultSettings.csvStyle(self, output)
    if format != .csv { try ResultSettings.refuseCSVOptions(self, format) }
    switch format {
    case .table, .summary: return .table
    case .json: return .json
    case .ndjson: return .ndjson
    case .csv: return .csv(delimiter: style.delimiter)
    }
  }
}
