extension StationConfig {
  /// Returns the first charger that loses more than 1 % of its limit, or of a connector's, because
  /// the limit is not a whole number of steps; nil if there is none.
  ///
  /// Policies that share in whole steps leave the rest behind the last step unused: a fifth at a
  /// charger of 3.7 kW in steps of 1 kW, next to nothing at one of 50.2 kW. A charger whose
  /// connectors together have no more than its limit loses nothing: every vehicle gets its
  /// connector's limit in full.
  ///
  /// - Parameter step: Positive.
  /// - Complexity: O(connectors).
  package func coarseCharger(step: Power) -> Charger? {
    chargers.first { charger in
      guard case .individual(let limits) = charger.connectors else {
        return charger.maxPower.isCoarse(step)
      }
      return limits.reduce(0) { $0 + $1.watts } > charger.maxPower.watts
        && (charger.maxPower.isCoarse(step) || limits.contains { $0.isCoarse(step) })
    }
  }
}

extension Power {
  /// True if the rest above the last whole step is more than 1 % of the power.
  fileprivate func isCoarse(_ step: Power) -> Bool { watts % step.watts * 100 > watts }
}
