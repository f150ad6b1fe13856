/// The lowest grid capacity that is known to keep nothing from any vehicle of a run.
///
/// If a run has a need, and another run differs from it in the grid capacity only, which is not
/// below the need, then both have the same ticks, allocations, departures and ledgers.
///
/// Proof, by induction over the ticks. Until a tick both runs are the same, and so are the vehicles
/// that want power, their maxima, and the maxima of the chargers. Let U be the power that all
/// vehicles could take together within these, the sum over the chargers of the lower of their
/// maximum and the sum of their vehicles' maxima. Let n be the number of vehicles that want power
/// and s the step. The need is at least U + n × s, and above U.
///
/// - No policy gives more than U, so the grid always has n × s left or more.
/// - All policies but `fair` and `unmanaged` give a vehicle the lower of what it can take at its
///   charger and of what the grid has left, perhaps in steps. What it can take is at most U less
///   what is given, so the grid never decides.
/// - In the rounds of `fair` the grid offers at least a step in each round, because it has a step
///   left for each vehicle. A charger that can give all its vehicles their maxima passes every
///   offer on, so that they get them. ``AllocationRequest/hasOneFairResult`` is true where the
///   others give the same for any offers. `unmanaged` does not know the grid.
/// - The stop reason and the limits of sessions depend on the capacity only where the grid has
///   nothing left, and the stranded power only where it has less than the vehicles could take.
/// - The ledger books to the grid what its capacity would keep from a vehicle that is alone, beyond
///   its connector and charger. Without these, the vehicle takes at most U.
/// - An ``AloneRun`` is limited by the capacity at its beginning. The need is at least what the
///   vehicle may take within its connector and its charger, now or after any report.
/// - Times, the waiting line and connectors do not depend on the capacity.
///
/// There is no need, and nothing is known, in a run whose capacity is below it, in a run with
/// groups, minima, weights, priorities, temporary limits, loads or a battery, and in `on-update`
/// mode, where allocations are made between ticks.
struct GridNeed: Sendable {
  /// The need so far; nil if nothing is known.
  private(set) var capacity: Power? = .zero
  /// The capacity of the run, which tells nothing about others if it is below the need.
  private let present: Power
  private let isFair: Bool

  init(_ policy: PolicyChoice, _ options: ReplayOptions, capacity present: Power) {
    self.present = present
    isFair = policy == .fair
    if options.reallocation == .onUpdate { capacity = nil }
  }

  /// Takes the next tick.
  ///
  /// - Complexity: As for ``AllocationRequest/hasOneFairResult``.
  mutating func take(_ replay: borrowing Replay) {
    guard let capacity else { return }
    // Something is left even if no vehicle wants power, so that the grid is never what ends an
    // allocation.
    let spare = max(1, replay.request.wantingVehicles * replay.request.step.watts)
    let need = max(
      Power(watts: replay.request.usableMaximum.watts + spare), replay.highestPowerAlone)
    let isKnown =
      need <= present && Self.isPlain(replay)
      && (!isFair || replay.request.hasOneFairResult)
    self.capacity = isKnown ? max(capacity, need) : nil
  }

  /// True if nothing but vehicles, chargers, connectors and the grid plays a part.
  private static func isPlain(_ replay: borrowing Replay) -> Bool {
    !replay.hasGroups && !replay.hasBattery && !replay.hasLimits && !replay.hasMinimum
      && !replay.supply.hasLoad && replay.request.isOrdinary && !replay.request.hasWeights
  }
}

/// The grid capacities at which a run would be the same, and what its figures then need.
struct OtherCapacities: Sendable {
  /// The lowest capacity from which on the run is the same.
  let need: Power
  /// The energy that is imported.
  let imported: Energy
  /// The time for which the capacity is there.
  let duration: TimeSpan
}

extension Summary {
  /// Returns the summary of the same run with another grid capacity; nil if nothing is known about
  /// it.
  ///
  /// Of all figures only `power.gridUtilisation` depends on a capacity that keeps nothing from any
  /// vehicle: `power.overload` is 0 at all of them.
  func with(gridCapacity: Power, _ others: OtherCapacities) -> Summary? {
    guard gridCapacity >= others.need,
      let place = figures.firstIndex(where: { $0.path == "power.gridUtilisation" })
    else { return nil }
    var summary = self
    summary.figures[place] = Figure(
      path: figures[place].path,
      thousandths: others.imported.thousandths(of: Energy(gridCapacity, over: others.duration)))
    return summary
  }
}
