import PowerShare

/// The inputs of the scenarios of one site, read once: its stations, and the events or a plan of
/// arrivals.
struct ScenarioInputs {
  /// The part that the threads use.
  let runs: ScenarioRuns
  /// The figures that any of the scenarios has.
  let figureScope: FigureScope
  /// The names of the stations, in the order of the configs.
  let stationNames: [String]
  private let reporter: Reporter
  /// The way in which the events state times; nil where there is none.
  private let scale: TimeScale?
  /// The timeline's file, to locate problems in it; nil if events are generated.
  private var file: ScenarioTimeline?
  /// The indices of the events that have been reported as bad.
  private var reported: Set<Int> = []
  /// Whether a scenario has been reported as cut off at the last moment of times.
  private var hasReportedEnd = false
  /// Whether the warnings about profiles, which are alike in all scenarios, have been reported.
  private var hasReportedSite = false
  /// Whether the warnings about costs have been reported.
  private var hasReportedCosts = false
  private var hasReportedDay = false
  private let tariff: TariffInput?
  private let investments: Investments?
  /// The station as given, which is there without an investment.
  let given: StationConfig
  private let clock: OutputClock

  /// Reads all inputs.
  ///
  /// - Parameter seedOffset: The number that is added to each seed.
  init(
    _ settings: ScenarioSettings, _ arguments: ParsedArguments, for command: String,
    seedOffset: UInt64 = 0, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    let replay = settings.replay
    let grid = settings.grid
    self.reporter = reporter
    var feed: EventFeed?
    // All inputs are opened before any is read.
    if let path = replay.timeline {
      feed = try EventFeed(replay, path: path, streams, keepsText: true)
    }
    var stations: [StationConfig] = []
    for path in settings.configs {
      stations.append(try streams.readStation(path, reporter, isStrict: replay.isStrict))
    }
    try Self.check(stations, settings.configs)
    var site = try replay.site.read(streams, reporter, isStrict: replay.isStrict)
    tariff = try replay.tariff.read(streams, reporter, isStrict: replay.isStrict)
    investments = settings.investments
    var options = replay.options
    let source: ScenarioRuns.Source
    var zone = replay.zone
    var later: [StationConfig] = []
    var hasLoads = !site.loadIds.isEmpty
    let scale: TimeScale?
    if let feed {
      var timeline = ScenarioTimeline(feed)
      try timeline.read(replay, reporter)
      if stations.isEmpty { stations += timeline.station.map { [$0] } ?? [] }
      scale = timeline.scale
      if let scale { options.follow(scale, zone: replay.zone) }
      source = .events(
        timeline.events, skipped: timeline.skippedEvents,
        checked: replay.skipsBadEvents && !replay.sorts ? timeline.scale : nil)
      later = timeline.stations
      try timeline.refuseChanges(of: grid, stations)
      hasLoads = hasLoads || timeline.hasLoads
      timeline.forgetEvents()
      file = timeline
    } else {
      let plan = try Self.plan(settings, arguments, stations, for: command, streams, reporter)
      // The zone of a measured profile.
      if zone == nil, plan.clock.name != nil { zone = plan.clock }
      scale = .dateTime(plan.clock.offset(at: plan.from))
      source = .plan(plan, cache: Self.cache(plan, grid), seedOffset: seedOffset)
    }
    guard !stations.isEmpty else { throw .noStation }
    if let scale { try tariff?.check(against: scale) }
    given = stations[0]
    clock = OutputClock(scale ?? .seconds, zone: zone)
    try Self.check(grid, stations, later)
    var sites: [SiteEvents] = []
    if !site.isEmpty {
      for station in stations {
        try site.resolve(in: station)
        sites.append(site.events)
      }
      if let scale { try site.check(for: scale) }
      if zone == nil, let other = file?.otherOffset {
        reporter.report(replay.isStrict ? other.asError : other)
        if replay.isStrict { throw .badInput }
      }
    }
    var policies = [replay.policy]
    if case .policies(let swept)? = grid[.policy] { policies = swept }
    let all = stations + later
    let coarse = all.lazy.compactMap { $0.coarseLimit(options.step, policies) }
    if let limit = coarse.first { reporter.warn(limit, step: options.step) }
    figureScope = FigureScope(
      isOnUpdate: options.reallocation == .onUpdate, hasLoads: hasLoads,
      hasBattery: grid.hasBatteries || all.contains { $0.battery?.isUsable ?? false },
      hasTariff: tariff != nil, hasBound: settings.measuresBound)
    stationNames = stations.map(\.stationId.text)
    self.scale = scale
    runs = ScenarioRuns(
      stations: stations, source: source, policy: replay.policy, options: options,
      until: replay.until?.time, zone: zone, skipsBadEvents: replay.skipsBadEvents, sites: sites,
      profileLoads: site.loadIds, terms: tariff?.terms, measuresBound: settings.measuresBound,
      known: grid[.gridCapacity]?.count ?? 1 > 1
        ? KnownOutcomes(chargers: all.map(\.chargers.count).max() ?? 1) : nil)
  }

