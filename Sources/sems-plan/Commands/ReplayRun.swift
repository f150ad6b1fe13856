import PowerShare

/// Receives the ticks of a command's run, and states its needs.
protocol RunObserver: TickObserver where ObserverFailure == Failure {
  /// Refuses an event that could be replayed, but not written in the chosen form of results.
  func check(_ event: SessionEvent) throws(EventProblem)
  /// Takes note of a station that a `config` event has put in force, before its first tick.
  mutating func stationChanged(_ replay: borrowing Replay)
  /// Writes all ticks taken so far, because the program waits for input or ends early.
  mutating func flush() throws(Failure)
  /// Whether the run must measure a summary.
  var wantsSummary: Bool { get }
  /// Whether the replay must record departures.
  var wantsStays: Bool { get }
  /// Whether the run must measure what a report shows, besides the summary.
  var wantsReport: Bool { get }
  /// Whether the run can end, because the observer needs no more ticks.
  var isSatisfied: Bool { get }
  /// Whether it writes ticks to a terminal, which then shows no progress.
  var showsTicks: Bool { get }
}

extension RunObserver {
  var isSatisfied: Bool { false }
  var showsTicks: Bool { false }
  var wantsSummary: Bool { false }
  var wantsReport: Bool { false }
  var wantsStays: Bool { wantsSummary }
  func check(_ event: SessionEvent) throws(EventProblem) {}
  mutating func stationChanged(_ replay: borrowing Replay) {}
  mutating func flush() throws(Failure) {}
}

extension TickObserverPair: RunObserver where First: RunObserver, Second: RunObserver {
  func check(_ event: SessionEvent) throws(EventProblem) {
    try first.check(event)
    try second.check(event)
  }

  mutating func stationChanged(_ replay: borrowing Replay) {
    first.stationChanged(replay)
    second.stationChanged(replay)
  }

  mutating func flush() throws(Failure) {
    try first.flush()
    try second.flush()
  }

  var wantsSummary: Bool { first.wantsSummary || second.wantsSummary }
  var wantsStays: Bool { first.wantsStays || second.wantsStays }
  var wantsReport: Bool { first.wantsReport || second.wantsReport }
  var isSatisfied: Bool { first.isSatisfied && second.isSatisfied }
  var showsTicks: Bool { first.showsTicks || second.showsTicks }
}

/// Reads a station and a timeline, simulates them, and passes the ticks to an observer.
struct ReplayRun<Observer: RunObserver> {
  private let settings: ReplaySettings
  private let streams: Streams
  private let reporter: Reporter
  /// Whether to report every problem, instead of ending at the first.
  private let findsAllProblems: Bool
  private(set) var observer: Observer
  /// The summary; nil where the observer does not want one.
  private(set) var summary: Summary?
  /// The run as a report shows it; nil where the observer does not want one.
  private(set) var reported: ReportedRun?
  /// The rows of the bill, where the tariff keeps them.
  private(set) var bill: [BillRow] = []
  /// The way in which outputs state times.
  private(set) var clock = OutputClock.seconds
  /// The tariff; nil for none.
  private let tariff: TariffInput?
  /// The counts of the run.
  private(set) var totals = RunTotals()
  /// The problems that follow from others, which are counted where all problems are reported.
  private(set) var consequences = Consequences()
  /// The ids of the loads that have profiles.
  private var profileLoads: [Identifier] = []
  /// Whether there was a station to replay.
  private(set) var hasReplayed = false
  /// The warnings about the station that are reported at the end of the run.
  private var stationRemarks: [Diagnostic] = []
  /// Whether the station config is a timeline; the other file is then a station, of which all has
  /// been said.
  private var hasSwappedFiles = false
  private var progress: ProgressMeter

