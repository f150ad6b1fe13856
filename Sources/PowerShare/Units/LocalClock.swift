/// The clock of a place: its offset from UTC at each moment.
///
/// It follows a fixed offset, a POSIX `TZ` rule, or the contents of a time zone file (TZif), which
/// the caller has read. Local times are in whole seconds. Offsets are less than a day.
public struct LocalClock: Equatable, Sendable {
  /// The name of the zone, or the rule, by which a user knows the clock; nil where there is none.
  public var name: String?
  /// The changes of the offset, by rising moment.
  private var changes: [Change] = []
  /// The offset before the first change, in seconds east of Greenwich.
  private var firstOffset = 0
  /// The abbreviation before the first change, such as `CET`; empty where there is none.
  private var firstAbbreviation = ""
  /// The rule for moments from the last change on; nil if the last offset stays.
  private var rule: ClockRule?
  /// The offset with its spelling, for a clock that never changes.
  private var fixed: UTCOffset?

  private struct Change: Equatable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    let moment: Int
    /// The offset from then on, in seconds east of Greenwich.
    let offset: Int
    /// The abbreviation from then on, such as `CEST`.
    let abbreviation: String
  }

  /// Creates a clock with a fixed offset.
  public init(_ offset: UTCOffset) {
    fixed = offset
    firstOffset = offset.minutes * 60
  }

  /// Creates a clock that follows a POSIX `TZ` rule such as `CET-1CEST,M3.5.0,M10.5.0/3`; nil for
  /// any other text.
  public init?(rule text: String) {
    guard let rule = ClockRule(text) else { return nil }
    self.rule = rule
  }

  /// A period without a change of the clock.
  struct Period: Equatable, Sendable {
    /// The offset in seconds east of Greenwich.
    var offset: Int
    /// The first moment, in seconds since 1970-01-01T00:00:00Z.
    var start = -Period.distant
    /// The moment of the next change, which is no longer part of it.
    var end = Period.distant

    /// The distance from 1970 of a start or an end that does not exist: 34,000 years, so that
    /// milliseconds do not overflow either.
    static let distant = 1 << 40
  }

  /// Returns the period around a moment.
  ///
  /// - Parameter moment: Seconds since 1970-01-01T00:00:00Z.
  /// - Complexity: O(log changes).
  func period(at moment: Int) -> Period {
    let next = indexOfChange(after: moment)
    let start = next == 0 ? -Period.distant : changes[next - 1].moment
    guard next == changes.count, let rule else {
      return Period(
        offset: next == 0 ? firstOffset : changes[next - 1].offset, start: start,
        end: next == changes.count ? Period.distant : changes[next].moment)
    }
    var period = rule.period(at: moment)
    period.start = max(period.start, start)
    return period
  }

  /// Returns the index of the first change after a moment.
  private func indexOfChange(after moment: Int) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].moment <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Returns the offset in seconds east of Greenwich.
  ///
  /// - Parameter moment: Seconds since 1970-01-01T00:00:00Z.
  /// - Complexity: O(log changes).
  func secondsEast(at moment: Int) -> Int { period(at: moment).offset }

  /// Returns the offset at a moment, cut to whole minutes, as RFC 3339 states it.
  public func offset(at time: Instant) -> UTCOffset { shownPeriod(at: time).offset }

  /// A period without a change of the clock, as outputs show it.
  struct ShownPeriod {
    /// The offset, cut to whole minutes.
    var offset: UTCOffset
    var start: Instant
    /// The moment of the next change, which is no longer part of it.
    var end: Instant
  }

  /// Returns the period around a moment.
  ///
  /// - Complexity: O(log changes).
  func shownPeriod(at time: Instant) -> ShownPeriod {
    let period = period(at: floorDivide(time.milliseconds, by: 1_000))
    return ShownPeriod(
      offset: fixed ?? UTCOffset(minutes: period.offset / 60),
      start: Instant(milliseconds: period.start * 1_000),
      end: Instant(milliseconds: period.end * 1_000))
  }

  /// Whether the clock shows a moment as a date-time that can be read again: one of the years 1970
  /// to 9999.
  public func canState(_ time: Instant) -> Bool {
    // The days of these years, counted from 1970-01-01.
    0..<2_932_897 ~= time.local(offset(at: time)).days
  }

  /// Returns the moment at which the clock shows a local time.
  ///
  /// The first of two moments if the clock shows it twice. If the clock skips it, the moment at
  /// which the clock would have shown it without the change.
  ///
  /// - Parameter local: The local time, counted as if the clock showed UTC.
  package func time(ofLocal local: Instant) -> Instant {
    let seconds = floorDivide(local.milliseconds, by: 1_000)
    let moment =
      switch moments(ofLocal: seconds) {
      case .one(let moment), .two(let moment, _), .none(let moment): moment
      }
    return Instant(milliseconds: local.milliseconds + (moment - seconds) * 1_000)
  }

  /// The moments that a local time names, in seconds since 1970-01-01T00:00:00Z.
  enum Moments: Equatable {
    /// One moment, as usual.
    case one(Int)
    /// Two: the clock is set back and shows the time twice.
    case two(Int, Int)
    /// None: the clock is set forward and skips the time; without the change it would be this
    /// moment.
    case none(Int)
  }

  /// Returns the moments at which the clock shows a local time.
  ///
  /// - Parameter local: Local seconds since 1970-01-01T00:00.
  func moments(ofLocal local: Int) -> Moments {
    // Clocks are never set by a day or more, nor twice within two days.
    let before = secondsEast(at: local - 86_400)
    let after = secondsEast(at: local + 86_400)
    let (first, second) = (local - before, local - after)
    let isFirst = secondsEast(at: first) == before
    let isSecond = secondsEast(at: second) == after
    switch (isFirst, isSecond) {
    case (true, true): return first == second ? .one(first) : .two(first, second)
    case (true, false): return .one(first)
    case (false, true): return .one(second)
    case (false, false): return .none(first)
    }
  }
}

