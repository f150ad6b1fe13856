/// Serves vehicles in order of departure, each with as much as it can take (policy
/// `earliest-departure`).
///
/// Vehicles without a departure come last. Of equal departures, the vehicle that started first is
/// served first.
///
/// - Complexity: O(vehicles × log vehicles).
///
/// Source: earliest deadline first; C. L. Liu and J. W. Layland, "Scheduling Algorithms for
/// Multiprogramming in a Hard-Real-Time Environment", J. ACM 20(1), 1973,
/// doi:10.1145/321738.321743.
public struct EarliestDeparture: OrderedPolicy {
  /// `earliest-departure`.
  public static let name = "earliest-departure"
  /// One line for tables and schemas.
  public static let meaning = "in order of departure, those without one last"

  var sharing = TurnSharing()

  /// Creates the policy.
  public init() {}

  static func rank(of vehicle: AllocationRequest.VehicleDemand) -> Int {
    vehicle.departureTime?.milliseconds ?? .max
  }
}
