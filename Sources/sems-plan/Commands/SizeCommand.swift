import PowerShare

/// `sems-plan size`.
struct SizeCommand {
  static let definition = CommandDefinition(
    name: "size", summary: "find the smallest grid capacity that meets requirements",
    usage: "--grid-capacity A:B:STEP --require RULE ... [OPTION ...]",
    examples: [
      (
        "sems-plan size -c s.json -t t.csv --grid-capacity 300:450:50 --require-file r",
        "the smallest of four that meets the rules in r, such as servedShare>=0.95"
      )
    ],
    options: ScenarioSettings.sizing
      + [.seedShare, .require, .requireFile, .sizeFormat, .output, .delimiter],
    frequent: [
      .sweepConfig, .sweepTimeline, .gridCapacity, .require, .requireFile, .policy, .sweepSeed,
      .seedShare, .generateFrom, .sessionsPerDay, .output,
    ],
    notes: """
      Every capacity of the range is run, because some figures get worse with more
      capacity: larger capacities that do not meet every requirement are named.
      Without --timeline, the options of generate make one timeline for each seed.
      """)

  private let settings: ScenarioSettings
  private let requirements: [Requirement]
  /// In thousandths.
  private let seedShare: Int
  private let format: RowFormat
  private let output: String?
  private let arguments: ParsedArguments
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    settings = try ScenarioSettings(arguments, for: "size", streams, variesPolicy: false)
    guard settings.grid[.gridCapacity] != nil else {
      throw .usage(
        message: "size needs the grid capacities to try",
        hint: "Add --grid-capacity A:B:STEP, such as --grid-capacity 50:2000:10.")
    }
    requirements = try ReportSettings.requirements(
      arguments, settings.replay, streams, reporter)
    guard !requirements.isEmpty else {
      throw .usage(
        message: "size needs a requirement",
        hint: "Add --require RULE, such as --require 'servedShare>=0.95'.")
    }
    seedShare = try Self.seedShare(arguments)
    output = arguments.output
    format = try arguments.rowFormat(.sizeFormat)
    self.arguments = arguments
    self.streams = streams
    self.reporter = reporter
  }

  private static func seedShare(_ arguments: ParsedArguments) throws(Failure) -> Int {
    guard let text = arguments[.seedShare] else { return 1_000 }
    guard let share = ExactNumber.thousandths(text, maximum: 1_000), share > 0 else {
      throw .badValue(
        text, for: .seedShare, needs: "a share from 0.001 to 1, with at most three decimals")
    }
    guard arguments[.timeline] == nil else {
      throw .usage(
        message: "--seed-share is for generated timelines, and --timeline names a file",
        hint: "Leave out one of the two.")
    }
    guard arguments[.sweepSeed] != nil else {
      throw .usage(
        message: "--seed-share needs more than one timeline", hint: "Add --seed 1:50.")
    }
    return share
  }

  func run() throws(Failure) {
    // Opened first, so that a target that cannot be written fails before hours of work.
    // The exit code is part of the answer, so the run goes on if the reader closes its pipe.
    var sizing = Sizing(requirements, seedShare: seedShare)
    let reports = ReportSettings(requirements: requirements)
    /// The summary of the first run with loads or a battery.
    var site: Summary?
    try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(output, outlivesReader: true)
      var scenarios = try ScenarioSet(settings, arguments, for: "size", streams, reporter)
      _ = try scenarios.run(.whole) { (scenario, summary) throws(Failure) in
        guard let summary else { return }
        try reports.checkNames(summary)
        if site == nil, summary.hasSite { site = summary }
        sizing.take(summary, at: scenario.gridCapacity ?? .zero)
      }
      try target.write(
        SizingWriter.bytes(sizing, format, hasSeeds: settings.grid[.seed] != nil))
    }
    if let site { reports.warnOfVehiclesOnly(site, reporter) }
    try report(sizing)
  }

  /// The figures that show the power needed under a policy without a grid limit.
  private static let unmanagedPaths = ["power.overload", "power.peak", "power.peak15min"]

  /// Warns if the policy ignores the grid capacity.
  private func warnOfUnmanaged() {
    guard settings.replay.policy == .unmanaged,
      !requirements.contains(where: { Self.unmanagedPaths.contains($0.path) })
    else { return }
    reporter.warn(
      code: "unmanaged-size",
      message: "the policy unmanaged has no grid limit, so the answer says nothing about the "
        + "capacity that is needed",
      hint: "Require power.overload==0 as well, or use another policy.")
  }

  private func report(_ sizing: Sizing) throws(Failure) {
    warnOfUnmanaged()
    let unsteady = sizing.unsteadyFigures
    if !sizing.exceptions.isEmpty {
      reporter.warn(
        code: "not-monotone",
        message: "larger grid capacities do not meet every requirement: "
          + Self.list(sizing.exceptions),
        hint: "Not every figure gets better with the capacity; the curve shows which.")
    } else if !unsteady.isEmpty {
      reporter.warn(
        code: "not-monotone",
        message: "over the range of capacities, figures both rise and fall: "
          + unsteady.map { Suggestion.printable($0) }.joined(separator: ", "),
        hint: "A capacity between two others may be worse than both; try a smaller step.")
    }
    let skipped = sizing.skippedEvents.counted("event") + " skipped"
    guard let answer = sizing.answer else {
      if sizing.skippedEvents > 0 { reporter.note(skipped) }
      reporter.report(
        code: "no-size", message: "no grid capacity of the range meets every requirement",
        hint: shortfall(sizing))
      throw .expectationNotMet
    }
    if let empty = Self.empty(sizing.points[answer]) { reporter.note("note: \(empty)") }
    let scenarios = (settings.grid.count ?? 0).counted("scenario")
    reporter.note(sizing.skippedEvents > 0 ? "\(scenarios), \(skipped)" : scenarios)
  }

  /// Returns the number of timelines without data, as text; nil if none, or for one timeline.
  private static func empty(_ point: Sizing.Point) -> String? {
    guard point.unmeasured > 0, point.timelines > 1 else { return nil }
    return "\(point.unmeasured) of \(point.timelines) timelines have no data for a requirement, "
      + "which counts as not met"
  }

  private static func list(_ capacities: [Power]) -> String {
    let most = 8
    let shown = capacities.prefix(most).map(\.kilowatts).joined(separator: ", ") + " kW"
    return capacities.count > most ? shown + " and \(capacities.count - most) more" : shown
  }

  /// Returns what the highest capacity lacks, and what would help, in sentences.
  private func shortfall(_ sizing: Sizing) -> String {
    var sentences = sizing.shortfall(hasSeeds: settings.grid[.seed] != nil)
    if let empty = sizing.points.last.flatMap(Self.empty) { sentences.append(empty) }
    return sentences.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
      .joined(separator: " ")
  }
}
