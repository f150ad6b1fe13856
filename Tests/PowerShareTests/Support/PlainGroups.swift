import PowerShare

/// The limits of a station by name, for slow references.
struct PlainGroups {
  /// The chargers and the groups, each with the group above it.
  private(set) var limits: [String: SlowTreeShare.Limit] = [:]

  init(_ station: StationConfig) {
    for charger in station.chargers {
      limits[charger.id.text] = .init(maximum: charger.maxPower.watts)
    }
    for group in station.groups { limits[group.id.text] = .init(maximum: group.maxPower.watts) }
    for group in station.groups {
      for member in group.members { limits[known: member.text].parent = group.id.text }
    }
  }

  /// Returns the groups above a charger, the nearest first.
  func chain(_ charger: String) -> [String] {
    var chain: [String] = []
    var next = limits[known: charger].parent
    while let group = next {
      chain.append(group)
      next = limits[known: group].parent
    }
    return chain
  }

  /// Returns the power that each limit has left.
  ///
  /// - Parameter powers: The charger and the power of each vehicle.
  func left(_ powers: [(charger: String, power: Int)]) -> [String: Int] {
    var left = limits.mapValues(\.maximum)
    for (charger, power) in powers {
      for limit in [charger] + chain(charger) { left[known: limit] -= power }
    }
    return left
  }

  /// Returns the nearest group above a charger that cannot give a step to each vehicle below it
  /// that is below its maximum, and has no more left than any limit above it.
  func nearestLimit(
    of charger: String, step: Int, grid: Int,
    _ vehicles: [(charger: String, power: Int, isBelowMaximum: Bool)]
  ) -> String? {
    let left = left(vehicles.map { ($0.charger, $0.power) })
    let leftAtGrid = grid - vehicles.reduce(0) { $0 + $1.power }
    let groups = chain(charger)
    return groups.enumerated().first { place, group in
      let wanting = vehicles.count { $0.isBelowMaximum && chain($0.charger).contains(group) }
      let above = groups[(place + 1)...].map { left[known: $0] } + [leftAtGrid]
      return left[known: group] < wanting * step && above.allSatisfy { left[known: group] <= $0 }
    }?.element
  }
}
