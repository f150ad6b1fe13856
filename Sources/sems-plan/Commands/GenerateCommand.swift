import PowerShare

/// `sems-plan generate`.
struct GenerateCommand {
  static let definition = CommandDefinition(
    name: "generate", summary: "generate a timeline for a site without records",
    usage: "--from TIME --sessions-per-day N [OPTION ...]",
    examples: [
      (
        "sems-plan generate --from 2026-03-02T00:00:00Z --sessions-per-day 80",
        "a day at a fast charging site in a town"
      ),
      (
        "sems-plan generate --from 2026-03-28 --tz UTC --sessions-per-day 60 --days 7",
        "a week of local days; --tz Europe/Paris or a POSIX rule for other places"
      ),
      (
        "sems-plan generate --from 2026-03-02 --tz UTC --schedule buses.csv --days 7",
        "a week of a depot whose buses come back and leave at known times"
      ),
    ],
    options: GenerateSettings.definitions + [.timelineFormat, .output],
    frequent: [
      .generateFrom, .sessionsPerDay, .days, .profile, .schedule, .timeZone, .generateConfig,
      .vehicles, .energy, .seed, .output,
    ],
    notes: """
      The same options give the same bytes on every machine. Energies are in kWh,
      powers in kW. The values of each kind of site, and which of them are
      assumptions, are in the documentation: Generating.md.
      """)

  private let settings: GenerateSettings
  private let output: String?
  private let format: RowFormat
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    output = arguments.output
    format = try arguments.rowFormat(.timelineFormat, usual: .csv)
    settings = try GenerateSettings(arguments, streams, reporter)
    self.streams = streams
    self.reporter = reporter
  }

  func run() throws(Failure) {
    let plan = settings.plan
    let writer = TimelineWriter(format, columns: plan.columns, clock: .zone(plan.clock))
    var starts = 0
    var energy = Energy.zero
    defer { reporter.clearProgress() }
    try streams.withTargets { (targets) throws(Failure) in
      let file = try targets.open(output)
      // On a terminal the timeline itself shows the progress.
      let showsProgress =
        streams.terminal.errorsAreTerminal && !reporter.isQuiet && !file.isTerminal
      var progress = ProgressMeter(reporter: showsProgress ? reporter : nil, clock: streams.clock)
      var target = TimelineTarget(file, writer)
      for event in plan.events(seed: settings.seed) {
        try target.write(event)
        starts += 1
        if progress.isWanted { show(&progress, starts, event.time) }
        if case .start(let start) = event.kind { energy += start.energyRequested ?? .zero }
      }
      try target.end()
    }
    reporter.clearProgress()
    reporter.note(
      "\(starts.counted("arrival")) on \(plan.days.counted("day")), "
        + "\(energy.kilowattHours) kWh wanted, seed \(settings.seed)")
  }
}

extension GenerateCommand {
  private func show(_ progress: inout ProgressMeter, _ arrivals: Int, _ time: Instant) {
    let plan = settings.plan
    progress.update(
      arrivals, "arrival", time: time, in: .zone(plan.clock),
      done: (time - plan.from).milliseconds, of: plan.days * 86_400_000)
  }
}

extension TimelinePlan {
  /// The CSV columns that the plan's events fill.
  fileprivate var columns: [EventField] {
    switch self {
    case .arrivals(let plan): plan.columns
    case .fleet(let plan): plan.schedule.columns
    }
  }
}

extension FleetSchedule {
  fileprivate var columns: [EventField] {
    var columns: [EventField] = [.time, .event, .sessionId]
    if stays.contains(where: { $0.vehicleMaxPower != nil }) { columns.append(.vehicleMaxPower) }
    if stays.contains(where: { $0.vehicle != nil }) { columns.append(.vehicle) }
    if stays.contains(where: { $0.stateOfCharge != nil }) { columns.append(.soc) }
    if stays.contains(where: { $0.targetStateOfCharge != nil }) { columns.append(.targetSoc) }
    columns += [.energyRequested, .departureTime]
    if stays.contains(where: { $0.priority != 0 }) { columns.append(.priority) }
    return columns
  }
}

extension ArrivalPlan {
  fileprivate var columns: [EventField] {
    var columns: [EventField] = [.time, .event]
    let kinds = vehicles.map(\.kind)
    // Without a mix, vehicles state the power of their measured stay.
    if kinds.isEmpty || kinds.contains(where: { if case .power = $0 { true } else { false } }) {
      columns.append(.vehicleMaxPower)
    }
    let types = kinds.compactMap { if case .type(let type) = $0 { type } else { nil } }
    if !types.isEmpty { columns.append(.vehicle) }
    if types.contains(where: { ($0.batteryCapacity ?? .zero) > .zero }) { columns.append(.soc) }
    return columns + [.energyRequested, .departureTime] + (leavesWhenDone ? [.leavesWhenDone] : [])
  }
}
