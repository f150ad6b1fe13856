import Testing

@testable import PowerShare

/// The whole local days that a run with a site covers.
@Suite struct WholeDaysTests {
  private static let scale = TimeScale.dateTime(UTCOffset(minutes: 60))

  private func moment(_ text: String) throws -> Instant {
    try #require(TimeScale.read(text)).time
  }

  private func paris() throws -> LocalClock {
    try #require(LocalClock(rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
  }

  @Test(arguments: [
    ("2026-03-29T12:00+02:00", 23), ("2026-10-25T12:00+01:00", 25), ("2026-06-01T00:00+02:00", 0),
    ("2026-06-01T00:00:00.001+02:00", 24),
  ])
  func `a day begins and ends at midnight, also where clocks change`(
    text: String, hours: Int
  ) throws {
    let time = try moment(text)
    let start = WholeDays.start(of: time, on: try paris())
    let end = WholeDays.end(after: time, on: try paris(), last: Self.scale.lastMoment)
    #expect((end - start).milliseconds == hours * 3_600_000)
    #expect(start <= time && time <= end)
  }

  @Test(arguments: ClockCase.all + [.dateLine])
  func `days are those that a look at every minute of the clock finds`(example: ClockCase) throws {
    let (clock, offset) = (try example.clock(), try example.offsets())
    for minutes in try example.minutes() {
      // A day before, because a date that is shown again belongs to the day after it.
      let slow = SlowDays((minutes.lowerBound - 2_880)..<minutes.upperBound, offset: offset)
      for minute in minutes {
        for milliseconds in [minute * 60_000, minute * 60_000 + 59_999] {
          let time = Instant(milliseconds: milliseconds)
          let number = WholeDays.number(of: time, on: clock)
          let start = WholeDays.start(of: time, on: clock)
          guard number == slow.number(at: minute), start == slow.start(at: minute) else {
            Issue.record("\(minute)")
            return
          }
        }
      }
      for minute in stride(from: minutes.lowerBound, to: minutes.upperBound - 2_881, by: 7) {
        let time = Instant(milliseconds: minute * 60_000 + 1)
        let end = WholeDays.end(after: time, on: clock, last: Self.scale.lastMoment)
        #expect(end == slow.start(after: minute))
      }
    }
  }

  @Test func `a midnight that comes twice ends the day before at the first`() throws {
    let clock = try #require(LocalClock(rule: "NST3:30NDT,M4.1.0/0:01,M10.5.0/0:01"))
    let first = try moment("2026-10-25T00:00-02:30")
    for text in ["2026-10-25T00:00:30-02:30", "2026-10-24T23:30-03:30", "2026-10-25T00:30-03:30"] {
      let time = try moment(text)
      #expect(WholeDays.start(of: time, on: clock) == first)
      let end = WholeDays.end(after: time, on: clock, last: Self.scale.lastMoment)
      #expect(end == (try moment("2026-10-26T00:00-03:30")))
    }
  }

  @Test func `days in seconds have 86,400 of them from 0 on`() {
    let last = Instant(milliseconds: 10_000_000_000_000)
    for (seconds, start, end) in [(0, 0, 0), (1, 0, 1), (86_400, 1, 1), (100_000, 1, 2)] {
      let time = Instant(milliseconds: seconds * 1_000)
      #expect(WholeDays.start(of: time, on: nil).milliseconds == start * 86_400_000)
      #expect(WholeDays.end(after: time, on: nil, last: last).milliseconds == end * 86_400_000)
    }
  }

  @Test func `the last day ends with the range of times`() throws {
    let time = try moment("9999-12-31T23:00:00+01:00")
    let end = WholeDays.end(after: time, on: try paris(), last: Self.scale.lastMoment)
    #expect(end == Self.scale.lastMoment)
  }

  @Test func `a midnight that clocks skip is at the change`() throws {
    let havana = try #require(LocalClock(rule: "CST5CDT,M3.2.0/0,M11.1.0/1"))
    let start = WholeDays.start(of: try moment("2026-03-08T12:00-04:00"), on: havana)
    #expect(start == (try moment("2026-03-08T01:00-04:00")))
  }

  @Test func `a day whose midnight comes twice begins at the first`() throws {
    let havana = try #require(LocalClock(rule: "CST5CDT,M3.2.0/0,M11.1.0/1"))
    let start = WholeDays.start(of: try moment("2026-11-01T12:00-05:00"), on: havana)
    #expect(start == (try moment("2026-11-01T00:00-04:00")))
    let end = WholeDays.end(
      after: try moment("2026-11-01T00:30-04:00"), on: havana, last: Self.scale.lastMoment)
    #expect(end == (try moment("2026-11-02T00:00-05:00")))
  }
}
