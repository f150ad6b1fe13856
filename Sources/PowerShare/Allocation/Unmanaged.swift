/// What happens without control at the level of the station (policy `unmanaged`).
///
/// The ``FairShare`` with an unlimited grid: only the chargers' and the vehicles' limits hold, and
/// the station may exceed its grid capacity. It is here to be compared with, not to be used.
///
/// - Complexity: That of ``FairShare``.
public struct Unmanaged: AllocationPolicy {
  /// The name `unmanaged`.
  public static let name = "unmanaged"
  /// False: that is the point of it.
  public static let keepsGridCapacity = false

  private var fair = FairShare()

  /// Creates the policy.
  public init() {}

  /// Shares the power of the chargers out.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    fair.allocate(unlimited(request), into: &allocated)
  }

  /// The rounds of the fair share with an unlimited grid.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    let rounds = fair.rounds(unlimited(request)).rounds
    return .rounds(rounds.map { AllocationRound(withoutGrid: $0) })
  }

  private func unlimited(_ request: AllocationRequest) -> AllocationRequest {
    var unlimited = request
    unlimited.gridCapacity = Power(watts: .max)
    return unlimited
  }
}
