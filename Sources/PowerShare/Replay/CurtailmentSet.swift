/// A few limits.
struct CurtailmentSet {
  private var bits = 0

  mutating func insert(_ limit: Curtailment) {
    precondition(limit.rawValue < Int.bitWidth, "a limit without a bit")
    bits |= 1 << limit.rawValue
  }

  mutating func insert(_ limit: LimitedBy) {
    if let limit = Curtailment(limit) { insert(limit) }
  }

  /// Whether the limit of that raw value is one of them.
  func contains(_ rawValue: Int) -> Bool { bits >> rawValue & 1 == 1 }
}
