/// The table of all figures of the summary.
///
/// JSON, the headings of CSV and of tables, requirements, JSON Schemas, help and the manual are
/// made from it. A new figure is a line here and a value where it is measured: ``SummaryMeter`` at
/// ticks, ``StayTotals`` when a session ends.
package enum FigureTable {
  /// All groups, in the order of the summary.
  package static let groups: [FigureGroup] = [
    FigureGroup(
      "", "",
      [
        FigureDefinition(
          "servedShare", .share, better: .higher, isNullable: true, maximum: 1,
          heading: "served share",
          "Delivered as a share of requested energy, 0 to 1 (no unit).")
      ]),
    FigureGroup(
      "sessions", "How the sessions came out.",
      [
        FigureDefinition("started", .count, "All that started, the sum of the others (a count)."),
        FigureDefinition(
          "served", .count, better: .higher, "Those that got all their energy (a count)."),
        FigureDefinition(
          "unserved", .count, better: .lower, "Those that left without all of it (a count)."),
        FigureDefinition(
          "abandoned", .count, better: .lower,
          "Those that gave up waiting for a connector (a count)."),
        FigureDefinition("open", .count, "Those still there at the end (a count)."),
        FigureDefinition("withoutTarget", .count, "Those that asked for no energy (a count)."),
      ]),
    FigureGroup(
      "energy", "Energies of the sessions with a request that are not open.",
      [
        FigureDefinition("requested", .kilowattHours, "What they wanted, in kWh."),
        FigureDefinition(
          "attainable", .kilowattHours,
          "What each could have taken, limited by itself only, in kWh."),
        FigureDefinition(
          "delivered", .kilowattHours, better: .higher, heading: "delivered kWh",
          "What they got of it, in kWh."),
        FigureDefinition(
          "unserved", .kilowattHours, better: .lower, heading: "unserved kWh",
          "What they did not get, in kWh."),
      ]),
    FigureGroup(
      "power", "The station's power.",
      [
        FigureDefinition(
          "peak", .kilowatts, better: .lower, isNullable: true,
          "Highest power allocated at the whole station, in kW."),
        FigureDefinition(
          "peak15min", .kilowatts, better: .lower, isNullable: true, heading: "peak15min kW",
          "Highest mean over a quarter of an hour of the clock, in kW."),
        FigureDefinition(
          "mean", .kilowatts, isNullable: true,
          "Mean power delivered, from the first tick to the end, in kW."),
        // The policy `unmanaged` may take more than the grid can deliver.
        FigureDefinition(
          "gridUtilisation", .share, isNullable: true, heading: "grid used",
          "Delivered as a share of what the grid could deliver (no unit)."),
        FigureDefinition(
          "loadFactor", .share, better: .higher, isNullable: true, maximum: 1,
          "Mean as a share of the peak, 0 to 1 (no unit)."),
        FigureDefinition(
          "overload", .kilowatts, better: .lower, isNullable: true,
          "Highest excess over the grid capacity, in kW; unmanaged only."),
        FigureDefinition(
          "stranded", .kilowattHours, better: .lower,
          "Energy left idle because it was indivisible, in kWh."),
      ]),
    FigureGroup(
      "curtailment", "The ledger: what each limit held back.", repeated: .eachLimit,
      [
        FigureDefinition(
          "deferred", .kilowattHours, better: .lower, heading: "deferred kWh",
          "Energy not offered at once, in kWh; it may have come later."),
        FigureDefinition(
          "lost", .kilowattHours, better: .lower, heading: "lost kWh",
          "Unserved energy laid to this limit, in kWh."),
        FigureDefinition(
          "minutes", .minutes, better: .lower, heading: "minutes",
          "How long it held anyone back, in minutes."),
      ]),
    FigureGroup(
      "fairness", "How alike the sessions' served shares are.",
      [
        FigureDefinition(
          "jain", .share, better: .higher, isNullable: true, maximum: 1,
          "Jain's index, 0 to 1 (no unit)."),
        FigureDefinition(
          "lowest", .share, better: .higher, isNullable: true, maximum: 1,
          "The lowest share, 0 to 1 (no unit)."),
        FigureDefinition(
          "p10", .share, better: .higher, isNullable: true, maximum: 1,
          "The 10th percentile, 0 to 1 (no unit)."),
      ]),
    FigureGroup(
      "wait", "How long arrivals waited for a connector.",
      [
        FigureDefinition(
          "mean", .minutes, better: .lower, isNullable: true,
          "Mean over all arrivals, in minutes."),
        FigureDefinition(
          "p50", .minutes, better: .lower, isNullable: true, "Median, in minutes."),
        FigureDefinition(
          "p95", .minutes, better: .lower, isNullable: true, heading: "wait p95 min",
          "95th percentile, in minutes."),
        FigureDefinition(
          "max", .minutes, better: .lower, isNullable: true, "The longest, in minutes."),
      ]),
    FigureGroup(
      "stretch", "Time until done over that needed alone; served sessions only.",
      [
        FigureDefinition(
          "mean", .ratio, better: .lower, isNullable: true, "Mean, as a ratio (no unit)."),
        FigureDefinition(
          "p95", .ratio, better: .lower, isNullable: true,
          "95th percentile, as a ratio (no unit)."),
      ]),
    FigureGroup(
      "events", "The events of the timeline.",
      [
        FigureDefinition("applied", .count, "Those that were applied (a count)."),
        FigureDefinition(
          "skipped", .count, better: .lower,
          "Those that --on-error skip left out (a count)."),
      ]),
    FigureGroup(
      "chargers", "Each charger the station has had, in the order of the configs.",
      repeated: .eachCharger,
      [
        FigureDefinition("energy", .kilowattHours, "Energy it delivered, in kWh."),
        FigureDefinition(
          "peak", .kilowatts, maximum: 1_000_000, "Highest power allocated there, in kW."),
        FigureDefinition(
          "inUse", .share, isNullable: true, maximum: 1,
          "Share of the time with a vehicle, 0 to 1 (no unit)."),
        FigureDefinition(
          "atLimit", .share, isNullable: true, maximum: 1,
          "Share of the time at its maximum, 0 to 1 (no unit)."),
      ]),
  ]

  /// The limits of the ledger, in the order of the summary.
  package static let limits: [LedgerLimit] = [
    LedgerLimit(.grid, "By the grid capacity."),
    LedgerLimit(.charger, "By a charger's maximum."),
    LedgerLimit(.connector, "By a connector's maximum."),
    LedgerLimit(.minimum, "By a charger's minimum."),
    LedgerLimit(.queue, "By waiting for a connector."),
    LedgerLimit(.stay, "By the length of the stay: not attainable even alone."),
    LedgerLimit(
      .pending, isOnUpdateOnly: true,
      "By waiting for an update; with --reallocation on-update only."),
  ]

  /// Returns the limits of the ledger in that mode, in the order of the summary.
  static func limits(isOnUpdate: Bool) -> [LedgerLimit] {
    limits.filter { isOnUpdate || !$0.isOnUpdateOnly }
  }

  /// The lines under the table of a result, in their order.
  static let lines: [SummaryLine] = [
    SummaryLine(
      "sessions",
      """
      {sessions.started} started: {sessions.served} served, {sessions.unserved} unserved, \
      {sessions.abandoned} abandoned, {sessions.open} open, \
      {sessions.withoutTarget} without target
      """),
    SummaryLine(
      "energy", where: .measured("servedShare"),
      """
      {energy.delivered} of {energy.requested} kWh (share {servedShare}), \
      attainable {energy.attainable} kWh
      """),
    SummaryLine(
      "fairness", where: .measured("servedShare"),
      "Jain's index {fairness.jain}, lowest share {fairness.lowest}, p10 {fairness.p10}"),
    SummaryLine(
      "power", "peak {power.peak} kW, over 15 min {power.peak15min} kW, mean {power.mean} kW"),
    SummaryLine(
      "wait", where: .positive("wait.max"),
      "mean {wait.mean} min, p95 {wait.p95} min, longest {wait.max} min"),
    SummaryLine("events", "{events.applied} applied, {events.skipped} skipped"),
  ]

  // MARK: Paths

  /// Returns all figures of a summary but those of chargers, in its order.
  package static func figures(isOnUpdate: Bool) -> [FigureDefinition] {
    isOnUpdate ? onUpdateFigures : immediateFigures
  }

  // Kept, because each run of a sweep asks for one of them.
  private static let immediateFigures = listed(isOnUpdate: false)
  private static let onUpdateFigures = listed(isOnUpdate: true)

  private static func listed(isOnUpdate: Bool) -> [FigureDefinition] {
    var figures: [FigureDefinition] = []
    for group in groups {
      switch group.repetition {
      case .once: figures += group.figuresWithPaths
      case .eachLimit:
        for limit in limits(isOnUpdate: isOnUpdate) {
          figures += group.figures.map { $0.below(group.key, limit.limit.name) }
        }
      case .eachCharger: break
      }
    }
    return figures
  }

  /// The figures that are columns in the table of a sweep.
  static let sweepFigures =
    groups.filter { $0.repetition == .once }.flatMap(\.figuresWithPaths)
    .filter { $0.heading != nil }

  /// The figures of a charger, whose paths begin behind its id.
  package static let chargerFigures =
    groups.filter { $0.repetition == .eachCharger }.flatMap(\.figures)

  /// The figures of a limit, whose paths begin behind its name.
  package static let limitFigures = groups.filter { $0.repetition == .eachLimit }.flatMap(\.figures)

  /// Returns the figure of that path, or nil; any charger's id is taken for one that exists.
  package static func figure(_ path: String, isOnUpdate: Bool) -> FigureDefinition? {
    for group in groups where group.repetition == .eachCharger && path.hasPrefix(group.key + ".") {
      return group.figures.first { path.hasSuffix("." + $0.path) }
    }
    return figures(isOnUpdate: isOnUpdate).first { $0.path == path }
  }
}
