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
  public static let goesByTime = true

  var sharing = TurnSharing()

  /// Creates the policy.
  public init() {}

  static func rank(of vehicle: AllocationRequest.VehicleDemand) -> Int { vehicle.slack ?? .max }

  /// Returns the time until the first vehicle can have as little slack as the one served before it.
  ///
  /// A vehicle that charges with some part of its maximum loses the rest of the time as slack. So
  /// the vehicle behind catches up with it no faster than by that part of the time.
  ///
  /// - Complexity: O(vehicles × log vehicles).
  public func unchangedTime(_ request: AllocationRequest, _ allocated: [Power]) -> TimeSpan? {
    let order = request.vehicles.indices.lazy
      .filter { request.vehicles[$0].maximum > .zero }
      .compactMap { place in request.vehicles[place].slack.map { (slack: $0, place: place) } }
      .sorted { left, right in
        (left.slack, request.vehicles[left.place].startOrder)
          < (right.slack, request.vehicles[right.place].startOrder)
      }
    var least: Int?
    for (first, second) in zip(order, order.dropFirst()) where allocated[first.place] > .zero {
      // Both slacks are rounded to the millisecond, each by less than one.
      let gap = Int128(max(0, second.slack - first.slack - 2))
      let maximum = Int128(request.vehicles[first.place].maximum.watts)
      let time = gap * maximum / Int128(allocated[first.place].watts)
      least = min(least ?? .max, Int(min(time, Int128(Int.max / 4))))
    }
    return least.map(TimeSpan.init(milliseconds:))
  }
}
