/// The charts of a run, in the order of a report.
///
/// A chart whose data do not exist is left out.
struct RunCharts {
  private let run: ReportedRun
  private let showsIds: Bool

  /// - Parameter showsIds: Whether sessions are shown with their ids.
  init(_ run: ReportedRun, showsIds: Bool) {
    self.run = run
    self.showsIds = showsIds
  }

  private var summary: Summary { run.summary }
  private var data: ReportData { run.data }

  /// Appends the charts.
  func write(to page: inout Markup) {
    for day in days { page.append(day) }
    if let sessions { page.append(sessions) }
    page.append(DurationChart(run), WeekChart(run))
    if let months { page.append(months) }
    page.append(lost, deferred)
    BoundCharts(run)?.write(to: &page)
    page.append(lostByHour, servedShares)
    page.append(waits, stretches)
    for parts in [PartCharts.chargers(summary), PartCharts.groups(summary)].compactMap(\.self) {
      page.append(parts.times, parts.energies)
    }
    if let battery { page.append(battery) }
    if let bill = BillCharts(run) {
      page.append(bill.rules)
      if let months = bill.months { page.append(months) }
    }
  }

  // MARK: Days

  private var isOneDay: Bool { !summary.hasSeveralDays }

  private var days: [DayChart] {
    guard let worst = data.worstDay else { return [] }
    let mean = "Mean power in quarters of an hour"
    let (date, share) = (worst.name.words, summary.words("worstDay.servedShare"))
    let missing = summary.words("worstDay.unservedEnergy")
    if isOneDay {
      return [chart(worst, "The day", "\(mean) on \(date).")].compactMap(\.self)
    }
    let isBoth = data.busiestDay?.name == worst.name
    let worstText =
      "\(mean) on \(date), the day with the lowest served share: \(share); "
      + "\(missing) were not delivered."
    if isBoth {
      return [
        chart(
          worst, "The busiest day, which is the worst, too",
          worstText + " Its sessions requested \(worst.requested.kilowattHours) kWh, the most of "
            + "all days.")
      ].compactMap(\.self)
    }
    let worstChart = chart(worst, "The worst day", worstText)
    guard let busiest = data.busiestDay else { return [worstChart].compactMap(\.self) }
    let busiestText =
      "\(mean) on \(busiest.name.words), the day whose sessions requested the most energy: "
      + "\(busiest.requested.kilowattHours) kWh, of which "
      + "\(busiest.delivered.kilowattHours) kWh were delivered."
    return [chart(busiest, "The busiest day", busiestText), worstChart].compactMap(\.self)
  }

  private func chart(_ day: ReportDay, _ heading: String, _ sentence: String) -> DayChart? {
    DayChart(day, heading: heading, sentence: sentence, run: run)
  }

  private var sessions: SessionChart? {
    data.worstDay.flatMap {
      SessionChart(
        $0, heading: isOneDay ? "Who was where" : "Who was where on the worst day", run: run,
        showsIds: showsIds)
    }
  }

  private var battery: BatteryChart? {
    data.worstDay.flatMap {
      BatteryChart(
        $0, heading: isOneDay ? "The battery" : "The battery on the worst day", run: run)
    }
  }

  // MARK: Months

  /// The most months that are shown.
  private static let mostMonths = 60

  private var months: BarChart? {
    guard data.months.count > 1 else { return nil }
    let shown = data.months.prefix(Self.mostMonths)
    let left = data.months.count - shown.count + data.monthsLeftOut
    var sentence = "The highest mean import over a quarter of an hour in each month."
    let highest = data.months.map(\.peak).max()
    if let highest, let month = data.months.first(where: { $0.peak == highest }) {
      sentence += " The highest of all is \(highest.kilowatts) kW, in \(month.name)."
    }
    if left > 0 { sentence += " \(left) later months are left out of the chart." }
    var numbers = NumberTable(
      [.text("month"), .number("peak, kW"), .text("at")], leftOut: data.monthsLeftOut)
    for month in data.months {
      numbers.append([month.name, month.peak.kilowatts, run.clock.text(month.time)])
    }
    return BarChart(
      heading: "Monthly peaks", sentence: sentence, form: .wide, style: "blue",
      bars: shown.map {
        BarChart.Bar(
          label: $0.name, value: Int128($0.peak.watts),
          title: "\($0.name): \($0.peak.kilowatts) kW at \(run.clock.text($0.time))")
      }, unit: "kW", smallest: 1, axis: "month", numbers: numbers)
  }

  // MARK: Ledger

  private func ledger(
    _ figure: String, _ style: StaticString, _ text: (String) -> String
  ) -> [BarList.Row] {
    FigureTable.limits.compactMap { entry in
      let name = entry.limit.name
      let value = summary.value("curtailment.\(name).\(figure)") ?? 0
      guard value > 0 else { return nil }
      return BarList.Row(
        label: name, bars: [BarList.Bar(style: style, value: value, text: text(name))])
    }
  }

