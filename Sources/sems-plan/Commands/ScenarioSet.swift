import PowerShare

/// The inputs that all scenarios share, read once: the station, and the events or a plan of
/// arrivals.
struct ScenarioSet {
  /// The part that the threads use.
  private let shared: Shared
  private let reporter: Reporter
  /// The figures that any of the scenarios has.
  let figureScope: FigureScope
  /// The timeline's file, to locate problems in it; nil if events are generated.
  private var file: ScenarioTimeline?
  /// The indices of the events that have been reported as bad.
  private var reported: Set<Int> = []
  /// Whether a scenario has been reported as cut off at the last moment of times.
  private var hasReportedEnd = false
  /// Whether the warnings about profiles, which are alike in all scenarios, have been reported.
  private var hasReportedSite = false

  /// The source of a scenario's events.
  private enum Source: Sendable {
    case events([SessionEvent], skipped: Int, checked: TimeScale?)
    case plan(ArrivalPlan)
  }

  private struct Shared: Sendable {
    let grid: ScenarioGrid
    let station: StationConfig
    let source: Source
    let policy: PolicyChoice
    var options: ReplayOptions
    let until: Instant?
    let zone: LocalClock?
    let skipsBadEvents: Bool
    let site: SiteEvents?
    let profileLoads: [Identifier]

    func outcome(_ place: Int) -> ScenarioRun.Outcome {
      let scenario = grid[place]
      var run = ScenarioRun(station, scenario, policy: policy, options: options)
      run.until = until
      run.zone = zone
      run.skipsBadEvents = skipsBadEvents
      run.site = site
      run.profileLoads = profileLoads
      switch source {
      case .events(let events, let skipped, let checked):
        run.skippedEvents = skipped
        run.checkedScale = checked
        return run.run(events)
      case .plan(let plan):
        run.clock = plan.clock
        return run.run(
          ArrivalGenerator(plan.scaled(by: scenario.scale ?? 1_000), seed: scenario.seed ?? 1))
      }
    }
  }

  /// Reads all inputs.
  init(
    _ settings: ScenarioSettings, _ arguments: ParsedArguments, for command: String,
    _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    let replay = settings.replay
    self.reporter = reporter
    var station: StationConfig?
    var feed: EventFeed?
    // All inputs are opened before any is read.
    if let path = replay.timeline {
      feed = try EventFeed(replay, path: path, streams, keepsText: true)
    }
    if let path = replay.config {
      station = try streams.readStation(path, reporter, isStrict: replay.isStrict)
    }
    var site = try replay.site.read(streams, reporter, isStrict: replay.isStrict)
    var options = replay.options
    let source: Source
    var zone = replay.zone
    var stations: [StationConfig] = []
    var hasLoads = !site.loadIds.isEmpty
    let scale: TimeScale?
    if let feed {
      var timeline = ScenarioTimeline(feed)
      try timeline.read(replay, reporter)
      if station == nil { station = timeline.station }
      scale = timeline.scale
      if let scale { options.follow(scale, zone: replay.zone) }
      source = .events(
        timeline.events, skipped: timeline.skippedEvents,
        checked: replay.skipsBadEvents && !replay.sorts ? timeline.scale : nil)
      if settings.grid[.gridCapacity] != nil, let station {
        try timeline.refuseGridCapacities(other: station.gridCapacity)
      }
      stations = timeline.stations
      hasLoads = hasLoads || timeline.hasLoads
      timeline.forgetEvents()
      file = timeline
    } else {
      let plan = try GenerateSettings.plan(arguments, station, for: command, streams, reporter)
      try Self.check(settings, plan)
      // The zone of a measured profile.
      if zone == nil, plan.clock.name != nil { zone = plan.clock }
      scale = .dateTime(plan.clock.offset(at: plan.from))
      source = .plan(plan)
    }
    guard let station else { throw .noStation }
    try Self.checkBatteries(settings.grid, station, events: stations)
    if !site.isEmpty {
      try site.resolve(in: station)
      if let scale { try site.check(for: scale) }
      if zone == nil, let other = file?.otherOffset {
        reporter.report(replay.isStrict ? other.asError : other)
        if replay.isStrict { throw .badInput }
      }
    }
    var policies = [replay.policy]
    if case .policies(let swept)? = settings.grid[.policy] { policies = swept }
    let coarse = ([station] + stations).lazy.compactMap { $0.coarseLimit(options.step, policies) }
    if let limit = coarse.first { reporter.warn(limit, step: options.step) }
    figureScope = FigureScope(
      isOnUpdate: options.reallocation == .onUpdate, hasLoads: hasLoads,
      hasBattery: settings.grid.hasBatteries
        || ([station] + stations).contains { $0.battery?.isUsable ?? false })
    shared = Shared(
      grid: settings.grid, station: station, source: source, policy: replay.policy,
      options: options, until: replay.until?.time, zone: zone,
      skipsBadEvents: replay.skipsBadEvents, site: site.isEmpty ? nil : site.events,
      profileLoads: site.loadIds)
  }

