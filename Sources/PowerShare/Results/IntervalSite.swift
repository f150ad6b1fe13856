/// The energies of loads and the battery in the intervals of ``IntervalMeter``.
struct IntervalSite: Sendable {
  /// The energies since the beginning of the run.
  private struct Totals {
    var load = Energy.zero
    var given = Energy.zero
    var delivered = Energy.zero
  }

  private var time: Instant
  private var totals = Totals()
  private var atStart = Totals()
  private var loadPower = Power.zero
  private var allocatedPower = Power.zero
  private var battery: BatteryState?

  /// Creates the measurement of a run that begins with a tick.
  init(_ replay: borrowing Replay, at time: Instant) {
    self.time = time
    take(replay)
  }

  /// Takes the powers from a tick on, to which the time has been advanced.
  mutating func take(_ replay: borrowing Replay) {
    loadPower = replay.loadPower
    allocatedPower = replay.allocatedPower
    battery = replay.supply.battery
  }

  /// Advances the time while the powers stay the same.
  mutating func advance(to end: Instant) {
    guard time < end else { return }
    let span = end - time
    totals.load += Energy(loadPower, over: span)
    totals.delivered += Energy(allocatedPower, over: span)
    if let power = battery?.power { totals.given += Energy(power, over: span) }
    battery?.advance(for: span)
    time = end
  }

  /// Replaces the extrapolated energy of all vehicles by what they have drawn.
  mutating func measure(_ delivered: Energy) { totals.delivered = delivered }

  /// Begins an interval at the present time.
  mutating func beginInterval() { atStart = totals }

  /// Returns the means over an interval of a length that ends at the present time.
  func means(over length: TimeSpan) -> ResultTick.Site {
    let (load, given) = (totals.load - atStart.load, totals.given - atStart.given)
    let grid = totals.delivered - atStart.delivered + load - given
    return ResultTick.Site(
      loadPower: load.meanPower(over: length),
      batteryPower: battery == nil ? nil : given.meanPower(over: length),
      batteryEnergy: battery?.energy, gridPower: grid.meanPower(over: length))
  }
}