  private var ledgerNumbers: NumberTable {
    var table = NumberTable(
      [.text("limit")]
        + FigureTable.limitFigures.map { .number("\($0.path), \($0.unit.name)") }
        + [.prose("meaning")])
    for entry in FigureTable.limits
    where summary.figure("curtailment.\(entry.limit.name).lost") != nil {
      let figures = FigureTable.limitFigures.map {
        summary.shown("curtailment.\(entry.limit.name).\($0.path)")
      }
      table.append([entry.limit.name] + figures + [entry.meaning])
    }
    return table
  }

  private var lost: BarList? {
    let rows = ledger("lost", "lost") { summary.words("curtailment.\($0).lost") }
    guard !rows.isEmpty, let main = summary.mainLimit,
      let entry = FigureTable.limits.first(where: { $0.limit == main })
    else { return nil }
    return BarList(
      heading: "What was lost, and to what",
      sentence: "Requested energy that was never delivered: "
        + "\(summary.words("energy.unserved")) in all, most of it lost to \(main.name). "
        + entry.meaning,
      rows: rows, unit: "kWh", numbers: ledgerNumbers)
  }

  private var deferred: BarList? {
    let rows = ledger("deferred", "late") {
      summary.words("curtailment.\($0).deferred") + ", "
        + summary.words("curtailment.\($0).minutes")
    }
    guard !rows.isEmpty else { return nil }
    return BarList(
      heading: "What came late, and why",
      sentence: "Energy that was not offered at once, and the time in which a session was held "
        + "back. Energy counts again for as long as it waits, so it is no part of a whole.",
      rows: rows, unit: "kWh", numbers: ledgerNumbers)
  }

  private var lostByHour: BarChart? {
    let totals = data.lostByHour.map(\.total)
    guard let most = totals.max(), most > .zero else { return nil }
    let limits = FigureTable.limits.map(\.limit).filter { limit in
      data.lostByHour.contains { $0[limit] > .zero }
    }
    var numbers = NumberTable(
      [.text("hour"), .number("lost, kWh")] + limits.map { .number("\($0.name), kWh") })
    for (hour, energies) in data.lostByHour.enumerated() {
      numbers.append(
        ["\(hour)", energies.total.kilowattHours] + limits.map { energies[$0].kilowattHours })
    }
    let worst = totals.firstIndex(of: most) ?? 0
    return BarChart(
      heading: "Who lost it, by hour of arrival",
      sentence: "Requested energy that sessions never got, by the hour of the day in which they "
        + "arrived. Most was lost by those that arrived from \(worst) to \(worst + 1) h: "
        + "\(most.kilowattHours) kWh.",
      style: "lost",
      bars: data.lostByHour.enumerated().map { hour, energies in
        let parts = limits.filter { energies[$0] > .zero }
          .map { "\($0.name) \(energies[$0].kilowattHours)" }
        return BarChart.Bar(
          label: "\(hour)", value: energies.total.roundedWattHours,
          title: "\(hour) to \(hour + 1) h: \(energies.total.kilowattHours) kWh lost"
            + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"))
      }, unit: "kWh", smallest: 1, axis: "hour of arrival", numbers: numbers,
      showsLast: false)
  }

  // MARK: Sessions

  private func histogram(
    _ heading: String, _ sentence: String, _ counts: [Int], labels: [String], titles: [String],
    axis: String
  ) -> BarChart? {
    guard counts.contains(where: { $0 > 0 }) else { return nil }
    var numbers = NumberTable([.text(axis), .number("sessions")])
    for (title, count) in zip(titles, counts) { numbers.append([title, "\(count)"]) }
    return BarChart(
      heading: heading, sentence: sentence, style: "blue",
      bars: counts.indices.map { index in
        let count = counts[index]
        return BarChart.Bar(
          label: labels[index], value: Int128(count) * 1_000,
          title: "\(titles[index]): \(count) \(count == 1 ? "session" : "sessions")")
      }, unit: "sessions", smallest: 1_000, axis: axis, numbers: numbers)
  }

  private var servedShares: BarChart? {
    histogram(
      "How much of its request each session got",
      "Sessions by served share; the last bar got all. The lowest is "
        + "\(summary.words("fairness.lowest")), and one in ten got at most "
        + "\(summary.words("fairness.p10")).",
      data.sessions.servedShares, labels: (0...20).map { "\($0 * 5)" },
      titles: (0..<20).map { "\($0 * 5) % to under \($0 * 5 + 5) %" } + ["100 %"],
      axis: "served share in %, from")
  }

  private var waits: BarChart? {
    histogram(
      "How long sessions waited for a connector",
      "Sessions by minutes waited. The mean is \(summary.words("wait.mean")), 95 % waited at most "
        + "\(summary.words("wait.p95")), and the longest wait is \(summary.words("wait.max")).",
      data.sessions.waits, labels: ["0"] + (1...12).map { "≤\($0 * 5)" } + [">60"],
      titles: ["no wait"]
        + (1...12).map { $0 == 1 ? "up to 5 min" : "over \($0 * 5 - 5) to \($0 * 5) min" }
        + ["over 60 min"], axis: "minutes waited")
  }

  private var stretches: BarChart? {
    let bounds = (4...16).map { decimalText(thousandths: Int128($0) * 250) }
    return histogram(
      "How much longer charging took",
      "Served sessions by stretch: the time until done, as a multiple of the time needed alone. "
        + "The mean is \(summary.words("stretch.mean")), and 95 % took at most "
        + "\(summary.words("stretch.p95")).",
      data.sessions.stretches, labels: ["1"] + bounds.dropFirst().map { "≤\($0)" } + [">4"],
      titles: ["1 or less"]
        + zip(bounds, bounds.dropFirst()).map { "over \($0) to \($1)" } + ["over 4"],
      axis: "times the time alone")
  }
}

extension DayName {
  /// The date, or the first second as a time.
  fileprivate var words: String {
    switch self {
    case .date: text
    case .second: "the day from \(text) s"
    }
  }
}

extension MonthPeak {
  /// The year and the month: `2026-03`.
  var name: String {
    let text = DayName.date(firstDay).text
    return String(text.dropLast(3))
  }
}

/// The charts of chargers, or of groups of them.
struct PartCharts {
  /// The share of time in which each has a vehicle and in which it gives its maximum.
  let times: BarList
  /// The energy and the peak of each.
  let energies: BarList

