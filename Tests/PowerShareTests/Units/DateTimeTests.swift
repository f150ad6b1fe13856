import Testing

@testable import PowerShare

@Suite struct DateTimeTests {
  private static func read(_ text: String) -> DateTime.Reading {
    let bytes = Array(text.utf8)
    return DateTime.read(bytes.span, in: 0..<bytes.count)
  }

  private static func milliseconds(_ text: String) -> Int? {
    guard case .moment(let moment, _) = read(text) else { return nil }
    return moment.milliseconds
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.001Z", 1),
    ("1970-01-02T00:00:00Z", 86_400_000), ("1970-01-01t00:00:00z", 0),
    ("1970-01-01 00:00:01Z", 1_000), ("1970-01-01T01:00:00+01:00", 0),
    ("1970-01-01T00:00:00+01:00", -3_600_000), ("1970-01-01T00:00:00-05:30", 19_800_000),
    ("2000-02-29T12:34:56.789Z", 951_827_696_789), ("2026-03-02T08:15:00+01:00", 1_772_435_700_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ("1970-01-01T00:00:00-23:59", 86_340_000), ("1970-01-02T00:00:00+23:59", 60_000),
    ("2100-03-01T00:00:00-00:00", 4_107_542_400_000),
  ])
  func `a date-time names a moment`(text: String, milliseconds: Int) {
    #expect(Self.milliseconds(text) == milliseconds)
  }

  @Test(arguments: [
    ("0", 0), ("5", 500), ("25", 250), ("125", 125), ("1250", 125), ("1254", 125), ("1255", 126),
    ("1265", 126), ("12650000", 126), ("12650001", 127), ("1259", 126), ("0005", 0),
    ("0015", 2), ("9994", 999), ("9995", 1_000), ("9999999", 1_000), ("00049999999", 0),
    ("000500000000000000000000000000000001", 1),
  ])
  func `a fraction is rounded to the millisecond, ties to even`(digits: String, expected: Int) {
    #expect(Self.milliseconds("1970-01-01T00:00:00.\(digits)Z") == expected)
  }

  @Test(arguments: [
    ("Z", UTCOffset.zulu), ("z", .zulu), ("+00:00", UTCOffset(minutes: 0)),
    ("-00:00", UTCOffset(minutes: 0, spelling: .unknownLocal)),
    ("+05:45", UTCOffset(minutes: 345)), ("-09:30", UTCOffset(minutes: -570)),
    ("+23:59", UTCOffset(minutes: 1_439)),
  ])
  func `the offset is kept as it was spelt`(text: String, offset: UTCOffset) {
    guard case .moment(_, let read) = Self.read("2026-03-02T08:15:00\(text)") else {
      Issue.record("not read")
      return
    }
    #expect(read == offset)
  }

  @Test(arguments: [
    "", "2026", "2026-03-02", "2026-03-02T08:1Z", "2026-03-02T08Z", "2026-03-02T08:15.5Z",
    "2026-3-2T08:15:00Z",
    "26-03-02T08:15:00Z",
    "2026/03/02T08:15:00Z", "2026-03-02_08:15:00Z", "2026-03-02T08.15.00Z", "2026-03-02T081500Z",
    "20260302T081500Z", "2026-03-02T08:15:00.Z", "2026-03-02T08:15:00,5Z", "2026-03-02T08:15:00ZZ",
    "2026-03-02T08:15:00 Z", "2026-03-02T08:15:00+01", "2026-03-02T08:15:00+0100",
    "2026-03-02T08:15:00+1:00", "2026-03-02T08:15:00+01:0", "2026-03-02T08:15:00+01-00",
    "2026-03-02T08:15:00*01:00", "2026-03-02T08:15:00+01:000", " 2026-03-02T08:15:00Z",
    "2026-03-02T08:15:00Z ", "+2026-03-02T08:15:00Z", "-026-03-02T08:15:00Z",
    "2026-03-02T08:15:0xZ", "2026-03-02T08:1x:00Z", "2026-03-02Tx8:15:00Z", "2026-03-x2T08:15:00Z",
    "2026-x3-02T08:15:00Z", "2x26-03-02T08:15:00Z", "202x-03-02T08:15:00Z",
    "2026-W10-1T08:15:00Z", "2026-061T08:15:00Z00", "２026-03-02T08:15:00Z", "2026-03-02T08:15:00é",
    "2026-03-02T08:15:00.5x", "2026-03-02T08:15:00+0x:00", "2026-03-02T08:15:00+00:x0",
  ])
  func `another form is not a date-time`(text: String) {
    #expect(Self.read(text) == .notADateTime)
  }

