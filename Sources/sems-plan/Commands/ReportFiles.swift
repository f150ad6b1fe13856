import PowerShare

/// The files that are written in addition to the result: the summary and the sessions.
///
/// A class, because they are open files.
final class ReportFiles: RunObserver {
  typealias ObserverFailure = Failure

  /// Whether a file or a requirement needs the summary, or the data recorded for it.
  let wantsSummary: Bool
  private let summary: ResultTarget?
  private let sessions: ResultTarget?
  private let sessionFormat: RowFormat
  private let zone: LocalClock?
  private var writer: SessionWriter?
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

  /// Creates no file.
  init(without settings: ReportSettings) {
    wantsSummary = settings.wantsSummary
    summary = nil
    sessions = nil
    sessionFormat = settings.sessionFormat
    zone = settings.zone
  }

  /// Opens the files that the settings name.
  init(_ settings: ReportSettings, _ targets: OpenTargets) throws(Failure) {
    wantsSummary = settings.wantsSummary
    sessionFormat = settings.sessionFormat
    zone = settings.zone
    let outlivesReader = settings.outlivesReader
    var sessions: ResultTarget?
    if let path = settings.sessions {
      sessions = try targets.open(path, outlivesReader: outlivesReader)
    }
    self.sessions = sessions
    var summary: ResultTarget?
    if let path = settings.summary {
      summary = try targets.open(path, outlivesReader: outlivesReader)
    }
    self.summary = summary
  }

  /// Returns the form of a file of sessions, by its extension.
  static func format(of path: String, _ style: CSVWriter.Style) -> RowFormat {
    switch TimelineFormat(fileName: path) {
    case .json: .json
    case .ndjson: .ndjson
    case .csv, nil: .csv(delimiter: style.delimiter, usesLocalTime: style.usesLocalTime)
    }
  }

  /// Begins the file of sessions, once the timeline's kind of times is known.
  func begin(_ replay: borrowing Replay, scale: TimeScale?) {
    guard sessions != nil else { return }
    let writer = SessionWriter(
      sessionFormat, clock: OutputClock(scale ?? .seconds, zone: zone))
    writer.begin(into: &bytes)
    self.writer = writer
  }

  /// Writes the sessions that have ended since the last tick.
  func take(_ replay: borrowing Replay) throws(Failure) {
    // A constant first, because reading a variable of a class costs an exclusivity check.
    guard sessions != nil, writer != nil else { return }
    try write(replay.departures)
  }

  private func write(_ departures: [Departure]) throws(Failure) {
    for stay in departures { writer?.write(stay, into: &bytes) }
    if bytes.count >= Self.chunk { try writeBytes() }
  }

  /// Writes the rows of open sessions and the summary, and waits until everything is written.
  func end(_ replay: borrowing Replay, _ summary: Summary?) throws(Failure) {
    if sessions != nil { try write(replay.openStays) }
    writer?.end(into: &bytes)
    try writeBytes()
    try sessions?.drain()
    if let summary { try self.summary?.write(summary.json) }
    try self.summary?.drain()
  }

  private func writeBytes() throws(Failure) {
    guard !bytes.isEmpty else { return }
    try sessions?.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
