/// Serves vehicles in starting order, each with as much as it can take (policy `first-come`).
///
/// - Complexity: O(vehicles × log vehicles).
///
/// Source: the discipline of a queue, FCFS in Kendall's notation.
public struct FirstCome: OrderedPolicy {
  /// `first-come`.
  public static let name = "first-come"
  /// One line for tables and schemas.
  public static let meaning = "in starting order, each as much as it can take"

  var sharing = TurnSharing()

  /// Creates the policy.
  public init() {}

  static func rank(of vehicle: AllocationRequest.VehicleDemand) -> Int { 0 }
}
