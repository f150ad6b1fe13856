import Testing

@testable import PowerShare

@Suite struct TableTimesTests {
  @Test func `an offset is named once, and again where the clock changes`() throws {
    let zone = try #require(LocalClock(rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
    var times = TableTimes(.zone(zone))
    // 2026-03-29T01:00:00Z, when clocks go from 02:00 to 03:00.
    let change = 1_774_746_000_000
    #expect(times.heading(at: Instant(milliseconds: change - 1)) == "times at +01:00")
    #expect(times.text(Instant(milliseconds: change - 1)) == "2026-03-29 01:59:59.999")
    #expect(times.heading(at: Instant(milliseconds: change - 1)) == nil)
    #expect(times.heading(at: Instant(milliseconds: change)) == "from here on times at +02:00")
    #expect(times.text(Instant(milliseconds: change)) == "2026-03-29 03:00:00")
    #expect(times.heading(at: Instant(milliseconds: change + 1)) == nil)
  }

  @Test func `numbers of seconds have no offset`() {
    var times = TableTimes(.seconds)
    #expect(times.heading(at: Instant(milliseconds: 1_500)) == nil)
    #expect(times.text(Instant(milliseconds: 1_500)) == "1.5")
  }
}
