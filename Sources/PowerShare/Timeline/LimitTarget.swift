/// The part of a station that has a temporary limit: the grid connection, a charger or a group.
public enum LimitTarget: Hashable, Sendable {
  /// The grid connection.
  case grid
  /// A charger, or each charger of an entry with a count.
  case charger(Identifier)
  /// A group of chargers.
  case group(Identifier)

  /// The part of a station that a target names, by its index in the config.
  package enum Place: Equatable, Sendable {
    /// The grid connection.
    case grid
    /// The chargers, each of which has the limit.
    case chargers(Range<Int>)
    /// A group.
    case group(Int)
  }

  /// Creates the target of an id, which names a charger, an entry with a count, or a group.
  ///
  /// - Throws: `unknown-group`, or `unknown-charger` in a station without groups.
  /// - Complexity: O(1) for a known id.
  package init(named id: Identifier, in station: StationConfig) throws(EventProblem) {
    if station.index(ofGroup: id) != nil {
      self = .group(id)
    } else if station.chargers(named: id) != nil {
      self = .charger(id)
    } else {
      throw .unknownTarget(id, in: station)
    }
  }

  /// Returns the part of a station that the target names.
  ///
  /// - Throws: `unknown-charger` or `unknown-group` if the station has no such part.
  /// - Complexity: O(1).
  package func place(in station: StationConfig) throws(EventProblem) -> Place {
    switch self {
    case .grid: return .grid
    case .charger(let id):
      guard let chargers = station.chargers(named: id) else {
        throw .unknownCharger(id, in: station)
      }
      return .chargers(chargers)
    case .group(let id):
      guard let group = station.index(ofGroup: id) else { throw .unknownGroup(id, in: station) }
      return .group(group)
    }
  }
}
