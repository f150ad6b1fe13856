import PowerShare

/// `sems-plan sweep`.
struct SweepCommand {
  static let definition = CommandDefinition(
    name: "sweep", summary: "replay many scenarios and write a row of figures for each",
    usage: "[--config FILE] --timeline FILE AXIS ... [OPTION ...]",
    examples: [
      (
        "sems-plan sweep -c station.json -t timeline.csv --grid-capacity 100:600:50",
        "the same day at eleven sizes of the grid connection"
      ),
      (
        "sems-plan sweep -c station.json -t timeline.csv --policy fair,max-min -f csv",
        "two policies side by side, every figure of the summary"
      ),
      (
        "sems-plan sweep -c s.json -t t.csv --policy fair,max-min --shard 1/2 -o 1.csv",
        "every second scenario, to share the work with another machine; see merge"
      ),
    ],
    options: ScenarioSettings.definitions + [.shard, .scenarioFormat, .output, .delimiter],
    frequent: [
      .sweepConfig, .sweepTimeline, .gridCapacity, .sweepPolicy, .sweepSeed, .scale, .generateFrom,
      .sessionsPerDay, .profile, .scenarioFormat, .output,
    ],
    notes: """
      A row begins with the axes that the command line names, in the order
      batteryCapacity, batteryPower, gridCapacity, policy, seed, scale; the last one
      varies fastest. The figures of the summary follow; CSV and JSON have all of them
      except those of priorities, chargers and groups. A range includes its end if a
      step reaches it. The timeline is held in memory. Without --timeline, the options
      of generate make one for each seed and scale. A battery keeps the other fields
      that the config states. Without one in the config, both --battery-capacity and
      --battery-power are needed, and the other fields have their defaults. Capacity 0
      or power 0 is no battery.
      """)

  private let settings: ScenarioSettings
  private let shard: Shard
  private let format: RowFormat
  private let output: String?
  private let arguments: ParsedArguments
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    settings = try ScenarioSettings(arguments, for: "sweep", streams)
    guard !settings.grid.axes.isEmpty else {
      throw .usage(
        message: "sweep needs an axis to vary",
        hint: "Add --grid-capacity 100:1000:50 or --policy fair,max-min, for example.")
    }
    shard = try Self.shard(arguments)
    output = arguments.output
    format = try arguments.rowFormat(.scenarioFormat)
    self.arguments = arguments
    self.streams = streams
    self.reporter = reporter
  }

  private static func shard(_ arguments: ParsedArguments) throws(Failure) -> Shard {
    guard let text = arguments[.shard] else { return .whole }
    guard let shard = Shard(text) else {
      throw .badValue(
        text, for: .shard, needs: "a shard's number and the number of shards, such as 1/4")
    }
    return shard
  }

  func run() throws(Failure) {
    // Opened first, so that a target that cannot be written fails before hours of work.
    try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(output)
      var scenarios = try ScenarioSet(settings, arguments, for: "sweep", streams, reporter)
      try write(&scenarios, to: target)
    }
    reporter.note(shard.size(of: settings.count).counted("scenario"))
  }

  private func write(
    _ scenarios: inout ScenarioSet, to target: ResultTarget
  ) throws(Failure) {
    var writer = ScenarioWriter(
      format, grid: settings.grid, scope: scenarios.figureScope)
    var bytes: [UInt8] = []
    writer.begin(into: &bytes)
    // On a terminal the rows themselves show the progress.
    try scenarios.run(
      shard, jobs: settings.jobs, streams, showsProgress: !target.isTerminal
    ) { (scenario, summary) throws(Failure) in
      writer.write(scenario, summary, into: &bytes)
      // A write costs little compared to a replay, and the reader gets each row at once.
      try target.take(&bytes)
    }
    writer.end(into: &bytes)
    try target.take(&bytes)
  }
}
