extension FigureTable {
  /// The lines under the table of a result, in their order.
  static let lines: [SummaryLine] = [
    SummaryLine(
      "sessions", "{sessions.started} started", separator: ":",
      [
        SummaryLine.Part("{sessions.served} served", where: .positive("sessions.served")),
        SummaryLine.Part(
          "{sessions.unserved} unserved (left with less)", where: .positive("sessions.unserved")),
        SummaryLine.Part(
          "{sessions.abandoned} abandoned (drove on)", where: .positive("sessions.abandoned")),
        SummaryLine.Part("{sessions.open} open (still there)", where: .positive("sessions.open")),
        SummaryLine.Part(
          "{sessions.withoutTarget} without target (requested no energy)",
          where: .positive("sessions.withoutTarget")),
      ]),
    SummaryLine(
      "energy", where: .measured("servedShare"),
      "{energy.delivered} of {energy.requested} requested kWh delivered (share {servedShare})",
      [
        SummaryLine.Part("at most {energy.attainable} kWh attainable in their stays"),
        SummaryLine.Part("open sessions not counted", where: .positive("sessions.open")),
        SummaryLine.Part(
          "sessions without target not counted", where: .positive("sessions.withoutTarget")),
      ]),
    SummaryLine(
      "fairness", where: .measured("servedShare"), "lowest served share {fairness.lowest}",
      [
        SummaryLine.Part("p10 {fairness.p10}"),
        SummaryLine.Part(
          "Jain's index {fairness.jain} (1 is equal)", where: .measured("fairness.jain")),
      ]),
    SummaryLine(
      "power", where: .measured("power.peak"), "peak {power.peak} kW",
      [
        SummaryLine.Part(
          "{power.overload} kW above the grid limit", where: .positive("power.overload")),
        SummaryLine.Part(
          "highest quarter of an hour {power.peak15min} kW", where: .measured("power.peak15min")),
        SummaryLine.Part("mean {power.mean} kW", where: .measured("power.mean")),
        SummaryLine.Part("no mean, because no time passes", where: .missing("power.mean")),
      ]),
    SummaryLine(
      "grid", where: .hasSite, "{grid.imported} kWh imported",
      [
        SummaryLine.Part("{grid.exported} kWh exported", where: .positive("grid.exported")),
        SummaryLine.Part("peak {grid.peak} kW"),
        SummaryLine.Part(
          "highest quarter of an hour {grid.peak15min} kW", where: .measured("grid.peak15min")),
      ]),
    SummaryLine(
      "load", where: .measured("load.energy"), "{load.energy} kWh drawn",
      [
        SummaryLine.Part("{load.generated} kWh generated", where: .positive("load.generated")),
        SummaryLine.Part(
          "{load.selfUsed} kWh of it used here", where: .positive("load.generated")),
      ]),
    SummaryLine(
      "battery", where: .measured("battery.given"), "{battery.given} kWh given",
      [
        SummaryLine.Part("{battery.taken} kWh taken"),
        SummaryLine.Part("{battery.losses} kWh lost"),
        SummaryLine.Part("{battery.start} kWh at the beginning"),
        SummaryLine.Part("{battery.end} kWh at the end"),
        SummaryLine.Part("{battery.cycles} cycles", where: .measured("battery.cycles")),
        SummaryLine.Part(
          "unable to give for {battery.emptyMinutes} min",
          where: .positive("battery.emptyMinutes")),
      ]),
    SummaryLine(
      "cost", where: .measured("cost.total"), "{cost.total}{currency}", separator: ":",
      [
        SummaryLine.Part("energy {cost.energy}"),
        SummaryLine.Part("demand {cost.demand}", where: .notZero("cost.demand")),
        SummaryLine.Part("capacity {cost.capacity}", where: .notZero("cost.capacity")),
        SummaryLine.Part("fixed {cost.fixed}", where: .notZero("cost.fixed")),
        SummaryLine.Part("feed-in {cost.feedIn}", where: .notZero("cost.feedIn")),
        SummaryLine.Part("{cost.perKWh} per kWh", where: .measured("cost.perKWh")),
        SummaryLine.Part("margin {cost.margin}", where: .measured("cost.margin")),
      ]),
    SummaryLine(
      "per year", where: .measured("cost.perYear"), "cost {cost.perYear}{currency}",
      [
        SummaryLine.Part("margin {cost.marginPerYear}", where: .measured("cost.marginPerYear"))
      ]),
    bound,
    SummaryLine(
      "wait", where: .positive("wait.max"), "mean {wait.mean} min",
      [SummaryLine.Part("p95 {wait.p95} min"), SummaryLine.Part("longest {wait.max} min")]),
    SummaryLine(
      "events", "{events.applied} applied",
      [
        SummaryLine.Part(
          "{events.skipped} skipped (--on-error skip)", where: .positive("events.skipped"))
      ]),
    SummaryLine(
      "worst day", where: .severalDates("worstDay.date"), "{worstDay.date}", separator: ":",
      worstDay),
    SummaryLine(
      "worst day", where: .severalDaysInSeconds("worstDay.date"),
      "begins at {worstDay.date} s", separator: ":", worstDay),
  ]

  /// The line of the bound, which the answer of a search has as well.
  static let bound = SummaryLine(
    "bound", where: .measured("bound.delivered"),
    "at most {bound.delivered} kWh by any way of sharing",
    [
      SummaryLine.Part("share drawn {bound.share}", where: .measured("bound.share")),
      SummaryLine.Part(
        "{bound.gridCapacity} kW of grid capacity would deliver as much as no grid limit",
        where: .measured("bound.gridCapacity")),
      SummaryLine.Part("not exact ({reasons})", where: .inexactBound),
    ])

  private static let worstDay = [
    SummaryLine.Part("served share {worstDay.servedShare}"),
    SummaryLine.Part("{worstDay.unservedEnergy} kWh unserved"),
    SummaryLine.Part(
      "highest quarter of an hour {worstDay.peak15min} kW",
      where: .measured("worstDay.peak15min")),
  ]
}
