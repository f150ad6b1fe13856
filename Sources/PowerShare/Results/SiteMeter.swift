/// Measures what flows through the grid connection, and what loads and the battery take and give,
/// tick by tick.
///
/// Energies follow what vehicles draw, not what they are offered: in the last millisecond of a
/// delivery that is less.
struct SiteMeter: Sendable {
  /// The energy that is imported.
  private(set) var imported = Energy.zero
  /// The energy that is exported.
  private(set) var exported = Energy.zero
  /// The energy that loads draw, without generation.
  private(set) var drawnByLoads = Energy.zero
  /// The energy that is generated.
  private(set) var generated = Energy.zero
  /// The energy that the battery gives.
  private(set) var given = Energy.zero
  /// The energy that the battery takes.
  private(set) var taken = Energy.zero
  /// The time in which there is a battery that cannot give.
  private(set) var emptyTime = TimeSpan(milliseconds: 0)
  /// The highest import; nil before the first tick.
  private(set) var peak: Power?
  /// The highest import above the import limit, not negative; nil before the first tick.
  private(set) var overload: Power?
  /// The time in which the import is above a stated `shaveAbove`.
  private(set) var shaveExceededTime = TimeSpan(milliseconds: 0)
  /// The highest import above a stated `shaveAbove`.
  private(set) var shaveExcess = Power.zero
  /// The duration of the run so far.
  private(set) var duration = TimeSpan(milliseconds: 0)

  /// The local days.
  var days: DayMeter
  /// The costs of the run; nil without a tariff.
  var cost: CostMeter?
  /// The costs of each day; nil where nobody asks for them.
  var dayCosts: DayCosts?
  private var last: Rates?

  /// The values that hold from one tick to the next.
  private struct Rates {
    var time: Instant
    var drawn: Energy
    let offered: Power
    let gridPower: Power
    /// The values of loads and the battery; nil if there are none.
    let site: SiteRates?
  }

  /// The values of loads and the battery that hold from one tick to the next.
  private struct SiteRates {
    let loadPower: Power
    let generatedPower: Power
    let batteryPower: Power
    let isEmpty: Bool
    /// The energy in the battery, in thousandths of a watt-millisecond; nil if there is none.
    let stored: Int?
    /// The time at which it is that.
    let storedTime: Instant
    /// The change of the energy in the battery, in thousandths of a watt.
    let storedPower: Int
    /// The power above a stated `shaveAbove`, negative below it; nil if none is stated.
    let shaveExcess: Power?

    init(_ supply: borrowing Supply, gridPower: Power, at time: Instant) {
      loadPower = supply.loadPower
      generatedPower = supply.generatedPower
      batteryPower = supply.batteryPower
      isEmpty = supply.battery.map { !$0.canGive } ?? false
      stored = supply.battery?.stored
      storedTime = time
      storedPower = supply.battery?.storedPower ?? 0
      shaveExcess = supply.shaveAbove.map { gridPower - $0 }
    }
  }

  /// - Parameters:
  ///   - zone: The zone whose clock has the quarters of an hour; nil for none.
  init(_ options: ReplayOptions, zone: LocalClock?) { days = DayMeter(options, zone: zone) }

  /// The highest mean import over a quarter of an hour; nil where no time has passed.
  var peak15min: Power? { days.peak15min }

  /// Adds the time since the last tick.
  mutating func advance(to time: Instant, _ replay: borrowing Replay) {
    guard let rates = last, rates.time < time else { return }
    let span = time - rates.time
    duration.milliseconds += span.milliseconds
    let (start, startExport) = (imported, exported)
    if let site = rates.site {
      advance(rates, site, for: span, drawing: replay.deliveredEnergy - rates.drawn)
    } else {
      // All that vehicles draw is imported.
      imported += replay.deliveredEnergy - rates.drawn
    }
    days.take(
      from: (rates.time, start), power: max(.zero, rates.gridPower), to: (time, imported))
    if cost != nil || dayCosts != nil {
      takeCosts(rates, from: (start, startExport), to: time, drawn: replay.deliveredEnergy)
    }
    last?.time = time
    last?.drawn = replay.deliveredEnergy
  }

  /// Passes a span on to the meters of costs.
  @inline(never)
  private mutating func takeCosts(
    _ rates: Rates, from start: (imported: Energy, exported: Energy), to time: Instant,
    drawn: Energy
  ) {
    let flow = CostMeter.Flow(
      importPower: max(.zero, rates.gridPower), exportPower: max(.zero, .zero - rates.gridPower))
    cost?.take(
      from: CostMeter.Point(time: rates.time, imported: start.imported, exported: start.exported),
      flow, to: CostMeter.Point(time: time, imported: imported, exported: exported))
    dayCosts?.take(
      from: DayCosts.Point(
        time: rates.time, imported: start.imported, exported: start.exported, drawn: rates.drawn),
      flow, drawing: rates.offered,
      to: DayCosts.Point(time: time, imported: imported, exported: exported, drawn: drawn))
  }

  /// Ends the meters of costs, at the end of the run.
  mutating func finishCosts() {
    guard let end = last else { return }
    cost?.finish(CostMeter.Point(time: end.time, imported: imported, exported: exported))
    dayCosts?.finish(
      DayCosts.Point(time: end.time, imported: imported, exported: exported, drawn: end.drawn))
  }

