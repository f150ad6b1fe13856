/// The power and energy of groups of chargers.
extension Replay {
  /// The station's groups, in the order of the config.
  ///
  /// The energy of a group is what its chargers have delivered while they were below it, so that it
  /// never falls when a `config` event takes a charger out of the group.
  ///
  /// - Complexity: O(chargers + groups + active sessions) at each access.
  public var groups: [PartState] {
    guard hasGroups else { return [] }
    var states = station.sums(of: chargers)
    for group in states.indices { states[group].deliveredEnergy += groupEnergies[group] }
    return states
  }

  /// Returns the energy that groups have delivered since the replay began, including groups that
  /// are no longer in the config.
  ///
  /// - Complexity: O(chargers + groups + active sessions).
  func deliveredEnergies(ofGroups ids: [Identifier]) -> [Energy] {
    if ids.isEmpty { return [] }
    let states = groups
    return ids.map { id in
      if let index = station.index(ofGroup: id) { return states[index].deliveredEnergy }
      return removedGroups[id] ?? .zero
    }
  }

  /// Stores the energies of all groups as those of removed ones, before the config changes.
  mutating func removeGroups() {
    for (group, state) in zip(station.groups, groups) {
      removedGroups[group.id] = state.deliveredEnergy
    }
  }

  /// Continues the energies of the groups of a new config.
  mutating func restoreGroups() {
    groupEnergies = []
    guard hasGroups else { return }
    groupEnergies = zip(station.groups, station.sums(of: chargers)).map { group, sum in
      (removedGroups.removeValue(forKey: group.id) ?? .zero) - sum.deliveredEnergy
    }
  }
}

extension StationConfig {
  /// Returns the sums over the chargers below each group.
  func sums(of chargers: [PartState]) -> [PartState] {
    var states = groups.map { _ in PartState() }
    for (charger, state) in chargers.enumerated() {
      guard let group = group(ofCharger: charger) else { continue }
      states[group].add(state)
    }
    for group in groupTree.fromTop.reversed() {
      if let above = self.group(above: group) { states[above].add(states[group]) }
    }
    return states
  }
}

extension PartState {
  fileprivate mutating func add(_ other: PartState) {
    allocatedPower += other.allocatedPower
    activeSessions += other.activeSessions
    deliveredEnergy += other.deliveredEnergy
  }
}
