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
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    replay = try ReplaySettings(arguments)
    result = try ResultSettings(arguments, streams.terminal)
    self.streams = streams
    self.reporter = reporter
    try replay.requireTimeline(for: "simulate")
  }

  func run() throws(Failure) {
    let target = try ResultTarget(result, streams)
    do throws(Failure) {
      var run = ReplayRun(
        replay, ResultConsumer(result, until: replay.until?.time, target), streams, reporter)
      try run.run()
      try target.commit(reporter)
      reporter.note(run.summary.line(ticks: run.ticks))
    } catch {
      target.discard()
      throw error
    }
  }
}

extension Summary {
  /// The summary in one line, for standard error.
  func line(ticks: Int) -> String {
    var text = "\(appliedEvents.counted("event")), \(ticks.counted("tick")): "
    text += "\(startedSessions.counted("session")), peak \(peakPower.kilowatts) kW"
    if skippedEvents > 0 { text += ", \(skippedEvents.counted("event")) skipped" }
    return text
  }
}

extension Int {
  /// The number with its noun, `1 tick`, `2 ticks`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