  /// Refuses a single axis of the battery where a station has no battery.
  ///
  /// - Parameter events: The stations of `config` events.
  private static func checkBatteries(
    _ grid: ScenarioGrid, _ station: StationConfig, events: [StationConfig]
  ) throws(Failure) {
    let hasCapacities = grid[.batteryCapacity] != nil
    guard hasCapacities != (grid[.batteryPower] != nil) else { return }
    let isInConfig = station.battery != nil
    guard !isInConfig || events.contains(where: { $0.battery == nil }) else { return }
    let (given, missing) =
      hasCapacities
      ? ("--battery-capacity", "--battery-power KW") : ("--battery-power", "--battery-capacity KWH")
    throw .usage(
      message: "\(given) alone needs a battery in "
        + (isInConfig ? "the station of every config event" : "the station"),
      hint: "Add \(missing), or a battery to the station.")
  }

  private static func check(_ settings: ScenarioSettings, _ plan: ArrivalPlan) throws(Failure) {
    try settings.replay.until?.check(against: .dateTime(plan.clock.offset(at: plan.from)))
    guard case .numbers(let scales)? = settings.grid[.scale] else { return }
    let most = Int(scales[scales.count - 1])
    if plan.scaled(by: most).sessionsPerDay >= 1_000_000_000 {
      throw .usage(message: "--scale leads to more than 1000000 arrivals per day")
    }
  }

  /// The station as read, before a scenario changes it.
  var station: StationConfig { shared.station }

  /// Runs the scenarios of a shard and calls `each` with their summaries, in order.
  mutating func run(
    _ shard: Shard, jobs: Int, _ streams: Streams, showsProgress: Bool = true,
    each: (Scenario, Summary) throws(Failure) -> Void
  ) throws(Failure) {
    let shared = shared
    let rows = shard.size(of: shared.grid.count ?? 0)
    let results = OrderedWork(count: rows, jobs: jobs) { shared.outcome(shard.place(ofRow: $0)) }
    defer { results.cancel() }
    let showsProgress =
      showsProgress && streams.terminal.errorsAreTerminal && !reporter.isQuiet
    var progress = ProgressMeter(reporter: showsProgress ? reporter : nil, clock: streams.clock)
    defer { reporter.clearProgress() }
    var row = 0
    var drained = 0
    while let outcome = results.next() {
      let scenario = shared.grid[shard.place(ofRow: row)]
      let summary = try summary(outcome, of: scenario)
      try each(scenario, summary)
      row += 1
      if outcome.drainsBattery { drained += 1 }
      progress.update(scenarios: row, of: rows)
    }
    if drained > 0 { warnOfDrainedBattery(drained, of: row) }
  }

  private func warnOfDrainedBattery(_ drained: Int, of rows: Int) {
    reporter.warn(
      code: "battery-drained",
      message: "in \(drained) of \(rows.counted("scenario")) the battery ends at least 1 % of its "
        + "capacity lower than it began: that energy came from before the run and was not free",
      hint: "Compare runs that begin and end alike: set \"initialSoc\" to what the battery has at "
        + "the end, or let the runs go on until it is charged.")
  }

  /// Returns the errors of a profile that ended a run, or the warnings about profiles.
  private static func diagnostics(of outcome: ScenarioRun.Outcome) -> [Diagnostic] {
    guard var site = outcome.site as? SiteEvents else { return [] }
    guard let part = outcome.vehiclesPart else { return site.problems }
    return site.takeWarnings() + site.takeClosingWarnings(first: part.first, last: part.last)
  }

  /// Reports the warnings about profiles, or errors that only a run has found.
  private mutating func report(site diagnostics: [Diagnostic]) throws(Failure) {
    let isBad = diagnostics.contains { $0.severity == .error }
    guard isBad || (!diagnostics.isEmpty && !hasReportedSite) else { return }
    hasReportedSite = true
    diagnostics.forEach(reporter.report)
    if isBad { throw .badInput }
  }

  /// Returns the summary of a scenario, and reports each event that could not be applied, once.
  private mutating func summary(
    _ outcome: ScenarioRun.Outcome, of scenario: Scenario
  ) throws(Failure) -> Summary {
    for refusal in outcome.refusals where reported.insert(refusal.place).inserted {
      if let diagnostic = file?.diagnostic(refusal) {
        reporter.report(diagnostic)
      } else {
        // A generated event has no place in a file. It can fail because of its vehicle type.
        reporter.report(
          code: refusal.problem.code.rawValue, message: refusal.problem.message,
          hint: refusal.problem.hint)
      }
    }
    try report(site: Self.diagnostics(of: outcome))
    guard let summary = outcome.summary else {
      // Names the scenario, because the event may be valid in all others.
      reporter.note("note: the problem occurs with \(scenario.text(shared.grid.axes))")
      throw .badInput
    }
    if outcome.isCutOff, !hasReportedEnd {
      hasReportedEnd = true
      reporter.warnOfEnd(
        at: "at the last time that can be stated, with \(scenario.text(shared.grid.axes))",
        open: Int(summary.figure("sessions.open")?.thousandths ?? 0) / 1_000)
    }
    return summary
  }
}
