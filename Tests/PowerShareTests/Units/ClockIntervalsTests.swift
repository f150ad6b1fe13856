import Testing

@testable import PowerShare

@Suite struct ClockIntervalsTests {
  private static let lengths = [
    1, 5, 7, 15, 30, 50, 60, 120, 360, 720, 1_000, 1_440, 2_880, 10_080,
  ]

  private static func instant(_ minute: Int) -> Instant { Instant(milliseconds: minute * 60_000) }

  @Test(arguments: ClockCase.all)
  func `intervals begin where a count of the minutes finds a multiple`(example: ClockCase) throws {
    let (clock, offset) = (try example.clock(), try example.offsets())
    for minutes in try example.minutes() {
      for length in Self.lengths {
        let slow = SlowIntervals(length, in: minutes, offset: offset)
        let intervals = ClockIntervals(TimeSpan(milliseconds: length * 60_000), in: clock)
        for (first, second) in zip(slow.beginnings, slow.beginnings.dropFirst()) {
          let (start, end) = (Self.instant(first), Self.instant(second))
          // The first minute, the last one, and some between them.
          for minute in Array(stride(from: first, to: second, by: 11)) + [second - 1] {
            let moment = Self.instant(minute)
            let found = (intervals.start(containing: moment), intervals.next(after: moment))
            // An expectation for each minute would take most of the time.
            guard found.0 == start, found.1 == end else {
              Issue.record("\(length) min, \(minute)")
              return
            }
          }
          let last = Instant(milliseconds: end.milliseconds - 1)
          guard intervals.start(containing: last) == start, intervals.next(after: last) == end
          else {
            Issue.record("\(length) min, the last moment before \(second)")
            return
          }
        }
      }
    }
  }

  @Test(arguments: ClockCase.all)
  func `a clock shows the offset of every minute`(example: ClockCase) throws {
    let (clock, offsets) = (try example.clock(), try example.offsets())
    for minutes in try example.minutes() {
      for minute in minutes {
        let offset = offsets(minute)
        for milliseconds in [minute * 60_000, minute * 60_000 + 59_999] {
          let shown = clock.shownPeriod(at: Instant(milliseconds: milliseconds))
          let period = shown.start.milliseconds..<shown.end.milliseconds
          guard shown.offset.minutes == offset, period.contains(milliseconds) else {
            Issue.record("\(minute)")
            return
          }
        }
      }
    }
  }

  @Test func `the changes of a clock are the ends of its periods`() throws {
    for example in ClockCase.all {
      let clock = try example.clock()
      let changes = try example.changes.map { try ClockCase.minute($0.moment) * 60_000 }
      var moment = Instant(milliseconds: try ClockCase.minute("2026-01-05T00:00:00Z") * 60_000)
      for change in changes {
        let period = clock.shownPeriod(at: moment)
        #expect(period.end.milliseconds == change, "\(example.rule)")
        moment = period.end
        #expect(clock.shownPeriod(at: moment).start == moment)
      }
    }
  }

  @Test func `a day that clocks skip begins with the next one`() throws {
    // Samoa went from the 29th to the 31st of December 2011.
    let clock = try #require(
      LocalClock(timeZoneFile: ZoneFile.bytes(first: -36_000, changes: [(1_325_239_200, 50_400)])))
    let days = ClockIntervals(TimeSpan(milliseconds: 86_400_000), in: clock)
    let zone = OutputClock.zone(clock)
    var moment = Instant(milliseconds: 1_325_100_000_000)
    var shown: [String] = []
    for _ in 0..<4 {
      moment = days.next(after: moment)
      shown.append(zone.text(moment))
      #expect(days.start(containing: moment) == moment)
    }
    #expect(
      shown == [
        "2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00",
        "2012-01-02T00:00:00+14:00",
      ])
  }

  @Test func `a length fits a clock up to a day, and in whole days`() {
    for (minutes, fits) in [
      (1, true), (7, true), (1_440, true), (1_441, false), (2_000, false), (2_880, true),
    ] {
      #expect(TimeSpan(milliseconds: minutes * 60_000).fitsClock == fits, "\(minutes)")
    }
  }

  @Test func `a length that does not fit a clock is a defect`() async {
    await #expect(processExitsWith: .failure) {
      _ = ClockIntervals(TimeSpan(milliseconds: 90_000_000), in: LocalClock(.zulu))
    }
  }
}
