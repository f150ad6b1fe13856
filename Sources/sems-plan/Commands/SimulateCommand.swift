import PowerShare

/// `sems-plan simulate`.
struct SimulateCommand {
  static let definition = CommandDefinition(
    name: "simulate", summary: "replay a timeline and write what every vehicle was offered",
    usage: "[--config FILE] --timeline FILE [OPTION ...]",
    examples: [
      ("sems-plan simulate -c station.json -t timeline.csv", "show a table of every tick"),
      (
        "sems-plan simulate -c station.json -t timeline.csv --every 15m -o day.csv",
        "write quarter hours for a spreadsheet"
      ),
      (
        "sems-plan simulate -c station.json -t timeline.csv -f csv --expect golden.csv",
        "fail a build if an allocation has changed"
      ),
      (
        "zcat day.gz | sems-plan simulate -c station.json -t - -f ndjson | jq .time",
        "read from a pipe and write to a pipe"
      ),
    ],
    options: ReplaySettings.definitions + ResultSettings.definitions,
    frequent: [
      .config, .timeline, .output, .format, .policy, .every, .per, .summary, .report,
      .require, .expect,
    ])

  private let arguments: ParsedArguments
  private let replay: ReplaySettings
  private let result: ResultSettings
  private let reports: ReportSettings
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    replay = try ReplaySettings(arguments, streams)
    result = try ResultSettings(arguments, zone: replay.zone, streams.terminal)
    reports = try ReportSettings(arguments, replay, result, streams, reporter)
    self.arguments = arguments
    self.streams = streams
    self.reporter = reporter
    try replay.requireTimeline(for: "simulate")
  }

  func run() throws(Failure) {
    let tariff = try replay.tariff.read(
      streams, reporter, isStrict: replay.isStrict, keepsRows: reports.bill != nil)
    let (run, target) = try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(result, outlivesReader: reports.outlivesReader)
      let files = try ReportFiles(reports, targets, terms: tariff?.terms)
      let results = ResultObserver(result, replay, target, streams.fastPath)
      var run = ReplayRun(
        replay, TickObserverPair(results, files), streams, reporter, tariff: tariff)
      try run.run()
      // Times of a bill are on the clock that its months and rules go by.
      try files.write(bill: run.bill, tariff?.terms.clock.map(OutputClock.zone) ?? run.clock)
      if let summary = run.summary { try reports.checkNames(summary) }
      try target.finishComparison()
      // Before the files are put in place, so that nothing can fail after that.
      run.totals.warnOfCoarseStep(replay, reporter)
      run.totals.warnOfStrandedEnergy(replay, reporter)
      run.totals.warnOfBattery(reporter)
      if let summary = run.summary {
        reports.warnOfVehiclesOnly(hasSite: summary.hasSite, reporter)
        if summary.lacksBound { reporter.warnOfBound() }
      }
      if let reported = run.reported {
        let head = ReportHead(
          Self.definition, arguments, events: reported.summary.events, reporter)
        let page = RunReport(head: head, requirements: reports.requirements, run: reported)
        try files.write(report: page.html)
      }
      return (run, target)
    }
    reporter.note(run.totals.line)
    // All that is not as expected is reported before the command ends.
    let isExpected = target.checkExpectation(reporter)
    if let summary = run.summary { try reports.check(summary, reporter) }
    if !isExpected { throw .expectationNotMet }
  }
}
