import PowerShare

/// `sems-plan compare`.
struct CompareCommand {
  static let definition = CommandDefinition(
    name: "compare", summary: "compare two results, or two replays of a timeline",
    usage: "BEFORE AFTER | --timeline FILE [OPTION ...]",
    examples: [
      (
        "sems-plan compare before.json after.json --worse-than 0.01",
        "what changed between two files of --summary, and whether a share is worse"
      ),
      (
        "sems-plan compare -c a.json -c b.json -t day.csv --per session",
        "for whom station b is better or worse than station a"
      ),
      (
        "sems-plan compare -c station.json -t day.csv --policy fair,max-min",
        "the figures of two policies side by side"
      ),
    ],
    operands: [
      ("BEFORE AFTER", "Two files of simulate --summary, --sessions or --daily.")
    ],
    repeatsOperand: true,
    options: [.compareConfig, .compareTimeline]
      + ReplaySettings.definitions.filter { ![.config, .timeline, .policy].contains($0) }
      + [
        .comparePolicy, .comparePer, .worseThan, .compareAll, .compareFormat, .delimiter, .output,
      ],
    frequent: [
      .worseThan, .compareAll, .compareFormat, .output, .compareConfig, .compareTimeline,
      .comparePolicy, .comparePer,
    ],
    notes: """
      Both files are of one kind, which their content tells. Sessions are joined by id
      and arrival, days by date, chargers, groups and priorities by id. Options of a
      replay go with --timeline, not with two files. The page on figures in the manual
      says which direction of each figure is better; a figure without one is never
      worse. Of sessions, a limit in kWh is for the delivered energy, one in min for
      the wait and the time at which the vehicle was done, and one of sessions for the
      number that are worse.
      """)

  private let settings: CompareSettings
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    settings = try CompareSettings(arguments, streams)
    self.streams = streams
    self.reporter = reporter
  }

  func run() throws(Failure) {
    let regressions = try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(
        settings.output, outlivesReader: !settings.limits.isEmpty)
      let sides = try sides()
      let (bytes, regressions) = compare(sides)
      try target.write(bytes)
      return regressions
    }
    reporter.report(regressions, settings.limits)
    if regressions.count > 0 { throw .expectationNotMet }
  }

  /// Returns the contents of both sides, which are of one kind.
  private func sides() throws(Failure) -> ComparedSides {
    switch settings.source {
    case .files(let before, let after):
      return try ComparedFiles(streams, reporter).sides(before, after)
    case .replays(let before, let after):
      return try ComparedReplays(comparesSessions: settings.comparesSessions, streams, reporter)
        .sides(before, after)
    }
  }

  private func compare(_ sides: ComparedSides) -> (bytes: [UInt8], regressions: Regressions) {
    let (format, all) = (settings.format, settings.listsAll)
    switch sides {
    case .summaries(let before, let after):
      let changes = FigureChanges(summaries: before, after)
      reporter.warnOfUnknown(changes.changes)
      return (
        FigureChangeWriter.bytes(changes, format, listsEqual: all),
        Regressions(changes, settings.limits)
      )
    case .sessions(let before, let after):
      let changes = SessionChanges(before: before, after: after)
      reporter.warn(of: changes)
      return (
        SessionChangeWriter.bytes(changes, format, listsAll: all),
        Regressions(changes, settings.limits)
      )
    case .days(let before, let after):
      let changes = DayChanges(before: before, after: after)
      reporter.warn(of: changes)
      return (
        FigureChangeWriter.bytes(changes, format, listsEqual: all),
        Regressions(changes, settings.limits)
      )
    }
  }
}

/// The contents of both sides of a comparison.
enum ComparedSides {
  case summaries([NamedValue], [NamedValue])
  case sessions([ComparedSession], [ComparedSession])
  case days(DayChanges.Side, DayChanges.Side)
}
