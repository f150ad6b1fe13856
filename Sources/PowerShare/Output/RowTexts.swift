/// The beginnings of the sessions' rows as they were written last.
///
/// From one tick to the next most of a row stays as it is: the session's name does not change at
/// all, its powers change with an allocation, and only its energy changes every time. What has not
/// changed is copied instead of being written anew.
struct RowTexts: Sendable {
  /// What the text of a place was made from.
  private struct Key {
    var startOrder = -1
    var vehicleMaxPower = Power.zero
    var allocatedPower = Power.zero
    var limitedBy = LimitedBy.grid
    /// How much of the text is the name.
    var nameCount = 0
    var count = 0
  }

  private var keys: [Key] = []
  /// The texts, each with room for `room` bytes, and a block to be copied behind the last.
  private var bytes = [UInt8](repeating: 0, count: ByteCursor.blockCount)
  /// How many bytes a text has room for; a multiple of the block in which they are copied.
  private var room = 192
  /// The names that are too long for `bytes`, by their places.
  private var longNames: [Int: [UInt8]] = [:]

  /// The longest name in `bytes`: one long id must not make the room for all of them.
  private static let longestName = 512
  /// The most that the powers and the limit of a row take.
  static let stateCapacity = 128

  /// How much of a row's beginning has to be written anew.
  enum Change {
    /// Nothing.
    case none
    /// What depends on the session's powers and its limit.
    case state
    /// That, and its name.
    case all
  }

  /// How much of a row's beginning has changed since it was written.
  @inline(__always)
  func change(of row: ResultTick.SessionRow) -> Change {
    guard row.place < keys.count, keys[row.place].startOrder == row.startOrder else { return .all }
    let isSame =
      keys[row.place].allocatedPower == row.allocatedPower
      && keys[row.place].vehicleMaxPower == row.vehicleMaxPower
      && keys[row.place].limitedBy == row.limitedBy
    return isSame ? .none : .state
  }

  /// How much room the beginning of a row takes to be appended.
  @inline(__always)
  func capacity(for row: ResultTick.SessionRow) -> Int {
    let count = keys[row.place].count &+ 2 &* ByteCursor.blockCount
    return longNames.isEmpty ? count : count + (longNames[row.place]?.count ?? 0)
  }

  /// Appends a time and the beginning of a row.
  ///
  /// - Precondition: The row has been brought up to date, and there is room for both.
  @inline(__always)
  func append(_ time: TickTime, _ row: ResultTick.SessionRow, to out: inout ByteCursor) {
    if longNames.isEmpty {
      out.append(
        blocksOf: time.bytes.span, count: time.count, andOf: bytes.span,
        from: row.place &* room, count: keys[row.place].count)
    } else {
      out.append(time)
      append(row, to: &out)
    }
  }

  /// Appends the beginning of a row.
  ///
  /// - Precondition: As for a row with a time.
  func append(_ row: ResultTick.SessionRow, to out: inout ByteCursor) {
    if let name = longNames[row.place] { out.append(name.span) }
    out.append(blocksOf: bytes.span, from: row.place &* room, count: keys[row.place].count)
  }

  /// Notes the name of a row's session.
  mutating func setName(_ name: [UInt8], of row: ResultTick.SessionRow) {
    while keys.count <= row.place {
      keys.append(Key())
      bytes.append(contentsOf: repeatElement(0, count: room))
    }
    let isLong = name.count > Self.longestName
    let text = isLong ? [] : name
    longNames[row.place] = isLong ? name : nil
    if text.count + Self.stateCapacity > room { widen(to: text.count + Self.stateCapacity) }
    let start = row.place * room
    bytes.replaceSubrange(start..<(start + text.count), with: text)
    keys[row.place].nameCount = text.count
  }

  /// Notes what depends on a row's powers and its limit.
  ///
  /// - Precondition: Its name has been noted.
  @inline(__always)
  mutating func setState(of row: ResultTick.SessionRow, _ state: (inout ByteCursor) -> Void) {
    let key = keys[row.place]
    let start = row.place * room + key.nameCount
    let count = bytes.overwrite(start..<(start + Self.stateCapacity), state)
    keys[row.place] = Key(
      startOrder: row.startOrder, vehicleMaxPower: row.vehicleMaxPower,
      allocatedPower: row.allocatedPower, limitedBy: row.limitedBy, nameCount: key.nameCount,
      count: key.nameCount + count)
  }

  /// Gives every text room for at least `count` bytes.
  private mutating func widen(to count: Int) {
    var wider = room
    while wider < count { wider *= 2 }
    var moved: [UInt8] = []
    moved.reserveCapacity(keys.count * wider + ByteCursor.blockCount)
    for place in keys.indices {
      moved.append(contentsOf: bytes[(place * room)..<((place + 1) * room)])
      moved.append(contentsOf: repeatElement(0, count: wider - room))
    }
    moved.append(contentsOf: repeatElement(0, count: ByteCursor.blockCount))
    bytes = moved
    room = wider
  }
}
