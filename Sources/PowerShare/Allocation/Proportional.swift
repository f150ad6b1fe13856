/// Everyone gets the same fraction of what it asks (policy `proportional`).
///
/// The result of giving the lower of a step, what it lacks, and what its charger and the grid have
/// left to the vehicle with the least allocation relative to its maximum that can still take
/// something (the one that started first among equals), until none can.
///
/// - Complexity: O(vehicles × log vehicles), with a handful of looks at each vehicle in ordinary
///   stations, and about 70 at the worst.
///
/// Source: weighted max-min fairness with the maxima as weights; D. Bertsekas and R. Gallager,
/// *Data Networks*, 2nd ed. 1992, section 6.5.2, in whole steps.
public struct Proportional: AllocationPolicy {
  /// The name `proportional`.
  public static let name = "proportional"

  private var filling = StepFilling(key: .fractionOfMaximum)

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
