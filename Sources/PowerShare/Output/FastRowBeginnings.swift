/// The beginnings of the sessions' rows, by their slots.
///
/// From one tick to the next a row begins alike: the session's name does not change at all, and
/// its maximum only with a report or its battery. So its text is made once, and copied then.
struct FastRowBeginnings: Sendable {
  /// The texts, each behind a byte that says how long it is, at every ``room``th place.
  private(set) var bytes: [UInt8]
  /// How many bytes a text and its length have room for: 64, 128 or 256.
  private(set) var room = 64
  /// How many slots there is room for.
  private var slots = 0
  /// The texts that are too long for that, by their slots.
  private(set) var longTexts: [Int: [UInt8]] = [:]
  /// How long they are together.
  private var longCount = 0
  /// A text while it is made, kept to reuse its memory.
  private var scratch: [UInt8] = []

  /// The most that `plain` may append, and write, for a text that is made in its place.
  static let shortRoom: UInt8 = 63

  init() { bytes = Array(repeating: 0, count: ByteCursor.countedTextRoom) }

  /// How much room so many rows take at most, no two of which have the same slot.
  ///
  /// - Parameter rest: What a row takes besides its text.
  @inline(__always)
  func capacity(rows: Int, besides rest: Int) -> Int {
    // Rows that exist have room in memory.
    rows &* (room &+ rest) &+ longCount
  }

  /// Makes the text of a slot.
  ///
  /// - Parameters:
  ///   - plain: Appends the text where it takes at most ``shortRoom`` bytes; or appends nothing and
  ///     returns false.
  ///   - any: Appends the text.
  @inline(__always)
  mutating func set(
    slot: Int, plain: (inout ByteCursor) -> Bool, any: (inout [UInt8]) -> Void
  ) {
    if slot >= slots { addSlots(upTo: slot) }
    if !longTexts.isEmpty { removeLongText(slot: slot) }
    let count = bytes.overwriteCounted(at: slot * room, room: Self.shortRoom) { out in
      _ = plain(&out)
    }
    if count == 0 {
      scratch.removeAll(keepingCapacity: true)
      any(&scratch)
      takeScratch(slot: slot)
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
    slots = slot + 1
    bytes.resize(to: slots * room + ByteCursor.countedTextRoom, 0)
  }

  /// Gives every text and its length room for at least `count` bytes.
  private mutating func widen(to count: Int) {
    var wider = room
    while wider < count { wider *= 2 }
    var moved: [UInt8] = []
    moved.reserveCapacity(slots * wider + ByteCursor.countedTextRoom)
    for slot in 0..<slots {
      moved.append(contentsOf: bytes[(slot * room)..<((slot + 1) * room)])
      moved.append(contentsOf: repeatElement(0, count: wider - room))
    }
    moved.append(contentsOf: repeatElement(0, count: ByteCursor.countedTextRoom))
    bytes = moved
    room = wider
  }
}
