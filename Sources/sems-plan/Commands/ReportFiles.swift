import PowerShare

/// The files that are written in addition to the result: the summary, the sessions, the days and
/// the report and the bill.
///
/// A class, because they are open files.
final class ReportFiles: RunObserver {
  typealias ObserverFailure = Failure

  /// Whether a file or a requirement needs the summary, or the data recorded for it.
  let wantsSummary: Bool
  /// Whether there is a report.
  let wantsReport: Bool
  private let report: ResultTarget?
  private let summary: ResultTarget?
  private let sessions: ResultTarget?
  private let sessionFormat: RowFormat
  private let daily: DailyFile?
  private let bill: ResultTarget?
  private let billStyle: CSVWriter.Style
  private let zone: LocalClock?
  /// Whether a file has rows; a constant, because reading a variable of a class costs every tick an
  /// exclusivity check.
  private let hasRows: Bool
  private var writer: SessionWriter?
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

  /// Creates no file.
  init(without settings: ReportSettings) {
    wantsSummary = settings.wantsSummary
    wantsReport = false
    report = nil
    summary = nil
    sessions = nil
    sessionFormat = settings.sessionFormat
    daily = nil
    bill = nil
    billStyle = settings.billStyle
    zone = settings.zone
    hasRows = false
  }

  /// Opens the files that the settings name.
  ///
  /// - Parameter terms: The tariff; nil for none.
  init(
    _ settings: ReportSettings, _ targets: OpenTargets, terms: CostTerms? = nil
  ) throws(Failure) {
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
    var daily: DailyFile?
    if let path = settings.daily {
      let target = try targets.open(path, outlivesReader: outlivesReader)
      daily = DailyFile(target, settings.dailyFormat, zone: settings.zone, terms: terms)
    }
    self.daily = daily
    var report: ResultTarget?
    if let path = settings.report {
      report = try targets.open(path, outlivesReader: outlivesReader)
    }
    self.report = report
    wantsReport = report != nil
    var bill: ResultTarget?
    if let path = settings.bill {
      bill = try targets.open(path, outlivesReader: outlivesReader)
    }
    self.bill = bill
    billStyle = settings.billStyle
    hasRows = sessions != nil || daily != nil
  }

  /// Returns the form of a file of rows, by its extension.
  static func format(of path: String, _ style: CSVWriter.Style) -> RowFormat {
    switch TimelineFormat(fileName: path) {
    case .json: .json
    case .ndjson: .ndjson
    case .csv, nil: .csv(delimiter: style.delimiter, usesLocalTime: style.usesLocalTime)
    }
  }

  /// Begins the files of rows, once the timeline's kind of times is known.
  func begin(_ replay: borrowing Replay, scale: TimeScale?) {
    daily?.begin(replay)
    guard sessions != nil else { return }
    let writer = SessionWriter(
      sessionFormat, clock: OutputClock(scale ?? .seconds, zone: zone))
    writer.begin(into: &bytes)
    self.writer = writer
  }

  /// Writes the sessions that have ended since the last tick, and the days that are complete.
  func take(_ replay: borrowing Replay) throws(Failure) {
    guard hasRows else { return }
    try takeRows(replay)
  }

  private func takeRows(_ replay: borrowing Replay) throws(Failure) {
    if sessions != nil { try write(replay.departures) }
    try daily?.take(replay)
  }

  func endVehicles(_ replay: borrowing Replay) { daily?.endVehicles(replay) }

  private func write(_ departures: [Departure]) throws(Failure) {
    for stay in departures { writer?.write(stay, into: &bytes) }
    if bytes.count >= Self.chunk { try writeBytes() }
  }

  /// Writes the rows of open sessions and of the last days, and the summary, and waits until
  /// everything is written.
  func end(_ replay: borrowing Replay, _ summary: Summary?) throws(Failure) {
    if sessions != nil { try write(replay.openStays) }
    writer?.end(into: &bytes)
    try writeBytes()
    try sessions?.drain()
    try daily?.end(replay)
    if let summary { try self.summary?.write(summary.json) }
    try self.summary?.drain()
  }

  /// Writes the page of the report.
  func write(report page: [UInt8]) throws(Failure) {
    try report?.write(page)
    try report?.drain()
  }

  /// Writes the bill, and waits until it is written.
  func write(bill rows: [BillRow], _ clock: OutputClock) throws(Failure) {
    try bill?.write(BillWriter.bytes(rows, billStyle, clock: clock))
    try bill?.drain()
  }

  private func writeBytes() throws(Failure) {
    guard !bytes.isEmpty else { return }
    try sessions?.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
