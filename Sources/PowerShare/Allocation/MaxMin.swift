/// Max-min fairness with nothing left over (policy `max-min`).
///
/// The result of giving the lower of a step, what it lacks, and what its charger and the grid have
/// left to the vehicle with the least allocation that can still take something (the one that
/// started first among equals), until none can. Nobody can be raised by a step without lowering
/// somebody who has no more.
///
/// - Complexity: O(vehicles × log(highest maximum ÷ step) + vehicles × log vehicles): at a step of
///   1 W it is a water level, not a loop.
///
/// Source: D. Bertsekas and R. Gallager, *Data Networks*, 2nd ed. 1992, section 6.5.2, in whole
/// steps.
public struct MaxMin: AllocationPolicy {
  /// The name `max-min`.
  public static let name = "max-min"

  private var filling = StepFilling(key: .allocation)

  /// Creates the policy.
  public init() {}

  /// Shares the power out.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    filling.fill(request, into: &allocated)
    return StopReason(request, allocated)
  }

  /// The rounds between the moments at which a vehicle, a charger or the grid closes.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .rounds(filling.rounds(request))
  }
}
