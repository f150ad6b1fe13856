import Testing

@testable import PowerShare

@Suite struct ColumnTimesTests {
  private static let paris = "CET-1CEST,M3.5.0,M10.5.0/3"

  private static func csv(
    _ text: String, map: String = "startTime=In,endTime=Out,deliveredEnergy=kWh",
    formats: [String] = [], zone: String? = nil
  ) -> Imported {
    Imported(.csv, text, name: "box.csv") { options in
      try? options.columns.add(map)
      options.datePatterns = formats.compactMap(DatePattern.init)
      options.clock = zone.flatMap(LocalClock.init(rule:))
    }
  }

  @Test func `what was assumed is counted for sessions that are used only`() {
    let imported = Self.csv(
      "Day,In,Out,kWh\n2026-03-01,22:00,06:00,8\n2026-03-01,22:00,06:00,8\n",
      map: "startTime=Day+In,endTime=Day+Out,deliveredEnergy=kWh", formats: ["%Y-%m-%d %H:%M"])
    #expect(imported.leftOut == ["1 recorded twice"])
    #expect(
      imported.assumed.contains(
        "1 ends on the next day, because its end is not after its start on one date"))
  }

  @Test func `an end before its start on one date is on the next day`() {
    let map = "startTime=Day+In,endTime=Day+Out,deliveredEnergy=kWh"
    let imported = Self.csv(
      "Day,In,Out,kWh\n2026-03-02,21:30,05:15,6\n2026-03-04,08:00,09:00,7\n", map: map)
    #expect(
      imported.starts == [
        "2026-03-02T21:30:00Z,,box,1,7.4,6,2026-03-03T05:15:00Z",
        "2026-03-04T08:00:00Z,,box,1,7.4,7,2026-03-04T09:00:00Z",
      ])
    #expect(
      imported.assumed == [
        "1 ends on the next day, because its end is not after its start on one date"
      ])
    // The night in which clocks are set back has an hour more.
    let night = Self.csv("Day,In,Out,kWh\n2026-10-24,22:00,06:00,6\n", map: map, zone: Self.paris)
    #expect(night.starts[0].hasPrefix("2026-10-24T20:00:00Z"))
    #expect(night.starts[0].hasSuffix("2026-10-25T05:00:00Z"))
  }

  @Test func `a duration takes the place of an end that is not after its start`() {
    let map = "startTime=In,endTime=Out,duration:min=min,deliveredEnergy=kWh"
    let rows = """
      In,Out,min,kWh
      2026-03-02T08:00Z,2026-03-02T07:00Z,30,1
      2026-03-03T08:00Z,2026-03-03T08:00Z,45,2
      2026-03-04T08:00Z,2026-03-04T08:00Z,0,4
      2026-03-05T08:00Z,2026-03-05T07:00Z,-60,8
      2026-03-06T08:00Z,2026-03-06T09:00Z,61,16
      2026-03-07T08:00Z,2026-03-07T09:00Z,62,32
      2026-03-08T08:00Z,2026-03-08T09:00Z,,64

      """
    let imported = Self.csv(rows, map: map)
    let ends = imported.starts.map { $0.suffix(20).dropFirst(11).prefix(5) }
    #expect(ends == ["08:30", "08:45", "09:00", "09:00", "09:00"])
    #expect(imported.leftOut == ["1 ends before it begins", "1 ends when it begins"])
    let rule = imported.result.assumed.entries.first { $0.text.hasPrefix("ends by its duration") }
    #expect(rule?.count == 2 && rule?.energy == Energy(wattHours: 3_000))
    let odd = imported.result.implausible.entries.first { $0.text.hasPrefix("duration differs") }
    #expect(odd?.count == 1 && odd?.energy == Energy(wattHours: 32_000))
  }

  @Test func `a wrong date format is said once, with three examples`() {
    let good = "2026-03-02T08:00Z,2026-03-02T09:00Z,1\n"
    let bad = "02/03/2026 08:00,02/03/2026 09:00,1\n"
    let one = Self.csv("In,Out,kWh\n" + good + bad)
    #expect(one.problems == ["3:1 invalid-time", "3:18 invalid-time"])
    let all = Self.csv(
      "In,Out,kWh\n" + String(repeating: bad, count: 300), formats: ["%m.%d.%Y %H:%M"])
    #expect(all.problems == ["2:1 invalid-time"] && all.result.hiddenProblems.isEmpty)
    #expect(
      all.result.problems[0].message
        == #"600 texts are not times, in "In", "Out": "02/03/2026 08:00" in line 2, "#
        + #""02/03/2026 09:00" in line 2, "02/03/2026 08:00" in line 3"#)
    #expect(all.leftOut == ["300 not readable (invalid-time), reported above"])
    #expect(all.result.leftOut.energy == Energy(wattHours: 300_000) && all.isComplete)
  }

  @Test(arguments: [
    ("44784.981249999997", "2022-08-11T23:33:00Z"), ("44784,98125", "2022-08-11T23:33:00Z"),
    ("45658", "2025-01-01T00:00:00Z"), ("44784 0.98125", "2022-08-11T23:33:00Z"),
    ("25569", "1970-01-01T00:00:00Z"), ("25569.00000001", "1970-01-01T00:00:00.001Z"),
  ])
  func `the dates of spreadsheets are days since 1899-12-30`(text: String, time: String) throws {
    let pattern = try #require(DatePattern("excel"))
    let reading = try #require(pattern.read(Array(text.utf8)))
    #expect(TimeScale.dateTime(.zulu).text(Instant(milliseconds: reading.local)) == time)
    #expect(reading.offset == nil)
  }

  @Test(arguments: ["25568.99", "2958466", "", "x", "-45000", "45000 1 2", "1e99", "45000,5,5"])
  func `other texts are no dates of spreadsheets`(text: String) throws {
    let pattern = try #require(DatePattern("excel"))
    #expect(pattern.read(Array(text.utf8)) == nil)
  }

  @Test func `spreadsheet dates are local, and their option is named`() {
    let rows = "In;Out;kWh\n44784,98125;44784,9840277778;9,6\n"
    #expect(Self.csv(rows).result.problems[0].hint?.contains("--date-format excel") == true)
    let imported = Self.csv(rows, formats: ["excel", "%F %R"], zone: Self.paris)
    #expect(imported.starts[0].hasPrefix("2022-08-11T21:33:00Z,"))
    #expect(imported.starts[0].hasSuffix(",2022-08-11T21:37:00Z"))
  }

  @Test(arguments: [
    ("1750994327", "1750997927", "%s"), ("1750994327000", "1750997927000", "%Q"),
    ("45211.5", "45211.75", "excel"), ("1750994327", "45211.5", nil), ("5", "6", nil),
  ])
  func `times that are numbers name their pattern`(start: String, end: String, pattern: String?) {
    let imported = Self.csv("In,Out,kWh\n\(start),\(end),1\n")
    let hint = imported.result.problems[0].hint ?? ""
    #expect(hint.contains(" for ") == (pattern != nil))
    if let pattern { #expect(hint.hasPrefix("Use --date-format \(pattern) for ")) }
  }

  @Test func `the abbreviation of a zone tells apart the hour that clocks show twice`() {
    let rows = """
      In,Out,kWh
      2026-10-25 02:30 CEST,2026-10-25 02:30 CET,1
      2026-07-01 12:00 utc,2026-07-01 13:00 GMT,2
      2026-07-02 12:00 CET,2026-07-02 15:00 CEST,4
      2026-07-03 12:00 PST,2026-07-03 15:00 CEST,8

      """
    let imported = Self.csv(rows, formats: ["%F %R %Z"], zone: Self.paris)
    let times = imported.starts.map {
      $0.prefix(16).dropFirst(5) + " " + $0.suffix(20).dropFirst(11)
    }
    #expect(
      times == [
        "07-01T12:00 13:00:00Z", "07-02T11:00 13:00:00Z", "10-25T00:30 01:30:00Z",
      ])
    #expect(imported.problems == ["5:1 invalid-time"])
    #expect(
      imported.implausible == [
        "1 time with an abbreviation that the clock of --tz does not show then, read as it says"
      ])
    #expect(!imported.assumed.contains { $0.contains("twice") })
  }

  @Test func `a skipped time asks whether the file is in UTC`() {
    var clock = LocalClock(rule: Self.paris)
    clock?.name = "Europe/Paris"
    let imported = Imported(.csv, "In,Out,kWh\n2026-03-29 02:30,2026-03-29 04:00,1\n") { options in
      try? options.columns.add("startTime=In,endTime=Out,deliveredEnergy=kWh")
      options.clock = clock
    }
    #expect(
      imported.result.problems.first?.hint?.hasSuffix("--tz UTC --output-tz Europe/Paris.") == true)
  }

  @Test(arguments: [
    ("1h2m3s", 3_723_000), ("90m", 5_400_000), ("1h", 3_600_000), ("1h2m3.5s", 3_723_500),
    ("0s", 0), ("500ms", 500), ("1d2h", 93_600_000), ("1:05:30", 3_930_000), ("1:05", 3_900_000),
    ("1.5h", 5_400_000), ("0:00:59.9996", 60_000), ("0:00:00.0005", 0), ("0:00:00.0015", 2),
    ("1m0.0004s", 60_000), ("1m0.0006s", 60_001),
  ])
  func `durations are read in any form`(text: String, milliseconds: Int) {
    #expect(DurationText.milliseconds(Array(text.utf8)) == milliseconds)
  }

  @Test(arguments: ["", "5", "1h1h", "3s1m", "h", "1x", "-1h", "1h2", "1.h", "9999999999d", "1:60"])
  func `other texts are no durations`(text: String) {
    #expect(DurationText.milliseconds(Array(text.utf8)) == nil)
  }
}