  /// Adds a time span with loads or a battery, in which vehicles draw an energy.
  @inline(never)
  private mutating func advance(
    _ rates: Rates, _ site: SiteRates, for span: TimeSpan, drawing drawn: Energy
  ) {
    let lacking = Energy(rates.offered, over: span) - drawn
    // Vehicles draw less than they are offered in the last millisecond only.
    let before = TimeSpan(milliseconds: span.milliseconds - 1)
    let end = Energy(rates.gridPower, over: TimeSpan(milliseconds: 1)) - lacking
    imported += Energy(max(.zero, rates.gridPower), over: before) + max(.zero, end)
    exported += Energy(max(.zero, .zero - rates.gridPower), over: before) + max(.zero, .zero - end)
    drawnByLoads += Energy(site.loadPower + site.generatedPower, over: span)
    generated += Energy(site.generatedPower, over: span)
    given += Energy(max(.zero, site.batteryPower), over: span)
    taken += Energy(max(.zero, .zero - site.batteryPower), over: span)
    if site.isEmpty { emptyTime.milliseconds += span.milliseconds }
    if let excess = site.shaveExcess, excess > .zero {
      shaveExceededTime.milliseconds += span.milliseconds
      shaveExcess = max(shaveExcess, excess)
    }
  }

  /// Takes the powers from the present moment on.
  mutating func take(_ replay: borrowing Replay, at time: Instant) {
    let hasSite = replay.hasBattery || replay.supply.hasLoad
    let gridPower = hasSite ? replay.gridPower : replay.allocatedPower
    let excess = gridPower - replay.gridCapacity
    peak = max(peak ?? .zero, gridPower)
    if cost != nil { cost?.begin(at: time, capacity: replay.supply.gridCapacity) }
    if dayCosts != nil { dayCosts?.begin(at: time) }
    days.take(gridPower, at: time, startedSessions: replay.startedSessions)
    overload = max(overload ?? .zero, gridPower > .zero ? excess : .zero)
    last = Rates(
      time: time, drawn: replay.deliveredEnergy, offered: replay.allocatedPower,
      gridPower: gridPower,
      site: hasSite ? SiteRates(replay.supply, gridPower: gridPower, at: time) : nil)
  }

  // MARK: Between ticks

  /// The time up to which the meter has been advanced; nil before the first tick.
  var time: Instant? { last?.time }

  /// The import since the last tick; zero before the first.
  var importPower: Power { max(.zero, last?.gridPower ?? .zero) }

  /// Returns the energies until a moment between the last tick and the next one, or at the moment
  /// up to which the meter has been advanced.
  func energies(at time: Instant) -> SiteEnergies {
    guard let rates = last else { return SiteEnergies() }
    let span = time - rates.time
    var energies = SiteEnergies(
      vehicles: rates.drawn, loads: drawnByLoads, generated: generated, given: given,
      taken: taken, imported: imported, exported: exported)
    // Vehicles draw less than they are offered only in the last millisecond before a tick.
    energies.vehicles += Energy(rates.offered, over: span)
    energies.imported += Energy(importPower, over: span)
    guard let site = rates.site else { return energies }
    energies.exported += Energy(max(.zero, .zero - rates.gridPower), over: span)
    energies.loads += Energy(site.loadPower + site.generatedPower, over: span)
    energies.generated += Energy(site.generatedPower, over: span)
    energies.given += Energy(max(.zero, site.batteryPower), over: span)
    energies.taken += Energy(max(.zero, .zero - site.batteryPower), over: span)
    energies.stored = site.stored.map {
      $0 + site.storedPower * (time - site.storedTime).milliseconds
    }
    return energies
  }

  // MARK: Figures

  /// Adds the figures of the site, of which those of loads and the battery only where there is one.
  func addFigures(_ replay: borrowing Replay, to figures: inout FigureList) {
    figures.set("grid.imported", imported)
    figures.set("grid.exported", exported)
    figures.set("grid.vehicles", replay.deliveredEnergy)
    figures.set("grid.peak", peak)
    figures.set("grid.peak15min", peak15min)
    figures.set(
      "grid.loadFactor", share: imported,
      of: peak.map { Energy($0, over: duration) } ?? .zero)
    if replay.supply.hasLoad {
      figures.set("load.energy", drawnByLoads)
      figures.set("load.generated", generated)
      figures.set("load.selfUsed", max(.zero, generated - exported))
    }
    guard let battery = replay.supply.lastBattery else { return }
    let (brought, stored) = (replay.supply.broughtEnergy, replay.supply.battery?.stored ?? 0)
    let flow = (taken - given).wattMilliseconds * 1_000
    figures.set("battery.given", given)
    figures.set("battery.taken", taken)
    let end = Int128(stored)
    figures.set(
      "battery.losses", Energy(thousandthsOfWattMilliseconds: brought + flow - end))
    figures.set("battery.start", Energy(thousandthsOfWattMilliseconds: brought))
    figures.set("battery.end", Energy(thousandthsOfWattMilliseconds: end))
    let lowest = Int128(replay.supply.lowestStored ?? 0)
    figures.set("battery.lowest", Energy(thousandthsOfWattMilliseconds: lowest))
    figures.set("battery.cycles", share: given, of: battery.capacity)
    figures.set(
      "battery.emptyMinutes", minutes: Int128(emptyTime.milliseconds), over: 1)
  }
}

/// The energies of a site from the beginning of a run until a moment.
struct SiteEnergies: Equatable, Sendable {
  /// The energy that vehicles have drawn.
  var vehicles = Energy.zero
  /// The energy that loads have drawn, without generation.
  var loads = Energy.zero
  /// The energy that has been generated.
  var generated = Energy.zero
  /// The energy that the battery has given.
  var given = Energy.zero
  /// The energy that the battery has taken.
  var taken = Energy.zero
  /// The energy that has been imported.
  var imported = Energy.zero
  /// The energy that has been exported.
  var exported = Energy.zero
  /// The energy in the battery, in thousandths of a watt-millisecond; nil if there is none.
  var stored: Int?
}
