import PowerShare

/// Writes a generated or imported timeline to a target.
struct TimelineTarget {
  private let target: ResultTarget
  private var writer: TimelineWriter
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

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
