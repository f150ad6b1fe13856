import Testing

@testable import PowerShare

/// A clock, and the changes of the year 2026 that follow from its rule, worked out by hand.
struct ClockCase: Sendable, CustomTestStringConvertible {
  let rule: String
  /// The minutes east of Greenwich at the beginning of the year.
  let first: Int
  /// The changes, each a moment and the minutes east of Greenwich from then on.
  var changes: [(moment: String, offset: Int)] = []

  var testDescription: String { rule }

  static let all = [
    ClockCase(
      rule: "CET-1CEST,M3.5.0,M10.5.0/3", first: 60,
      changes: [("2026-03-29T01:00:00Z", 120), ("2026-10-25T01:00:00Z", 60)]),
    ClockCase(
      rule: "AEST-10AEDT,M10.1.0,M4.1.0/3", first: 660,
      changes: [("2026-04-04T16:00:00Z", 600), ("2026-10-03T16:00:00Z", 660)]),
    // Half an hour.
    ClockCase(
      rule: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", first: 660,
      changes: [("2026-04-04T15:00:00Z", 630), ("2026-10-03T15:30:00Z", 660)]),
    // An offset with minutes.
    ClockCase(
      rule: "NST3:30NDT,M3.2.0,M11.1.0", first: -210,
      changes: [("2026-03-08T05:30:00Z", -150), ("2026-11-01T04:30:00Z", -210)]),
    // From 00:00 to 01:00, and from 01:00 to 00:00.
    ClockCase(
      rule: "CST5CDT,M3.2.0/0,M11.1.0/1", first: -300,
      changes: [("2026-03-08T05:00:00Z", -240), ("2026-11-01T05:00:00Z", -300)]),
    // From 24:00 to 23:00, and from 00:00 to 01:00.
    ClockCase(
      rule: "<-03>3<-02>,M10.3.0/0,M2.3.0/0", first: -120,
      changes: [("2026-02-15T02:00:00Z", -180), ("2026-10-18T03:00:00Z", -120)]),
    // On the day before the one that the rule names.
    ClockCase(
      rule: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", first: -120,
      changes: [("2026-03-29T01:00:00Z", -60), ("2026-10-25T01:00:00Z", -120)]),
    // From 00:01 to 01:01, and from 00:01 to 23:01: a midnight comes twice.
    ClockCase(
      rule: "NST3:30NDT,M4.1.0/0:01,M10.5.0/0:01", first: -210,
      changes: [("2026-04-05T03:31:00Z", -150), ("2026-10-25T02:31:00Z", -210)]),
    // Winter time is the time that is set back.
    ClockCase(
      rule: "IST-1GMT0,M10.5.0,M3.5.0/1", first: 0,
      changes: [("2026-03-29T01:00:00Z", 60), ("2026-10-25T01:00:00Z", 0)]),
    // By 20 minutes, which no quarter of an hour divides.
    ClockCase(
      rule: "AAA0BBB-0:20,M5.1.5/7:05,M6.1.5/7:05", first: 0,
      changes: [("2026-05-01T07:05:00Z", 20), ("2026-06-05T06:45:00Z", 0)]),
    ClockCase(rule: "<+0545>-5:45", first: 345),
    // Summer time all year.
    ClockCase(rule: "EST5EDT,0/0,J365/25", first: -240),
  ]

  /// Over the date line and back: a date is skipped, and one comes twice.
  static let dateLine = ClockCase(
    rule: "<-10>10<+14>-14,M5.1.5/0,M6.1.5/0", first: -600,
    changes: [("2026-05-01T10:00:00Z", 840), ("2026-06-04T10:00:00Z", -600)])

  func clock() throws -> LocalClock { try #require(LocalClock(rule: rule)) }

  /// Returns the function that finds the minutes east of Greenwich at a minute since 1970.
  func offsets() throws -> (Int) -> Int {
    let (first, changes) = (first, try changes.map { (try Self.minute($0.moment), $0.offset) })
    return { minute in changes.last { $0.0 <= minute }?.1 ?? first }
  }

  /// Returns a moment in minutes since 1970.
  static func minute(_ text: String) throws -> Int {
    try #require(TimeScale.read(text)).time.milliseconds / 60_000
  }

  /// The minutes of the days before, of and after each change, or of three days without one.
  func minutes() throws -> [Range<Int>] {
    let days = changes.isEmpty ? ["2026-03-29T12:00:00Z"] : changes.map(\.moment)
    return try days.map { text in
      let day = try Self.minute(text) / 1_440
      return ((day - 2) * 1_440)..<((day + 3) * 1_440)
    }
  }
}

/// The beginnings of intervals on a clock, found minute by minute.
struct SlowIntervals {
  /// The moments, in minutes since 1970.
  private(set) var beginnings: [Int] = []

  /// - Parameters:
  ///   - length: The length in minutes.
  ///   - minutes: The minutes to look at.
  ///   - offset: Returns the minutes east of Greenwich at a minute.
  init(_ length: Int, in minutes: Range<Int>, offset: (Int) throws -> Int) rethrows {
    for minute in minutes {
      let shown = try minute + offset(minute)
      let expected = try minute + offset(minute - 1)
      // Clocks that are set forward skip these, and begin with the last one.
      let skipped = expected <= shown ? expected...shown : shown...shown
      if skipped.contains(where: { Self.isBeginning($0, length) }) { beginnings.append(minute) }
    }
  }

  private static func isBeginning(_ local: Int, _ length: Int) -> Bool {
    let timeOfDay = ((local % 1_440) + 1_440) % 1_440
    return length < 1_440 ? timeOfDay % length == 0 : local % length == 0
  }
}
