/// The tree that the groups of a station form: the group above each charger and each group.
struct GroupTree: Hashable, Sendable {
  /// The index of the group of each charger, or −1; empty if the station has no groups.
  private(set) var groupOfCharger: [Int] = []
  /// The index of the group above each group, or −1.
  private(set) var parents: [Int] = []
  /// The indices of the groups, each after the group above it.
  private(set) var fromTop: [Int] = []
  /// The place of each group in ``fromTop``.
  private(set) var ranks: [Int] = []
  /// The index of each group.
  private(set) var places = IdentifierTable()

  /// A rule that a group breaks.
  struct Problem {
    let problem: StationProblem
    /// The index of the group.
    let group: Int
    /// The index of the member in its group; nil if the problem is about the group itself.
    let member: Int?
  }

  /// The names that members may have, and the groups that have them already.
  private struct Members {
    let chargers: [Charger]
    let chargerPlaces: IdentifierTable
    let series: [ChargerSeries]
    var seriesPlaces = IdentifierTable()
    /// The index of the group that names each series, or −1.
    var groupOfSeries: [Int]
  }

  /// Creates the tree of no groups.
  init() {}

  /// Creates the tree of some groups, and lists every rule that they break.
  ///
  /// The tree has no meaning if there is a problem.
  ///
  /// - Complexity: O(chargers + groups + members).
  init(
    _ groups: [ChargerGroup], _ chargers: [Charger], _ chargerPlaces: IdentifierTable,
    _ series: [ChargerSeries], problems: inout [Problem]
  ) {
    if groups.isEmpty { return }
    groupOfCharger = Array(repeating: -1, count: chargers.count)
    parents = Array(repeating: -1, count: groups.count)
    var members = Members(
      chargers: chargers, chargerPlaces: chargerPlaces, series: series,
      groupOfSeries: Array(repeating: -1, count: series.count))
    for (place, entry) in series.enumerated() { _ = members.seriesPlaces.insert(entry.id, place) }
    for (group, stated) in groups.enumerated() {
      let isTaken = chargerPlaces[stated.id] != nil || members.seriesPlaces[stated.id] != nil
      if isTaken || !places.insert(stated.id, group) {
        problems.append(Problem(problem: .duplicateGroup(stated.id), group: group, member: nil))
      }
    }
    for (group, stated) in groups.enumerated() {
      if stated.members.isEmpty {
        problems.append(Problem(problem: .emptyGroup(stated.id), group: group, member: nil))
      }
      for (place, member) in stated.members.enumerated() {
        if let problem = add(member, to: group, groups, &members) {
          problems.append(Problem(problem: problem, group: group, member: place))
        }
      }
    }
    sort()
    if fromTop.count < groups.count { listCircles(groups, &problems) }
  }

  /// Puts a member below a group, and returns what is wrong with it, or nil.
  private mutating func add(
    _ member: Identifier, to group: Int, _ groups: [ChargerGroup], _ members: inout Members
  ) -> StationProblem? {
    func isTaken(_ member: Identifier, by other: Int) -> StationProblem? {
      other < 0 ? nil : .memberOfTwoGroups(member, groups[other].id)
    }
    if let charger = members.chargerPlaces[member] {
      if let problem = isTaken(member, by: groupOfCharger[charger]) { return problem }
      groupOfCharger[charger] = group
    } else if let series = members.seriesPlaces[member] {
      // Each series is spread once, so that a file that repeats it takes no more time.
      if let problem = isTaken(member, by: members.groupOfSeries[series]) { return problem }
      members.groupOfSeries[series] = group
      for charger in members.series[series].chargers {
        let other = groupOfCharger[charger]
        if let problem = isTaken(members.chargers[charger].id, by: other) { return problem }
        groupOfCharger[charger] = group
      }
    } else if let other = places[member] {
      if let problem = isTaken(member, by: parents[other]) { return problem }
      parents[other] = group
    } else {
      return .unknownMember(member, groups[group].id)
    }
    return nil
  }

  /// Lists the groups from the top; those of a circle, and those below one, are left out.
  private mutating func sort() {
    var firstChild = parents.map { _ in -1 }
    var nextSibling = firstChild
    for group in parents.indices.reversed() {
      if parents[group] < 0 { continue }
      nextSibling[group] = firstChild[parents[group]]
      firstChild[parents[group]] = group
    }
    fromTop = parents.indices.filter { parents[$0] < 0 }
    fromTop.reserveCapacity(parents.count)
    var next = 0
    while next < fromTop.count {
      var child = firstChild[fromTop[next]]
      while child >= 0 {
        fromTop.append(child)
        child = nextSibling[child]
      }
      next += 1
    }
    ranks = parents.map { _ in 0 }
    for (rank, group) in fromTop.enumerated() { ranks[group] = rank }
  }

  /// Adds a problem for each circle of groups.
  private func listCircles(_ groups: [ChargerGroup], _ problems: inout [Problem]) {
    // The number of the walk that has passed each group, from 1; 0 for none.
    var walks = parents.map { _ in 0 }
    for group in fromTop { walks[group] = -1 }
    for start in parents.indices where walks[start] == 0 {
      var group = start
      while walks[group] == 0 {
        walks[group] = start + 1
        group = parents[group]
      }
      if walks[group] != start + 1 { continue }
      // From the group that the config has first, upwards, until it comes again.
      var (first, other) = (group, parents[group])
      while other != group {
        first = min(first, other)
        other = parents[other]
      }
      var path = [first]
      while parents[path[path.count - 1]] != first { path.append(parents[path[path.count - 1]]) }
      let child = groups[path[path.count - 1]].id
      let downwards = [first] + path.dropFirst().reversed()
      problems.append(
        Problem(
          problem: .groupCircle(downwards.map { groups[$0].id }), group: first,
          member: groups[first].members.firstIndex(of: child)))
    }
  }
}
