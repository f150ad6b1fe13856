import PowerShare

/// The checked options for the summary, the files of sessions and of days, the report, and
/// requirements.
struct ReportSettings {
  let summary: String?
  let sessions: String?
  /// The form of the file of sessions.
  let sessionFormat: RowFormat
  let daily: String?
  /// The form of the file of days.
  let dailyFormat: RowFormat
  /// The file of the report.
  let report: String?
  let bill: String?
  /// The style of the bill.
  let billStyle: CSVWriter.Style
  /// Whether there is a tariff.
  let hasTariff: Bool
  /// Whether the bound is measured.
  let hasBound: Bool
  /// The zone of the times and days in these files; nil for the timeline's own offset.
  let zone: LocalClock?
  let requirements: [Requirement]
  /// Whether the run goes on after the reader of an output closes its pipe, because the run has
  /// other outputs or requirements to check.
  let outlivesReader: Bool

  init(
    _ arguments: ParsedArguments, _ replay: ReplaySettings, _ result: ResultSettings,
    _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    summary = arguments[.summary]
    sessions = arguments[.sessions]
    sessionFormat = ReportFiles.format(
      of: sessions ?? "", try ResultSettings.csvStyle(arguments, sessions))
    daily = arguments[.daily]
    dailyFormat = ReportFiles.format(
      of: daily ?? "", try ResultSettings.csvStyle(arguments, daily))
    report = try arguments.report
    bill = arguments[.bill]
    billStyle = try ResultSettings.csvStyle(arguments, bill)
    hasTariff = !replay.tariff.isEmpty
    hasBound = replay.hasBound
    if bill != nil, !hasTariff {
      throw .usage(message: "--bill needs a tariff", hint: "Add --tariff FILE.")
    }
    zone = replay.zone
    requirements = try Self.requirements(
      arguments, isOnUpdate: replay.options.reallocation == .onUpdate, streams, reporter)
    outlivesReader =
      summary != nil || sessions != nil || daily != nil || report != nil || bill != nil
      || result.expected != nil || !requirements.isEmpty
  }

  /// Creates settings with requirements only.
  init(requirements: [Requirement]) {
    summary = nil
    sessions = nil
    sessionFormat = .ndjson
    daily = nil
    dailyFormat = .ndjson
    report = nil
    bill = nil
    billStyle = CSVWriter.Style()
    hasTariff = false
    hasBound = false
    zone = nil
    self.requirements = requirements
    outlivesReader = !requirements.isEmpty
  }

  /// Returns the requirements of the command line and of the files it names.
  ///
  /// - Parameter isOnUpdate: Whether the replay is in `on-update` mode, which has more figures.
  static func requirements(
    _ arguments: ParsedArguments, isOnUpdate: Bool, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) -> [Requirement] {
    var requirements: [Requirement] = []
    for rule in arguments.all(.require) {
      requirements.append(try requirement(rule, isOnUpdate: isOnUpdate))
    }
    var isBad = false
    for path in arguments.all(.requireFile) {
      let file = try RequirementFile(path, streams)
      guard let rules = file.requirements(isOnUpdate: isOnUpdate, reporter) else {
        isBad = true
        continue
      }
      if rules.isEmpty {
        throw .usage(
          message: "\"\(Suggestion.printable(path))\" has no rule",
          hint: "It needs one rule a line, such as servedShare>=0.95; # begins a comment.")
      }
      requirements += rules
    }
    if isBad { throw .badRequirement }
    let costs = requirements.first { isCost($0.path) }
    if let costs, arguments[.tariff] == nil, arguments[.fromSweep] == nil {
      throw .usage(
        message: "the requirement \"\(Suggestion.printable(costs.text))\" is about costs, and "
          + "there is no tariff",
        hint: "Add --tariff FILE.")
    }
    let ofBound = requirements.first { isOfBound($0.path) }
    if let ofBound, !arguments.has(.bound), arguments[.fromSweep] == nil {
      throw .usage(
        message: "the requirement \"\(Suggestion.printable(ofBound.text))\" is about the bound, "
          + "which is not measured",
        hint: "Add --bound.")
    }
    return requirements
  }

  /// Returns true for the path of a figure that only runs with a tariff have.
  static func isCost(_ path: String) -> Bool {
    FigureTable.groups.contains { $0.presence == .tariff && path.hasPrefix($0.key + ".") }
  }

  /// Returns what a figure of cost that has no data needs; nil for other figures.
  static func need(of path: String) -> String? {
    let day = "a run of a day or longer; with --load or a battery it covers whole days"
    return switch path {
    case "cost.perYear": "It needs \(day)."
    case "cost.value", "cost.margin": "It needs the tariff to have a \"value\"."
    case "cost.marginPerYear": "It needs the tariff to have a \"value\", and \(day)."
    case "cost.invest": "It needs --invest."
    default: nil
    }
  }

