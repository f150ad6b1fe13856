/// The beginnings of the sessions' rows as they were written last.
///
/// From one tick to the next a row begins alike: the session's name does not change at all, and
/// its maximum only with a report or its battery. What has not changed is copied instead of being
/// written anew.
struct RowTexts: Sendable {
  /// What the text of a place was made from.
  private struct Key {
    var startOrder = -1
    var vehicleMaxPower = Power.zero
    var count = 0
  }

  private var keys: [Key] = []
  /// The texts, each with room for `room` bytes.
  private var bytes: [UInt8] = []
  /// How many bytes a text has room for, at least 64.
  private var room = 64
  /// The texts that are too long for `bytes`, by their places.
  private var longTexts: [Int: [UInt8]] = [:]

  /// The longest text in `bytes`: one long id must not make the room for all of them.
  private static let longestText = 512

  /// Whether the text at a row's place is that of its session and its maximum.
  @inline(__always)
  func isCurrent(_ row: ResultTick.SessionRow) -> Bool {
    guard row.place < keys.count else { return false }
    return keys[row.place].startOrder == row.startOrder
      && keys[row.place].vehicleMaxPower == row.vehicleMaxPower
  }

  /// How much room the beginnings of so many rows take at most to be appended.
  func capacity(rows: Int) -> Int {
    rows * room + longTexts.values.reduce(0) { $0 + $1.count }
  }

  /// Appends the beginning of the row at a place.
  ///
  /// - Precondition: The row's text has been brought up to date, and there is room for it.
  @inline(__always)
  func append(_ place: Int, to out: inout ByteCursor) {
    let count = keys[place].count
    if count <= 64 {
      out.append(upTo64: bytes.span, from: place &* room, count: count)
    } else {
      out = append(long: place, to: out)
    }
  }

  @inline(never)
  private func append(long place: Int, to out: consuming ByteCursor) -> ByteCursor {
    if let text = longTexts[place] {
      out.append(text.span)
    } else {
      let start = place * room
      out.append(bytes.span.extracting(start..<(start + keys[place].count)))
    }
    return out
  }

  /// Notes the text of a row.
  mutating func set(_ text: [UInt8], of row: ResultTick.SessionRow) {
    while keys.count <= row.place {
      keys.append(Key())
      bytes.append(contentsOf: repeatElement(0, count: room))
    }
    keys[row.place] = Key(
      startOrder: row.startOrder, vehicleMaxPower: row.vehicleMaxPower, count: text.count)
    guard text.count <= Self.longestText else { return longTexts[row.place] = text }
    if !longTexts.isEmpty { longTexts[row.place] = nil }
    if text.count > room { widen(to: text.count) }
    let start = row.place * room
    bytes.replaceSubrange(start..<(start + text.count), with: text)
  }

  /// Gives every text room for at least `count` bytes.
  private mutating func widen(to count: Int) {
    var wider = room
    while wider < count { wider *= 2 }
    var moved: [UInt8] = []
    moved.reserveCapacity(keys.count * wider)
    for place in keys.indices {
      moved.append(contentsOf: bytes[(place * room)..<((place + 1) * room)])
      moved.append(contentsOf: repeatElement(0, count: wider - room))
    }
    bytes = moved
    room = wider
  }
}
