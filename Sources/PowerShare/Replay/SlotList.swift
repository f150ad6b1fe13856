/// A few slots of sessions, in the order they were noted.
///
/// At most ticks there is one, for which no array is looked after.
struct SlotList: Sendable {
  /// The first of them; −1 where there is none.
  private var first = -1
  private var others: [Int] = []

  /// How many there are.
  var count: Int { first < 0 ? 0 : 1 + others.count }

  subscript(place: Int) -> Int { place == 0 ? first : others[place - 1] }

  @inline(__always)
  mutating func append(_ slot: Int) {
    if first < 0 { first = slot } else { others.append(slot) }
  }

  @inline(__always)
  mutating func removeAll() {
    first = -1
    if !others.isEmpty { others.removeAll(keepingCapacity: true) }
  }
}
