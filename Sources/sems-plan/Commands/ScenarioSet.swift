import PowerShare

/// The scenarios of a command: those of one set of inputs, or of each site of a list.
struct ScenarioSet {
  /// All axes, with the names of the sites and stations.
  let grid: ScenarioGrid
  /// The figures that any of the scenarios has.
  let figureScope: FigureScope
  private let settings: ScenarioSettings
  private let streams: Streams
  private let reporter: Reporter
  /// The list of sites; nil if there is one set of inputs.
  private var list: SiteList?
  /// The axes within a site.
  private let inner: ScenarioGrid
  /// The sites whose scenarios are running, by their indices; 0 where there is no list.
  private var open: [Int: OpenSite] = [:]

  /// A site whose scenarios are running.
  private struct OpenSite {
    /// Its inputs; nil if they cannot be used.
    var inputs: ScenarioInputs?
    /// What was reported when its inputs were read, ahead of its turn.
    var held: String
    /// The summaries of a site that may have to be skipped, until all are known.
    var summaries: [Summary] = []
    var hasFailed = false
  }

  /// A scenario whose run has been started, or a site whose inputs cannot be used.
  private struct Piece {
    let site: Int
    /// The place of the scenario in its site; nil for a site that is not run.
    let place: Int?
  }

  /// Reads all inputs, or the list of sites.
  init(
    _ settings: ScenarioSettings, _ arguments: ParsedArguments, for command: String,
    _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    self.settings = settings
    self.streams = streams
    self.reporter = reporter
    var grid = settings.grid
    if let path = settings.sites {
      let list = try SiteList(path, arguments, for: command, streams, reporter)
      inner = grid
      grid[.site] = .names(list.names)
      figureScope = FigureScope(isOnUpdate: true, hasBound: false)
      self.list = list
    } else {
      let inputs = try ScenarioInputs(settings, arguments, for: command, streams, reporter)
      if grid[.station] != nil { grid[.station] = .names(inputs.stationNames) }
      inner = grid
      figureScope = inputs.figureScope
      Investments.warnOfFreeAxes(
        settings.investments, grid, beyond: inputs.given, terms: inputs.runs.terms,
        hasGoal: try SizeSettings.goalOption(arguments).flatMap { arguments[$0] }
          .map(ReportSettings.isCost) ?? false,
        reporter)
      open[0] = OpenSite(inputs: inputs, held: "")
    }
    guard grid.count != nil else {
      throw .usage(message: "there are more than \(AxisValues.limit) scenarios")
    }
    self.grid = grid
  }

  /// Returns the number of scenarios of a shard.
  ///
  /// - Parameter rowLength: The number of neighbouring scenarios that stay together.
  func count(in shard: Shard, rowLength: Int = 1) -> Int {
    if let sites = grid[.site] { return shard.size(of: sites.count) * (inner.count ?? 0) }
    return shard.size(of: (inner.count ?? 0) / rowLength) * rowLength
  }

  /// Runs the scenarios of a shard and calls `each` with their summaries, in order.
  ///
  /// A summary is nil where its site is skipped.
  ///
  /// - Parameter rowLength: The number of neighbouring scenarios that stay together.
  /// - Returns: The number of sites that were skipped.
  mutating func run(
    _ shard: Shard, rowLength: Int = 1, showsProgress: Bool = true,
    each: (Scenario, Summary?) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    let work = OrderedWork<ScenarioRun.Outcome>(jobs: settings.jobs)
    defer { work.cancel() }
    let showsProgress =
      showsProgress && streams.terminal.errorsAreTerminal && !reporter.isQuiet
    var progress = ProgressMeter(reporter: showsProgress ? reporter : nil, clock: streams.clock)
    defer { reporter.clearProgress() }
    let perSite = inner.count ?? 0
    let total = count(in: shard, rowLength: rowLength)
    /// The pieces whose results are still to come, from `first` on.
    var pieces: [Piece] = []
    var first = 0
    var (added, done, drained, skipped) = (0, 0, 0, 0)
    while done < total {
      while added < total, !work.isFull {
        let piece = piece(added, shard, rowLength)
        if let place = piece.place {
          if let runs = runs(of: piece.site) {
            let scenario = inner[place]
            work.add { runs.outcome(scenario) }
            pieces.append(piece)
            added += 1
          } else {
            pieces.append(Piece(site: piece.site, place: nil))
            added += perSite
            break
          }
        }
      }
      let piece = pieces[first]
      first += 1
      if first > 1_024 {
        pieces.removeFirst(first)
        first = 0
      }
      reporter.write(held: open[piece.site]?.held ?? "")
      open[piece.site]?.held = ""
      if let place = piece.place {
        guard let outcome = work.next() else { preconditionFailure("a scenario without a run") }
        if outcome.drainsBattery { drained += 1 }
        try take(outcome, of: piece.site, place, each, &skipped)
        done += 1
      } else {
        guard settings.skipsSites else { throw .badInput }
        skipped += 1
        for place in 0..<perSite { try each(scenario(piece.site, place), nil) }
        done += perSite
      }
      if list != nil, done % perSite == 0 { open[piece.site] = nil }
      progress.update(scenarios: done, of: total)
    }
    if drained > 0 { warnOfDrainedBattery(drained, of: done) }
    return skipped
  }

