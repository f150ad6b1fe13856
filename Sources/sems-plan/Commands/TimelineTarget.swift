import PowerShare

/// Writes a timeline that the program makes to a target.
struct TimelineTarget {
  /// The formats of a timeline.
  enum Format: String {
    case csv, json, ndjson
  }

  private let target: ResultTarget
  private var writer: TimelineWriter
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

  /// Returns the output file, or nil for standard output, and its format.
  ///
  /// Without `--format`, the extension decides; the default is CSV.
  static func file(
    _ arguments: ParsedArguments
  ) throws(Failure) -> (output: String?, format: TimelineWriter.Format) {
    let output = arguments.output
    let byExtension = TimelineFormat(fileName: output ?? "").flatMap {
      Format(rawValue: $0.rawValue)
    }
    let isTabbed = output?.lowercased().hasSuffix(".tsv") == true
    switch try arguments.choice(.timelineFormat, default: byExtension ?? .csv) {
    case .csv: return (output, .csv(delimiter: UInt8(ascii: isTabbed ? "\t" : ",")))
    case .json: return (output, .json)
    case .ndjson: return (output, .ndjson)
    }
  }

  init(_ target: ResultTarget, _ writer: TimelineWriter) {
    self.target = target
    self.writer = writer
    writer.begin(into: &bytes)
  }

  mutating func write(_ event: SessionEvent) throws(Failure) {
    writer.write(event, into: &bytes)
    if bytes.count >= Self.chunk { try target.take(&bytes) }
  }

  /// Writes the end of the timeline.
  mutating func end() throws(Failure) {
    writer.end(into: &bytes)
    try target.take(&bytes)
  }
}
