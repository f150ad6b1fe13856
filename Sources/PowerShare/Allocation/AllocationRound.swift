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

  init(
    _ figures: RoundFigures, from before: [OpenCharger], to after: [OpenCharger],
    vehicles: [AllocationRequest.VehicleDemand]
  ) {
    remainingPower = Power(watts: figures.remaining)
    openVehicles = figures.openVehicles
    share = Power(watts: figures.share)
    var grants: [Grant] = []
    for (before, after) in zip(before, after) where before.openCount > 0 {
      for vehicle in before.firstBelowMaximum..<before.vehicles.upperBound {
        let maximum = vehicles[vehicle].maximum.watts
        let allocated = min(maximum, after.level)
        let closing: Closing? =
          allocated == maximum ? .maximum : after.allocated == after.limit ? .charger : nil
        grants.append(
          Grant(
            vehicle: vehicle, addedPower: Power(watts: allocated - before.level),
            allocatedPower: Power(watts: allocated), closedBy: closing))
      }
    }
    self.grants = grants
  }
}
