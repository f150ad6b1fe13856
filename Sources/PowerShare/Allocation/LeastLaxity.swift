/// Serves vehicles in order of slack, each with as much as it can take (policy `least-laxity`).
///
/// The slack of a vehicle is the time to its departure less the time that it still needs at full
/// power, rounded up to the millisecond. Vehicles without a departure come last. Of equal slacks,
/// the vehicle that started first is served first.
///
/// - Complexity: O(vehicles × log vehicles).
///
/// Source: A. K. Mok, "Fundamental Design Problems of Distributed Systems for the
/// Hard-Real-Time Environment", PhD thesis, MIT, 1983.
public struct LeastLaxity: OrderedPolicy {
  /// `least-laxity`.
  public static let name = "least-laxity"
  /// One line for tables and schemas.
  public static let meaning = "in order of slack, those without a departure last"
  /// True: the slack of a vehicle shrinks while it waits for its turn.
  ///
  /// A result that time has changed does not come back. It depends only on this: a vehicle below
  /// its maximum comes after all that get power from some limit above it that is used up. While
  /// powers stay the same, a vehicle at its maximum keeps its slack, one without power loses all of
  /// the time, and so the first never moves ahead of another one, and the second never falls
  /// behind.
  public static let goesByTime = true

  var sharing = TurnSharing()

  /// Creates the policy.
  public init() {}

  static func rank(of vehicle: AllocationRequest.VehicleDemand) -> Int { vehicle.slack ?? .max }
}
