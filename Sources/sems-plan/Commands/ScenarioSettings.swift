import PowerShare

/// The scenarios to run and their inputs, checked as far as is possible without reading files.
struct ScenarioSettings {
  let replay: ReplaySettings
  let grid: ScenarioGrid
  /// The number of scenarios in the grid.
  let count: Int
  let jobs: Int
  /// Whether timelines are generated instead of read.
  let generates: Bool

  /// The options of a command that varies any axis.
  static let definitions: [Option] =
    [
      .sweepConfig, .sweepTimeline, .batteryCapacity, .batteryPower, .gridCapacity, .sweepPolicy,
      .sweepSeed, .scale,
    ] + generation + replaying

  /// The options of a command with one policy and no scale.
  static let sizing: [Option] =
    [.sweepConfig, .sweepTimeline, .gridCapacity, .policy, .sweepSeed] + generation + replaying

  /// The options for generated timelines, except seeds and scales.
  private static let generation: [Option] = [
    .generateFrom, .days, .sessionsPerDay, .profile, .dispersion, .vehicles, .energy, .dwell,
  ]

  /// The options for a timeline from a file.
  private static let reading: [Option] = [.sort, .onError]

  private static let replaying: [Option] = [
    .load, .generation, .limit, .step, .reallocation, .reportEvery, .replan, .onBusy,
    .scenarioTimeZone, .until, .sort, .onError, .strict, .jobs,
  ]

  private static let mostJobs = 1_024

  /// Checks the options.
  ///
  /// - Parameter variesPolicy: Whether the policy is an axis; otherwise all scenarios share one.
  init(
    _ arguments: ParsedArguments, for command: String, _ streams: Streams,
    variesPolicy: Bool = true
  ) throws(Failure) {
    var grid = ScenarioGrid()
    for axis in ScenarioAxis.allCases where axis != .policy || variesPolicy {
      grid[axis] = try arguments.values(of: axis)
    }
    self.grid = grid
    replay = try ReplaySettings(arguments, streams, policy: variesPolicy ? .fair : nil)
    jobs = try Self.jobs(arguments)
    generates = replay.timeline == nil
    let others =
      generates ? Self.reading : Self.generation + [Option.sweepSeed, .scale]
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
    guard let count = grid.count else {
      throw .usage(message: "there are more than \(AxisValues.limit) scenarios")
    }
    self.count = count
  }

  private static func jobs(_ arguments: ParsedArguments) throws(Failure) -> Int {
    guard let text = arguments[.jobs] else { return min(POSIX.processorCount, mostJobs) }
    guard text.utf8.allSatisfy({ 48...57 ~= $0 }), let jobs = Int(text), 1...mostJobs ~= jobs
    else { throw .badValue(text, for: .jobs, needs: "a whole number from 1 to \(mostJobs)") }
    return jobs
  }
}