  /// The most chargers or groups that are shown.
  private static let most = 40

  static func chargers(_ summary: Summary) -> PartCharts? {
    PartCharts(summary.chargers, one: "charger", several: "chargers")
  }

  static func groups(_ summary: Summary) -> PartCharts? {
    PartCharts(summary.groups, one: "group", several: "groups")
  }

  private init?(_ parts: [Summary.Part], one: String, several: String) {
    guard !parts.isEmpty else { return nil }
    let order = parts.indices.sorted { left, right in
      let (first, second) = (parts[left].value("energy"), parts[right].value("energy"))
      return first != second ? first > second : left < right
    }
    let shown = order.prefix(Self.most).sorted().map { parts[$0] }
    let left = parts.count - shown.count
    let remark =
      left == 0
      ? "" : " The \(shown.count) with the most energy are shown; \(left) are left out."
    let definitions = shown[0].figures.map {
      FigureTable.figure("chargers.x.\($0.path)", isOnUpdate: false)
    }
    var numbers = NumberTable(
      [.text(one)]
        + definitions.map { .number("\($0?.path ?? ""), \($0?.unit.name ?? "")") }, leftOut: left)
    for part in shown {
      numbers.append([part.name.text] + part.figures.map { Summary.shown($0.thousandths) })
    }
    times = BarList(
      heading: "Use of the \(several)",
      sentence: "Share of the time in which each has a vehicle, and in which it gives its "
        + "maximum.\(remark)",
      keys: [ChartKey("blue", "with a vehicle"), ChartKey("late", "at its maximum")],
      rows: shown.map { part in
        BarList.Row(
          label: part.name.text,
          bars: [("inUse", "blue" as StaticString), ("atLimit", "late")].map { path, style in
            BarList.Bar(style: style, value: part.value(path) * 100, text: part.words(path))
          })
      }, unit: "%", highest: 100_000, numbers: numbers)
    energies = BarList(
      heading: "Energy of the \(several)",
      sentence: "Energy that each delivered, with its highest power.\(remark)",
      rows: shown.map { part in
        BarList.Row(
          label: part.name.text,
          bars: [
            BarList.Bar(
              style: "blue", value: part.value("energy"),
              text: "\(part.words("energy")), peak \(part.words("peak"))")
          ])
      }, unit: "kWh", numbers: numbers)
  }
}

extension Summary.Part {
  /// Returns the value of a figure in thousandths; 0 where there was nothing to measure.
  fileprivate func value(_ path: String) -> Int128 {
    figures.first { $0.path == path }?.thousandths ?? 0
  }

  /// Returns a figure with its unit.
  fileprivate func words(_ path: String) -> String {
    guard let value = figures.first(where: { $0.path == path })?.thousandths else {
      return "no data"
    }
    return Summary.words(
      value, FigureTable.figure("chargers.x.\(path)", isOnUpdate: false)?.unit)
  }
}
