/// A maximum of a charger or a group that is in force from a tick on, because a temporary limit
/// begins or ends.
struct MaximumChange: Equatable, Sendable {
  /// A part of the station, by its index in the config.
  enum Part: Equatable, Sendable {
    case charger(Int)
    case group(Int)
  }

  let part: Part
  let maxPower: Power
}

extension Replay {
  /// The changes of the present tick.
  var maximumChanges: [MaximumChange] {
    lastMaximumChanges.time == time ? lastMaximumChanges.changes : []
  }

  /// All maxima that differ from the config.
  ///
  /// - Complexity: O(chargers + groups).
  var temporaryMaxima: [MaximumChange] {
    guard hasLimits else { return [] }
    var changes: [MaximumChange] = []
    for (index, charger) in station.chargers.enumerated()
    where charger.maxPower != config.chargers[index].maxPower {
      changes.append(MaximumChange(part: .charger(index), maxPower: charger.maxPower))
    }
    for (index, group) in station.groups.enumerated()
    where group.maxPower != config.groups[index].maxPower {
      changes.append(MaximumChange(part: .group(index), maxPower: group.maxPower))
    }
    return changes
  }

  /// Takes note of a change of the present tick.
  mutating func note(_ change: MaximumChange) {
    if lastMaximumChanges.time != time { lastMaximumChanges = (time, []) }
    lastMaximumChanges.changes.append(change)
  }
}
