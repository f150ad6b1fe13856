/// The groups of a station as limits of an allocation: the grid first, then the groups from the
/// top.
extension StationConfig {
  /// Returns the limits above the chargers.
  func sharedLimits(grid: Power) -> [AllocationRequest.SharedLimit] {
    var limits = [AllocationRequest.SharedLimit(maxPower: grid, parent: nil)]
    for group in groupTree.fromTop {
      limits.append(
        .init(
          maxPower: groups[group].maxPower,
          parent: self.group(above: group).map { limit(ofGroup: $0) } ?? 0))
    }
    return limits
  }

  /// Returns the index of a group among these limits.
  func limit(ofGroup group: Int) -> Int { groupTree.ranks[group] + 1 }

  /// Returns the index of the group of one of these limits, which is not the grid.
  func group(ofLimit limit: Int) -> Int { groupTree.fromTop[limit - 1] }

  /// Returns the index of the limit above a charger.
  @inline(__always)
  func limit(aboveCharger charger: Int) -> Int {
    groups.isEmpty ? 0 : limitOfGroup(aboveCharger: charger)
  }

  private func limitOfGroup(aboveCharger charger: Int) -> Int {
    group(ofCharger: charger).map { limit(ofGroup: $0) } ?? 0
  }

  /// The lowest maximum of the groups above each charger, ``Connection/unlimited`` if there is
  /// none; empty where the station has no groups.
  ///
  /// - Complexity: O(chargers + groups).
  var lowestGroupMaxima: [Power] {
    if groups.isEmpty { return [] }
    var lowest = groups.map(\.maxPower)
    for group in groupTree.fromTop {
      if let above = self.group(above: group) { lowest[group] = min(lowest[group], lowest[above]) }
    }
    return chargers.indices.map { charger in
      group(ofCharger: charger).map { lowest[$0] } ?? Connection.unlimited
    }
  }

  /// Returns true if a charger has a lower maximum than in a config: a temporary limit.
  func isLimited(charger: Int, below config: StationConfig) -> Bool {
    chargers[charger].maxPower < config.chargers[charger].maxPower
  }

  /// Returns true if a group has a lower maximum than in a config: a temporary limit.
  func isLimited(group: Int, below config: StationConfig) -> Bool {
    groups[group].maxPower < config.groups[group].maxPower
  }
}
