/// Numbers by name: a hash table whose hash costs a few machine instructions.
///
/// Swift's own dictionary hashes so that nobody can prepare names that collide, which costs more
/// than all else that a timeline's event needs. Here such names can be prepared; they make a
/// look-up O(names), which is what an event costs anyhow.
struct IdentifierTable: Hashable, Sendable {
  /// A name and its number, without a reference, so that entries are quickly moved.
  private struct Entry: Hashable, Sendable {
    /// The name's hash.
    var hash: UInt64 = 0
    /// Its first sixteen bytes, as in ``Identifier``.
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// Its length; of a very long one only that it is long.
    var count: Int32 = 0
    /// −1 where the entry is free.
    var number: Int32 = -1

    /// Whether it is that of a short name.
    @inline(__always)
    func isNamed(_ name: ShortIdentifier) -> Bool {
      low == name.low && high == name.high && Int(count) == name.count
    }
  }

  /// There is a power of two of entries, of which at most half are in use; each stands at its
  /// hash's place or behind it, with no free one between.
  private var entries = Array(repeating: Entry(), count: 16)
  /// How many of a hash's bits do not tell its place, which the others do.
  private var otherBits: UInt64 = 64 - 4
  /// All bytes of the names that are longer than sixteen, by number; left over where one has gone.
  private var longNames: [[UInt8]?] = []
  private var count = 0

  /// The number of a name, or nil.
  subscript(name: Identifier) -> Int? {
    if let short = name.short { return self[short] }
    let number = entries[place(ofLong: name, hash: name.quickHash)].number
    return number >= 0 ? Int(number) : nil
  }

  /// The number of a short name, or nil.
  subscript(name: ShortIdentifier) -> Int? {
    let entries = entries.span
    let mask = entries.count &- 1
    var place = Self.place(of: name.quickHash, otherBits)
    while entries[place].number >= 0, !entries[place].isNamed(name) {
      place = (place &+ 1) & mask
    }
    let number = entries[place].number
    return number >= 0 ? Int(number) : nil
  }

  /// Adds a name.
  ///
  /// - Precondition: No other name has the number, which is not negative, and not much above how
  ///   many names there are.
  /// - Returns: False where the name is there already; it keeps its number.
  mutating func insert(_ name: Identifier, _ number: Int) -> Bool {
    if let short = name.short { return insert(short, number) }
    precondition(number >= 0, "a negative number")
    if 2 * count >= entries.count { grow() }
    let entry = Entry(
      hash: name.quickHash, low: name.low, high: name.high,
      count: Int32(clamping: name.count), number: Int32(number))
    let place = place(ofLong: name, hash: entry.hash)
    guard entries[place].number < 0 else { return false }
    entries[place] = entry
    while longNames.count <= number { longNames.append(nil) }
    longNames[number] = name.long
    count += 1
    return true
  }

  /// Adds a short name, like any other.
  mutating func insert(_ name: ShortIdentifier, _ number: Int) -> Bool {
    precondition(number >= 0, "a negative number")
    if 2 &* count >= entries.count { grow() }
    guard Self.insert(name, Int32(number), into: &entries, otherBits) else { return false }
    count &+= 1
    return true
  }

  @inline(__always)
  private static func insert(
    _ name: ShortIdentifier, _ number: Int32, into entries: inout [Entry], _ otherBits: UInt64
  ) -> Bool {
    var entries = entries.mutableSpan
    let mask = entries.count &- 1
    let hash = name.quickHash
    var place = place(of: hash, otherBits)
    while entries[place].number >= 0, !entries[place].isNamed(name) {
      place = (place &+ 1) & mask
    }
    let isFree = entries[place].number < 0
    if isFree {
      entries[place] = Entry(
        hash: hash, low: name.low, high: name.high, count: Int32(truncatingIfNeeded: name.count),
        number: number)
    }
    return isFree
  }

  /// Takes a name out, which is there.
  ///
  /// - Parameter number: The name's; looking for that spares to compare names.
  @inline(__always)
  mutating func remove(_ name: borrowing Identifier, _ number: Int) {
    Self.remove(
      Int32(truncatingIfNeeded: number), hash: name.quickHash, from: &entries, otherBits)
    count &-= 1
  }

  /// Frees an entry, and moves those up that would no longer be found behind it.
  private static func remove(
    _ number: Int32, hash: UInt64, from entries: inout [Entry], _ otherBits: UInt64
  ) {
    var entries = entries.mutableSpan
    let mask = entries.count &- 1
    var free = place(of: hash, otherBits)
    while entries[free].number != number {
      precondition(entries[free].number >= 0, "a name that is not there")
      free = (free &+ 1) & mask
    }
    var place = (free &+ 1) & mask
    while entries[place].number >= 0 {
      // An entry moves up unless its own place lies behind the free one.
      let own = Self.place(of: entries[place].hash, otherBits)
      if (place &- own) & mask >= (place &- free) & mask {
        entries[free] = entries[place]
        free = place
      }
      place = (place &+ 1) & mask
    }
    entries[free].number = -1
  }

  /// The place of a name of more than sixteen bytes, all of which have to be compared; or the free
  /// place where it would stand.
  private func place(ofLong name: Identifier, hash: UInt64) -> Int {
    let mask = entries.count &- 1
    var place = Self.place(of: hash, otherBits)
    while entries[place].number >= 0, !isEntry(place, name, hash: hash) {
      place = (place &+ 1) & mask
    }
    return place
  }

  /// Where a name belongs.
  @inline(__always)
  private static func place(of hash: UInt64, _ otherBits: UInt64) -> Int {
    Int(truncatingIfNeeded: hash &>> otherBits)
  }

  private func isEntry(_ place: Int, _ name: Identifier, hash: UInt64) -> Bool {
    let entry = entries[place]
    return entry.hash == hash && entry.count > 16 && longNames[Int(entry.number)] == name.long
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(), count: 2 * old.count)
    otherBits -= 1
    let mask = entries.count - 1
    for entry in old where entry.number >= 0 {
      var place = Self.place(of: entry.hash, otherBits)
      while entries[place].number >= 0 { place = (place + 1) & mask }
      entries[place] = entry
    }
  }
}
