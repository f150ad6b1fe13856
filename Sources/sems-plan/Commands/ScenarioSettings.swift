import PowerShare

/// The scenarios to run and their inputs, checked as far as is possible without reading files.
struct ScenarioSettings {
  let replay: ReplaySettings
  /// The files of the stations, one for each value of the axis `station`.
  let configs: [String]
  /// The list of sites; nil if there is one site.
  let sites: String?
  /// Whether a site that cannot be read or replayed gets empty figures, instead of ending the run.
  let skipsSites: Bool
  /// The axes, apart from the sites.
  ///
  /// Stations have the names of their files until these are read.
  let grid: ScenarioGrid
  /// The prices of what is built; nil for none.
  let investments: Investments?
  let jobs: Int
  /// Whether timelines are generated instead of read.
  let generates: Bool
  /// Whether the bound of the energy is measured in every run, because runs are judged by it.
  var measuresBound = false

  /// The options of a command that varies any axis.
  static let definitions: [Option] =
    [
      .sweepConfig, .sweepTimeline, .sites, .skipSites, .chargers, .batteryCapacity, .batteryPower,
      .gridCapacity, .sweepPolicy, .scale, .sweepSeed, .invest, .rate,
    ] + generation + replaying

  /// The options of a command that searches the axes of one site.
  static let sizing: [Option] =
    [
      .sweepConfig, .sweepTimeline, .gridCapacity, .chargers, .batteryCapacity, .batteryPower,
      .scale, .sizePolicy, .sweepSeed, .invest, .rate,
    ] + generation + replaying

  /// The options for generated timelines, except seeds and scales.
  static let generation: [Option] = [
    .generateFrom, .days, .sessionsPerDay, .profile, .schedule, .dispersion, .vehicles,
    .energy, .dwell,
  ]

  /// The options for a timeline from a file.
  private static let reading: [Option] = [.sort, .onError]

  private static let replaying: [Option] = [
    .load, .generation, .limit, .tariff, .prices, .step, .reallocation, .reportEvery, .replan,
    .onBusy,
    .scenarioTimeZone, .until, .sort, .onError, .strict, .jobs,
  ]

  private static let mostJobs = 1_024

  /// Checks the options.
  ///
  /// - Parameters:
  ///   - variesPolicy: Whether the policy is an axis; otherwise all scenarios share one.
  ///   - isSite: Whether these are the settings of one site of a list.
  init(
    _ arguments: ParsedArguments, for command: String, _ streams: Streams,
    variesPolicy: Bool = true, isSite: Bool = false
  ) throws(Failure) {
    sites = isSite ? nil : arguments[.sites]
    skipsSites = arguments.has(.skipSites)
    configs = isSite ? arguments[.sweepConfig].map { [$0] } ?? [] : arguments.all(.sweepConfig)
    var grid = ScenarioGrid()
    for axis in ScenarioAxis.allCases where axis != .policy || variesPolicy {
      grid[axis] = try arguments.values(of: axis)
    }
    if configs.count > 1 { grid[.station] = .names(configs) }
    self.grid = grid
    replay = try ReplaySettings(arguments, streams, policy: variesPolicy ? .fair : nil)
    investments = try Investments(arguments)
    jobs = try Self.jobs(arguments)
    generates = replay.timeline == nil
    guard grid.count != nil else {
      throw .usage(message: "there are more than \(AxisValues.limit) scenarios")
    }
    if sites == nil {
      try checkSource(arguments, for: command, isSite: isSite)
    } else {
      try checkSites(arguments)
    }
  }

  /// Refuses options that do not go with where the events come from.
  private func checkSource(
    _ arguments: ParsedArguments, for command: String, isSite: Bool
  ) throws(Failure) {
    if skipsSites, arguments[.sites] == nil {
      throw .usage(
        message: "--skip-sites is for a list of sites, and there is no --sites",
        hint: "Add --sites FILE.")
    }
    // The options of a list are for sites of both kinds, but axes must vary every site.
    let axes = [Option.sweepSeed, .scale]
    let others =
      generates ? isSite ? [] : Self.reading : isSite ? axes : Self.generation + axes
    if let other = others.first(where: { arguments[$0] != nil }) {
      throw .usage(
        message: generates
          ? "--\(other.name) is for a timeline from a file, and there is no --timeline"
          : "--\(other.name) is for generated timelines, and --timeline names a file",
        hint: generates ? "Add --timeline FILE." : "Leave out one of the two.")
    }
    if generates, Self.generation.allSatisfy({ arguments[$0] == nil }) {
      throw .usage(
        message: "\(command) needs a timeline, or options to generate one",
        hint: "Add --timeline FILE, or --from TIME --sessions-per-day N.")
    }
    if generates, replay.config == nil { throw .noStation }
  }

  /// Refuses options that a list of sites replaces.
  private func checkSites(_ arguments: ParsedArguments) throws(Failure) {
    for option in [Option.sweepConfig, .sweepTimeline] where arguments[option] != nil {
      throw .usage(
        message: "--\(option.name) is for one site, and --sites lists the sites with theirs",
        hint: "Leave out one of the two.")
    }
  }

  private static func jobs(_ arguments: ParsedArguments) throws(Failure) -> Int {
    guard let text = arguments[.jobs] else { return min(Processors.available, mostJobs) }
    guard text.utf8.allSatisfy({ 48...57 ~= $0 }), let jobs = Int(text), 1...mostJobs ~= jobs
    else { throw .badValue(text, for: .jobs, needs: "a whole number from 1 to \(mostJobs)") }
    return jobs
  }
}
