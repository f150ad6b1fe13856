/// Charging without control at the level of the station (policy `unmanaged`).
///
/// The ``FairShare`` with an unlimited grid and unlimited groups: only the chargers and the
/// vehicles limit it, and the station may exceed its grid capacity. It serves for comparison.
///
/// - Complexity: The same as ``FairShare``.
public struct Unmanaged: AllocationPolicy {
  /// `unmanaged`.
  public static let name = "unmanaged"
  /// One line for tables and schemas.
  public static let meaning = "as fair, with an unlimited grid and unlimited groups"
  /// False: the grid and the groups are no limits.
  public static let keepsGridCapacity = false
  /// True, as for ``FairShare``.
  public static let sharesWholeSteps = true

  private var fair = FairShare()

  /// Creates the policy.
  public init() {}

  /// Shares the power of the chargers.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    request.hasWeights
      ? fair.allocateInTree(request, isUnlimited: true, into: &allocated)
      : fair.allocate(request, gridCapacity: .max, into: &allocated)
  }

  /// Returns the rounds of the fair share with an unlimited grid.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    let rounds = fair.rounds(request.withoutGroups, gridCapacity: .max).rounds
    return .rounds(rounds.map { AllocationRound(withoutGrid: $0) })
  }
}
