import PowerShare

/// Random groups of chargers, nested up to three deep.
enum RandomGroups {
  /// Returns groups in a random order; some chargers, and some groups, are in none.
  ///
  /// - Parameters:
  ///   - members: The ids of the chargers and of entries with a count.
  ///   - power: Returns the maximum of a group.
  static func make(
    of members: [Identifier], using random: inout SplitMix64,
    power: (inout SplitMix64) -> Power
  ) -> [ChargerGroup] {
    var groups: [ChargerGroup] = []
    var names = members
    for level in 0..<random.int(0...3) {
      var next: [Identifier] = []
      while !names.isEmpty {
        let count = min(names.count, random.int(1...3))
        let chosen = Array(names.prefix(count))
        names.removeFirst(count)
        if random.chance(percent: 20) {
          next += chosen
          continue
        }
        let id = Identifier("group-\(level)-\(groups.count)")
        groups.append(ChargerGroup(id: id, maxPower: power(&random), members: chosen))
        next.append(id)
      }
      names = next
    }
    return groups.shuffled(using: &random)
  }
}
