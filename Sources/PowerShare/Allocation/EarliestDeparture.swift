/// In order of departure, each as much as it can take (policy `earliest-departure`).
///
/// Vehicles without a departure come last; among equals, those that started first.
///
/// - Complexity: O(vehicles × log vehicles).
///
/// Source: earliest deadline first; C. L. Liu and J. W. Layland, "Scheduling Algorithms for
/// Multiprogramming in a Hard-Real-Time Environment", J. ACM 20(1), 1973,
/// doi:10.1145/321738.321743.
public struct EarliestDeparture: AllocationPolicy {
  /// The name `earliest-departure`.
  public static let name = "earliest-departure"

  private var priority = Priority()

  /// Creates the policy.
  public init() {}

  /// Shares the power out; the step plays no part.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    priority.serve(request, into: &allocated) { left, right in
      let (first, second) = (
        left.departureTime?.milliseconds ?? .max, right.departureTime?.milliseconds ?? .max
      )
      return (first, left.startOrder) < (second, right.startOrder)
    }
    return StopReason(request, allocated)
  }

  /// The turns of the vehicles, in their order.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    var allocated: [Power] = []
    _ = allocate(request, into: &allocated)
    return .turns(priority.turns)
  }
}
