/// The beginnings of the sessions' rows as they were written last.
///
/// From one tick to the next a row begins alike: the session's name does not change at all, and
/// its maximum only with a report or its battery. What has not changed is copied instead of being
/// written anew.
struct RowTexts: Sendable {
  /// What the text of a slot was made from, and how long it is.
  struct Key: Sendable {
    fileprivate var startOrder = -1
    fileprivate var vehicleMaxPower = Power.zero
    /// Where the text stands in ``bytes``.
    fileprivate(set) var start: UInt32 = 0
    /// −1 where the text is too long for ``bytes``.
    fileprivate(set) var count: Int32 = 0
  }

  private(set) var keys: [Key] = []
  /// The texts by their slots, each with room for ``room`` bytes, and 32 bytes behind the last.
  private(set) var bytes: [UInt8] = []
  /// How many bytes a text has room for.
  private(set) var room = 64
  /// The texts that are too long for ``bytes``, by their slots.
  private var longTexts: [Int: [UInt8]] = [:]
  /// What the tick for which they were brought up to date last says of its names.
  private var nameChanges: Int?
  /// A text while it is made, kept to reuse its memory.
  private var scratch: [UInt8] = []

  /// The longest text in ``bytes``: one long id must not make the room for all of them.
  private static let longestText = 512

  /// A text that is too long for ``bytes``.
  func longText(slot: Int) -> [UInt8] { longTexts[slot] ?? [] }

  /// How much room the texts of so many rows take at most to be appended.
  func capacity(rows: Int) -> Int {
    rows * room + (longTexts.isEmpty ? 0 : longTexts.values.reduce(0) { $0 + $1.count })
  }

  /// Brings the texts of a tick's sessions up to date.
  ///
  /// - Parameter write: Appends a text.
  mutating func update(
    _ tick: ResultTick, _ write: (SessionState, SessionName, inout [UInt8]) -> Void
  ) {
    if nameChanges == tick.nameChanges { return }
    nameChanges = tick.nameChanges
    for place in tick.states.indices {
      let slot = tick.states[place].slot
      if slot < keys.count, keys[slot].startOrder == tick.states[place].startOrder,
        keys[slot].vehicleMaxPower == tick.states[place].vehicleMaxPower
      {
        continue
      }
      scratch.removeAll(keepingCapacity: true)
      write(tick.states[place], tick.name(slot: slot), &scratch)
      noteScratch(tick.states[place])
    }
  }

  /// Takes the text that has been made for a session.
  private mutating func noteScratch(_ state: SessionState) {
    let slot = state.slot
    if keys.count <= slot {
      keys.resize(to: slot + 1, Key())
      bytes.resize(to: keys.count * room + 32, 0)
    }
    if !longTexts.isEmpty { longTexts[slot] = nil }
    keys[slot].startOrder = state.startOrder
    keys[slot].vehicleMaxPower = state.vehicleMaxPower
    if scratch.count > Self.longestText {
      keys[slot].count = -1
      longTexts[slot] = scratch
      return
    }
    keys[slot].count = Int32(scratch.count)
    if scratch.count > room { widen(to: scratch.count) }
    let start = slot * room
    keys[slot].start = UInt32(start)
    let text = scratch
    _ = bytes.overwrite(start..<(start + text.count)) { $0.append(text.span) }
  }

  /// Gives every text room for at least `count` bytes.
  private mutating func widen(to count: Int) {
    var wider = room
    while wider < count { wider *= 2 }
    var moved: [UInt8] = []
    moved.reserveCapacity(keys.count * wider + 32)
    for slot in keys.indices {
      moved.append(contentsOf: bytes[(slot * room)..<((slot + 1) * room)])
      moved.append(contentsOf: repeatElement(0, count: wider - room))
      keys[slot].start = UInt32(slot * wider)
    }
    moved.append(contentsOf: repeatElement(0, count: 32))
    bytes = moved
    room = wider
  }
}
