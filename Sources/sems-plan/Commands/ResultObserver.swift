import PowerShare

/// Writes the ticks of a replay, or intervals made from them.
struct ResultObserver: RunObserver {
  typealias ObserverFailure = Failure

  private let settings: ResultSettings
  private let zone: LocalClock?
  private let target: ResultTarget
  private var printer: ResultPrinter
  /// The printer that replaces `printer` if ticks are written in batches.
  private var batchPrinter: FastBatchPrinter?
  /// The batch printer whose ticks have to be flushed before more are written one by one.
  private var endedBatches: FastBatchPrinter?
  private var scale = TimeScale.seconds
  private var meter: IntervalMeter?
  /// The last tick, kept to reuse its memory.
  private var tick: ResultTick
  private let usesBatches: Bool
  /// The header, until it is written with the first tick.
  private var header: ResultHeader?
  /// Whether results have the loads and the battery; nil before the first tick.
  private var hasSite: Bool?

  init(
    _ settings: ResultSettings, _ replay: ReplaySettings, _ target: ResultTarget,
    _ fastPath: FastPath
  ) {
    wantsSummary = settings.format.hasSummary && !target.isNowhere
    self.settings = settings
    zone = replay.zone
    self.target = target
    tick = ResultTick(level: settings.level)
    printer = ResultPrinter(settings.writer, target)
    usesBatches =
      fastPath.contains(.batches) && settings.level == .session && settings.interval == nil
  }

  let wantsSummary: Bool

  var wantsStays: Bool { wantsSummary || (settings.interval != nil && settings.format.hasTicks) }

  var showsTicks: Bool { target.isTerminal && settings.format.hasTicks }

  mutating func begin(_ replay: borrowing Replay, scale: TimeScale?) throws(Failure) {
    if settings.level == .group, replay.station.groups.isEmpty {
      throw .usage(
        message: "--per group needs groups of chargers, and the first station config has none",
        hint: "Add \"groups\" to the config, or write rows with --per charger.")
    }
    if let scale {
      try settings.from?.check(against: scale)
      self.scale = scale
    }
    if let interval = settings.interval, settings.format.hasTicks {
      meter = IntervalMeter(
        length: interval, scale: self.scale, zone: zone, level: settings.level)
    }
    header = ResultHeader(
      station: replay.station, policy: type(of: replay.policy).name, options: replay.options,
      scale: self.scale, zone: zone, level: settings.level, interval: settings.interval)
    // Rows of the station have columns for the loads that the first tick has.
    if settings.level != .station { beginResults(replay) }
  }

  /// Begins the results, if they have not begun yet.
  private mutating func beginResults(_ replay: borrowing Replay) {
    guard var header else { return }
    self.header = nil
    header.hasSite = replay.showsSite
    hasSite = replay.showsSite
    printer.begin(header)
    if usesBatches, let empty = printer.emptyFastBatch, empty.canTake(replay) {
      batchPrinter = FastBatchPrinter(printer, empty: empty, target)
    }
  }

  mutating func take(_ replay: borrowing Replay) throws(Failure) {
    guard settings.format.hasTicks else { return }
    // At other levels the writer needs the ticks: those of connectors have their columns from the
    // first.
    if target.isNowhere, settings.level == .session, settings.interval == nil { return }
    guard batchPrinter == nil else { return try takeInBatch(replay) }
    try takeTick(replay)
  }

  @inline(never)
  private mutating func takeTick(_ replay: borrowing Replay) throws(Failure) {
    beginResults(replay)
    guard batchPrinter == nil else { return try takeInBatch(replay) }
    try endBatches()
    guard settings.interval == nil else { return try takeIntervals(replay) }
    if tick.take(replay) { try write(tick) }
  }

  private mutating func takeInBatch(_ replay: borrowing Replay) throws(Failure) {
    if let from = settings.from, let time = replay.time, time < from.time { return }
    try beginPart(of: replay.time)
    try batchPrinter?.take(replay)
  }

