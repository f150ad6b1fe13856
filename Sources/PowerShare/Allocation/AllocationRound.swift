/// One round of an allocation, for people who ask how it came about.
public struct AllocationRound: Equatable, Sendable {
  /// What was left of the grid capacity before it; nil where there is no limit.
  public let remainingPower: Power?
  /// How many vehicles could take something.
  public let openVehicles: Int
  /// What each of them was offered; nil where that is a fraction of its maximum.
  public let share: Power?
  /// What each of the vehicles open in this round got, in the order of the request.
  public let grants: [Grant]

  /// What one vehicle got in a round.
  public struct Grant: Equatable, Sendable {
    /// The vehicle's place in the request.
    public let vehicle: Int
    /// What it got.
    public let addedPower: Power
    /// What it has now.
    public let allocatedPower: Power
    /// What closed it: its maximum, its charger, or nil while it stays open.
    public let closedBy: Closing?
  }

  /// What ends a vehicle's part in the rounds.
  public enum Closing: Equatable, Sendable {
    /// It has its maximum.
    case maximum
    /// Its charger has its maximum.
    case charger
  }

  /// The same round without the figures that come from the grid.
  init(withoutGrid round: AllocationRound) {
    remainingPower = nil
    openVehicles = round.openVehicles
    share = nil
    grants = round.grants
  }

  /// The round between two allocations.
  init(_ request: AllocationRequest, from before: [Power], to after: [Power], share: Power?) {
    let used = before.reduce(Power.zero) { $0 + $1 }
    var grants: [Grant] = []
    for charger in request.chargers {
      let usedBefore = before[charger.vehicles].reduce(Power.zero) { $0 + $1 }
      let usedAfter = after[charger.vehicles].reduce(Power.zero) { $0 + $1 }
      guard usedBefore < charger.maxPower else { continue }
      for place in charger.vehicles where before[place] < request.vehicles[place].maximum {
        let isAtMaximum = after[place] == request.vehicles[place].maximum
        let isFull = usedAfter == charger.maxPower
        grants.append(
          Grant(
            vehicle: place, addedPower: after[place] - before[place],
            allocatedPower: after[place],
            closedBy: isAtMaximum ? .maximum : isFull ? .charger : nil))
      }
    }
    remainingPower = request.gridCapacity - used
    openVehicles = grants.count
    self.share = share
    self.grants = grants
  }
}
