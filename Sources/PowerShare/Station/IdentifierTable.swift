/// Numbers by name: a hash table whose hash costs a few machine instructions.
///
/// Swift's own dictionary hashes so that nobody can prepare names that collide, which costs more
/// than all else that a timeline's event needs. Here such names can be prepared; they make a
/// look-up O(names), which is what an event costs anyhow.
struct IdentifierTable: Hashable, Sendable {
  /// The number of each entry, −1 where it is free.
  ///
  /// There is a power of two of entries, of which at most half are in use; each stands at its
  /// hash's place or behind it, with no free one between.
  private var numbers = Array(repeating: -1, count: 16)
  /// The names of the entries in use; those of free ones are left over.
  private var names = Array(repeating: Identifier(""), count: 16)
  private var count = 0

  /// The number of a name, or nil.
  subscript(name: Identifier) -> Int? {
    let number = numbers[place(of: name)]
    return number >= 0 ? number : nil
  }

  /// Adds a name.
  ///
  /// - Precondition: The number is not negative.
  /// - Returns: False where the name is there already; it keeps its number.
  @discardableResult
  mutating func insert(_ name: Identifier, _ number: Int) -> Bool {
    precondition(number >= 0, "a negative number")
    if 2 * count >= numbers.count { grow() }
    let place = place(of: name)
    guard numbers[place] < 0 else { return false }
    numbers[place] = number
    names[place] = name
    count += 1
    return true
  }

  /// Takes a name out, if it is there.
  mutating func remove(_ name: Identifier) {
    var free = place(of: name)
    guard numbers[free] >= 0 else { return }
    count -= 1
    let mask = numbers.count - 1
    var place = (free + 1) & mask
    while numbers[place] >= 0 {
      // An entry moves up unless its own place lies behind the free one.
      let home = names[place].quickHash & mask
      if (place - home) & mask >= (place - free) & mask {
        numbers[free] = numbers[place]
        names.swapAt(free, place)
        free = place
      }
      place = (place + 1) & mask
    }
    numbers[free] = -1
  }

  /// Where a name stands, or the free place where it would.
  private func place(of name: Identifier) -> Int {
    guard name.long == nil else { return place(ofLong: name) }
    let (numbers, names) = (numbers.span, names.span)
    let mask = numbers.count &- 1
    var place = name.quickHash & mask
    while numbers[place] >= 0, !name.shortEquals(names[place]) { place = (place &+ 1) & mask }
    return place
  }

  /// The same for a name of more than sixteen bytes, all of which have to be compared.
  @inline(never)
  private func place(ofLong name: Identifier) -> Int {
    let (numbers, names) = (numbers.span, names.span)
    let mask = numbers.count &- 1
    var place = name.quickHash & mask
    while numbers[place] >= 0, names[place] != name { place = (place &+ 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = self
    numbers = Array(repeating: -1, count: 2 * old.numbers.count)
    names = Array(repeating: Identifier(""), count: numbers.count)
    for place in old.numbers.indices where old.numbers[place] >= 0 {
      let new = self.place(of: old.names[place])
      numbers[new] = old.numbers[place]
      names[new] = old.names[place]
    }
  }
}
