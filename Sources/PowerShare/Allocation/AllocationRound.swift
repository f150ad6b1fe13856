/// One round of an allocation, for explaining it.
public struct AllocationRound: Equatable, Sendable {
  /// The power that the grid had left before the round; nil if the grid is no limit.
  public let remainingPower: Power?
  /// The number of vehicles that could take something.
  public let openVehicles: Int
  /// The power that each open vehicle was offered; nil if that was a fraction of its maximum.
  public let share: Power?
  /// The powers of the vehicles that were open in this round, in the order of the request.
  public internal(set) var grants: [Grant]
  /// The limits that passed on less than the share: groups, then chargers.
  ///
  /// Empty if the station has no groups, or if the policy passes nothing on.
  public internal(set) var passedOn: [PassedOn] = []
  /// The priority of the vehicles; nil if all have the same.
  public internal(set) var priority: Int?

  /// The power that a limit passed on to each open vehicle below it.
  public struct PassedOn: Equatable, Sendable {
    /// The limit.
    public let limit: Limit
    /// The power for a vehicle of weight 1, rounded down to the watt.
    public let power: Power
    /// True if the limit above it passed on more.
    public let isReduced: Bool
  }

  /// A limit below the grid.
  public enum Limit: Equatable, Sendable {
    /// A group, by its index in ``AllocationRequest/sharedLimits``.
    case group(Int)
    /// A charger, by its index in the config.
    case charger(Int)
  }

  /// The power that one vehicle got in a round.
  public struct Grant: Equatable, Sendable {
    /// The place of the vehicle in the request.
    public internal(set) var vehicle: Int
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
    /// A group has its maximum, or can pass nothing on; its index in
    /// ``AllocationRequest/sharedLimits``.
    case group(Int)
  }

  /// Creates the same round without the figures that come from the grid.
  init(withoutGrid round: AllocationRound) {
    remainingPower = nil
    openVehicles = round.openVehicles
    share = nil
    grants = round.grants
  }

  /// Creates the round between two allocations.
  ///
  /// - Parameters:
  ///   - closedBefore: True for each shared limit that was closed before the round; empty if none
  ///     was.
  ///   - closedAfter: The same after the round.
  init(
    _ request: AllocationRequest, from before: [Power], to after: [Power], share: Power?,
    closedBefore: [Bool] = [], closedAfter: [Bool] = []
  ) {
    let remaining = RemainingPower(request, before)
    let rest = RemainingPower(request, after)
    var grants: [Grant] = []
    for place in request.vehicles.indices {
      let maximum = request.vehicles[place].maximum
      guard before[place] < maximum, remaining.closing(above: place, closed: closedBefore) == nil
      else { continue }
      let closing = rest.closing(above: place, closed: closedAfter)
      grants.append(
        Grant(
          vehicle: place, addedPower: after[place] - before[place],
          allocatedPower: after[place],
          closedBy: after[place] == maximum ? .maximum : closing))
    }
    remainingPower = remaining.atGrid
    openVehicles = grants.count
    self.share = share
    self.grants = grants
  }
}
