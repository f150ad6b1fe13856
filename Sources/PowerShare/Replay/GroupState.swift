/// The power and energy of a group of chargers at a tick.
public struct GroupState: Equatable, Sendable {
  /// The power that the sessions below it are offered together.
  public internal(set) var allocatedPower = Power.zero
  /// The number of active sessions below it.
  public internal(set) var activeSessions = 0
  /// The energy that the chargers below it have delivered since the replay began.
  public internal(set) var deliveredEnergy = Energy.zero
}

extension Replay {
  /// The station's groups, in the order of the config.
  ///
  /// - Complexity: O(chargers + groups + active sessions) at each access.
  public var groups: [GroupState] { station.sums(of: chargers) }
}

extension StationConfig {
  /// Returns the sums over the chargers below each group.
  func sums(of chargers: [ChargerState]) -> [GroupState] {
    var states = groups.map { _ in GroupState() }
    for (charger, state) in chargers.enumerated() {
      guard let group = group(ofCharger: charger) else { continue }
      states[group].allocatedPower += state.allocatedPower
      states[group].activeSessions += state.activeSessions
      states[group].deliveredEnergy += state.deliveredEnergy
    }
    for group in groupTree.fromTop.reversed() {
      guard let above = self.group(above: group) else { continue }
      states[above].allocatedPower += states[group].allocatedPower
      states[above].activeSessions += states[group].activeSessions
      states[above].deliveredEnergy += states[group].deliveredEnergy
    }
    return states
  }
}
