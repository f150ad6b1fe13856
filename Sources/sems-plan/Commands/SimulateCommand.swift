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
        "fail a build if an allocation has changed"
      ),
      (
        "zcat day.gz | sems-plan simulate -c station.json -t - -f ndjson | jq .time",
        "read from a pipe and write to a pipe"
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
    reports = try ReportSettings(arguments, replay, result, streams, reporter)
    self.streams = streams
    self.reporter = reporter
    try replay.requireTimeline(for: "simulate")
  }

  func run() throws(Failure) {
    let summary = try write()
    if let summary { try reports.check(summary, reporter) }
  }

  /// Replays the timeline, writes the result and the other files, and returns the summary.
  private func write() throws(Failure) -> Summary? {
    let target = try ResultTarget(result, streams, outlivesReader: reports.outlivesReader)
    var files: ReportFiles?
    do throws(Failure) {
      let reportFiles = try ReportFiles(reports, streams)
      files = reportFiles
      let results = ResultObserver(result, until: replay.until?.time, target)
      var run = ReplayRun(replay, TickObserverPair(results, reportFiles), streams, reporter)
      try run.run()
      if let summary = run.summary { try reports.checkChargers(summary) }
      try target.checkExpectation(reporter)
      try reportFiles.commit()
      // Last, so that nothing can fail after the result has replaced its target.
      try target.commit()
      run.totals.warnOfCoarseStep(replay, reporter)
      run.totals.warnOfStrandedEnergy(reporter)
      reporter.note(run.totals.line)
      return run.summary
    } catch {
      target.discard()
      files?.discard()
      throw error
    }
  }
}
