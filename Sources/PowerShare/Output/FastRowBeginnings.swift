/// A cache of the texts with which the rows of each session begin, by slot.
///
/// The beginning of a row is the same from tick to tick: the session's names never change, and its
/// maximum changes only with a report or its battery. The text is made once and copied into each
/// row.
///
/// Part of the fast path (``FastPath/batches``).
struct FastRowBeginnings: Sendable {
  /// The counted texts, which begin with a byte for their length, at multiples of ``room``.
  private(set) var bytes: [UInt8]
  /// The number of bytes for a text with its length: 64, 128 or 256.
  private(set) var room = 64
  /// The number of slots that have room.
  private var slots = 0
  /// The texts that are too long for a counted text, by slot.
  private(set) var longTexts: [Int: [UInt8]] = [:]
  /// The number of bytes of all long texts.
  private var longCount = 0
  /// A buffer for making a text, kept to reuse its memory.
  private var scratch: [UInt8] = []

  /// The most bytes that the `short` closure of `set` may write.
  static let shortRoom: UInt8 = 63

  init() { bytes = Array(repeating: 0, count: ByteCursor.countedTextRoom) }

  /// Returns the most bytes that rows of different slots take.
  ///
  /// - Parameter rest: The most bytes that a row takes after its beginning.
  @inline(__always)
  func capacity(rows: Int, besides rest: Int) -> Int {
    // No overflow: the rows are in memory.
    rows &* (room &+ rest) &+ longCount
  }

  /// Makes the text of a slot.
  ///
  /// - Parameters:
  ///   - short: Appends the text if it takes at most ``shortRoom`` bytes; otherwise appends nothing
  ///     and returns false.
  ///   - any: Appends a text of any length.
  @inline(__always)
  mutating func set(
    slot: Int, short: (inout ByteCursor) -> Bool, any: (inout [UInt8]) -> Void
  ) {
    if slot >= slots { addSlots(upTo: slot) }
    if !longTexts.isEmpty { removeLongText(slot: slot) }
    let count = bytes.overwriteCounted(at: slot * room, room: Self.shortRoom) { out in
      _ = short(&out)
    }
    if count == 0 {
      scratch.removeAll(keepingCapacity: true)
      any(&scratch)
      takeScratch(slot: slot)
    }
  }

  /// Stores the text in the buffer for a slot.
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

  /// Gives every text with its length room for at least `count` bytes.
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
