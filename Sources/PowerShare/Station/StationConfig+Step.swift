extension StationConfig {
  /// A charger or group of chargers whose limit is far from a whole number of steps.
  package struct CoarseLimit: Equatable, Sendable {
    /// The id of the charger or group.
    package let id: Identifier
    /// True for a group.
    package let isGroup: Bool
  }

  /// Returns the first charger or, if there is none, the first group that loses more than 1 % of
  /// its limit, or of a connector's, because the limit is not a whole number of steps; nil if there
  /// is none.
  ///
  /// Policies that share in whole steps leave the rest behind the last step unused: a fifth at a
  /// charger of 3.7 kW in steps of 1 kW, next to nothing at one of 50.2 kW. A charger whose
  /// connectors together have no more than its limit loses nothing: every vehicle gets its
  /// connector's limit in full. Nor does a group whose members together have no more than its
  /// limit: it is never divided.
  ///
  /// - Parameters:
  ///   - step: Positive.
  ///   - keepsGroups: False for a policy that does not keep the limits of groups.
  /// - Complexity: O(connectors + groups).
  package func coarseLimit(step: Power, keepsGroups: Bool = true) -> CoarseLimit? {
    let charger = chargers.first { charger in
      guard case .individual = charger.connectors else { return charger.maxPower.isCoarse(step) }
      return charger.connectorPower > charger.maxPower
        && (charger.maxPower.isCoarse(step) || charger.hasCoarseConnector(step))
    }
    if let charger { return CoarseLimit(id: charger.id, isGroup: false) }
    return keepsGroups ? coarseGroup(step).map { CoarseLimit(id: $0, isGroup: true) } : nil
  }

  /// Returns the id of the first group that loses more than 1 % of its limit, or nil.
  private func coarseGroup(_ step: Power) -> Identifier? {
    if groups.isEmpty { return nil }
    // The power that the members of each group together can take.
    var powers = groups.map { _ in Power.zero }
    for (index, charger) in chargers.enumerated() {
      if let group = group(ofCharger: index) {
        powers[group] += min(charger.maxPower, charger.connectorPower)
      }
    }
    for group in groupTree.fromTop.reversed() {
      if let above = self.group(above: group) {
        powers[above] += min(groups[group].maxPower, powers[group])
      }
    }
    let first = groups.indices.first {
      powers[$0] > groups[$0].maxPower && groups[$0].maxPower.isCoarse(step)
    }
    return first.map { groups[$0].id }
  }
}

extension Charger {
  /// The limits of all connectors together.
  fileprivate var connectorPower: Power {
    switch connectors {
    case .alike: maxPower
    case .individual(let limits): Power(watts: limits.reduce(0) { $0 + $1.watts })
    }
  }

  fileprivate func hasCoarseConnector(_ step: Power) -> Bool {
    guard case .individual(let limits) = connectors else { return false }
    return limits.contains { $0.isCoarse(step) }
  }
}

extension Power {
  /// True if the rest above the last whole step is more than 1 % of the power.
  fileprivate func isCoarse(_ step: Power) -> Bool { watts % step.watts * 100 > watts }
}
