/// The facts about the battery of a run that are reported as warnings.
package struct BatteryRemarks: Equatable, Sendable {
  /// The energy that the battery holds less at the end than at the beginning, if that is at least
  /// 1 % of its capacity; zero otherwise.
  ///
  /// It has come from before the run, so that it was not free.
  package private(set) var drained = Energy.zero
  /// The energy that `config` events have taken from the battery.
  package private(set) var cut = Energy.zero
  /// The time in which the import is above a stated `shaveAbove`.
  package private(set) var shaveExceededTime = TimeSpan(milliseconds: 0)
  /// The highest import above a stated `shaveAbove`.
  package private(set) var shaveExcess = Power.zero

  init(_ replay: borrowing Replay, _ meter: SiteMeter?) {
    guard let battery = replay.supply.lastBattery else { return }
    let lost = replay.supply.broughtEnergy - Int128(replay.supply.battery?.stored ?? 0)
    if lost > 0, lost * 100 >= battery.capacity.wattMilliseconds * 1_000 {
      drained = Energy(thousandthsOfWattMilliseconds: lost)
    }
    cut = Energy(thousandthsOfWattMilliseconds: replay.supply.takenAwayEnergy)
    guard let meter else { return }
    shaveExceededTime = meter.shaveExceededTime
    shaveExcess = meter.shaveExcess
  }
}
