/// The temporary limits in force at chargers and groups, by their ids.
///
/// They outlive a `config` event as long as it keeps what they are for.
struct TemporaryLimits: Sendable {
  private var chargers: [Identifier: SourceLimits] = [:]
  private var groups: [Identifier: SourceLimits] = [:]

  /// True if there is none.
  var isEmpty: Bool { chargers.isEmpty && groups.isEmpty }

  /// Sets a source's limit of a charger; nil ends it.
  mutating func set(_ power: Power?, source: Int, ofCharger id: Identifier) {
    Self.set(power, source, &chargers, id)
  }

  /// Sets a source's limit of a group; nil ends it.
  mutating func set(_ power: Power?, source: Int, ofGroup id: Identifier) {
    Self.set(power, source, &groups, id)
  }

  private static func set(
    _ power: Power?, _ source: Int, _ limits: inout [Identifier: SourceLimits], _ id: Identifier
  ) {
    limits[id, default: SourceLimits()].set(power, source: source)
    if limits[id]?.lowest == nil { limits[id] = nil }
  }

  /// Returns the lowest limit of a charger; nil if there is none.
  func lowest(ofCharger id: Identifier) -> Power? { chargers[id]?.lowest }

  /// Returns the lowest limit of a group; nil if there is none.
  func lowest(ofGroup id: Identifier) -> Power? { groups[id]?.lowest }

  /// Ends the limits of what a config does not have.
  mutating func removeUnknown(_ station: StationConfig) {
    chargers = chargers.filter { station.index(ofCharger: $0.key) != nil }
    groups = groups.filter { station.index(ofGroup: $0.key) != nil }
  }

  /// Returns the lowest temporary limit of each charger and of the groups above it, or
  /// ``Connection/unlimited`` if it has none; empty if there is none at all.
  ///
  /// - Parameters:
  ///   - grid: The temporary limit of the grid connection, or nil.
  ///   - keepsGroups: False if the policy only keeps the maxima of chargers.
  /// - Complexity: O(chargers + groups).
  func maxima(_ station: StationConfig, grid: Power?, keepsGroups: Bool) -> [Power] {
    if isEmpty, grid == nil { return [] }
    var above = station.groups.map { lowest(ofGroup: $0.id) ?? Connection.unlimited }
    for group in station.groupTree.fromTop {
      if let parent = station.group(above: group) {
        above[group] = min(above[group], above[parent])
      }
    }
    return station.chargers.indices.map { charger in
      let own = lowest(ofCharger: station.chargers[charger].id) ?? Connection.unlimited
      guard keepsGroups else { return own }
      let group = station.group(ofCharger: charger).map { above[$0] } ?? Connection.unlimited
      return min(own, group, grid ?? Connection.unlimited)
    }
  }
}
