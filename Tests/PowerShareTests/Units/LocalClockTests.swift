import Foundation
import Testing

@testable import PowerShare

@Suite struct LocalClockTests {
  private static func seconds(_ text: String) throws -> Int {
    let reading = try #require(TimeScale.read(text))
    return reading.time.milliseconds / 1_000
  }

  /// Rules, each with the name of a zone that follows it from 2010 on.
  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Paris"),
    ("EST5EDT,M3.2.0,M11.1.0", "America/New_York"),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", "Australia/Sydney"),
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "Australia/Lord_Howe"),
    ("<-03>3", "America/Argentina/Buenos_Aires"),
    ("IST-5:30", "Asia/Kolkata"), ("IST-1GMT0,M10.5.0,M3.5.0/1", "Europe/Dublin"),
  ])
  func `a rule shows what the zone's clocks show`(rule: String, name: String) throws {
    let clock = try #require(LocalClock(rule: rule))
    let zone = try #require(TimeZone(identifier: name))
    var random = SplitMix64(seed: 1)
    for _ in 0..<2_000 {
      let moment = random.int(1_280_000_000...2_145_000_000)
      let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment)))
      #expect(clock.secondsEast(at: moment) == expected, "\(moment)")
    }
  }

  @Test(arguments: [
    "", "CE", "CET", "CET-25", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J5",
    "CET-1CEST,M3.5.0,M10.5.0/168", "CET-1CEST,M3.5.0,M10.5.0 ", "<CET-1", "CET-1:60",
    "CET-1CEST,M3.5.0,M10.5.0,", "CET-9999999999999999999",
    // Without dates, C libraries take those of the United States or of a file.
    "EST5EDT", "CET-1CEST",
    // RFC 3339 has no offset of a day.
    "CET-24", "CET24", "CET-23CEST,M3.5.0,M10.5.0/3", "CET-1CEST-24,M3.5.0,M10.5.0/3",
  ])
  func `a text that is not a rule is refused`(text: String) {
    #expect(LocalClock(rule: text) == nil)
  }

  @Test func `days of the year count as POSIX says`() throws {
    // J60 is always the 1st of March; 61 is the 3rd, in leap years the 2nd.
    let clock = try #require(LocalClock(rule: "AAA0BBB,J60/0,61/0"))
    for (day, isSummer) in [
      ("2026-02-28", false), ("2026-03-01", true), ("2026-03-02", true), ("2026-03-03", false),
      ("2028-02-29", false), ("2028-03-01", true), ("2028-03-02", false),
    ] {
      let noon = try Self.seconds("\(day)T12:00:00Z")
      #expect(clock.secondsEast(at: noon) == (isSummer ? 3_600 : 0), "\(day)")
    }
  }

  @Test func `the hour that clocks skip and the one they show twice`() throws {
    let clock = try #require(LocalClock(rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
    func moments(_ text: String) throws -> LocalClock.Moments {
      clock.moments(ofLocal: try Self.seconds(text + "Z"))
    }
    #expect(
      try moments("2026-03-29T01:59:59") == .one(try Self.seconds("2026-03-29T01:59:59+01:00")))
    #expect(
      try moments("2026-03-29T02:00:00") == .none(try Self.seconds("2026-03-29T03:00:00+02:00")))
    #expect(
      try moments("2026-03-29T02:30:00") == .none(try Self.seconds("2026-03-29T03:30:00+02:00")))
    #expect(
      try moments("2026-03-29T03:00:00") == .one(try Self.seconds("2026-03-29T03:00:00+02:00")))
    #expect(
      try moments("2026-10-25T02:30:00")
        == .two(
          try Self.seconds("2026-10-25T02:30:00+02:00"),
          try Self.seconds("2026-10-25T02:30:00+01:00")))
    #expect(
      try moments("2026-10-25T03:00:00") == .one(try Self.seconds("2026-10-25T03:00:00+01:00")))
  }

  // MARK: Files

  private static let folder = "/usr/share/zoneinfo"

  private static func file(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(folder)/\(name)").map { [UInt8]($0) }
  }

  @Test(
    .enabled(if: file("Europe/Paris") != nil, "there are no time zones in \(folder)"),
    arguments: [
      "Europe/Paris", "America/Los_Angeles", "Africa/Casablanca", "Asia/Kathmandu", "America/Nuuk",
      "Australia/Lord_Howe", "America/St_Johns", "Asia/Tokyo",
    ])
  func `a file shows what the system's clocks show`(name: String) throws {
    let bytes = try #require(Self.file(name))
    let clock = try #require(LocalClock(timeZoneFile: bytes))
    let zone = try #require(TimeZone(identifier: name))
    var random = SplitMix64(seed: 2)
    for _ in 0..<2_000 {
      let moment = random.int(0...2_100_000_000)
      let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment)))
      #expect(clock.secondsEast(at: moment) == expected, "\(moment)")
    }
  }

  @Test func `a file with leap seconds, or an offset of a day, is refused`() {
    func isRead(offset: Int, leapSeconds: Int = 0) -> Bool {
      let bytes = ZoneFile.bytes(
        first: 0, changes: [(1_000, offset)], leapSeconds: leapSeconds)
      return LocalClock(timeZoneFile: bytes) != nil
    }
    #expect(isRead(offset: 86_399) && isRead(offset: -86_399))
    #expect(!isRead(offset: 86_400) && !isRead(offset: -86_400))
    #expect(!isRead(offset: 0, leapSeconds: 1))
  }

  @Test func `a clock states the years 1970 to 9999`() throws {
    let clock = try #require(LocalClock(rule: "EST5EDT,M3.2.0,M11.1.0"))
    for (moment, isStated) in [
      ("1970-01-01T04:59:59.999Z", false), ("1970-01-01T05:00:00Z", true),
      ("9999-12-31T23:59:59.999-05:00", true), ("9999-12-31T23:59:59-06:00", false),
    ] {
      #expect(clock.canState(try #require(TimeScale.read(moment)).time) == isStated, "\(moment)")
    }
  }

  @Test(.enabled(if: file("Europe/Paris") != nil, "there are no time zones in \(folder)"))
  func `a damaged file is refused or shows offsets of at most a day`() throws {
    let bytes = try #require(Self.file("Europe/Paris"))
    var random = SplitMix64(seed: 3)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(LocalClock(timeZoneFile: Array(bytes[..<count])) == nil, "\(count) bytes")
    }
    for _ in 0..<3_000 {
      var damaged = bytes
      for _ in 0..<random.int(1...4) {
        damaged[random.int(0...(bytes.count - 1))] = UInt8(random.int(0...255))
      }
      guard let clock = LocalClock(timeZoneFile: damaged) else { continue }
      #expect(abs(clock.secondsEast(at: random.int(0...4_000_000_000))) < 86_400)
    }
  }
}
