/// A set of limits, with a bit for each.
struct CurtailmentSet {
  private var bits = 0

  mutating func insert(_ limit: Curtailment) {
    precondition(limit.rawValue < Int.bitWidth, "a limit without a bit")
    bits |= 1 << limit.rawValue
  }

  /// Removes the limit with the lowest raw value and returns that value; nil where the set is
  /// empty.
  mutating func removeFirst() -> Int? {
    guard bits != 0 else { return nil }
    let first = bits.trailingZeroBitCount
    bits &= bits - 1
    return first
  }
}
