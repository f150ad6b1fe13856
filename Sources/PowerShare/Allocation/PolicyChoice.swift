/// The policies by the names that commands and results give them.
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

  /// The policy itself.
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

  /// Whether it gives nothing but whole steps to vehicles below their maximum.
  package var sharesWholeSteps: Bool { self == .fair || self == .unmanaged }
}
