/// The connectors of a station that no session occupies.
///
/// The time of each operation does not depend on the number of sessions. It is at most logarithmic
/// in the number of chargers, and a charger has at most 16 words of bits.
struct FreeConnectors: Sendable {
  /// One bit for each connector, set while it is free; each charger begins with a new word.
  private(set) var bits: [UInt64]
  /// The index of each charger's first word, and the number of words at the end.
  private let firstWords: [Int]
  /// A tree of minima over the chargers' keys: the parent of node *n* is node *n* ÷ 2, and the
  /// leaf of charger *c* is at the number of chargers + *c*.
  ///
  /// Empty until a vehicle looks for any connector, because most timelines name all connectors.
  private(set) var keys: [Int] = []

  /// Creates the connectors of a station without a session.
  init(_ station: StationConfig) {
    var bits: [UInt64] = []
    var firstWords: [Int] = []
    firstWords.reserveCapacity(station.chargers.count + 1)
    for charger in station.chargers {
      firstWords.append(bits.count)
      var left = charger.connectors.count
      while left > 0 {
        bits.append(left < 64 ? 1 << UInt64(left) - 1 : .max)
        left -= 64
      }
    }
    firstWords.append(bits.count)
    self.bits = bits
    self.firstWords = firstWords
  }

  /// Returns true if no session is at the connector.
  ///
  /// - Precondition: The charger has a connector with that number.
  @inline(__always)
  func isFree(_ idx: Int, at charger: Int) -> Bool {
    bits[word(of: idx, at: charger)] & Self.bit(of: idx) != 0
  }

  /// Notes that a session has begun at a free connector.
  ///
  /// - Parameter sessions: The number of sessions that the charger has now.
  @inline(__always)
  mutating func take(_ idx: Int, at charger: Int, sessions: Int) {
    bits[word(of: idx, at: charger)] &= ~Self.bit(of: idx)
    if !keys.isEmpty { updateKey(of: charger, sessions: sessions) }
  }

  /// Notes that the session at a connector has ended.
  ///
  /// - Parameter sessions: The number of sessions that the charger has now.
  @inline(__always)
  mutating func free(_ idx: Int, at charger: Int, sessions: Int) {
    bits[word(of: idx, at: charger)] |= Self.bit(of: idx)
    if !keys.isEmpty { updateKey(of: charger, sessions: sessions) }
  }

  /// Returns the number of the first free connector of a charger that satisfies a condition.
  func first(at charger: Int, where isWanted: (Int) -> Bool = { _ in true }) -> Int? {
    for word in firstWords[charger]..<firstWords[charger + 1] {
      var rest = bits[word]
      while rest != 0 {
        let idx = (word - firstWords[charger]) * 64 + rest.trailingZeroBitCount + 1
        if isWanted(idx) { return idx }
        rest &= rest - 1
      }
    }
    return nil
  }

  @inline(__always)
  private func word(of idx: Int, at charger: Int) -> Int { firstWords[charger] + (idx - 1) &>> 6 }

  @inline(__always)
  private static func bit(of idx: Int) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: idx &- 1)
  }

  // MARK: Order of chargers

  /// The key of a charger without a free connector.
  private static let full = Int.max

  /// Returns the charger with the fewest sessions among those that have a free connector, and of
  /// these the one listed first; nil where no connector is free.
  ///
  /// - Parameter records: The sessions of the chargers.
  mutating func chargerWithFewestSessions(_ records: [ChargerRecord]) -> Int? {
    if keys.isEmpty { buildKeys(records) }
    return keys[1] == Self.full ? nil : keys[1] & 0xFFFF_FFFF
  }

  /// Leaves a charger out of ``chargerWithFewestSessions(_:)`` until its key is updated.
  mutating func hide(_ charger: Int) { setKey(Self.full, of: charger) }

  /// Brings the order up to date with a charger.
  ///
  /// - Parameter sessions: The number of sessions that the charger has now.
  @inline(never)
  mutating func updateKey(of charger: Int, sessions: Int) {
    setKey(key(of: charger, sessions: sessions), of: charger)
  }

  /// Returns a number that is lower for fewer sessions, then for the charger listed first.
  private func key(of charger: Int, sessions: Int) -> Int {
    first(at: charger) == nil ? Self.full : sessions << 32 | charger
  }

  private mutating func setKey(_ key: Int, of charger: Int) {
    var node = keys.count / 2 + charger
    keys[node] = key
    while node > 1 {
      node /= 2
      keys[node] = min(keys[2 * node], keys[2 * node + 1])
    }
  }

  private mutating func buildKeys(_ records: [ChargerRecord]) {
    keys = Array(repeating: Self.full, count: 2 * records.count)
    for charger in records.indices {
      keys[records.count + charger] = key(
        of: charger, sessions: records[charger].activeSessions)
    }
    for node in stride(from: records.count - 1, to: 0, by: -1) {
      keys[node] = min(keys[2 * node], keys[2 * node + 1])
    }
  }
}
