/// A policy that gives single steps to the vehicle with the lowest key until no vehicle can take
/// one.
///
/// A conforming policy only says what the key is; see ``StepFilling``.
protocol SteppedPolicy: AllocationPolicy {
  /// The memory that filling reuses: `StepFilling(key:)` at first.
  var filling: StepFilling { get set }
}

extension SteppedPolicy {
  /// Gives the steps, without giving them one by one.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    filling.fill(request, into: &allocated)
    return StopReason(request, allocated, filling.remaining)
  }

  /// Returns the rounds between the moments at which a vehicle, a charger or the grid closes.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .rounds(filling.rounds(request))
  }
}
