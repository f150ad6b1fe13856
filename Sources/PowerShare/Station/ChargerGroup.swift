/// A group of chargers that share a limit, such as a cabinet, a feeder or a transformer.
public struct ChargerGroup: Hashable, Sendable {
  /// The group's id, unique within its station, also among the ids of chargers.
  public let id: Identifier
  /// The most that all chargers below it may give together.
  public let maxPower: Power
  /// The ids of its members as the config states them: chargers, entries with a count, or groups.
  public let members: [Identifier]

  /// Creates a group.
  public init(id: Identifier, maxPower: Power, members: [Identifier]) {
    self.id = id
    self.maxPower = maxPower
    self.members = members
  }

  /// Returns the same group with another maximum.
  func with(maxPower: Power) -> ChargerGroup {
    ChargerGroup(id: id, maxPower: maxPower, members: members)
  }
}
