import PowerShare

/// The target of a timeline that the program writes.
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
    let output = arguments[.output].flatMap { $0 == "-" ? nil : $0 }
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

  /// Opens the target.
  ///
  /// - Parameter outlivesReader: Whether the run goes on after the reader closes its pipe, instead
  ///   of ending quietly.
  init(
    output: String?, _ writer: TimelineWriter, _ streams: Streams, outlivesReader: Bool = false
  ) throws(Failure) {
    self.writer = writer
    target = try ResultTarget(output: output, streams, outlivesReader: outlivesReader)
    writer.begin(into: &bytes)
  }

  mutating func write(_ event: SessionEvent) throws(Failure) {
    writer.write(event, into: &bytes)
    if bytes.count >= Self.chunk { try flush() }
  }

  private mutating func flush() throws(Failure) { try target.take(&bytes) }

  /// Writes the end of the timeline and waits until everything is written.
  mutating func end() throws(Failure) {
    writer.end(into: &bytes)
    try flush()
    try target.drain()
  }

  /// Puts the new file in place of the old one, after a successful run.
  ///
  /// - Precondition: `end` has been called.
  func commit() throws(Failure) { try target.commit() }

  /// Drops the new file of a failed run; the old one stays as it was.
  func discard() { target.discard() }
}