  /// Returns true for the path of a figure of the bound.
  static func isOfBound(_ path: String) -> Bool {
    FigureTable.groups.contains { $0.presence == .bound && path.hasPrefix($0.key + ".") }
  }

  /// Whether an output or a requirement needs the summary, or the data recorded for it.
  var wantsSummary: Bool {
    summary != nil || sessions != nil || daily != nil || report != nil || hasTariff
      || hasBound || !requirements.isEmpty
  }

  private static func requirement(
    _ text: String, isOnUpdate: Bool
  ) throws(Failure) -> Requirement {
    do throws(Requirement.Problem) {
      return try Requirement(text, isOnUpdate: isOnUpdate)
    } catch {
      var (message, hint) = error.explanation(of: text)
      // Without quotes a shell takes > and what follows for the name of a file.
      if error == .noComparison, !text.isEmpty, !text.utf8.contains(UInt8(ascii: " ")) {
        hint =
          "Quote it: your shell has made a file. Write --require 'servedShare>=0.95', with the "
          + "quotes."
      }
      throw .usage(message: message, hint: hint)
    }
  }

  /// Refuses requirements on chargers and groups that the station never had, and on priorities that
  /// the summary does not have.
  ///
  /// Called after the run, because a `config` event may add a charger or a group.
  func checkNames(_ summary: Summary) throws(Failure) {
    for requirement in requirements {
      try Self.checkName(
        requirement.path, summary,
        in: "the requirement \"\(Suggestion.printable(requirement.text))\"")
    }
  }

  /// Refuses a path of a charger, a group or a priority that a summary does not have.
  ///
  /// - Parameter subject: The beginning of the message.
  static func checkName(
    _ path: String, _ summary: Summary, in subject: String
  ) throws(Failure) {
    // A figure of loads or of a battery has no data where there are none.
    guard summary.figure(path) == nil,
      let list = FigureTable.lists.first(where: { path.hasPrefix($0.key + ".") })
    else { return }
    let known = summary.parts(of: list).flatMap { part in
      part.figures.map { "\(list.key).\(part.name.text).\($0.path)" }
    }
    let guess = Suggestion.nearest(to: path, among: known.prefix(Suggestion.candidateLimit))
    let noPriorities =
      list.repetition == .eachPriority && summary.priorities.isEmpty
      ? "All sessions have one priority. A summary has figures of priorities where they have "
        + "several." : nil
    throw .usage(
      message: "\(subject) names " + missing(list),
      hint: guess.map { "did you mean \"\(Suggestion.printable($0))\"?" } ?? noPriorities
        ?? known.first.map { "Write it like \"\(Suggestion.printable($0))\"." })
  }

  private static func missing(_ list: FigureGroup) -> String {
    switch list.repetition {
    case .eachPriority: "a priority that no session has"
    case .eachGroup: "a group that the station does not have"
    case .eachCharger, .once, .eachLimit: "a charger that the station does not have"
    }
  }

  /// Warns of rules on what vehicles are offered in a run with loads or a battery, where the grid
  /// operator sees something else.
  ///
  /// - Parameter hasSite: Whether there are loads or a battery.
  func warnOfVehiclesOnly(hasSite: Bool, _ reporter: Reporter) {
    guard hasSite else { return }
    let figures = [
      "power.peak": "grid.peak", "power.peak15min": "grid.peak15min",
      "power.mean": "grid.imported",
    ]
    for requirement in requirements {
      guard let figure = figures[requirement.path] else { continue }
      reporter.warn(
        code: "vehicles-only",
        message: "\(Suggestion.printable(requirement.text)) is about the vehicles alone, without "
          + "loads and battery",
        hint: "What goes through the grid connection is \(figure).")
    }
  }

  /// Reports the requirements that the summary does not meet, and throws if there are any.
  func check(_ summary: Summary, _ reporter: Reporter) throws(Failure) {
    let unmet = requirements.filter { !$0.isMet(by: summary) }
    for requirement in unmet {
      let isMeasured = summary.figure(requirement.path)?.thousandths != nil
      let actual =
        isMeasured ? "it is \(summary.shown(requirement.path))" : "it has no data"
      reporter.report(
        code: "requirement-not-met",
        message: "\(Suggestion.printable(requirement.text)) is not met: \(actual)",
        hint: isMeasured ? nil : Self.need(of: requirement.path))
    }
    if !unmet.isEmpty { throw .expectationNotMet }
  }
}

extension ParsedArguments {
  /// The file of `--report`; nil for none.
  var report: String? {
    get throws(Failure) {
      if has(.reportIds), self[.report] == nil {
        throw .usage(
          message: "--report-ids is for a report, and there is no --report",
          hint: "Add --report FILE.html.")
      }
      return self[.report]
    }
  }
}
