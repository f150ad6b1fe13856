/// The beginnings of the sessions' rows as they were written last.
///
/// From one tick to the next a row begins alike: the session's name does not change at all, and
/// its maximum only with a report or its battery. What has not changed is copied instead of being
/// written anew.
struct RowTexts: Sendable {
  /// What the text of a slot was made from.
  private struct Key: Sendable {
    var startOrder = -1
    var vehicleMaxPower = Power.zero
  }

  private var keys: [Key] = []
  /// The texts by their slots, each behind a byte that says how long it is, at every ``room``th
  /// place.
  private(set) var bytes: [UInt8]
  /// How many bytes a text and its length have room for: 64, 128 or 256.
  private(set) var room = 64
  /// The texts that are too long for that, by their slots.
  private var longTexts: [Int: [UInt8]] = [:]
  /// How long they are together.
  private var longCount = 0
  /// What the tick for which they were brought up to date last says of its names.
  private var nameChanges = -1
  /// A text while it is made, kept to reuse its memory.
  private var scratch: [UInt8] = []

  /// The most that `plain` may append, and write, for a text that is made in its place.
  static let plainRoom: UInt8 = 63

  init() { bytes = Array(repeating: 0, count: ByteCursor.countedTextRoom) }

  /// The text of a slot.
  func text(slot: Int) -> [UInt8] {
    let start = slot * room
    if bytes[start] == ByteCursor.noCount { return longTexts[slot] ?? [] }
    return Array(bytes[(start + 1)..<(start + 1 + Int(bytes[start]))])
  }

  /// How much room the texts of so many rows take at most to be appended.
  func capacity(rows: Int) -> Int { rows * room + longCount }

  /// Brings the texts of a tick's sessions up to date.
  ///
  /// - Parameters:
  ///   - plain: Appends the text of the session at a place in the tick, where it takes at most
  ///     ``plainRoom`` bytes; or appends nothing and returns false.
  ///   - any: Appends the text of the session at a place in the tick.
  @inline(__always)
  mutating func update(
    _ tick: ResultTick, plain: (Int, inout ByteCursor) -> Bool,
    any: (Int, inout [UInt8]) -> Void
  ) {
    if nameChanges == tick.nameChanges { return }
    // No more texts have changed than there were changes, and most sessions that have are the last.
    var changes = nameChanges < 0 ? Int.max : tick.nameChanges &- nameChanges
    nameChanges = tick.nameChanges
    var place = tick.states.count
    while place > 0, changes != 0 {
      place -= 1
      let slot = tick.states[place].slot
      if slot >= keys.count {
        addSlots(upTo: slot)
      } else if keys[slot].startOrder == tick.states[place].startOrder,
        keys[slot].vehicleMaxPower == tick.states[place].vehicleMaxPower
      {
        continue
      }
      changes &-= 1
      keys[slot].startOrder = tick.states[place].startOrder
      keys[slot].vehicleMaxPower = tick.states[place].vehicleMaxPower
      if !longTexts.isEmpty { removeLongText(slot: slot) }
      let count = bytes.overwriteCounted(at: slot * room, room: Self.plainRoom) { out in
        _ = plain(place, &out)
      }
      if count == 0 {
        scratch.removeAll(keepingCapacity: true)
        any(place, &scratch)
        takeScratch(slot: slot)
      }
    }
  }

  /// Takes the text that has been made for a slot.
  @inline(never)
  private mutating func takeScratch(slot: Int) {
    if scratch.count >= ByteCursor.noCount {
      bytes[slot * room] = ByteCursor.noCount
      longTexts[slot] = scratch
      longCount += scratch.count
      return
    }
    if scratch.count >= room { widen(to: scratch.count + 1) }
    let start = slot * room
    bytes[start] = UInt8(scratch.count)
    let text = scratch
    _ = bytes.overwrite((start + 1)..<(start + 1 + text.count)) { $0.append(text.span) }
  }

  @inline(never)
  private mutating func removeLongText(slot: Int) {
    guard let text = longTexts.removeValue(forKey: slot) else { return }
    longCount -= text.count
  }

  @inline(never)
  private mutating func addSlots(upTo slot: Int) {
    keys.resize(to: slot + 1, Key())
    bytes.resize(to: keys.count * room + ByteCursor.countedTextRoom, 0)
  }

  /// Gives every text and its length room for at least `count` bytes.
  private mutating func widen(to count: Int) {
    var wider = room
    while wider < count { wider *= 2 }
    var moved: [UInt8] = []
    moved.reserveCapacity(keys.count * wider + ByteCursor.countedTextRoom)
    for slot in keys.indices {
      moved.append(contentsOf: bytes[(slot * room)..<((slot + 1) * room)])
      moved.append(contentsOf: repeatElement(0, count: wider - room))
    }
    moved.append(contentsOf: repeatElement(0, count: ByteCursor.countedTextRoom))
    bytes = moved
    room = wider
  }
}