// MARK: - Abbreviations

extension LocalClock {
  /// Returns the offset that an abbreviation of the zone, such as `CEST`, has at a local time, in
  /// seconds east of Greenwich; nil if the zone has no such abbreviation.
  ///
  /// - Parameters:
  ///   - abbreviation: The abbreviation in capitals.
  ///   - local: Local seconds since 1970-01-01T00:00.
  /// - Returns: The offset, and true if the clock shows the time with this abbreviation.
  /// - Complexity: O(log changes); O(changes) if the clock does not show the time with it.
  func offset(named abbreviation: String, ofLocal local: Int) -> (offset: Int, isShown: Bool)? {
    let moments =
      switch moments(ofLocal: local) {
      case .one(let moment): [moment]
      case .two(let early, let late): [early, late]
      case .none: [Int]()
      }
    for moment in moments where self.abbreviation(at: moment) == abbreviation {
      return (local - moment, true)
    }
    if let rule {
      if rule.name == abbreviation { return (rule.standard, false) }
      if let summer = rule.summer, summer.name == abbreviation { return (summer.offset, false) }
    }
    if let change = changes.last(where: { $0.abbreviation == abbreviation }) {
      return (change.offset, false)
    }
    return firstAbbreviation == abbreviation ? (firstOffset, false) : nil
  }

  private func abbreviation(at moment: Int) -> String {
    let next = indexOfChange(after: moment)
    if next == changes.count, let rule { return rule.abbreviation(at: moment) }
    return next == 0 ? firstAbbreviation : changes[next - 1].abbreviation
  }
}

// MARK: - Time zone files

