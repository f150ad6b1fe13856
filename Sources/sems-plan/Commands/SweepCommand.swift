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
    options: ScenarioSettings.definitions
      + [.overSeeds, .shard, .report, .scenarioFormat, .output, .delimiter],
    frequent: [
      .sweepConfig, .sweepTimeline, .gridCapacity, .sweepPolicy, .sweepSeed, .scale, .generateFrom,
      .sessionsPerDay, .profile, .scenarioFormat, .output,
    ],
    notes: """
      A row begins with the axes that the command line names, in the order site,
      station, chargers, batteryCapacity, batteryPower, gridCapacity, policy, scale,
      seed; the last one varies fastest. The figures of the summary follow; CSV and
      JSON have all of them except those of priorities, chargers and groups. A range
      includes its end if a step reaches it. The timeline is held in memory. Without
      --timeline, the options of generate make one for each seed and scale. A battery
      keeps the other fields that the config states. Without one in the config, both
      --battery-capacity and --battery-power are needed, and the other fields have
      their defaults. Capacity 0 or power 0 is no battery.
      """)

  private let settings: ScenarioSettings
  private let shard: Shard?
  /// The hash that the head of a shard states; nil without `--shard`.
  private let fingerprint: SweepFingerprint?
  /// The way in which the seeds of a combination become one row; nil for a row of each.
  private let overSeeds: OverSeeds?
  private let format: RowFormat
  private let output: String?
  /// The file of the report.
  private let report: String?
  private let arguments: ParsedArguments
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    shard = try arguments.shard(streams.tasks)
    report = arguments[.report]
    if shard != nil, report != nil {
      throw .usage(
        message: "--report shows all rows of a sweep, and --shard runs some of them",
        hint: "Leave out one of the two.")
    }
    fingerprint = shard == nil ? nil : SweepFingerprint(arguments, streams)
    let streams = fingerprint?.streams ?? streams
    settings = try ScenarioSettings(arguments, for: "sweep", streams)
    overSeeds = try Self.overSeeds(arguments)
    output = arguments.output
    format = try arguments.rowFormat(.scenarioFormat)
    if shard != nil, format == .table {
      throw .usage(
        message: "--shard is for CSV, NDJSON and JSON, which merge reads, and the format is table",
        hint: "Add -f csv, or -o FILE.csv.")
    }
    self.arguments = arguments
    self.streams = streams
    self.reporter = reporter
  }

  private static func overSeeds(_ arguments: ParsedArguments) throws(Failure) -> OverSeeds? {
    guard arguments[.overSeeds] != nil else { return nil }
    guard arguments[.sweepSeed] != nil else {
      throw .usage(message: "--over-seeds needs seeds", hint: "Add --seed 1:50, for example.")
    }
    return try arguments.choice(.overSeeds, default: .mean)
  }

  func run() throws(Failure) {
    // Opened first, so that a target that cannot be written fails before hours of work.
    let (count, skipped) = try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(output)
      var page: ResultTarget?
      if let report { page = try targets.open(report) }
      var scenarios = try ScenarioSet(settings, arguments, for: "sweep", streams, reporter)
      var report: SweepReport?
      if page != nil {
        report = SweepReport(
          head: ReportHead(Self.definition, arguments, events: nil, reporter),
          grid: scenarios.grid, scope: scenarios.figureScope, overSeeds: overSeeds)
      }
      let skipped = try write(&scenarios, to: target, &report)
      report?.head.warnings = reporter.warningMessages
      if let report { try page?.write(report.html) }
      return (scenarios.count(in: shard ?? .whole, rowLength: rowLength), skipped)
    }
    let note = count.counted("scenario")
    reporter.note(
      skipped == 0 ? note : "\(note), \(skipped.counted("site")) skipped, with empty figures")
    if skipped > 0 { throw .badInput }
  }

  /// Returns the head of a shard, or nil; the inputs have been read.
  private func head(of scenarios: ScenarioSet) throws(Failure) -> ShardHead? {
    guard let shard, let fingerprint else { return nil }
    return ShardHead(
      part: .shard(shard.number), count: shard.count,
      rows: scenarios.count(in: shard, rowLength: rowLength) / rowLength,
      version: ProgramVersion.text, sweep: try fingerprint.value())
  }

  /// The number of neighbouring scenarios in a row.
  private var rowLength: Int { overSeeds == nil ? 1 : settings.grid[.seed]?.count ?? 1 }

  /// Writes the rows, and returns the number of sites that were skipped.
  private func write(
    _ scenarios: inout ScenarioSet, to target: ResultTarget, _ report: inout SweepReport?
  ) throws(Failure) -> Int {
    let scope = scenarios.figureScope
    var writer = ScenarioWriter(
      format, grid: scenarios.grid, scope: scope, overSeeds: overSeeds != nil,
      hasTariff: !settings.replay.tariff.isEmpty)
    var bytes: [UInt8] = []
    if let head = try head(of: scenarios) {
      writer.begin(head, into: &bytes)
    } else {
      writer.begin(into: &bytes)
    }
    var seeds = overSeeds.map { SeedFigures($0, scope: scope) }
    var inRow = 0
    // On a terminal the rows themselves show the progress.
    let skipped = try scenarios.run(
      shard ?? .whole, rowLength: rowLength, showsProgress: !target.isTerminal
    ) { (scenario, summary) throws(Failure) in
      if let overSeeds {
        if let summary { seeds?.take(summary) }
        inRow += 1
        guard inRow == rowLength, let row = seeds else { return }
        writer.write(scenario, row, into: &bytes)
        report?.take(scenario, row)
        seeds = SeedFigures(overSeeds, scope: scope)
        inRow = 0
      } else {
        writer.write(scenario, summary, into: &bytes)
        if let summary { report?.take(scenario, summary) }
      }
      // A write costs little compared to a replay, and the reader gets each row at once.
      try target.take(&bytes)
    }
    writer.end(into: &bytes)
    try target.take(&bytes)
    return skipped
  }
}