  init(
    _ settings: ReplaySettings, _ observer: Observer, _ streams: Streams, _ reporter: Reporter,
    findsAllProblems: Bool = false, tariff: TariffInput? = nil
  ) {
    self.tariff = tariff
    self.settings = settings
    self.observer = observer
    self.streams = streams
    self.reporter = reporter
    self.findsAllProblems = findsAllProblems
    let showsProgress =
      streams.terminal.errorsAreTerminal && !reporter.isQuiet && !observer.showsTicks
    progress = ProgressMeter(reporter: showsProgress ? reporter : nil, clock: streams.clock)
  }

  /// Replays the whole timeline.
  mutating func run() throws(Failure) {
    defer { reporter.clearProgress() }
    // All inputs are opened before any is read.
    var feed: EventFeed?
    if let path = settings.timeline { feed = try EventFeed(settings, path: path, streams) }
    var site = try settings.site.open(
      streams, reporter, isStrict: settings.isStrict, findsAllProblems: findsAllProblems)
    var station: StationConfig?
    if let path = settings.config { station = try readStation(path) }
    if hasSwappedFiles { return }
    // Moved out of the optional, so that its window has one owner and is not copied when filled.
    guard var feed = feed.take() else { return }
    do throws(Failure) {
      try replayEvents(&feed, &site, station)
    } catch {
      // The ticks before a bad event are written.
      try? observer.flush()
      try? reportRemarks(&feed)
      throw error
    }
    try reportRemarks(&feed)
  }

  /// Reports the remarks about the values of both files, at the end of the run.
  private mutating func reportRemarks(_ feed: inout EventFeed) throws(Failure) {
    let errors = reporter.errors
    (stationRemarks + feed.takeClosingRemarks()).forEach(reporter.report)
    stationRemarks = []
    if reporter.errors > errors, !findsAllProblems { throw .badInput }
  }

  // MARK: Reading

  private mutating func readStation(_ path: String) throws(Failure) -> StationConfig? {
    let text = try streams.readAll(path)
    let format = StationReader.Format(fileName: path, text: text)
    var (station, diagnostics) = StationReader.read(name: path, text: text, format: format)
    if settings.isStrict {
      for index in diagnostics.indices { diagnostics[index].severity = .error }
      if !diagnostics.isEmpty { station = nil }
    }
    // Without a timeline the run ends with the station.
    if settings.timeline != nil {
      stationRemarks = diagnostics.filter(\.isRemark)
      diagnostics.removeAll(where: \.isRemark)
    }
    diagnostics.forEach(reporter.report)
    hasSwappedFiles = diagnostics.contains { $0.code == .swappedFiles }
    if station == nil, !findsAllProblems { throw .badInput }
    return station
  }

  /// Reads the next event that can be used; returns false at the end.
  @inline(__always)
  private mutating func readEvent(
    _ feed: inout EventFeed, into event: inout FastEventBuffer
  ) throws(Failure) -> Bool {
    let outcome = feed.nextInWindow(into: &event)
    if case .event? = outcome, !feed.hasWarnings { return true }
    return try readOn(after: outcome, &feed, into: &event)
  }

  /// Slow path, kept out of line: fills the window, reports problems and warnings.
  @inline(never)
  private mutating func readOn(
    after outcome: TimelineReader.Outcome?, _ feed: inout EventFeed,
    into event: inout FastEventBuffer
  ) throws(Failure) -> Bool {
    var outcome = outcome
    while true {
      let step = try feed.next(into: &event, after: outcome.take()) { (mayWait) throws(Failure) in
        if mayWait { try observer.flush() }
      }
      if feed.hasWarnings { feed.takeWarnings().forEach(reporter.report) }
      switch step {
      case .event: return true
      case .problems(let diagnostics, let extent):
        diagnostics.forEach(reporter.report)
        if extent == .event, let lost = feed.lost.lastStart { consequences.note(lost) }
        try leaveOut(extent)
      case .end: return false
      }
    }
  }

  /// Leaves out an event that cannot be used, or throws where the run must end.
  private mutating func leaveOut(_ extent: TimelineReader.Extent) throws(Failure) {
    if findsAllProblems { return }
    guard extent == .event, settings.skipsBadEvents else { throw .badInput }
    totals.skippedEvents += 1
  }

