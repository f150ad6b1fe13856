/// A hash table from identifiers to numbers, with a hash that costs a few machine instructions.
///
/// Swift's dictionary is safe from ids that are chosen to collide, which costs more than everything
/// else that an event needs. Here such ids can be chosen; a look-up then takes O(ids), no more than
/// the event costs elsewhere.
struct IdentifierTable: Hashable, Sendable {
  /// An identifier and its number.
  ///
  /// A trivial type: moving it copies bytes and touches no reference count.
  private struct Entry: Hashable, Sendable {
    /// The identifier's hash.
    var hash: UInt64 = 0
    /// The first 16 bytes, as in ``Identifier``.
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// The length in bytes, clamped to `Int32.max`.
    var count: Int32 = 0
    /// The number; −1 if the entry is free.
    var number: Int32 = -1

    /// True if the entry is that of a short identifier.
    @inline(__always)
    func isNamed(_ name: ShortIdentifier) -> Bool {
      low == name.low && high == name.high && Int(count) == name.count
    }
  }

  /// The entries: a power of two, at most half of them in use.
  ///
  /// Open addressing with linear probing: an entry lies at the place of its hash or after it, with
  /// no free entry between.
  private var entries = Array(repeating: Entry(), count: 16)
  /// The number of low bits of a hash that do not take part in its place.
  private var otherBits: UInt64 = 64 - 4
  /// All bytes of ids longer than 16, by number; stale where an id has been removed.
  private var longNames: [[UInt8]?] = []
  private var count = 0

  /// The number of an identifier, or nil.
  subscript(name: Identifier) -> Int? {
    if let short = name.short { return self[short] }
    let number = entries[place(ofLong: name, hash: name.quickHash)].number
    return number >= 0 ? Int(number) : nil
  }

  /// The number of a short identifier, or nil.
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

  /// Adds an identifier.
  ///
  /// - Precondition: `number` is not negative and belongs to no other identifier.
  ///
  /// It should not be much above the number of identifiers, because memory grows with it.
  /// - Returns: False if the identifier is in the table already; it keeps its number.
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

  /// Adds a short identifier; see the function above.
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

  /// Removes an identifier that is in the table.
  ///
  /// - Parameter number: The identifier's number. The search compares numbers, which is faster than
  ///   comparing ids.
  @inline(__always)
  mutating func remove(_ name: borrowing Identifier, _ number: Int) {
    Self.remove(
      Int32(truncatingIfNeeded: number), hash: name.quickHash, from: &entries, otherBits)
    count &-= 1
  }

  /// Frees an entry, and moves up those after it that a search would no longer reach.
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
      // An entry moves up unless the place of its hash lies after the free entry.
      let own = Self.place(of: entries[place].hash, otherBits)
      if (place &- own) & mask >= (place &- free) & mask {
        entries[free] = entries[place]
        free = place
      }
      place = (place &+ 1) & mask
    }
    entries[free].number = -1
  }

  /// Returns the place of an identifier of more than 16 bytes, or the free place where it belongs.
  ///
  /// Compares all bytes.
  private func place(ofLong name: Identifier, hash: UInt64) -> Int {
    let mask = entries.count &- 1
    var place = Self.place(of: hash, otherBits)
    while entries[place].number >= 0, !isEntry(place, name, hash: hash) {
      place = (place &+ 1) & mask
    }
    return place
  }

  /// Returns the place where the search for a hash begins.
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
