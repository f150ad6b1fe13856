/// The policies by their names in commands and results.
public enum PolicyChoice: String, CaseIterable, Sendable {
  /// ``FairShare``
  case fair
  /// ``MaxMin``
  case maxMin = "max-min"
  /// ``Proportional``
  case proportional
  /// ``FirstCome``
  case firstCome = "first-come"
  /// ``EarliestDeparture``
  case earliestDeparture = "earliest-departure"
  /// ``LeastLaxity``
  case leastLaxity = "least-laxity"
  /// ``Unmanaged``
  case unmanaged

  /// A new policy of that name.
  public var policy: any AllocationPolicy {
    switch self {
    case .fair: FairShare()
    case .maxMin: MaxMin()
    case .proportional: Proportional()
    case .firstCome: FirstCome()
    case .earliestDeparture: EarliestDeparture()
    case .leastLaxity: LeastLaxity()
    case .unmanaged: Unmanaged()
    }
  }

  /// One line that says how the policy shares power.
  public var meaning: String { type(of: policy).meaning }

  /// True if all vehicles together get no more than the grid capacity, and those below a group no
  /// more than its maximum.
  package var keepsGridCapacity: Bool { type(of: policy).keepsGridCapacity }

  /// True when a vehicle below its maximum gets nothing but whole steps.
  package var sharesWholeSteps: Bool { type(of: policy).sharesWholeSteps }
}