  // MARK: Replaying

  private mutating func replayEvents(
    _ feed: inout EventFeed, _ site: inout SiteFeed, _ station: StationConfig?
  ) throws(Failure) {
    // One buffer for all events, because copying an event costs as much as reading it.
    var event = FastEventBuffer()
    var hasEvent = try readEvent(&feed, into: &event)
    var station = station ?? feed.reader.embeddedConfig
    if station == nil, hasEvent, case .config(let config) = event.event.kind { station = config }
    let scale = feed.reader.scale
    if let scale {
      try settings.check(against: scale)
      try tariff?.check(against: scale)
      clock = OutputClock(scale, zone: settings.zone)
    }
    guard let station else {
      // Without a station, `validate` still checks the timeline itself.
      guard findsAllProblems else { throw .noStation }
      while hasEvent { hasEvent = try readEvent(&feed, into: &event) }
      return
    }
    try site.resolve(in: station)
    totals.look(at: station, settings)
    var options = settings.options
    if let scale { options.follow(scale, zone: settings.zone) }
    options.recordsStays = observer.wantsStays
    // A local variable, so that it has one owner while it changes.
    var simulation = Simulation(
      station: station, policy: settings.policy.policy, options: options,
      until: settings.until?.time, zone: settings.zone, hasSummary: observer.wantsSummary,
      hasProfiles: !site.isEmpty, terms: tariff?.terms)
    if observer.wantsReport { simulation.measureReport(zone: settings.zone) }
    if settings.hasBound, observer.wantsSummary {
      simulation.measureBound(clock: OutputClock(scale ?? .seconds, zone: settings.zone))
    }
    hasReplayed = true
    try observer.begin(simulation.replay, scale: scale)
    let firstTime = event.time
    if hasEvent, !simulation.isOver(at: event.time) {
      let start = simulation.begin(firstEvent: event.time)
      site.begin(
        at: start, scale: scale ?? .seconds, clock: options.clock ?? LocalClock(.zulu))
    }
    profileLoads = site.loadIds
    while hasEvent, !simulation.isOver(at: event.time) {
      if site.events.nextTime <= event.time {
        try applyProfiles(&site, until: event.time, to: &simulation)
      }
      try takeTicks(of: &simulation, before: event.time)
      if observer.isSatisfied { break }
      try apply(&event, to: &simulation, &feed)
      if progress.isWanted { showProgress(&feed, simulation) }
      hasEvent = try readEvent(&feed, into: &event)
    }
    try takeClosingTicks(of: &simulation, &site)
    if findsAllProblems { try site.readToEnd() }
    simulation.skippedEvents = totals.skippedEvents
    if !observer.isSatisfied { summary = simulation.end() }
    if !site.isEmpty {
      let end = simulation.vehiclesEnd ?? firstTime
      try report(closing: site.takeClosingWarnings(first: firstTime, last: end), feed)
    }
    if simulation.isCutOff {
      reporter.warnOfEnd(
        simulation.replay, OutputClock(scale ?? .seconds, zone: settings.zone))
    }
    if let remarks = simulation.costRemarks {
      try tariff?.check(remarks, clock, reporter, findsAllProblems: findsAllProblems)
      tariff?.warn(of: remarks, reporter)
      if let day = remarks.partialDay { tariff?.warn(of: day, reporter) }
      bill = simulation.bill
    }
    totals.finish(simulation)
    if let summary, let report = simulation.report {
      reported = ReportedRun(
        station: station, policy: settings.policy.rawValue, step: options.step,
        reallocation: options.reallocation,
        clock: OutputClock(scale ?? .seconds, zone: settings.zone), start: report.start,
        end: report.end, summary: summary, data: report.data)
    }
    try observer.end(simulation.replay, summary)
  }

