import PowerShare

/// The files that are written besides the result.
///
/// A class, because they are open files.
final class ReportFiles {
  private let summary: ResultTarget?
  private let sessions: ResultTarget?
  private let sessionFormat: SessionWriter.Format
  private var writer: SessionWriter?
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

  /// No files.
  init() {
    summary = nil
    sessions = nil
    sessionFormat = .ndjson
  }

  /// Creates the files that the settings name.
  init(_ settings: ReportSettings, _ streams: Streams) throws(Failure) {
    sessionFormat = Self.format(of: settings.sessions ?? "")
    let outlivesReader = settings.outlivesReader
    var sessions: ResultTarget?
    if let path = settings.sessions {
      sessions = try ResultTarget(path: path, streams, outlivesReader)
    }
    self.sessions = sessions
    var summary: ResultTarget?
    if let path = settings.summary {
      do throws(Failure) {
        summary = try ResultTarget(path: path, streams, outlivesReader)
      } catch {
        sessions?.discard()
        throw error
      }
    }
    self.summary = summary
  }

  private static func format(of path: String) -> SessionWriter.Format {
    switch TimelineFormat(fileName: path) {
    case .json: return .json
    case .ndjson: return .ndjson
    case .csv, nil:
      let isTabbed = path.lowercased().hasSuffix(".tsv")
      return .csv(delimiter: UInt8(ascii: isTabbed ? "\t" : ","))
    }
  }

  /// Begins the files, once the way of stating times is known.
  func begin(scale: TimeScale) {
    guard sessions != nil else { return }
    let writer = SessionWriter(sessionFormat, scale: scale)
    writer.begin(into: &bytes)
    self.writer = writer
  }

  /// Takes vehicles that have gone.
  func take(_ departures: [Departure]) throws(Failure) {
    // A constant first: looking at what may change costs more than most ticks have to do here.
    guard sessions != nil, writer != nil else { return }
    for stay in departures { writer?.write(stay, into: &bytes) }
    if bytes.count >= Self.chunk { try flush() }
  }

  /// Takes the end of the run.
  func end(_ replay: borrowing Replay, _ summary: Summary?) throws(Failure) {
    try take(replay.openStays)
    writer?.end(into: &bytes)
    try flush()
    try sessions?.drain()
    if let summary { try self.summary?.write(summary.json) }
    try self.summary?.drain()
  }

  private func flush() throws(Failure) {
    guard !bytes.isEmpty else { return }
    try sessions?.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Ends a run that went well.
  func commit() throws(Failure) {
    try sessions?.commit()
    try summary?.commit()
  }

  /// Ends a run that failed.
  func discard() {
    sessions?.discard()
    summary?.discard()
  }
}

extension ResultTarget {
  /// A file, or standard output for `-`.
  fileprivate convenience init(
    path: String, _ streams: Streams, _ outlivesReader: Bool
  ) throws(Failure) {
    try self.init(
      output: path == "-" ? nil : path, streams, outlivesReader: outlivesReader)
  }
}
