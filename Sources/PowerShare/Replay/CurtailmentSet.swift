/// A set of limits, with a bit for each.
struct CurtailmentSet {
  private var bits = 0

  mutating func insert(_ limit: Curtailment) {
    precondition(limit.rawValue < Int.bitWidth, "a limit without a bit")
    bits |= 1 << limit.rawValue
  }

  /// Whether the set contains the limit with a raw value.
  func contains(_ rawValue: Int) -> Bool { bits >> rawValue & 1 == 1 }
}