  @inline(__always)
  private mutating func apply(
    _ event: inout FastEventBuffer, to simulation: inout Simulation, _ feed: inout EventFeed
  ) throws(Failure) {
    do throws(EventProblem) {
      switch event.form {
      case .fast: try simulation.apply(&event)
      case .general: try apply(event.general, to: &simulation)
      }
    } catch {
      let diagnostic = feed.refuse(error, earliest: simulation.replay.earliestTime)
      let hasLostConfig = feed.lost.hasConfig
      if !findsAllProblems
        || !consequences.take(error, of: event.event, hasLostConfig: hasLostConfig)
      {
        reporter.report(diagnostic)
      }
      try leaveOut(.event)
    }
  }

  @inline(never)
  private mutating func apply(
    _ event: SessionEvent, to simulation: inout Simulation
  ) throws(EventProblem) {
    try observer.check(event)
    if case .load(let load) = event.kind, profileLoads.contains(load.loadId) {
      throw .duplicateLoad(load.loadId)
    }
    try simulation.apply(event)
    if case .config(let station) = event.kind {
      totals.look(at: station, settings)
      observer.stationChanged(simulation.replay)
    }
  }

  @inline(__always)
  private mutating func takeTicks(
    of simulation: inout Simulation, before time: Instant?
  ) throws(Failure) {
    // Checked before the call, which costs more, because most events have no tick before them.
    while !observer.isSatisfied,
      simulation.replay.isTickOpen || simulation.replay.nextMoment != nil,
      simulation.nextTick(before: time)
    {
      try observer.take(simulation.replay)
    }
  }

  /// Applies the events of profiles until a time, which is included, and takes the ticks between
  /// them.
  @inline(never)
  private mutating func applyProfiles(
    _ site: inout SiteFeed, until time: Instant, to simulation: inout Simulation
  ) throws(Failure) {
    while let event = try nextEvent(&site, until: time) {
      try takeTicks(of: &simulation, before: event.time)
      simulation.apply(event)
    }
  }

  private mutating func nextEvent(
    _ site: inout SiteFeed, until time: Instant
  ) throws(Failure) -> SiteEvent? {
    let event = try site.next(until: time) { (mayWait) throws(Failure) in
      if mayWait { try observer.flush() }
    }
    if site.hasWarnings { site.takeWarnings().forEach(reporter.report) }
    return event
  }

  /// Reports the warnings of profiles that only the end of a run shows.
  private func report(
    closing warnings: [Diagnostic], _ feed: borrowing EventFeed
  ) throws(Failure) {
    var warnings = warnings
    if let other = feed.reader.otherOffset, settings.zone == nil {
      warnings.append(settings.isStrict ? other.asError : other)
    }
    warnings.forEach(reporter.report)
    if warnings.contains(where: { $0.severity == .error }), !findsAllProblems { throw .badInput }
  }

  /// Takes the ticks after the timeline's last event.
  private mutating func takeClosingTicks(
    of simulation: inout Simulation, _ site: inout SiteFeed
  ) throws(Failure) {
    while !observer.isSatisfied, let end = simulation.siteEventsEnd() {
      if !site.isEmpty, let event = try nextEvent(&site, until: end) {
        try takeTicks(of: &simulation, before: event.time)
        simulation.apply(event)
        continue
      }
      switch simulation.closingStep() {
      case .tick:
        try observer.take(simulation.replay)
      case .vehiclesEnd: try observer.endVehicles(simulation.replay)
      case .nothing: continue
      case .end: return
      }
    }
  }

  private mutating func showProgress(
    _ feed: inout EventFeed, _ simulation: borrowing Simulation
  ) {
    let (read, size) = feed.progress
    progress.update(
      simulation.appliedEvents, "event", time: simulation.replay.time,
      in: feed.reader.scale.map { OutputClock($0, zone: settings.zone) }, done: read, of: size)
  }
}

extension Failure {
  static let noStation = Failure.usage(
    message: "there is no station config",
    hint: "Give --config FILE, or begin the timeline with a config event.")
}

extension Diagnostic {
  /// Whether it is a warning about values, which is reported at the end of the run.
  fileprivate var isRemark: Bool {
    severity == .warning && (code == .implausible || code == .ambiguousNumber)
  }
}