  /// Refuses stations with the same id, by which rows tell them apart.
  private static func check(_ stations: [StationConfig], _ paths: [String]) throws(Failure) {
    for (index, station) in stations.enumerated() {
      guard let other = stations[..<index].firstIndex(where: { $0.stationId == station.stationId })
      else { continue }
      let id = station.stationId.quoted
      throw .usage(
        message: "the stations of \(Suggestion.printable(paths[other])) and "
          + "\(Suggestion.printable(paths[index])) have the same id, \(id)",
        hint: "Rows name a station by its \"stationId\": give each config another one.")
    }
  }

  /// Refuses values of axes that a station cannot have.
  ///
  /// - Parameter events: The stations of `config` events.
  private static func check(
    _ grid: ScenarioGrid, _ stations: [StationConfig], _ events: [StationConfig]
  ) throws(Failure) {
    if case .numbers(let counts)? = grid[.chargers] {
      let most = counts[counts.count - 1]
      for station in stations + events where UInt64(station.chargers.count) < most {
        throw .usage(
          message: "--chargers asks for \(most), but the station \(station.stationId.quoted) has "
            + station.chargers.count.counted("charger"),
          hint: "List as many chargers in the config as the site may get; \"count\" repeats one.")
      }
    }
    let hasCapacities = grid[.batteryCapacity] != nil
    guard hasCapacities != (grid[.batteryPower] != nil) else { return }
    let isInConfig = stations.allSatisfy { $0.battery != nil }
    guard !isInConfig || events.contains(where: { $0.battery == nil }) else { return }
    let (given, missing) =
      hasCapacities
      ? ("--battery-capacity", "--battery-power KW") : ("--battery-power", "--battery-capacity KWH")
    throw .usage(
      message: "\(given) alone needs a battery in "
        + (isInConfig
          ? "the station of every config event"
          : stations.count > 1 ? "every station" : "the station"),
      hint: "Add \(missing), or a battery to the station.")
  }

  /// Returns the plan of generated timelines, which is the same for all stations.
  private static func plan(
    _ settings: ScenarioSettings, _ arguments: ParsedArguments, _ stations: [StationConfig],
    for command: String, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) -> TimelinePlan {
    let plan = try GenerateSettings.plan(arguments, stations.first, for: command, streams, reporter)
    for (station, path) in zip(stations, settings.configs)
    where station.vehicles != stations[0].vehicles {
      let other = try GenerateSettings.plan(arguments, station, for: command, streams, reporter)
      guard other == plan else {
        throw .usage(
          message: "the configs have different vehicle types, so they would get different "
            + "vehicles: \(Suggestion.printable(settings.configs[0])) and "
            + Suggestion.printable(path),
          hint: "Give all configs the same \"vehicles\", or name powers with --vehicles 50:1,150:2."
        )
      }
    }
    try settings.replay.until?.check(against: .dateTime(plan.clock.offset(at: plan.from)))
    if case .numbers(let scales)? = settings.grid[.scale], case .arrivals(let arrivals) = plan {
      let most = Int(scales[scales.count - 1])
      if arrivals.scaled(by: most).sessionsPerDay >= 1_000_000_000 {
        throw .usage(message: "--scale leads to more than 1000000 arrivals per day")
      }
    }
    return plan
  }

  /// Returns a cache for the timelines of a grid; nil if each is replayed only once.
  private static func cache(_ plan: TimelinePlan, _ grid: ScenarioGrid) -> TimelineCache? {
    let timelines = (grid[.scale]?.count ?? 1) * (grid[.seed]?.count ?? 1)
    guard let count = grid.count, count > timelines else { return nil }
    var scale = 1_000
    if case .numbers(let scales)? = grid[.scale] { scale = Int(scales[scales.count - 1]) }
    return TimelineCache(expectedEvents: plan.expectedEvents(scale: scale))
  }

  // MARK: Results

