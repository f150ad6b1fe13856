import PowerShare

/// Where a timeline that the program makes is written, and how.
struct TimelineTarget {
  /// The forms of a timeline.
  enum Format: String {
    case csv, json, ndjson
  }

  private let target: ResultTarget
  private var writer: TimelineWriter
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

  /// The file that the options name, and its format: CSV, or by the extension.
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

  /// Opens the target, which ends the run quietly where the reader of a pipe has gone, unless it
  /// is to be outlived.
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

  /// Writes what is left, and waits until it is written.
  mutating func end() throws(Failure) {
    writer.end(into: &bytes)
    try flush()
    try target.drain()
  }

  /// Puts a file in its place, when all has gone well.
  ///
  /// - Precondition: It has ended.
  func commit() throws(Failure) { try target.commit() }

  /// Ends a run that failed.
  func discard() { target.discard() }
}
