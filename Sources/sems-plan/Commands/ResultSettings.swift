import PowerShare

/// The checked options of a result: its form, its contents and its target.
struct ResultSettings {
  let format: Format
  let level: ResultLevel
  let interval: TimeSpan?
  let from: TimeArgument?
  let csvStyle: CSVWriter.Style
  let output: String?
  let expected: String?
  let usesColor: Bool

  /// The formats of a result.
  enum Format: String {
    case table, json, ndjson, csv, summary

    /// Whether a result in this format contains the summary.
    var hasSummary: Bool { self == .table || self == .json || self == .summary }

    /// Whether a result in this format contains ticks or intervals.
    var hasTicks: Bool { self != .summary }
  }

  /// The options of a result.
  static let definitions: [Option] = [
    .format, .per, .every, .from, .output, .expect, .summary, .sessions, .daily, .tariff,
    .prices, .bill, .bound, .report, .reportIds, .require, .requireFile, .delimiter, .timeFormat,
  ]

  /// Checks the options of a result.
  ///
  /// - Parameter zone: The zone of `--tz`, on whose clock intervals are counted.
  init(
    _ arguments: ParsedArguments, zone: LocalClock?, _ terminal: TerminalFacts
  ) throws(Failure) {
    output = arguments.output
    expected = arguments[.expect]
    let byExtension = try Self.formatOfFiles(arguments) ?? .table
    format = try arguments.choice(.format, default: byExtension)
    level = try arguments.choice(.per, default: .session)
    from = try TimeArgument(.from, arguments)
    // The expected file says more about the bytes than the name of a copy.
    let hasName = expected.flatMap(Format.init(extensionOf:)) != nil
    let style = try Self.csvStyle(arguments, hasName ? expected : output)
    csvStyle = style
    let hasCSVReport = [Option.sessions, .daily].contains { option in
      arguments[option].map { ReportFiles.format(of: $0, style).isCSV } ?? false
    }
    if format != .csv, !hasCSVReport, arguments[.bill] == nil {
      try Self.refuseCSVOptions(arguments, format)
    }
    let interval = try ReplaySettings.duration(.every, arguments)
    self.interval = interval
    if zone != nil, let interval, !interval.fitsClock {
      throw .usage(
        message: "with --tz, --every takes a duration of up to a day, or of whole days",
        hint: "Other intervals would begin at another time of day each day.")
    }
    usesColor = try arguments.usesColor(
      on: terminal.outputIsTerminal && output == nil && expected == nil, terminal)
  }

  /// Returns the format that the extensions of the expected file and of the output name.
  private static func formatOfFiles(_ arguments: ParsedArguments) throws(Failure) -> Format? {
    let byOutput = try arguments.formatOfOutput(.format)
    guard let expected = arguments[.expect], let format = Format(extensionOf: expected) else {
      return byOutput
    }
    if let byOutput, let output = arguments.output, arguments[.format] == nil,
      byOutput != format || isTabbed(expected) != isTabbed(output)
    {
      throw .usage(
        message: "the extensions of \"\(Suggestion.printable(expected))\" and "
          + "\"\(Suggestion.printable(output))\" name two formats",
        hint: "The result has one format: add --format, or give both files one extension.")
    }
    return format
  }

  private static func isTabbed(_ path: String) -> Bool { path.lowercased().hasSuffix(".tsv") }

  private enum TimeFormat: String {
    case rfc3339, local
  }

  /// Returns the style of a CSV file: as the options say, else by its extension.
  static func csvStyle(
    _ arguments: ParsedArguments, _ output: String?
  ) throws(Failure) -> CSVWriter.Style {
    var style = CSVWriter.Style()
    if let output, isTabbed(output) { style.delimiter = UInt8(ascii: "\t") }
    style.usesLocalTime = try arguments.choice(.timeFormat, default: TimeFormat.rfc3339) == .local
    if let text = arguments[.delimiter] {
      switch text {
      case ",", ";": style.delimiter = Array(text.utf8)[0]
      case "\t", "\\t", "tab": style.delimiter = UInt8(ascii: "\t")
      default:
        throw .badValue(
          text, for: .delimiter, needs: "a character: ',' or ';' in quotes, or the word tab")
      }
    }
    return style
  }

  /// Refuses the options for CSV, because no output is CSV.
  static func refuseCSVOptions(
    _ arguments: ParsedArguments, _ format: Format
  ) throws(Failure) {
    for option in [Option.delimiter, .timeFormat] where arguments[option] != nil {
      throw .usage(
        message: "--\(option.name) is for CSV only, and the format is \(format.rawValue)",
        hint: "Add --format csv.")
    }
  }

  var writer: any ResultWriter {
    switch format {
    case .table: TableWriter(usesColor: usesColor)
    case .json: JSONWriter(isLines: false)
    case .ndjson: JSONWriter(isLines: true)
    case .csv: CSVWriter(style: csvStyle)
    case .summary: SummaryTextWriter()
    }
  }
}

extension ResultSettings.Format {
  /// The format of a file by its extension, or nil for an unknown extension.
  init?(extensionOf path: String) {
    let path = path.lowercased()
    if path.hasSuffix(".json") {
      self = .json
    } else if path.hasSuffix(".ndjson") || path.hasSuffix(".jsonl") {
      self = .ndjson
    } else if path.hasSuffix(".csv") || path.hasSuffix(".tsv") {
      self = .csv
    } else if path.hasSuffix(".txt") {
      self = .table
    } else {
      return nil
    }
  }
}
