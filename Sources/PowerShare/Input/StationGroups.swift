/// The groups of a station config that have been read, with their places.
struct StationGroups {
  /// A group with the places of its parts.
  struct Group {
    let name: Identifier
    /// The place of its id.
    let id: Range<Int>
    /// The place of the list of its members.
    let list: Range<Int>
    var maxPower = Power.zero
    /// The place of its maximum.
    var power = 0..<0
    var members: [Identifier] = []
    /// The place of each member.
    var places: [Range<Int>] = []

    /// Adds a member.
    mutating func append(_ member: Identifier, at place: Range<Int>) {
      members.append(member)
      places.append(place)
    }

    /// The group without the places.
    var group: ChargerGroup { ChargerGroup(id: name, maxPower: maxPower, members: members) }
  }

  var groups: [Group] = []

  /// The greatest number of unknown members with a guess of what is meant, which takes long.
  private static let guessLimit = 100

  /// Reports every rule that the groups break.
  ///
  /// - Parameter entries: The chargers, which break no rule.
  func reportProblems(_ entries: [ChargerEntry], _ reader: inout FieldReader) {
    var guesses = 0
    var names: [String]?
    var counts: [Identifier: Int]?
    for problem in StationConfig.problems(groups.map(\.group), entries) {
      let group = groups[problem.group]
      let place = problem.member.map { group.places[$0] } ?? group.id
      switch problem.problem {
      case .duplicateGroup(let id):
        reader.report(
          place, .duplicateGroup, "group id \(id.quoted) is already in the station config",
          hint: "Group ids are unique, also among the ids of chargers.")
      case .emptyGroup(let id):
        reader.report(
          group.list, .emptyGroup, "group \(id.quoted) has no member",
          hint: "Name its chargers and groups in \"members\".")
      case .memberOfTwoGroups(let member, let other):
        reader.report(
          place, .memberOfTwoGroups,
          "\(member.quoted) is already a member of group \(other.quoted)",
          hint: "A charger or a group is a member of one group at most.")
      case .groupCircle(let path):
        reader.report(
          place, .groupCircle, Self.message(circle: path),
          hint: "Groups are nested without a circle.")
      case .unknownMember(let member, _):
        let known = names ?? self.names(entries)
        names = known
        let counted = counts ?? Self.counts(entries)
        counts = counted
        guesses += 1
        let guess =
          guesses > Self.guessLimit ? nil : Suggestion.nearest(to: member.text, among: known)
        var list = known.prefix(8).map { Suggestion.printable($0) }.joined(separator: ", ")
        let count = entries.count + groups.count
        if count > 8 { list += " and \(count - 8) more" }
        reader.report(
          place, .unknownMember,
          "\(member.quoted) is neither a charger nor a group of the station config",
          hint: (guess.map { "did you mean \(Identifier($0).quoted)? " } ?? "")
            + "The station has \(list)."
            + (Self.sentence(of: guess.map { Identifier($0) } ?? member, counted) ?? ""))
      default: break
      }
    }
  }

  /// The number of equal chargers of each entry with a count.
  private static func counts(_ entries: [ChargerEntry]) -> [Identifier: Int] {
    var counts: [Identifier: Int] = [:]
    for entry in entries { counts[entry.charger.id] = entry.count }
    return counts
  }

  /// Returns a sentence with the chargers of the entry that an id names, or to which it belongs by
  /// its form, after a blank; nil if there is no such entry.
  private static func sentence(of id: Identifier, _ counts: [Identifier: Int]) -> String? {
    if let count = counts[id] { return " " + ChargerEntry.sentence(id, count: count) }
    guard let entry = ChargerEntry.entry(ofCharger: id), let count = counts[entry] else {
      return nil
    }
    return " " + ChargerEntry.sentence(entry, count: count)
  }

  /// Judges the maxima of the groups of a station.
  ///
  /// - Parameter station: The station with these groups.
  func judge(_ station: StationConfig, _ reader: inout FieldReader) {
    if groups.isEmpty { return }
    var connectors = groups.map { _ in 0 }
    for (index, charger) in station.chargers.enumerated() {
      if let group = station.group(ofCharger: index) {
        connectors[group] += charger.connectors.count
      }
    }
    for group in station.groupTree.fromTop.reversed() {
      if let above = station.group(above: group) { connectors[above] += connectors[group] }
    }
    for (group, count) in zip(groups, connectors) {
      reader.remarks.judge(group: group.maxPower, connectors: count, at: group.power)
    }
  }

  /// Returns the names that members may have: entries, then groups.
  private func names(_ entries: [ChargerEntry]) -> [String] {
    (entries.lazy.map(\.charger.id) + groups.lazy.map(\.name))
      .prefix(Suggestion.candidateLimit).map(\.text)
  }

  private static func message(circle path: [Identifier]) -> String {
    let message = "group \(path[0].quoted) is a member of itself"
    if path.count == 1 { return message }
    let shown = path[1...].prefix(3).map(\.quoted).joined(separator: ", ")
    return message + " through \(shown)"
      + (path.count > 4 ? " and \(path.count - 4) more" : "")
  }
}
