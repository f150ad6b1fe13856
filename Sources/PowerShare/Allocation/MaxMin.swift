/// Max-min fairness that leaves nothing over (policy `max-min`).
///
/// The result of repeated grants: the vehicle with the least power that can still take something
/// gets the lowest of a step, the power it lacks, and the power that every limit above it has
/// left, until no vehicle can take anything. Of equal vehicles, the one that started first comes
/// first. Afterwards no vehicle can be raised by a step without lowering one that has no more.
///
/// - Complexity: O(vehicles × log(highest maximum ÷ step) + vehicles × log vehicles): with a step
///   of 1 W the result is a water level, not a loop.
///
/// Source: D. Bertsekas and R. Gallager, *Data Networks*, 2nd ed. 1992, section 6.5.2, in whole
/// steps.
public struct MaxMin: SteppedPolicy {
  /// `max-min`.
  public static let name = "max-min"
  /// One line for tables and schemas.
  public static let meaning = "a step at a time to the vehicle with the least"

  var filling = StepFilling(key: .allocation)

  /// Creates the policy.
  public init() {}
}
