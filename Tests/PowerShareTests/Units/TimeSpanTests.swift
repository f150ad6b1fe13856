import Testing

@testable import PowerShare

@Suite struct TimeSpanTests {
  @Test(arguments: [
    ("1s", 1_000), ("90s", 90_000), ("15m", 900_000), ("1h", 3_600_000), ("1d", 86_400_000),
    ("1h30m", 5_400_000), ("1d2h3m4s", 93_784_000), ("0h1s", 1_000), ("007s", 7_000),
    ("10000000000s", 10_000_000_000_000),
  ])
  func `a duration is read`(text: String, milliseconds: Int) {
    #expect(TimeSpan(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "s", "1", "0s", "0d0h0m0s", "1.5h", "-1s", "+1s", "1 h", " 1h", "1h ", "1H", "1m1h",
    "1h1h", "1ms", "1w", "1h30", "h1", "1hh", "10000000001s", "115741d", "99999999999999999999s",
    "9223372036854775807d", "½h", "１s", "115740d17h46m41s",
  ])
  func `another text is not a duration`(text: String) {
    #expect(TimeSpan(text) == nil)
  }

  @Test func `spans are comparable, and are differences of instants`() {
    let start = Instant(milliseconds: 5)
    let span = TimeSpan(milliseconds: 7)
    #expect((start + span) - start == span)
    #expect(span < TimeSpan(milliseconds: 8) && start < start + span)
    #expect(TimeSpan.maximum == TimeSpan("10000000000s"))
  }

  @Test func `time scales are compared by kind`() {
    let zulu = TimeScale.dateTime(.zulu)
    let paris = TimeScale.dateTime(UTCOffset(minutes: 60))
    #expect(zulu.isSameKind(as: paris))
    #expect(TimeScale.seconds.isSameKind(as: .seconds))
    #expect(!TimeScale.seconds.isSameKind(as: zulu) && !zulu.isSameKind(as: .seconds))
    #expect(TimeScale.seconds.intervalOrigin.milliseconds == 0)
    #expect(zulu.intervalOrigin.milliseconds == 0)
    #expect(paris.intervalOrigin.milliseconds == -3_600_000)
  }

  @Test(arguments: [
    ("0", 0, true), ("12.5", 12_500, true), ("1970-01-01T00:00:01Z", 1_000, false),
    ("10000000000", 10_000_000_000_000, true),
  ])
  func `a time on a command line is seconds or a date-time`(
    text: String, milliseconds: Int, isSeconds: Bool
  ) {
    let read = TimeScale.read(text)
    #expect(read?.time.milliseconds == milliseconds)
    #expect(read?.scale == (isSeconds ? .seconds : .dateTime(.zulu)))
  }

  @Test(arguments: ["", "-1", "10000000000.001", "1970-01-01", "1970-02-30T00:00:00Z", "noon"])
  func `another text on a command line is not a time`(text: String) {
    #expect(TimeScale.read(text) == nil)
  }

  @Test func `a power on a command line is kilowatts in range`() {
    #expect(Power(kilowatts: "0.0015") == Power(watts: 2))
    #expect(Power(kilowatts: "1000000") == .maximum)
    for text in ["", "-1", "1000000.001", "1 kW", "1,5"] { #expect(Power(kilowatts: text) == nil) }
  }
}