  @Test(arguments: ["2026-03-02T08:15:00", "2026-03-02 08:15:00", "2026-03-02T08:15:00.25"])
  func `a local time names no moment`(text: String) {
    #expect(Self.read(text) == .missingOffset)
  }

  @Test(arguments: [
    ("2026-00-02T08:15:00Z", DateTime.Part.month), ("2026-13-02T08:15:00Z", .month),
    ("2026-01-00T08:15:00Z", .day), ("2026-01-32T08:15:00Z", .day),
    ("2026-04-31T08:15:00Z", .day), ("2026-02-29T08:15:00Z", .day),
    ("2024-02-30T08:15:00Z", .day), ("2100-02-29T08:15:00Z", .day),
    ("2026-01-01T24:00:00Z", .hour), ("2026-01-01T00:60:00Z", .minute),
    ("2026-01-01T23:59:60Z", .second), ("2026-01-01T00:00:00+24:00", .offset),
    ("2026-01-01T00:00:00-00:60", .offset), ("2026-01-01T00:00:00+99:99", .offset),
  ])
  func `a part that does not exist is named`(text: String, part: DateTime.Part) {
    #expect(Self.read(text) == .impossible(part: part))
  }

  @Test(arguments: ["1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "1900-02-29T00:00:00Z"])
  func `years before 1970 are out of range`(text: String) {
    #expect(Self.read(text) == .yearOutOfRange)
  }

  @Test(arguments: [1972, 2000, 2024, 2400, 9996]) func `a leap year has a 29th of February`(
    year: Int
  ) {
    #expect(CivilDate.days(inMonth: 2, year: year) == 29)
    #expect(Self.milliseconds("\(year)-02-29T00:00:00Z") != nil)
  }

  @Test(arguments: [1970, 2023, 2100, 2200, 9900]) func `another year has no 29th of February`(
    year: Int
  ) {
    #expect(CivilDate.days(inMonth: 2, year: year) == 28)
    #expect(Self.milliseconds("\(year)-02-29T00:00:00Z") == nil)
  }

  @Test func `dates and day numbers agree with a slow count of the days`() {
    var day = 0
    for year in 1970...9999 {
      let isLeapYear = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      var isRight = true
      for (month, length) in zip(1..., lengths) {
        for number in [1, 2 + year % 25, length] {
          let date = CivilDate(year: year, month: month, day: number)
          isRight = isRight && date.daysSince1970 == day + number - 1
          isRight = isRight && CivilDate(daysSince1970: day + number - 1) == date
        }
        day += length
      }
      #expect(isRight, "year \(year)")
    }
  }

  @Test func `a day before 1970 is right as well`() {
    // An offset east of Greenwich shows the first hours of 1970 as the day before.
    #expect(CivilDate(daysSince1970: -1) == CivilDate(year: 1969, month: 12, day: 31))
    #expect(CivilDate(daysSince1970: -719_469) == CivilDate(year: 0, month: 2, day: 29))
    #expect(CivilDate(year: 0, month: 2, day: 29).daysSince1970 == -719_469)
    #expect(CivilDate(year: -1, month: 12, day: 31).daysSince1970 == -719_529)
    #expect(CivilDate(daysSince1970: -719_529) == CivilDate(year: -1, month: 12, day: 31))
  }

  @Test(.tags(.property)) func `a moment that is written is read again`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let moment = Instant(milliseconds: random.int(86_400_000...253_402_200_000_000))
      let offset = UTCOffset(minutes: random.int(-1_439...1_439))
      let text = TimeScale.dateTime(offset).text(moment)
      #expect(Self.read(text) == .moment(moment, offset), "seed \(seed): \(text)")
    }
  }
}