  /// Returns the run of a scenario as a report shows it, which is run again.
  ///
  /// - Parameter hasBound: Whether its summary has the bound.
  /// - Precondition: There is no list of sites, and the scenario has a summary.
  func reportedRun(of scenario: Scenario, hasBound: Bool) -> ReportedRun {
    guard let run = open[0]?.inputs?.reportedRun(of: scenario, hasBound: hasBound) else {
      preconditionFailure("a scenario that has a summary cannot be run again")
    }
    return run
  }

  /// Returns the scenario at a place of a shard.
  private func piece(_ number: Int, _ shard: Shard, _ rowLength: Int) -> Piece {
    guard list != nil else {
      let row = shard.place(ofRow: number / rowLength)
      return Piece(site: 0, place: row * rowLength + number % rowLength)
    }
    let perSite = inner.count ?? 1
    return Piece(site: shard.place(ofRow: number / perSite), place: number % perSite)
  }

  /// Returns the runs of a site, whose inputs are read first; nil if they cannot be used.
  private mutating func runs(of site: Int) -> ScenarioRuns? {
    if let known = open[site] { return known.inputs?.runs }
    var inputs: ScenarioInputs?
    var sites = list
    let held = reporter.holding {
      do throws(Failure) {
        inputs = try sites?.inputs(of: site)
      } catch {}
    }
    list = sites
    open[site] = OpenSite(inputs: inputs, held: held)
    return inputs?.runs
  }

  /// Returns a scenario of a site with all axes.
  private func scenario(_ site: Int, _ place: Int) -> Scenario {
    grid[site * (inner.count ?? 0) + place]
  }

  /// Passes on the summary of an outcome, or those of its site once all are known.
  private mutating func take(
    _ outcome: ScenarioRun.Outcome, of site: Int, _ place: Int,
    _ each: (Scenario, Summary?) throws(Failure) -> Void, _ skipped: inout Int
  ) throws(Failure) {
    guard var current = open[site] else { preconditionFailure("a result of a closed site") }
    // The dictionary holds no second copy, which would be copied at each change.
    open[site] = nil
    defer { open[site] = current }
    let scenario = scenario(site, place)
    guard settings.skipsSites else {
      guard let summary = try current.inputs?.summary(outcome, of: scenario, grid.axes) else {
        preconditionFailure("a result without inputs")
      }
      return try each(scenario, summary)
    }
    if !current.hasFailed {
      do throws(Failure) {
        let summary = try current.inputs?.summary(outcome, of: scenario, grid.axes)
        if let summary { current.summaries.append(summary) }
      } catch {
        current.hasFailed = true
        skipped += 1
      }
    }
    guard place + 1 == inner.count else { return }
    for place in 0...place {
      try each(self.scenario(site, place), current.hasFailed ? nil : current.summaries[place])
    }
  }

  private func warnOfDrainedBattery(_ drained: Int, of rows: Int) {
    reporter.warn(
      code: "battery-drained",
      message: "in \(drained) of \(rows.counted("scenario")) the battery ends at least 1 % of its "
        + "capacity lower than it began: that energy came from before the run and was not free",
      hint: "Compare runs that begin and end alike: set \"initialSoc\" to what the battery has at "
        + "the end, or let the runs go on until it is charged.")
  }
}
