/// In starting order, each as much as it can take (policy `first-come`).
///
/// - Complexity: O(vehicles × log vehicles).
///
/// Source: the rule of a queue; in Kendall's notation its discipline is called FCFS.
public struct FirstCome: AllocationPolicy {
  /// The name `first-come`.
  public static let name = "first-come"

  private var priority = Priority()

  /// Creates the policy.
  public init() {}

  /// Shares the power out; the step plays no part.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    priority.serve(request, into: &allocated) { $0.startOrder < $1.startOrder }
    return StopReason(request, allocated)
  }

  /// The turns of the vehicles, in their order.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    var allocated: [Power] = []
    _ = allocate(request, into: &allocated)
    return .turns(priority.turns)
  }
}
