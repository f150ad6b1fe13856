import Testing

@testable import PowerShare

@Suite struct TickTimeTests {
  @Test(.tags(.property))
  func `the time of a tick is written as any other time, in every order`() {
    let clocks: [OutputClock] =
      [
        .seconds, .dateTime(.zulu), .dateTime(UTCOffset(minutes: 0)),
        .dateTime(UTCOffset(minutes: 330)), .dateTime(UTCOffset(minutes: -90)),
      ] + ClockCase.all.compactMap { LocalClock(rule: $0.rule).map(OutputClock.zone) }
    for seed in PropertyCases.seeds(20) {
      var random = SplitMix64(seed: seed)
      for clock in clocks {
        for isJSON in [false, true] {
          var time = TickTime(clock, isJSON: isJSON)
          // From the year 1 to 9999, with large steps and with small ones over midnight.
          var milliseconds = random.int(-62_135_500_000_000...253_402_200_000_000)
          for _ in 0..<200 {
            let step = random.pick([1, 20, 500, 1_000, 61_000, 3_600_000, 86_400_000])
            milliseconds += step * random.int(-3...10)
            milliseconds = min(max(milliseconds, -62_135_500_000_000), 253_402_200_000_000)
            let instant = Instant(milliseconds: milliseconds)
            time.set(instant)
            var (bytes, expected): ([UInt8], [UInt8]) = ([], [])
            bytes.append(time)
            if isJSON {
              expected.append(jsonTime: instant, on: clock)
            } else {
              expected.append(instant, on: clock)
              bytes.append(upTo: 32) { $0.append(time.textOnNewLine) }
              expected += [UInt8(ascii: "\n")] + expected
            }
            #expect(bytes == expected, "\(milliseconds) in \(clock), seed \(seed)")
          }
        }
      }
    }
  }

  @Test(arguments: ClockCase.all)
  func `a cached offset ends with each change of the clock`(example: ClockCase) throws {
    let (zone, offsets) = (OutputClock.zone(try example.clock()), try example.offsets())
    for minutes in try example.minutes() {
      for step in [1, -7, 60] {
        var time = TickTime(zone)
        var local = TickTime(zone, usesLocalTime: true, decimalPoint: UInt8(ascii: ","))
        var minute = step > 0 ? minutes.lowerBound : minutes.upperBound - 1
        while minutes.contains(minute) {
          let offset = offsets(minute)
          for milliseconds in [minute * 60_000, minute * 60_000 + 59_250] {
            let instant = Instant(milliseconds: milliseconds)
            let expected = TimeScale.dateTime(UTCOffset(minutes: offset)).text(instant)
            time.set(instant)
            local.set(instant)
            let shown = expected.dropLast(6).map { $0 == "T" ? " " : $0 == "." ? "," : $0 }
            // An expectation for each minute would take most of the time.
            guard Self.text(time) == expected, Self.text(local) == String(shown) else {
              Issue.record("\(expected) in steps of \(step)")
              return
            }
          }
          minute += step
        }
      }
    }
  }

  private static func text(_ time: TickTime) -> String {
    var bytes: [UInt8] = []
    bytes.append(time)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a decimal comma is that of seconds and of local times`() {
    let comma = UInt8(ascii: ",")
    let instant = Instant(milliseconds: 12_500)
    for (clock, isLocal, expected) in [
      (OutputClock.seconds, false, "12,5"), (.seconds, true, "12,5"),
      (.dateTime(.zulu), true, "1970-01-01 00:00:12,5"),
      // RFC 3339 has a point.
      (.dateTime(.zulu), false, "1970-01-01T00:00:12.5Z"),
    ] {
      var time = TickTime(clock, usesLocalTime: isLocal, decimalPoint: comma)
      time.set(instant)
      #expect(Self.text(time) == expected)
    }
  }

  @Test func `a time of JSON has no line feed`() async {
    await #expect(processExitsWith: .failure) {
      _ = TickTime(.seconds, isJSON: true).textOnNewLine
    }
  }
}
