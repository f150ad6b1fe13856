extension StationConfig {
  /// The first charger that cannot hand out more than 1 % of a limit of its own, because that is
  /// no whole number of steps; nil where there is none.
  ///
  /// The policies that share in whole steps leave what is behind the last one. At a charger of
  /// 3.7 kW that is a fifth in steps of 1 kW, and at one of 50.2 kW next to nothing. The limit of a
  /// connector counts where all of them together may reach the charger's: elsewhere a vehicle has
  /// it in full.
  ///
  /// - Parameter step: Positive.
  /// - Complexity: O(connectors).
  package func coarseCharger(step: Power) -> Charger? {
    chargers.first { charger in
      guard case .individual(let limits) = charger.connectors else {
        return charger.maxPower.isCoarse(step)
      }
      let sum = limits.reduce(0) { $0 + $1.watts + step.watts }
      return sum > charger.maxPower.watts
        && (charger.maxPower.isCoarse(step) || limits.contains { $0.isCoarse(step) })
    }
  }
}

extension Power {
  /// Whether more than 1 % of it is behind its last whole step.
  fileprivate func isCoarse(_ step: Power) -> Bool { watts % step.watts * 100 > watts }
}
