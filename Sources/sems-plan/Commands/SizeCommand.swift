import PowerShare

/// `sems-plan size`.
struct SizeCommand {
  static let definition = CommandDefinition(
    name: "size", summary: "find the smallest site that meets requirements",
    usage: "AXIS --require RULE ... [OPTION ...]",
    examples: [
      (
        "sems-plan size -c s.json -t t.csv --grid-capacity 300:450:50 --require-file r",
        "the smallest of four that meets the rules in r, such as servedShare>=0.95"
      ),
      (
        "sems-plan size -c s.json -t t.csv --chargers 2:4 --require-file r",
        "the smallest number of chargers that meets them"
      ),
    ],
    options: ScenarioSettings.sizing + SizeSettings.definitions + [.bound, .report, .reportIds],
    frequent: [
      .sweepConfig, .sweepTimeline, .gridCapacity, .chargers, .scale, .require, .seedShare,
      .minimise, .fromSweep, .output,
    ],
    notes: """
      An axis is one of --grid-capacity, --chargers, --battery-capacity,
      --battery-power, --scale and several --config. The answer is the smallest value
      that meets every requirement; of --scale it is the largest below the first that
      does not, and of several --config the first. Every value is run, because not
      every figure rises or falls with it: values that are against the trend are
      named. An axis with one value beside another axis is a setting. With --minimise
      or --maximise there may be several axes and policies, and the answer is the best
      combination that meets the requirements. Without --timeline, the options of
      generate make one timeline for each seed. With --from-sweep nothing is run, and
      the axes are those of the rows.
      """)

