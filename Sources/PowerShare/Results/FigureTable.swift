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
          heading: "served\nshare",
          "Delivered energy as a share of the requested energy.")
      ]),
    FigureGroup(
      "sessions", "Numbers of sessions by their outcome.",
      [
        FigureDefinition("started", .count, "All sessions: the sum of the other five counts."),
        FigureDefinition(
          "served", .count, better: .higher, "Sessions that got all the energy they requested."),
        FigureDefinition(
          "unserved", .count, better: .lower,
          "Sessions that left with less energy than they requested."),
        FigureDefinition(
          "abandoned", .count, better: .lower,
          "Sessions that gave up waiting for a connector."),
        FigureDefinition("open", .count, "Sessions that had not ended at the end of the run."),
        FigureDefinition("withoutTarget", .count, "Sessions that requested no energy."),
      ]),
    FigureGroup(
      "energy", "Energies of the sessions that requested energy and are not open.",
      [
        FigureDefinition("requested", .kilowattHours, "Energy that the sessions requested."),
        FigureDefinition(
          "attainable", .kilowattHours,
          """
          Requested energy that each session could have drawn alone, limited only by its own \
          maximum.
          """),
        FigureDefinition(
          "delivered", .kilowattHours, better: .higher, heading: "delivered\nkWh",
          "Requested energy that was delivered."),
        FigureDefinition(
          "unserved", .kilowattHours, better: .lower, heading: "unserved\nkWh",
          "Requested energy that was not delivered."),
      ]),
    FigureGroup(
      "power", "Power of the whole station.",
      [
        FigureDefinition(
          "peak", .kilowatts, better: .lower, isNullable: true,
          "Highest power allocated to all sessions together."),
        FigureDefinition(
          "peak15min", .kilowatts, better: .lower, isNullable: true, heading: "peak15min\nkW",
          "Highest mean power over a quarter of an hour of the clock."),
        FigureDefinition(
          "mean", .kilowatts, isNullable: true,
          "Mean power delivered from the first tick to the end of the run."),
        // The policy `unmanaged` may take more than the grid can deliver.
        FigureDefinition(
          "gridUtilisation", .share, isNullable: true, heading: "grid\nused",
          """
          Imported energy as a share of the energy that the grid limit in force allows, from the \
          first event to the end of the vehicles' part; above 1 only where loads or the policy \
          unmanaged exceed it.
          """),
        FigureDefinition(
          "loadFactor", .share, isNullable: true, maximum: 1,
          "Mean power as a share of the peak."),
        FigureDefinition(
          "overload", .kilowatts, better: .lower, isNullable: true,
          """
          Highest import above the grid limit in force; above 0 only with the policy unmanaged or \
          where loads exceed it.
          """),
        FigureDefinition(
          "stranded", .kilowattHours, better: .lower,
          "Energy left idle while the remaining power could not be shared in whole steps."),
      ]),
    FigureGroup(
      "curtailment",
      """
      The ledger: what sessions lacked to their own maximum, booked to the limit that held it \
      back. What the connector, the charger, the groups or the grid capacity would keep from a \
      session even if it were alone is booked to them, and the rest to the limit that binds.
      """, repeated: .eachLimit,
      [
        FigureDefinition(
          "deferred", .kilowattHours, better: .lower, heading: "deferred\nkWh",
          """
          Energy that the limit kept from being offered at once; it may have been delivered \
          later.
          """),
        FigureDefinition(
          "lost", .kilowattHours, better: .lower, heading: "lost\nkWh",
          "Unserved energy attributed to the limit."),
        FigureDefinition(
          "minutes", .minutes, better: .lower, heading: "minutes",
          "Time in which the limit held back at least one session."),
      ]),
    FigureGroup(
      "fairness", "Distribution of the served shares of the sessions.",
      [
        FigureDefinition(
          "jain", .share, better: .higher, isNullable: true, maximum: 1,
          "Jain's fairness index of the served shares."),
        FigureDefinition(
          "lowest", .share, better: .higher, isNullable: true, maximum: 1,
          "Lowest served share of a session."),
        FigureDefinition(
          "p10", .share, better: .higher, isNullable: true, maximum: 1,
          "10th percentile of the served shares."),
      ]),
    FigureGroup(
      "wait", "Times that arrivals waited for a connector.",
      [
        FigureDefinition(
          "mean", .minutes, better: .lower, isNullable: true,
          "Mean wait of all arrivals."),
        FigureDefinition(
          "p50", .minutes, better: .lower, isNullable: true, "Median wait."),
        FigureDefinition(
          "p95", .minutes, better: .lower, isNullable: true, heading: "wait p95\nmin",
          "95th percentile of the waits."),
        FigureDefinition(
          "max", .minutes, better: .lower, isNullable: true, "Longest wait."),
      ]),
    FigureGroup(
      "stretch", "Charging times of served sessions relative to the times they would need alone.",
      [
        FigureDefinition(
          "mean", .ratio, better: .lower, isNullable: true,
          "Mean over served sessions of the time until done ÷ the time needed alone."),
        FigureDefinition(
          "p95", .ratio, better: .lower, isNullable: true,
          "95th percentile of the same ratio."),
      ]),
    FigureGroup(
      "events", "Events of the timeline.",
      [
        FigureDefinition("applied", .count, "Events that were applied."),
        FigureDefinition(
          "skipped", .count, better: .lower,
          "Events that --on-error skip left out."),
      ]),
    FigureGroup(
      "grid",
      """
      What flows through the grid connection, over the whole run. Imported less exported is what \
      vehicles, loads and the battery take, less what is generated and what the battery gives.
      """,
      [
        FigureDefinition(
          "imported", .kilowattHours, "Energy imported from the grid."),
        FigureDefinition("exported", .kilowattHours, "Energy exported to the grid."),
        FigureDefinition("vehicles", .kilowattHours, "Energy that all vehicles drew."),
        FigureDefinition(
          "peak", .kilowatts, better: .lower, isNullable: true, "Highest import at a tick."),
        FigureDefinition(
          "peak15min", .kilowatts, better: .lower, isNullable: true,
          """
          Highest mean import over a quarter of an hour of the clock, which a grid operator bills.
          """),
        FigureDefinition(
          "loadFactor", .share, isNullable: true, maximum: 1,
          "Mean import as a share of its peak."),
      ]),
    FigureGroup(
      "load", "Loads and generation behind the connection; only where there are any.",
      where: .loads,
      [
        FigureDefinition(
          "energy", .kilowattHours, "Energy that all loads drew, without generation."),
        FigureDefinition("generated", .kilowattHours, "Energy that was generated."),
        FigureDefinition(
          "selfUsed", .kilowattHours, better: .higher,
          "Generated energy that vehicles, loads or the battery used."),
      ]),
    FigureGroup(
      "battery", "The stationary battery; only where there is one.", where: .battery,
      [
        FigureDefinition("given", .kilowattHours, "Energy that the battery gave."),
        FigureDefinition("taken", .kilowattHours, "Energy that the battery took."),
        FigureDefinition(
          "losses", .kilowattHours, better: .lower,
          "Energy that the battery held or took and neither gave nor holds at the end."),
        FigureDefinition("start", .kilowattHours, "Energy that it could give at the beginning."),
        FigureDefinition(
          "end", .kilowattHours, better: .higher, "Energy that it could give at the end."),
        FigureDefinition("lowest", .kilowattHours, "Lowest energy that it could give."),
        FigureDefinition(
          "cycles", .cycles, better: .lower, isNullable: true,
          "Energy that it gave as a multiple of its capacity."),
        FigureDefinition(
          "emptyMinutes", .minutes, better: .lower, "Time in which it could not give."),
      ]),
    FigureGroup(
      "cost",
      """
      Costs by the tariff, over the whole run; only where there is one. Amounts are in its currency.
      """, where: .tariff,
      [
        FigureDefinition("energy", .money, better: .lower, "Cost of the imported energy."),
        FigureDefinition("demand", .money, better: .lower, "Cost of the peaks of the import."),
        FigureDefinition("capacity", .money, better: .lower, "Cost of the grid capacity."),
        FigureDefinition("fixed", .money, better: .lower, "Fixed prices."),
        FigureDefinition(
          "feedIn", .money, better: .lower, "What is paid for the exported energy, below 0."),
        FigureDefinition(
          "total", .money, better: .lower, heading: "cost",
          "Sum of energy, demand, capacity, fixed and feedIn."),
        FigureDefinition(
          "perKWh", .moneyPerKilowattHour, better: .lower, isNullable: true,
          "Total ÷ the energy that all vehicles drew."),
        FigureDefinition(
          "perYear", .money, better: .lower, isNullable: true,
          """
          Cost of a year like the run, investments included; null where the run is shorter than a \
          day.
          """),
        FigureDefinition(
          "value", .money, better: .higher, isNullable: true,
          "What vehicles pay for the energy that they drew; null where the tariff has no value."),
        FigureDefinition(
          "margin", .money, better: .higher, isNullable: true, "Value less total."),
        FigureDefinition(
          "marginPerYear", .money, better: .higher, isNullable: true,
          "Value of a year like the run less perYear."),
        FigureDefinition(
          "invest", .money, better: .lower, isNullable: true,
          "Yearly cost of the investments of --invest; null without them."),
      ]),
    FigureGroup(
      "bound",
      """
      The most that any way of sharing could have delivered, with everything known in advance; \
      only with --bound, and null where a stretch of the run is too large.
      """, where: .bound, isNullable: true,
      [
        FigureDefinition(
          "delivered", .kilowattHours,
          "Energy that could have been delivered to the sessions that requested some."),
        FigureDefinition(
          "share", .share, better: .higher, isNullable: true, maximum: 1,
          "Energy that these sessions drew ÷ delivered; null with the policy unmanaged."),
        FigureDefinition(
          "gridCapacity", .kilowatts, isNullable: true,
          """
          Smallest constant grid capacity with which as much could be delivered as without one; \
          null where the timeline changes it or a session has no end.
          """),
      ]),
    FigureGroup(
      "worstDay",
      """
      The local day with the lowest served share, the first of equals; null where no session \
      requested energy. Sessions belong to the day on which they arrive.
      """, isNullable: true,
      [
        FigureDefinition(
          "date", .date,
          "Its date; in a timeline in seconds the second with which it begins."),
        FigureDefinition(
          "servedShare", .share, better: .higher, maximum: 1,
          "Delivered energy as a share of the requested energy, of its sessions."),
        FigureDefinition(
          "unservedEnergy", .kilowattHours, better: .lower,
          "Requested energy that its sessions did not get."),
        FigureDefinition(
          "peak15min", .kilowatts, better: .lower, isNullable: true,
          "Highest mean import over a quarter of an hour of that day."),
      ]),
    FigureGroup(
      "priorities",
      """
      The priorities of the sessions, the highest first; only where sessions have more than one.
      """, repeated: .eachPriority,
      [
        FigureDefinition(
          "servedShare", .share, better: .higher, isNullable: true, maximum: 1,
          heading: "served\nshare",
          "Delivered energy as a share of the requested energy, of the sessions of the priority."),
        FigureDefinition(
          "p10", .share, better: .higher, isNullable: true, maximum: 1, heading: "p10",
          "10th percentile of the served shares of the sessions of the priority."),
      ]),
    FigureGroup(
      "chargers", "Every charger that the station has had, in the order of the configs.",
      repeated: .eachCharger,
      [
        FigureDefinition("energy", .kilowattHours, "Energy that the charger delivered."),
        FigureDefinition(
          "peak", .kilowatts, maximum: 1_000_000, "Highest power allocated at the charger."),
        FigureDefinition(
          "inUse", .share, isNullable: true, maximum: 1,
          "Share of the time in which the charger has a vehicle."),
        FigureDefinition(
          "atLimit", .share, isNullable: true, maximum: 1,
          "Share of the time in which the charger gives its maximum."),
      ]),
    FigureGroup(
      "groups",
      """
      Every group of chargers that the station has had, in the order of the configs; only where it \
      has had one.
      """, repeated: .eachGroup,
      [
        FigureDefinition(
          "energy", .kilowattHours, "Energy that the chargers of the group delivered below it."),
        // The policy `unmanaged` may give more than the maximum.
        FigureDefinition("peak", .kilowatts, "Highest power allocated below the group."),
        FigureDefinition(
          "inUse", .share, isNullable: true, maximum: 1,
          "Share of the time in which a charger of the group has a vehicle."),
        FigureDefinition(
          "atLimit", .share, isNullable: true, maximum: 1,
          "Share of the time in which the group has a vehicle and gives its maximum."),
      ]),
  ]

  /// The limits of the ledger, in the order of the summary.
  package static let limits: [LedgerLimit] = [
    LedgerLimit(.grid, "Energy held back by the grid capacity."),
    LedgerLimit(.group, "Energy held back by the maximum of a group of chargers."),
    LedgerLimit(.charger, "Energy held back by the maximum of a charger."),
    LedgerLimit(.connector, "Energy held back by the maximum of a connector."),
    LedgerLimit(.limit, "Energy held back by a temporary limit."),
    LedgerLimit(
      .minimum, "Energy held back because the share was below the minimum of the charger."),
    LedgerLimit(.queue, "Energy held back by waiting for a connector."),
    LedgerLimit(.stay, "Energy that the session could not draw in its stay even alone."),
    LedgerLimit(
      .pending, isOnUpdateOnly: true,
      """
      Energy held back until the next update of the session; only with --reallocation on-update.
      """),
  ]

  /// Returns the limits of the ledger in one of the modes of replay, in the order of the summary.
  static func limits(isOnUpdate: Bool) -> [LedgerLimit] {
    limits.filter { isOnUpdate || !$0.isOnUpdateOnly }
  }

  // MARK: Paths

  /// The groups of figures that are lists, in the order of the summary.
  package static let lists = groups.filter(\.isList)

  /// Returns all figures of the summaries of a scope except those in lists, in the order of the
  /// summary.
  package static func figures(_ scope: FigureScope) -> [FigureDefinition] {
    figuresOfScopes[scope.index]
  }

  // Stored, because each run of a sweep needs one of them.
  private static let figuresOfScopes = FigureScope.all.map(listed)

  private static func listed(_ scope: FigureScope) -> [FigureDefinition] {
    var figures: [FigureDefinition] = []
    for group in groups where scope.has(group) {
      switch group.repetition {
      case .once: figures += group.figuresWithPaths
      case .eachLimit:
        for limit in limits(isOnUpdate: scope.isOnUpdate) {
          figures += group.figures.map { $0.below(group.key, limit.limit.name) }
        }
      case .eachPriority, .eachCharger, .eachGroup: break
      }
    }
    return figures
  }

  /// Returns the figures that are columns in the table of a sweep; costs come first.
  static func sweepFigures(hasTariff: Bool) -> [FigureDefinition] {
    let all = groups.filter { $0.repetition == .once }
    let figures =
      (hasTariff ? all.filter { $0.presence == .tariff } : [])
      + all.filter { $0.presence != .tariff }
    return figures.flatMap(\.figuresWithPaths).filter { $0.heading != nil }
  }

  /// The groups whose object is null where there was nothing to measure.
  static let nullableGroups = groups.filter(\.isNullable)

  /// The figures of a charger, with the parts of their paths after its id.
  package static let chargerFigures =
    groups.filter { $0.repetition == .eachCharger }.flatMap(\.figures)

  /// The figures of a group of chargers, with the parts of their paths after its id.
  package static let groupFigures =
    groups.filter { $0.repetition == .eachGroup }.flatMap(\.figures)

  /// The figures of a priority, with the parts of their paths after it.
  package static let priorityFigures =
    groups.filter { $0.repetition == .eachPriority }.flatMap(\.figures)

  /// The figures of a limit, with the parts of their paths after its name.
  package static let limitFigures = groups.filter { $0.repetition == .eachLimit }.flatMap(\.figures)

  /// Returns the paths of the figures that requirements may name, except those in lists.
  package static func requirable(isOnUpdate: Bool) -> [String] {
    figures(FigureScope(isOnUpdate: isOnUpdate)).filter(\.unit.isNumeric).map(\.path)
  }

  /// Returns the figure with a path, or nil; the id of a charger or of a group may be any text.
  package static func figure(_ path: String, isOnUpdate: Bool) -> FigureDefinition? {
    for group in lists where path.hasPrefix(group.key + ".") {
      return group.figures.first { path.hasSuffix("." + $0.path) }
    }
    return figures(FigureScope(isOnUpdate: isOnUpdate)).first { $0.path == path }
  }
}
