import PowerShare

/// `sems-plan validate`.
struct ValidateCommand {
  static let definition = CommandDefinition(
    name: "validate", summary: "find every problem in a station config and a timeline",
    usage: "[--config FILE] [--timeline FILE] [OPTION ...]",
    examples: [
      ("sems-plan validate -c station.json -t timeline.csv", "check each file, and both together"),
      ("sems-plan validate -t timeline.ndjson --errors json", "write one JSON object per problem"),
    ],
    options: ReplaySettings.definitions + ResultSettings.definitions,
    frequent: [.config, .timeline, .strict, .onError, .errors, .quiet],
    notes: """
      Both files are read and replayed as in simulate, and nothing is written. Without
      a station config, only the timeline itself is checked.
      """)

  private let replay: ReplaySettings
  private let streams: Streams
  private let reporter: Reporter
  private let result: ResultSettings
  private let reports: ReportSettings

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    replay = try ReplaySettings(arguments, streams)
    result = try ResultSettings(arguments, zone: replay.zone, streams.terminal)
    reports = try ReportSettings(arguments, replay, result, streams, reporter)
    self.streams = streams
    self.reporter = reporter
    if replay.config == nil, replay.timeline == nil {
      throw .usage(
        message: "validate needs a file to check",
        hint: "Add --config FILE, --timeline FILE or both.")
    }
  }

  func run() throws(Failure) {
    let tariff = try replay.tariff.read(
      streams, reporter, isStrict: replay.isStrict, findsAllProblems: true)
    var run = ReplayRun(
      replay,
      TickObserverPair(
        ResultObserver(result, replay, ResultTarget(), streams.fastPath),
        ReportFiles(without: reports)),
      streams, reporter, findsAllProblems: true, tariff: tariff)
    try run.run()
    let warnings =
      reporter.warnings > 0 ? reporter.warnings.counted("warning") : nil
    guard reporter.errors == 0 else {
      var note = "\(reporter.errors.counted("problem")) found"
      if run.consequences.count > 0 {
        note += ", and \(run.consequences.count) that follow from these"
      }
      reporter.note(note + (warnings.map { "; \($0)" } ?? ""))
      throw .badInput
    }
    if replay.timeline != nil, !run.hasReplayed {
      reporter.note("no station config: chargers, connectors and sessions are not checked")
    }
    let counts = run.hasReplayed ? ": \(run.totals.line)" : ""
    reporter.note("\(warnings ?? "no problem found")\(counts)")
  }
}
