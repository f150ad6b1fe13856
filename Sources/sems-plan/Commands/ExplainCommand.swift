import PowerShare

/// `sems-plan explain`.
struct ExplainCommand {
  static let definition = CommandDefinition(
    name: "explain", summary: "explain an allocation, round by round",
    usage: "[--config FILE] --timeline FILE [OPTION ...]",
    examples: [
      ("sems-plan explain -c station.json -t timeline.csv", "explain the last tick"),
      (
        "sems-plan explain -c station.json -t day.csv --at 2026-03-06T17:30:00+01:00",
        "explain the allocation in force at that time"
      ),
      (
        "sems-plan explain -c station.json -t day.csv --tick 12 -f json | jq .rounds",
        "the rounds of tick 12 for a program"
      ),
    ],
    options: ReplaySettings.definitions + [.at, .tick, .explainFormat, .output],
    frequent: [.config, .timeline, .at, .tick, .policy, .step, .explainFormat, .output],
    notes: """
      With --reallocation on-update, the rounds show the fair shares, and the table
      below them shows what each session has. With groups of chargers, fair shows in
      each round which limits pass on less than the share, and which groups close.
      """)

  private enum Format: String {
    case text, json
  }

  private let replay: ReplaySettings
  private let at: TimeArgument?
  private let tick: Int?
  private let format: Format
  private let output: String?
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    var replay = try ReplaySettings(arguments, streams)
    try replay.requireTimeline(for: "explain")
    if arguments[.at] != nil, arguments[.tick] != nil || arguments[.until] != nil {
      throw .usage(message: "--at excludes --tick and --until")
    }
    at = try TimeArgument(.at, arguments)
    if let at { replay.until = at.following }
    self.replay = replay
    tick = try Self.tick(arguments)
    output = arguments.output
    let isJSON = try arguments.formatOfOutput(.explainFormat) == .json
    format = try arguments.choice(.explainFormat, default: isJSON ? .json : .text)
    self.streams = streams
    self.reporter = reporter
  }

  private static func tick(_ arguments: ParsedArguments) throws(Failure) -> Int? {
    guard let text = arguments[.tick] else { return nil }
    guard let tick = Int(text), tick >= 1 else {
      throw .badValue(text, for: .tick, needs: "a whole number of at least 1")
    }
    return tick
  }

  func run() throws(Failure) {
    try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(output)
      var run = ReplayRun(replay, LastTick(wanted: tick), streams, reporter)
      try run.run()
      try target.write(try explanation(run))
    }
  }

  private func explanation(_ run: ReplayRun<LastTick>) throws(Failure) -> [UInt8] {
    guard let explanation = run.observer.explanation else {
      throw .usage(
        message: at == nil
          ? "the timeline has no event, so there is nothing to explain"
          : "no allocation is in force at that time: the timeline has no event up to then")
    }
    if let tick, tick > run.totals.ticks {
      throw .usage(
        message: "there is no tick \(tick)",
        hint: "The timeline has \(run.totals.ticks.counted("tick")).")
    }
    let clock = OutputClock(run.observer.scale, zone: replay.zone)
    switch format {
    case .text: return ExplanationWriter.text(explanation, in: clock)
    case .json: return ExplanationWriter.json(explanation, in: clock)
    }
  }
}

/// Stops a replay at a tick or at its end, and keeps the explanation of its allocation.
struct LastTick: RunObserver {
  typealias ObserverFailure = Failure

  private let wanted: Int?
  private(set) var scale = TimeScale.seconds
  private(set) var isSatisfied = false
  /// The explanation of the allocation in force at the end, or nil if there is none.
  private(set) var explanation: Explanation?

  init(wanted: Int?) { self.wanted = wanted }

  mutating func begin(_ replay: borrowing Replay, scale: TimeScale?) {
    self.scale = scale ?? .seconds
  }

  mutating func take(_ replay: borrowing Replay) { isSatisfied = replay.tick == wanted }

  mutating func end(_ replay: borrowing Replay, _ summary: Summary?) {
    explanation = Explanation(replay)
  }
}