  mutating func stationChanged(_ replay: borrowing Replay) {
    guard let batches = batchPrinter, !batches.canTake(replay) else { return }
    (batchPrinter, endedBatches) = (nil, batches)
  }

  /// Writes the ticks of batches that have ended.
  private mutating func endBatches() throws(Failure) {
    guard var batches = endedBatches else { return }
    endedBatches = nil
    try batches.flush()
    printer = batches.end()
  }

  private mutating func takeIntervals(_ replay: borrowing Replay) throws(Failure) {
    guard var meter else { return }
    self.meter = nil  // so that its memory has one owner
    try meter.take(replay) { (interval) throws(Failure) in try write(interval) }
    self.meter = meter
  }

  func check(_ event: SessionEvent) throws(EventProblem) {
    switch event.kind {
    case .config(let station):
      if settings.level == .connector, let connector = printer.connectorWithoutRoom(in: station) {
        throw .addedConnector(connector)
      }
      if lacksSiteColumns, station.battery?.isUsable ?? false { throw .lateBattery }
    case .load: if lacksSiteColumns { throw .lateLoad }
    case .start, .powerUpdate, .stop, .gridCapacity, .limit: return
    }
  }

  /// Whether it writes a table whose columns have no room for loads and a battery.
  private var lacksSiteColumns: Bool {
    guard settings.level == .station, settings.format == .csv, let hasSite else { return false }
    return !hasSite
  }

  mutating func endVehicles(_ replay: borrowing Replay) throws(Failure) {
    guard var meter else { return }
    self.meter = nil  // so that its memory has one owner
    try meter.endVehicles(replay) { (interval) throws(Failure) in try write(interval) }
    self.meter = meter
  }

  mutating func end(_ replay: borrowing Replay, _ summary: Summary?) throws(Failure) {
    beginResults(replay)
    if var meter {
      self.meter = nil
      try meter.finish(replay) { (interval) throws(Failure) in try write(interval) }
    }
    try flush()
    try beginPart(of: nil)
    if let batchPrinter { printer = batchPrinter.end() }
    try printer.end(summary)
    try target.drain()
  }

  private mutating func write(_ tick: ResultTick) throws(Failure) {
    if let from = settings.from, tick.time < from.time { return }
    try beginPart(of: tick.time)
    try printer.write(tick)
  }

  /// Sets the tick of the bytes that follow, or none, for a target that wants to know it.
  private mutating func beginPart(of tick: Instant?) throws(Failure) {
    guard target.wantsEveryTick else { return }
    try flush()
    target.tick = tick.map { OutputClock(scale, zone: zone).text($0) }
  }

  mutating func flush() throws(Failure) {
    try endBatches()
    guard batchPrinter != nil else { return try printer.flush() }
    try batchPrinter?.flush()
  }
}

extension EventProblem {
  /// The problem of a load that begins after the first tick.
  fileprivate static let lateLoad = EventProblem(
    field: .event, code: .lateLoad,
    message: "the load begins after the first tick, for which the table has no columns",
    hint: "Add a load of 0 kW at the time of the first event, or write JSON or NDJSON.")

  /// The problem of a config that adds a battery.
  fileprivate static let lateBattery = EventProblem(
    field: .config, code: .lateLoad,
    message: "the config adds a battery, for which the table has no columns",
    hint: "Add a load of 0 kW at the time of the first event, or write JSON or NDJSON.")

  /// The problem of a config that adds a connector for which the table has no column.
  fileprivate static func addedConnector(_ connector: ConnectorID) -> EventProblem {
    let name = "\(Suggestion.printable(connector.chargerId.text)):\(connector.idx)"
    return EventProblem(
      field: .config, code: .addedConnector,
      message: "the config adds connector \"\(name)\", for which the table has no column",
      hint: "Write the connectors as JSON or NDJSON, or rows with --per session.")
  }
}
