/// The first part of the report of a run: the question, the answer and the assumptions.
extension RunReport {
  /// The question.
  var title: String {
    let (station, power) = (run.station.stationId.text, run.station.gridCapacity.kilowatts)
    return requirements.isEmpty
      ? "What do vehicles get at \(station) with \(power) kW?"
      : "Is \(power) kW enough for \(station)?"
  }

  /// Appends the answer, the tiles, the requirements and the assumptions.
  func writeAnswer(to page: inout Markup) {
    page.element("p", .style("soft"), text: run.lead)
    if requirements.isEmpty {
      page.element("p", .style("answer"), text: run.outcome)
    } else {
      let answer = RequirementAnswer(requirements, run.summary)
      page.element("p", answer.isMet ? .style("answer met") : .style("answer unmet")) { text in
        text.element("b", text: answer.isMet ? "Yes." : "No.")
        text.text(" \(answer.sentence) \(run.outcome)")
      }
    }
    page.append(tilesOf: run.summary)
    if !requirements.isEmpty { page.append(requirements, run.summary) }
    page.append(warningsOf: head)
    page.element("h2", text: "Assumptions")
    page.element("table", .style("facts")) { table in
      table.element("tbody") { rows in
        run.writeAssumptions(to: &rows)
        rows.append(rowsOf: head)
      }
    }
    page.raw("\n")
  }
}

/// The verdict on requirements in a sentence.
struct RequirementAnswer {
  let isMet: Bool
  let sentence: String

  /// The most requirements that the sentence names.
  private static let most = 3

  init(_ requirements: [Requirement], _ summary: Summary) {
    let unmet = requirements.filter { !$0.isMet(by: summary) }
    isMet = unmet.isEmpty
    let named = (unmet.isEmpty ? requirements : unmet).prefix(Self.most).map {
      "\($0.path) is \(summary.words($0.path)) (required: \($0.shownCondition))"
    }
    let all = requirements.count
    let start =
      switch (unmet.count, all) {
      case (0, 1): "The requirement is met"
      case (0, _): "All \(all) requirements are met"
      case (_, 1): "The requirement is not met"
      default: "\(unmet.count) of \(all) requirements are not met"
      }
    sentence = "\(start): \(named.joined(separator: ", "))."
  }
}

extension Requirement {
  /// The comparison with its sign and the number as it was written: `≥ 0.95`.
  var shownCondition: String {
    for (sign, shown) in [
      ("<=", "≤"), (">=", "≥"), ("==", "="), ("!=", "≠"), ("<", "<"), (">", ">"),
    ]
    where condition.hasPrefix(sign) { return shown + " " + condition.dropFirst(sign.count) }
    return condition
  }
}

extension ReportedRun {
  /// The subject of the run in one line.
  fileprivate var lead: String {
    let days = [start, end].map { clock.dayText($0) }
    let span = days[0] == days[1] ? days[0] : "\(days[0]) to \(days[1])"
    let sessions = summary.shown("sessions.started")
    return "Station \(station.stationId.text) · \(span) · "
      + "\(sessions) \(sessions == "1" ? "session" : "sessions") · policy \(policy), "
      + "steps of \(step.kilowatts) kW"
  }

  /// The energy that vehicles got and lost, in one to three sentences.
  fileprivate var outcome: String {
    guard summary.value("servedShare") != nil else {
      return
        "No session that has ended requested energy, so nothing says how well they were served."
    }
    var text =
      "\(summary.words("servedShare")) of the requested energy was delivered, "
      + "\(summary.shown("energy.delivered")) of \(summary.words("energy.requested"))."
    if summary.value("sessions.abandoned") ?? 0 > 0 {
      text += " \(summary.shown("sessions.abandoned")) of \(summary.shown("sessions.started")) "
      text += "sessions gave up waiting for a connector."
    }
    if let limit = summary.mainLimit {
      let lost = summary.words("curtailment.\(limit.name).lost")
      text += " Most of what is missing was lost to \(limit.name): \(lost)."
    }
    return text
  }

