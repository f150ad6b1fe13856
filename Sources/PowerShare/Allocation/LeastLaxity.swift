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

  /// The turns of the vehicles, in their order.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    var allocated: [Power] = []
    _ = allocate(request, into: &allocated)
    return .turns(priority.turns)
  }
}