  private let question: SizeSettings
  /// The file of the report.
  private let report: String?
  /// The scenarios to run; nil to answer from a sweep.
  private let settings: ScenarioSettings?
  /// The axis of a search on one axis; nil if there is a goal, or to answer from a sweep.
  private let axis: ScenarioAxis?
  private let arguments: ParsedArguments
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    self.arguments = arguments
    self.streams = streams
    self.reporter = reporter
    report = try arguments.report
    guard arguments[.fromSweep] == nil else {
      try Self.refuseRuns(arguments)
      settings = nil
      axis = nil
      question = try SizeSettings(arguments, isOnUpdate: true, streams, reporter)
      return
    }
    let hasGoal = try SizeSettings.goalOption(arguments) != nil
    let variesPolicy = hasGoal && arguments[.sizePolicy]?.utf8.contains(UInt8(ascii: ",")) ?? false
    var settings = try ScenarioSettings(
      arguments, for: "size", streams, variesPolicy: variesPolicy)
    let counts = Self.counts(settings.grid)
    if hasGoal {
      guard !counts.isEmpty else { throw SizeSettings.noAxis }
      axis = nil
    } else {
      axis = try SizeSettings.axis(counts)
    }
    question = try SizeSettings(
      arguments, isOnUpdate: settings.replay.options.reallocation == .onUpdate, streams,
      reporter)
    try question.checkSeeds(settings.grid[.seed]?.count, arguments)
    settings.measuresBound = question.rules.paths.contains(where: ReportSettings.isOfBound)
    if settings.replay.hasBound, !settings.measuresBound, report == nil {
      try question.checkShowsBound()
    }
    self.settings = settings
  }

  /// Returns the axes of a grid other than the seed, with the number of their values.
  private static func counts(_ grid: ScenarioGrid) -> [(axis: ScenarioAxis, count: Int)] {
    grid.axes.filter { $0 != .seed }.map { ($0, grid[$0]?.count ?? 0) }
  }

  /// Refuses options that run something beside a sweep.
  private static func refuseRuns(_ arguments: ParsedArguments) throws(Failure) {
    let allowed = Set((SizeSettings.definitions + CommandDefinition.common).map(\.name))
    guard let other = arguments.given.first(where: { !allowed.contains($0.name) }) else { return }
    throw .usage(
      message: "\(other.spelling) is for scenarios to run, and --from-sweep takes the rows of a "
        + "sweep",
      hint: "Leave out one of the two.")
  }

  // MARK: Run

  /// The answer, and what it was found from.
  private struct Found {
    let answer: SizeAnswer
    let runs: SizingRuns
    let hasSeeds: Bool
    /// The run that a report shows and that has the bound; nil where neither is asked for, and
    /// where there is none.
    var shown: (scenario: Scenario, run: ReportedRun)?
    /// Whether the bound of a run was too large to be measured.
    var lacksBound = false
  }

  func run() throws(Failure) {
    // Opened first, so that a target that cannot be written fails before hours of work.
    // The exit code is part of the answer, so the run goes on if the reader closes its pipe.
    var result: Found?
    try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(question.output, outlivesReader: true)
      var page: ResultTarget?
      if let report { page = try targets.open(report, outlivesReader: true) }
      let found =
        if let settings { try direct(settings) } else { try fromSweep() }
      try target.write(
        found.answer.bytes(question.format, hasSeeds: found.hasSeeds, bound: bound(found)))
      try target.drain()
      if found.lacksBound { reporter.warnOfBound() }
      ReportSettings(requirements: question.rules.requirements)
        .warnOfVehiclesOnly(hasSite: found.runs.hasSite, reporter)
      warnOfUnmanaged(found.runs)
      if let page, let shown = found.shown {
        try page.write(html(found, shown.scenario, shown.run))
      }
      result = found
    }
    guard let found = result else { return }
    let (answer, runs, hasSeeds) = (found.answer, found.runs, found.hasSeeds)
    try answer.report(
      runs.count.counted(settings == nil ? "row" : "scenario"), skipped: runs.skippedEvents,
      hasSeeds: hasSeeds, reporter)
  }

  /// Runs the scenarios, and returns the answer.
  private func direct(_ settings: ScenarioSettings) throws(Failure) -> Found {
    var scenarios = try ScenarioSet(settings, arguments, for: "size", streams, reporter)
    var runs = SizingRuns(question.rules)
    var names = UncheckedNames(question.rules, settings.grid)
    var lowest = LowestShares()
    var lacksBound = false
    // No site is skipped, because there is no list of sites.
    _ = try scenarios.run(.whole) { (scenario, summary) throws(Failure) in
      guard let summary else { return }
      try names.check(summary)
      runs.take(scenario, summary)
      if summary.lacksBound { lacksBound = true }
      lowest.take(scenario, summary, point: runs.points.count - 1)
    }
    try names.end()
    let axes = Self.counts(settings.grid).map(\.axis)
    let answer = SizeAnswer(runs, axis, axes: axes)
    var found = Found(answer: answer, runs: runs, hasSeeds: settings.grid[.seed] != nil)
    let hasBound = settings.replay.hasBound
    // A report without an answer shows the last value.
    let place = answer.place ?? (report == nil ? nil : runs.points.count - 1)
    if report != nil || hasBound, let place, let scenario = lowest.scenario(ofPoint: place) {
      let run = scenarios.reportedRun(of: scenario, hasBound: hasBound)
      found.shown = (scenario, run)
      if run.summary.lacksBound { lacksBound = true }
    }
    found.lacksBound = lacksBound
    return found
  }

  /// Returns the bound of the answer, nil where it is not asked for.
  ///
  /// With several timelines it is that of the one with the lowest served share, as in a report.
  private func bound(_ found: Found) -> AnswerBound? {
    guard settings?.replay.hasBound ?? false else { return nil }
    guard found.answer.place != nil, let shown = found.shown else {
      return AnswerBound(nil, seed: nil)
    }
    return AnswerBound(
      shown.run.summary, seed: found.hasSeeds ? shown.scenario.seed : nil)
  }

  /// Returns the page of the report.
  private func html(_ found: Found, _ scenario: Scenario, _ run: ReportedRun) -> [UInt8] {
    let events = settings?.generates ?? true ? nil : run.summary.events
    return SizingReport(
      head: ReportHead(Self.definition, arguments, events: events, reporter),
      search: found.answer.search, hasSeeds: found.hasSeeds, run: run, scenario: scenario
    ).html
  }

  /// Reads the rows of a sweep, and returns the answer.
  private func fromSweep() throws(Failure) -> Found {
    let rows = try SweepRows(question.sweeps, question.rules, streams, reporter)
    try question.checkSeeds(rows.seeds, arguments)
    let counts = rows.counts.filter { $0.axis != .site }
    guard !counts.isEmpty else { throw SizeSettings.noAxis }
    let axis = question.rules.goal == nil ? try SizeSettings.axis(counts) : nil
    return Found(
      answer: SizeAnswer(rows.runs, axis, axes: counts.map(\.axis)), runs: rows.runs,
      hasSeeds: rows.seeds != nil)
  }

  // MARK: The policy unmanaged

  /// The figures that show the power needed under a policy without a grid limit.
  private static let unmanagedPaths = ["power.overload", "power.peak", "power.peak15min"]

  /// Warns if a policy ignores the grid capacity.
  private func warnOfUnmanaged(_ runs: SizingRuns) {
    // Where there are loads, no import above the limit meets the requirements.
    guard let settings, !runs.hasLoads,
      !question.rules.requirements.contains(where: { Self.unmanagedPaths.contains($0.path) })
    else { return }
    var policies = [settings.replay.policy]
    if case .policies(let several)? = settings.grid[.policy] { policies = several }
    guard policies.contains(.unmanaged) else { return }
    let what =
      axis == .gridCapacity
      ? "so the answer says nothing about the capacity that is needed"
      : "so the answer says nothing about what the grid connection can carry"
    reporter.warn(
      code: "unmanaged-size", message: "the policy unmanaged has no grid limit, \(what)",
      hint: "Require power.overload==0 as well, or use another policy.")
  }
}

