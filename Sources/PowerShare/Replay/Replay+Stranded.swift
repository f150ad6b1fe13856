extension Replay {
  /// The power that is left idle because it does not divide into steps.
  ///
  /// While the stop reason is `indivisible`: the power that vehicles could still take within their
  /// own, their chargers' and the grid's limits. The policy `max-min` would have given it.
  package var strandedPower: Power {
    @inline(__always) get {
      guard stopReason == .indivisible else { return .zero }
      return max(.zero, min(usablePower, supply.limit - allocatedPower))
    }
  }
}
