/// Gives every vehicle the same fraction of its maximum (policy `proportional`).
///
/// The result of repeated grants: the vehicle with the least power relative to its maximum that can
/// still take something gets the lowest of a step, the power it lacks, and the power that every
/// limit above it has left, until no vehicle can take anything. Of equal vehicles, the one
/// that started first comes first.
///
/// - Complexity: O(vehicles × log vehicles). Each vehicle is read a handful of times in ordinary
///   stations, and about 70 times at the worst.
///
/// Source: weighted max-min fairness with the maxima as weights; D. Bertsekas and R. Gallager,
/// *Data Networks*, 2nd ed. 1992, section 6.5.2, in whole steps.
public struct Proportional: SteppedPolicy {
  /// `proportional`.
  public static let name = "proportional"
  /// One line for tables and schemas.
  public static let meaning = "a step at a time to the vehicle with the least of its maximum"

  var filling = StepFilling(key: .fractionOfMaximum)

  /// Creates the policy.
  public init() {}
}
