/// Measures the figures of the summary, tick by tick.
///
/// Memory does not grow with the number of sessions: percentiles come from histograms whose
/// resolution is that of the figure.
public struct SummaryMeter: Sendable {
  /// The number of events that were applied.
  public var appliedEvents = 0
  /// The number of events that were left out because they were bad.
  public var skippedEvents = 0
  /// The highest power that all sessions were offered together; nil before the first tick.
  public private(set) var peak: Power?

  /// The time of the timeline's first event, where the run begins before it; nil otherwise.
  var firstEvent: Instant?
  private let isOnUpdate: Bool
  private var first: Instant?
  /// Whether the vehicles' part of the run has ended.
  private var haveVehiclesEnded = false
  private(set) var site: SiteMeter
  private var last: Rates?
  private var quarters: QuarterHours
  /// The energy that is imported in the vehicles' part, and what the import limit allows there.
  private var imported = Energy.zero
  private var importable = Energy.zero
  private var stranded = Energy.zero
  private var chargers = ChargerMeter()
  private var groups = GroupMeter()
  private var stays = StayTotals()
  private var worstDay = WorstDay()
  private let clock: LocalClock?
  /// Measures the capacity that the run needs; nil where nobody asks for that.
  var gridNeed: GridNeed?
  /// Measures what a report shows; nil where there is no report.
  private(set) var report: ReportMeter?
  /// The data of a report; nil before the end of the run, and where there is no report.
  private(set) var reportData: ReportData?
  /// Measures the bound of the energy; nil where nobody asks for that.
  var bound: BoundMeter?

  /// The values that hold from one tick to the next.
  private struct Rates {
    var time: Instant
    var energy: Energy
    let gridCapacity: Power
    let allocatedPower: Power
    let strandedPower: Power
  }

  /// Creates a meter for a replay.
  ///
  /// - Parameters:
  ///   - options: The options of the replay.
  ///   - zone: The zone whose clock has the quarters of an hour; nil to count them from
  ///     ``ReplayOptions/origin``.
  ///   - skippedEvents: The number of events that were left out before the replay began.
  ///   - terms: The tariff; it needs a timeline of date-times.
  public init(
    _ options: ReplayOptions, zone: LocalClock? = nil, skippedEvents: Int = 0,
    terms: CostTerms? = nil
  ) {
    self.skippedEvents = skippedEvents
    isOnUpdate = options.reallocation == .onUpdate
    quarters = QuarterHours(origin: options.origin, zone: zone)
    site = SiteMeter(options, zone: zone)
    clock = options.clock ?? zone
    if let terms, let clock { site.cost = CostMeter(terms, on: clock) }
  }

  /// Measures what a report shows as well.
  ///
  /// - Precondition: The run has not begun.
  mutating func measureReport(_ options: ReplayOptions, zone: LocalClock?) {
    report = ReportMeter(options, zone: zone)
    site.cost?.measureReport()
  }

  /// Takes the next tick.
  ///
  /// - Complexity: O(active sessions), and O(chargers) where the config is another one.
  public mutating func take(_ replay: borrowing Replay) {
    guard let time = replay.time else { return }
    advance(to: time, replay)
    takeSite(replay, at: time)
    bound?.take(replay)
    if haveVehiclesEnded { return }
    if first == nil { first = firstEvent ?? time }
    for departure in replay.departures { take(departure) }
    if site.days.hasEnded { worstDay.take(site.days.takeComplete(), on: clock) }
    peak = max(peak ?? .zero, replay.allocatedPower)
    gridNeed?.take(replay)
    last = rates(replay, at: time)
  }

  /// Ends the vehicles' part of the run, after which only loads and battery go on.
  ///
  /// - Parameter replay: The replay, at that moment.
  mutating func endVehicles(_ replay: borrowing Replay, at time: Instant) {
    advance(to: time, replay)
    takeSite(replay, at: time)
    haveVehiclesEnded = true
  }

  /// Ends the run and returns its summary.
  ///
  /// - Parameter replay: The replay, at its end.
  public mutating func finish(_ replay: borrowing Replay) -> Summary {
    if let end = replay.endTime { advance(to: end, replay) }
    site.finishCosts()
    for stay in replay.openStays { take(stay) }
    site.days.finish()
    worstDay.take(site.days.takeComplete(isOver: true), on: clock)
    reportData = report?.finish(site)
    let measured = bound?.finish(replay)
    var summary = summary(replay, measured ?? nil)
    if bound != nil { summary.bound = .some(measured ?? nil) }
    return summary
  }

  private mutating func take(_ stay: Departure) {
    stays.take(stay)
    site.days.take(stay)
    report?.take(stay)
  }

  private mutating func takeSite(_ replay: borrowing Replay, at time: Instant) {
    site.take(replay, at: time)
    report?.take(replay.gridCapacity, at: time, site)
  }

  // MARK: Time

