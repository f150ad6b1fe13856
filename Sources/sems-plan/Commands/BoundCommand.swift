import PowerShare

/// `sems-plan bound`.
struct BoundCommand {
  static let definition = CommandDefinition(
    name: "bound", summary: "find the most energy that any way of sharing could deliver",
    usage: "[--config FILE] --timeline FILE [OPTION ...]",
    examples: [
      ("sems-plan bound -c station.json -t day.csv", "show the bound and its bottlenecks"),
      (
        "sems-plan bound -c station.json -t day.csv -f json | jq .gridCapacity",
        "the smallest grid capacity that holds nobody back"
      ),
    ],
    options: ReplaySettings.definitions + [.boundFormat, .output],
    frequent: [.config, .timeline, .load, .limit, .until, .boundFormat, .output],
    notes: """
      The bound knows all arrivals and departures in advance. The policy matters only
      where a session has no departure and no stop, or reports what it draws.
      """)

  private enum Format: String {
    case table, json
  }

  private let replay: ReplaySettings
  private let format: Format
  private let output: String?
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    var replay = try ReplaySettings(arguments, streams)
    try replay.requireTimeline(for: "bound")
    replay.hasBound = true
    self.replay = replay
    output = arguments.output
    let isJSON = try arguments.formatOfOutput(.boundFormat) == .json
    format = try arguments.choice(.boundFormat, default: isJSON ? .json : .table)
    self.streams = streams
    self.reporter = reporter
  }

  func run() throws(Failure) {
    let totals = try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(output)
      var run = ReplayRun(replay, BoundObserver(), streams, reporter)
      try run.run()
      if run.summary?.lacksBound ?? false { reporter.warnOfBound() }
      let bound = run.summary?.bound ?? nil
      switch format {
      case .table: try target.write(BoundWriter.table(bound))
      case .json: try target.write(BoundWriter.json(bound))
      }
      return run.totals
    }
    reporter.note(totals.line)
  }
}

/// Needs no tick, but the summary, which has the bound.
private struct BoundObserver: RunObserver {
  typealias ObserverFailure = Failure

  let wantsSummary = true

  mutating func begin(_ replay: borrowing Replay, scale: TimeScale?) {}

  mutating func take(_ replay: borrowing Replay) {}

  mutating func end(_ replay: borrowing Replay, _ summary: Summary?) {}
}

extension Reporter {
  /// Warns that there is no bound although it was asked for.
  func warnOfBound() {
    warn(
      code: "bound-too-large",
      message: "there is no bound: a time in which there is always a session has more than "
        + "\(BoundStretch.mostPairs) pairs of a session and an interval",
      hint: "Use --until for a shorter run, or sessions with departures.")
  }
}