/// The scenarios with the lowest served share of each point, the first of equals; one without a
/// share is the lowest only if all are.
private struct LowestShares {
  private var points: [(scenario: Scenario, share: Int128?)] = []

  /// - Parameter point: The index of the scenario's point.
  mutating func take(_ scenario: Scenario, _ summary: Summary, point: Int) {
    let share = summary.figure("servedShare")?.thousandths
    if point == points.count { return points.append((scenario, share)) }
    if let share, share < points[point].share ?? .max { points[point] = (scenario, share) }
  }

  /// Returns the scenario of a point; nil where nothing was run.
  func scenario(ofPoint point: Int) -> Scenario? {
    points.indices.contains(point) ? points[point].scenario : nil
  }
}

/// The paths of chargers, groups and priorities that no summary has had yet.
private struct UncheckedNames {
  /// The paths, each with the beginning of a message about it.
  private var paths: [(path: String, subject: String)]
  /// Whether scenarios differ in their chargers, so that a name may come later.
  private let mayComeLater: Bool
  private var last: Summary?

  init(_ rules: SizingRules, _ grid: ScenarioGrid) {
    paths = rules.requirements.map {
      ($0.path, "the requirement \"\(Suggestion.printable($0.text))\"")
    }
    if let goal = rules.goal {
      paths.append((goal.path, "the figure \"\(Suggestion.printable(goal.path))\""))
    }
    paths.removeAll { path in !FigureTable.lists.contains { path.path.hasPrefix($0.key + ".") } }
    mayComeLater = grid[.chargers] != nil || grid[.station] != nil
  }

  /// Refuses names that the summary does not have, unless they may come later.
  mutating func check(_ summary: Summary) throws(Failure) {
    guard !paths.isEmpty else { return }
    if !mayComeLater {
      for (path, subject) in paths { try ReportSettings.checkName(path, summary, in: subject) }
    }
    paths.removeAll { summary.figure($0.path) != nil }
    last = summary
  }

  /// Refuses names that no summary has had.
  func end() throws(Failure) {
    guard let last else { return }
    for (path, subject) in paths { try ReportSettings.checkName(path, last, in: subject) }
  }
}
