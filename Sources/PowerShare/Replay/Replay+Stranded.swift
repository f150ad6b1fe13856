extension Replay {
  /// The power that is left idle because it does not divide into steps.
  ///
  /// It is what a vehicle could still take within its own, its charger's and the grid's limits,
  /// while the stop reason is `indivisible`; the policy `max-min` would have given it.
  package var strandedPower: Power {
    @inline(__always) get {
      guard stopReason == .indivisible else { return .zero }
      return max(.zero, min(usablePower, supply.limit - allocatedPower))
    }
  }
}
