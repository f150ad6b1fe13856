/// One round of an allocation, for explaining it.
public struct AllocationRound: Equatable, Sendable {
  /// The power that the grid had left before the round; nil if the grid is no limit.
  public let remainingPower: Power?
  /// The number of vehicles that could take something.
  public let openVehicles: Int
  /// The power that each open vehicle was offered; nil if that was a fraction of its maximum.
  public let share: Power?
  /// The powers of the vehicles that were open in this round, in the order of the request.
  public let grants: [Grant]

  /// The power that one vehicle got in a round.
  public struct Grant: Equatable, Sendable {
    /// The place of the vehicle in the request.
    public let vehicle: Int
    /// The power that the vehicle got in this round.
    public let addedPower: Power
    /// The power that the vehicle had after this round.
    public let allocatedPower: Power
    /// The limit that closed the vehicle, or nil if the vehicle stayed open.
    public let closedBy: Closing?
  }

  /// A limit that ends a vehicle's part in the rounds.
  public enum Closing: Equatable, Sendable {
    /// The vehicle has its maximum.
    case maximum
    /// The charger has its maximum.
    case charger
  }

  /// Creates the same round without the figures that come from the grid.
  init(withoutGrid round: AllocationRound) {
    remainingPower = nil
    openVehicles = round.openVehicles
    share = nil
    grants = round.grants
  }

  /// Creates the round between two allocations.
  init(_ request: AllocationRequest, from before: [Power], to after: [Power], share: Power?) {
    let remaining = RemainingPower(request, before)
    let rest = RemainingPower(request, after)
    var grants: [Grant] = []
    for place in request.vehicles.indices {
      let maximum = request.vehicles[place].maximum
      guard before[place] < maximum, remaining.hasRoom(above: place) else { continue }
      let isFull = !rest.hasRoom(above: place)
      grants.append(
        Grant(
          vehicle: place, addedPower: after[place] - before[place],
          allocatedPower: after[place],
          closedBy: after[place] == maximum ? .maximum : isFull ? .charger : nil))
    }
    remainingPower = remaining.atGrid
    openVehicles = grants.count
    self.share = share
    self.grants = grants
  }
}