  private mutating func advance(to time: Instant, _ replay: borrowing Replay) {
    guard let rates = last, rates.time < time else { return }
    let isDue = report?.isDue(at: time) ?? false
    if isDue { report?.pass(before: time, site) }
    var start = rates.time
    if let firstEvent, start < firstEvent {
      // Only the site is measured before the first event.
      start = min(firstEvent, time)
      site.advance(to: start, replay)
    }
    let importedBefore = site.imported
    site.advance(to: time, replay)
    if isDue { report?.pass(at: time, site, stored: replay.supply.battery?.stored) }
    guard !haveVehiclesEnded, start < time else { return }
    let span = time - start
    imported += site.imported - importedBefore
    importable += Energy(rates.gridCapacity, over: span)
    stranded += Energy(rates.strandedPower, over: span)
    quarters.take(
      from: (start, rates.energy), power: rates.allocatedPower,
      to: (time, replay.deliveredEnergy))
    chargers.advance(for: span)
    groups.advance(for: span)
    last?.time = time
    last?.energy = replay.deliveredEnergy
  }

  private mutating func rates(_ replay: borrowing Replay, at time: Instant) -> Rates {
    chargers.take(replay)
    groups.take(replay)
    return Rates(
      time: time, energy: replay.deliveredEnergy, gridCapacity: replay.gridCapacity,
      allocatedPower: replay.allocatedPower, strandedPower: replay.strandedPower)
  }

  // MARK: Figures

  private func summary(_ replay: borrowing Replay, _ measured: EnergyBound?) -> Summary {
    var figures = FigureList(
      FigureTable.figures(
        FigureScope(
          isOnUpdate: isOnUpdate, hasLoads: replay.supply.hasLoad,
          hasBattery: replay.supply.lastBattery != nil, hasTariff: site.cost != nil,
          hasBound: bound != nil)))
    figures.set("servedShare", share: stays.delivered, of: stays.requested)
    stays.addCounts(to: &figures)
    stays.addEnergies(to: &figures)
    addPower(delivered: replay.deliveredEnergy, to: &figures)
    addLedger(replay.boundTime, to: &figures)
    stays.addQuality(to: &figures)
    figures.set("events.applied", count: appliedEvents)
    figures.set("events.skipped", count: skippedEvents)
    site.addFigures(replay, to: &figures)
    let costs = site.cost?.costs(vehicles: replay.deliveredEnergy)
    costs?.addFigures(to: &figures)
    worstDay.addFigures(to: &figures)
    if bound != nil { measured.addFigures(to: &figures) }
    return Summary(
      figures: figures.figures, hasSeveralDays: site.days.count > 1, costs: costs,
      priorities: stays.priorities,
      chargers: parts(
        chargers.totals, FigureTable.chargerFigures,
        replay.deliveredEnergies(ofChargers: chargers.totals.map(\.id))),
      groups: parts(
        groups.totals, FigureTable.groupFigures,
        replay.deliveredEnergies(ofGroups: groups.totals.map(\.id))))
  }

  /// The grid capacities at which the run would be the same; nil if none is known.
  var otherCapacities: OtherCapacities? {
    gridNeed?.capacity.map {
      OtherCapacities(need: $0, imported: imported, duration: duration)
    }
  }

  private var duration: TimeSpan {
    guard let first, let last, first < last.time else { return TimeSpan(milliseconds: 0) }
    return last.time - first
  }

  private func addPower(delivered: Energy, to figures: inout FigureList) {
    let hasTime = duration.milliseconds > 0
    let mean = hasTime ? delivered.meanPower(over: duration) : nil
    figures.set("power.peak", peak)
    figures.set("power.peak15min", quarters.peak)
    figures.set("power.mean", mean)
    figures.set("power.gridUtilisation", share: imported, of: importable)
    let atPeak = peak.map { Energy($0, over: duration) } ?? .zero
    figures.set("power.loadFactor", share: delivered, of: atPeak)
    figures.set("power.overload", site.overload)
    figures.set("power.stranded", stranded)
  }

  private func addLedger(_ boundTime: [TimeSpan], to figures: inout FigureList) {
    let lost = stays.shownLost
    for limit in FigureTable.limits(isOnUpdate: isOnUpdate).map(\.limit) {
      let path = "curtailment.\(limit.name)"
      figures.set("\(path).deferred", stays.deferred[limit])
      figures.set("\(path).lost", thousandths: lost[limit.rawValue])
      figures.set(
        "\(path).minutes", minutes: Int128(boundTime[limit.rawValue].milliseconds), over: 1)
    }
  }

  private func parts(
    _ totals: [PartTotals], _ definitions: [FigureDefinition], _ energies: [Energy]
  ) -> [Summary.Part] {
    zip(totals, energies).map { totals, delivered in
      var figures = FigureList(definitions)
      figures.set("energy", delivered)
      figures.set("peak", totals.peak)
      figures.set("inUse", part: TimeSpan(milliseconds: totals.inUse), of: duration)
      figures.set("atLimit", part: TimeSpan(milliseconds: totals.atLimit), of: duration)
      return Summary.Part(name: totals.id, figures: figures.figures)
    }
  }
}