  /// Returns a scenario's run as a report shows it, which is run again.
  ///
  /// - Parameter hasBound: Whether its summary has the bound.
  func reportedRun(of scenario: Scenario, hasBound: Bool) -> ReportedRun? {
    var run = runs.prepared(scenario)
    run.measuresReport = true
    run.measuresBound = hasBound
    let outcome = runs.run(run, of: scenario)
    guard let summary = outcome.summary, let report = outcome.report else { return nil }
    var scale = scale ?? .seconds
    // The first arrival may be long after the beginning of generated timelines.
    if case .plan(let plan, _, _) = runs.source {
      scale = .dateTime(plan.clock.offset(at: report.start))
    }
    return ReportedRun(
      station: run.station, policy: (scenario.policy ?? runs.policy).rawValue,
      step: runs.options.step, reallocation: runs.options.reallocation,
      clock: OutputClock(scale, zone: runs.zone), start: report.start, end: report.end,
      summary: withInvestments(summary, of: scenario), data: report.data)
  }

  /// Returns the summary of a scenario with the yearly cost of its investments, where they have
  /// prices.
  private func withInvestments(_ summary: Summary, of scenario: Scenario) -> Summary {
    guard let investments else { return summary }
    let station = runs.stations[scenario.station?.index ?? 0]
    return summary.with(invest: investments.yearlyCost(of: scenario, station, beyond: given))
  }

  /// Returns the summary of a scenario, and reports each event that could not be applied, once.
  ///
  /// - Parameter axes: The axes whose values name the scenario in messages.
  mutating func summary(
    _ outcome: ScenarioRun.Outcome, of scenario: Scenario, _ axes: [ScenarioAxis]
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
    if let remarks = outcome.costRemarks {
      try tariff?.check(remarks, clock, reporter)
      if !hasReportedCosts { tariff?.warn(of: remarks, reporter) }
      hasReportedCosts = true
      if let day = remarks.partialDay, !hasReportedDay {
        hasReportedDay = true
        tariff?.warn(of: day, reporter)
      }
    }
    guard let summary = outcome.summary else {
      // Names the scenario, because the event may be valid in all others.
      if !axes.isEmpty { reporter.note("note: the problem occurs with \(scenario.text(axes))") }
      throw .badInput
    }
    if outcome.isCutOff, !hasReportedEnd {
      hasReportedEnd = true
      reporter.warnOfEnd(
        at: "at the last time that can be stated"
          + (axes.isEmpty ? "" : ", with \(scenario.text(axes))"),
        open: Int(summary.figure("sessions.open")?.thousandths ?? 0) / 1_000)
    }
    return withInvestments(summary, of: scenario)
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
}

/// The runs of the scenarios of one site, on any thread.
struct ScenarioRuns: Sendable {
  /// The source of a scenario's events.
  enum Source: Sendable {
    case events([SessionEvent], skipped: Int, checked: TimeScale?)
    case plan(TimelinePlan, cache: TimelineCache?, seedOffset: UInt64)
  }

  let stations: [StationConfig]
  let source: Source
  let policy: PolicyChoice
  let options: ReplayOptions
  let until: Instant?
  let zone: LocalClock?
  let skipsBadEvents: Bool
  /// The events of profiles for each station; empty if there are none.
  let sites: [SiteEvents]
  let profileLoads: [Identifier]
  /// The tariff; nil for none.
  let terms: CostTerms?
  /// Whether the bound of the energy is measured.
  let measuresBound: Bool
  /// The outcomes of runs at other grid capacities; nil if there is one.
  let known: KnownOutcomes?

  /// Returns the outcome of a scenario, which is run unless it is known.
  func outcome(_ scenario: Scenario) -> ScenarioRun.Outcome {
    known?.outcome(scenario) { run(scenario) } ?? run(scenario)
  }

  private func run(_ scenario: Scenario) -> ScenarioRun.Outcome {
    run(prepared(scenario), of: scenario)
  }

  /// Returns the run of a scenario before its beginning.
  func prepared(_ scenario: Scenario) -> ScenarioRun {
    let station = scenario.station?.index ?? 0
    var run = ScenarioRun(stations[station], scenario, policy: policy, options: options)
    run.until = until
    run.zone = zone
    run.skipsBadEvents = skipsBadEvents
    run.site = sites.isEmpty ? nil : sites[station]
    run.profileLoads = profileLoads
    run.terms = terms
    run.measuresBound = measuresBound
    return run
  }

  /// Runs a scenario.
  func run(_ run: ScenarioRun, of scenario: Scenario) -> ScenarioRun.Outcome {
    var run = run
    switch source {
    case .events(let events, let skipped, let checked):
      run.skippedEvents = skipped
      run.checkedScale = checked
      return run.run(events)
    case .plan(let plan, let cache, let seedOffset):
      run.clock = plan.clock
      let (scale, seed) = (scenario.scale ?? 1_000, (scenario.seed ?? 1) &+ seedOffset)
      let events = { plan.events(seed: seed, scale: scale) }
      if let timeline = cache?.timeline(scale: scale, seed: seed, generate: events) {
        return run.run(timeline)
      }
      return run.run(events())
    }
  }
}
