/// A charger as the replay sees it.
public struct ChargerState: Equatable, Sendable {
  /// What its vehicles are offered together.
  public internal(set) var allocatedPower = Power.zero
  /// How many sessions are active there.
  public internal(set) var activeSessions = 0
  /// What it has delivered since the replay began.
  public internal(set) var deliveredEnergy = Energy.zero
}

/// What a replay keeps of a charger; what its active sessions have is worked out when it is asked
/// for, which is less often than it changes.
struct ChargerRecord: Sendable {
  /// How many sessions are active there.
  var activeSessions = 0
  /// What it has delivered to sessions that have ended.
  var endedEnergy = Energy.zero
}

extension Replay {
  /// The station's chargers, in the order of the config.
  ///
  /// - Complexity: O(chargers + active sessions), each time it is asked for.
  public var chargers: [ChargerState] {
    var states = records.map { record in
      ChargerState(
        activeSessions: record.activeSessions, deliveredEnergy: record.endedEnergy)
    }
    sessions.states.add(to: &states)
    return states
  }

  /// What chargers have delivered since the replay began, whether they are still there or not.
  ///
  /// - Complexity: O(chargers + active sessions).
  func deliveredEnergies(ofChargers ids: [Identifier]) -> [Energy] {
    let states = chargers
    return ids.map { id in
      if let index = station.index(ofCharger: id) { return states[index].deliveredEnergy }
      return removedChargers[id] ?? .zero
    }
  }
}
