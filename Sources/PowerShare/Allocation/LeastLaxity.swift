/// In order of slack, each as much as it can take (policy `least-laxity`).
///
/// The slack is the time left to the departure, less the time still needed at full power, rounded
/// up to the millisecond. Vehicles without a departure come last; among equals, those that started
/// first.
///
/// - Complexity: O(vehicles × log vehicles).
///
/// Source: A. K. Mok, "Fundamental Design Problems of Distributed Systems for the
/// Hard-Real-Time Environment", PhD thesis, MIT, 1983.
public struct LeastLaxity: AllocationPolicy {
  /// The name `least-laxity`.
  public static let name = "least-laxity"
  /// True: slack shrinks while a vehicle waits for its turn.
  public static let goesByTime = true

  private var priority = Priority()

  /// Creates the policy.
  public init() {}

  /// Shares the power out; the step plays no part.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    priority.serve(request, into: &allocated) { left, right in
      (left.slack ?? .max, left.startOrder) < (right.slack ?? .max, right.startOrder)
    }
    return StopReason(request, allocated)
  }

  /// The time until the first vehicle can have as much slack as the one behind it.
  ///
  /// A vehicle's slack shrinks as time goes by, but for the part of its full power with which it
  /// charges; so it comes up to the next one no faster than with that part.
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
      // Slacks are rounded to the millisecond, each by less than one.
      let gap = Int128(max(0, second.slack - first.slack - 2))
      let maximum = Int128(request.vehicles[first.place].maximum.watts)
      let time = gap * maximum / Int128(allocated[first.place].watts)
      least = min(least ?? .max, Int(min(time, Int128(Int.max / 4))))
    }
    return least.map(TimeSpan.init(milliseconds:))
  }

  /// The turns of the vehicles, in their order.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    var allocated: [Power] = []
    _ = allocate(request, into: &allocated)
    return .turns(priority.turns)
  }
}