  /// Appends the rows of the assumptions.
  func writeAssumptions(to rows: inout Markup) {
    let connectors = station.chargers.reduce(0) { $0 + $1.connectors.count }
    rows.append(assumption: "station", station.stationId.text)
    rows.append(assumption: "grid capacity", "\(station.gridCapacity.kilowatts) kW")
    rows.append(
      assumption: "chargers",
      "\(station.chargers.count) with \(connectors) connectors in all, "
        + "\(Power(watts: station.chargers.reduce(0) { $0 + $1.maxPower.watts }).kilowatts) kW "
        + "together")
    if !station.groups.isEmpty {
      rows.append(assumption: "groups", "\(station.groups.count)")
    }
    if let battery = station.battery {
      rows.append(
        assumption: "battery",
        "\(battery.capacity.kilowattHours) kWh, gives \(battery.power.kilowatts) kW, takes "
          + "\(battery.chargePower.kilowatts) kW")
    }
    rows.append(assumption: "policy", policy)
    rows.append(assumption: "step", "\(step.kilowatts) kW")
    rows.append(assumption: "reallocation", reallocation.rawValue)
    rows.append(assumption: "run", "\(clock.text(start)) to \(clock.text(end))")
    rows.append(
      assumption: "events",
      "\(summary.shown("events.applied")) applied, "
        + "\(summary.shown("events.skipped")) skipped")
    data.bill?.writeAssumptions(to: &rows)
  }
}

extension OutputClock {
  /// Returns the date of a moment; the moment itself in a timeline in seconds.
  func dayText(_ time: Instant) -> String {
    guard case .dateTime(let offset) = scale(at: time) else { return "\(text(time)) s" }
    return DayName.date(time.local(offset).days).text
  }
}

extension Markup {
  /// Appends the figures that somebody looks for first.
  mutating func append(tilesOf summary: Summary) {
    element("ul", .style("tiles")) { tiles in
      func tile(_ value: String, _ meaning: String) {
        tiles.element("li") { tile in
          let parts = value.split(separator: "\u{A0}", maxSplits: 1).map(String.init)
          tile.element("b") { number in
            number.text(parts[0])
            if parts.count > 1 { number.element("small", text: "\u{A0}\(parts[1])") }
          }
          tile.element("span", text: meaning)
        }
      }
      if summary.value("servedShare") != nil {
        tile(
          summary.words("servedShare"), "of \(summary.words("energy.requested")) was delivered")
      }
      let started = summary.shown("sessions.started")
      let sessions = "of \(started) \(started == "1" ? "session" : "sessions")"
      tile(summary.shown("sessions.served"), "\(sessions) got all they requested")
      if summary.value("sessions.abandoned") ?? 0 > 0 {
        tile(summary.shown("sessions.abandoned"), "\(sessions) gave up waiting")
      }
      tile(
        summary.hours("curtailment.grid.minutes"),
        "in which the grid held a session back "
          + "(\(summary.words("curtailment.grid.minutes")))")
      if summary.value("wait.max") ?? 0 > 0 {
        tile(
          summary.words("wait.mean"),
          "mean wait for a connector, \(summary.words("wait.max")) at most")
      }
      if summary.value("grid.peak15min") != nil {
        tile(summary.words("grid.peak15min"), "highest import over a quarter of an hour")
      }
      if summary.value("bound.share") != nil {
        tile(summary.words("bound.share"), "of the most that any way of sharing could deliver")
      }
      if let total = summary.value("cost.total") {
        let year = "cost of the run, \(summary.words("cost.perYear")) for a year like it"
        tile(
          summary.money.tile(total),
          summary.value("cost.perYear") == nil ? "cost of the run" : year)
      }
    }
  }

  /// Appends the requirements with what was reached.
  mutating func append(_ requirements: [Requirement], _ summary: Summary) {
    element("h2", text: "Requirements")
    var table = NumberTable([
      .text("figure"), .number("required"), .number("reached"), .verdict, .prose("meaning"),
    ])
    for requirement in requirements {
      let definition = FigureTable.figure(requirement.path, isOnUpdate: true)
      table.append([
        requirement.path, requirement.shownCondition,
        definition.map {
          $0.unit.shown(summary.shown(requirement.path), in: summary.money)
        } ?? "",
        requirement.isMet(by: summary) ? "met" : "not met", definition?.meaning ?? "",
      ])
    }
    append(table, name: "Requirements")
  }
}
