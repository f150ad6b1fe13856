/// A list of slot indices, in the order they were added.
///
/// The first one is stored separately: most ticks add one, and then the array stays untouched.
struct SlotList: Sendable {
  /// The first slot index; −1 where the list is empty.
  private var first = -1
  private var others: [Int] = []

  /// The number of slot indices.
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
