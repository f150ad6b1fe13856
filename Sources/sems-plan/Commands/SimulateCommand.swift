import PowerShare

/// `sems-plan simulate`.
struct SimulateCommand {
  static let definition = CommandDefinition(
    name: "simulate", summary: "replay a timeline and write what every vehicle was offered",
    usage: "[--config FILE] --timeline FILE [OPTION ...]",
    examples: [
      ("sems-plan simulate -c station.json -t timeline.csv", "show a table of every tick"),
      (
        "sems-plan simulate -c station.json -t timeline.csv --every 15m -o day.csv",
        "write quarter hours for a spreadsheet"
      ),
      (
        "sems-plan simulate -c station.json -t timeline.csv -f csv --expect golden.csv",
        "fail a build whose allocations have changed"
      ),
      (
        "zcat day.gz | sems-plan simulate -c station.json -t - -f ndjson | jq .time",
        "stand in the middle of a pipe"
      ),
    ],
    options: ReplaySettings.definitions + ResultSettings.definitions)

  private let replay: ReplaySettings
  private let result: ResultSettings
  private let reports: ReportSettings
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    replay = try ReplaySettings(arguments)
    result = try ResultSettings(arguments, streams.terminal)
    reports = try ReportSettings(arguments, replay, result, streams)
    self.streams = streams
    self.reporter = reporter
    try replay.requireTimeline(for: "simulate")
  }

  func run() throws(Failure) {
    let summary = try write()
    if let summary { try reports.check(summary, reporter) }
  }

  /// Replays the timeline and writes everything that is asked for.
  private func write() throws(Failure) -> Summary? {
    let target = try ResultTarget(result, streams)
    var files: ReportFiles?
    do throws(Failure) {
      let reportFiles = try ReportFiles(reports, streams)
      files = reportFiles
      let consumer = ResultConsumer(result, until: replay.until?.time, target, reportFiles)
      var run = ReplayRun(replay, consumer, streams, reporter)
      try run.run()
      if let summary = run.summary { try reports.checkChargers(summary) }
      try target.checkExpectation(reporter)
      try reportFiles.commit()
      // Last, so that nothing can fail once the result is in place.
      try target.commit()
      if let summary = run.summary {
        reporter.warnOfStrandedEnergy(summary)
        reporter.note(summary.line(ticks: run.ticks))
      }
      return run.summary
    } catch {
      target.discard()
      files?.discard()
      throw error
    }
  }
}

extension Reporter {
  /// Warns where more than 1 % of what was delivered was left idle because it did not divide.
  fileprivate func warnOfStrandedEnergy(_ summary: Summary) {
    let stranded = summary.figure("power.stranded")?.thousandths ?? 0
    let delivered = summary.chargers.reduce(0) { sum, charger in
      sum + (charger.figures.first { $0.path == "energy" }?.thousandths ?? 0)
    }
    guard stranded * 100 > delivered, stranded > 0 else { return }
    warn(
      code: "stranded-energy",
      message: "\(summary.shown("power.stranded")) kWh were left idle, because what remained did "
        + "not divide into whole steps",
      hint: "Try a smaller step, such as --step 0.1, or --policy max-min, which leaves nothing.")
  }
}

extension Summary {
  /// The summary in one line, for standard error.
  func line(ticks: Int) -> String {
    var text = "\(counted("events.applied", "event")), \(ticks.counted("tick")): "
    text += "\(counted("sessions.started", "session")), peak \(peak) kW"
    if shown("events.skipped") != "0" { text += ", \(counted("events.skipped", "event")) skipped" }
    return text
  }

  private func counted(_ path: String, _ noun: String) -> String {
    (Int(shown(path)) ?? 0).counted(noun)
  }

  private var peak: String { figure("power.peak")?.thousandths == nil ? "0" : shown("power.peak") }
}

extension Int {
  /// The number with its noun, `1 tick`, `2 ticks`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
