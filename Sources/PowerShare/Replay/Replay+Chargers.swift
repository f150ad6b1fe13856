/// The power and energy of chargers.
extension Replay {
  /// The station's chargers, in the order of the config.
  ///
  /// - Complexity: O(chargers + active sessions) at each access.
  public var chargers: [PartState] {
    var states: [PartState] = []
    list(&states)
    return states
  }

  /// Fills an array with the chargers, so that its memory is reused.
  func list(_ chargers: inout [PartState]) {
    chargers.resize(to: records.count, PartState())
    chargers.fill(records, sessions)
  }

  /// Returns the energy that chargers have delivered since the replay began, including chargers
  /// that are no longer in the config.
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

extension [PartState] {
  /// Sets each charger to its record plus the sums over its active sessions.
  fileprivate mutating func fill(_ records: [ChargerRecord], _ table: borrowing SessionTable) {
    let (records, sessions, details) = (records.span, table.states.span, table.details.span)
    var chargers = mutableSpan
    for place in records.indices {
      chargers[place].allocatedPower = .zero
      chargers[place].activeSessions = records[place].activeSessions
      chargers[place].deliveredEnergy = records[place].endedEnergy
    }
    for place in sessions.indices where !sessions[place].isVacant {
      let charger = details[sessions[place].slot].connection.charger
      chargers[charger].allocatedPower += sessions[place].allocatedPower
      chargers[charger].deliveredEnergy += sessions[place].deliveredEnergy
    }
  }
}
