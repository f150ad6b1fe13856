extension Replay {
  /// The power that is left idle because it does not divide into steps.
  ///
  /// It is what a vehicle could still take within its own, its charger's and the grid's limits,
  /// while the stop reason is `indivisible`; the policy `max-min` would have given it.
  package var strandedPower: Power {
    guard stopReason == .indivisible else { return .zero }
    var usable = Power.zero
    for group in request.chargers {
      var lacking = Power.zero
      for place in group.vehicles {
        let vehicle = request.vehicles[place]
        lacking += vehicle.maximum - sessions[vehicle.session].allocatedPower
      }
      usable += min(lacking, group.maxPower - chargers[group.charger].allocatedPower)
    }
    return max(.zero, min(usable, gridCapacity - allocatedPower))
  }
}