extension LocalClock {
  /// Creates a clock from the contents of a time zone file (TZif, RFC 8536); nil for other bytes,
  /// and for a file that counts leap seconds.
  ///
  /// - Complexity: O(length of the file).
  public init?(timeZoneFile bytes: [UInt8]) {
    guard let first = TZifBlock(bytes, at: 0, timeSize: 4) else { return nil }
    var block = first
    if first.version >= UInt8(ascii: "2") {
      guard let second = TZifBlock(bytes, at: first.end, timeSize: 8) else { return nil }
      block = second
      guard let footer = Self.footer(bytes, at: second.end) else { return nil }
      if !footer.isEmpty {
        guard let rule = ClockRule(footer) else { return nil }
        self.rule = rule
      }
    }
    // Its moments are not those of a timeline, which has no leap seconds.
    guard block.leapSecondCount == 0 else { return nil }
    let count = block.timeCount
    guard let initial = block.offset(bytes, type: 0) else { return nil }
    firstOffset = initial
    firstAbbreviation = block.abbreviation(bytes, type: 0)
    for index in 0..<count {
      let type = Int(bytes[block.types + index])
      guard let offset = block.offset(bytes, type: type) else { return nil }
      let moment = block.moment(bytes, index)
      guard changes.last.map({ $0.moment < moment }) ?? true else { return nil }
      changes.append(
        Change(
          moment: moment, offset: offset, abbreviation: block.abbreviation(bytes, type: type)))
    }
  }

  /// Returns the rule between the two line ends after the data; nil if there is none.
  private static func footer(_ bytes: [UInt8], at start: Int) -> String? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\n"),
      let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
  }
}

/// The positions of the parts of one data block of a time zone file.
private struct TZifBlock {
  let version: UInt8
  let leapSecondCount: Int
  let timeCount: Int
  let times: Int
  let types: Int
  let infos: Int
  let names: Range<Int>
  let typeCount: Int
  let timeSize: Int
  let end: Int

  init?(_ bytes: [UInt8], at start: Int, timeSize: Int) {
    guard bytes.count - start >= 44, bytes[start..<(start + 4)].elementsEqual("TZif".utf8) else {
      return nil
    }
    version = bytes[start + 4]
    let counts = (0..<6).map { Self.integer(bytes, at: start + 20 + $0 * 4, size: 4) }
    guard counts.allSatisfy({ 0...100_000 ~= $0 }), counts[4] > 0 else { return nil }
    self.timeSize = timeSize
    leapSecondCount = counts[2]
    timeCount = counts[3]
    typeCount = counts[4]
    times = start + 44
    types = times + timeCount * timeSize
    infos = types + timeCount
    names = (infos + typeCount * 6)..<(infos + typeCount * 6 + counts[5])
    end = names.upperBound + counts[2] * (timeSize + 4) + counts[1] + counts[0]
    guard end <= bytes.count else { return nil }
  }

  func moment(_ bytes: [UInt8], _ index: Int) -> Int {
    // Clamped far from overflow: moments beyond that do not matter.
    let moment = Self.integer(bytes, at: times + index * timeSize, size: timeSize)
    return min(max(moment, -LocalClock.Period.distant), LocalClock.Period.distant)
  }

  func offset(_ bytes: [UInt8], type: Int) -> Int? {
    guard type < typeCount else { return nil }
    let offset = Self.integer(bytes, at: infos + type * 6, size: 4)
    return abs(offset) < 86_400 ? offset : nil
  }

  /// Returns the abbreviation of a type, of at most 16 bytes; empty if it has none.
  func abbreviation(_ bytes: [UInt8], type: Int) -> String {
    let start = names.lowerBound + Int(bytes[infos + type * 6 + 5])
    guard start < names.upperBound else { return "" }
    let name = bytes[start..<min(start + 16, names.upperBound)].prefix { $0 != 0 }
    return String(decoding: name, as: UTF8.self)
  }

  /// Reads a signed number, most significant byte first.
  private static func integer(_ bytes: [UInt8], at start: Int, size: Int) -> Int {
    var value: UInt64 = 0
    for byte in bytes[start..<(start + size)] { value = value << 8 | UInt64(byte) }
    return size == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
  }
}
