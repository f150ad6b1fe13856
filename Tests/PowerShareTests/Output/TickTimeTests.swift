import Testing

@testable import PowerShare

@Suite struct TickTimeTests {
  @Test(.tags(.property))
  func `the time of a tick is written as any other time, in every order`() {
    let scales: [TimeScale] = [
      .seconds, .dateTime(.zulu), .dateTime(UTCOffset(minutes: 0)),
      .dateTime(UTCOffset(minutes: 330)), .dateTime(UTCOffset(minutes: -90)),
    ]
    for seed in PropertyCases.seeds(20) {
      var random = SplitMix64(seed: seed)
      for scale in scales {
        for isJSON in [false, true] {
          var time = TickTime(scale, isJSON: isJSON)
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
              expected.append(jsonTime: instant, in: scale)
            } else {
              expected.append(instant, in: scale)
              bytes.append(upTo: 32) { $0.append(time.textOnNewLine) }
              expected += [UInt8(ascii: "\n")] + expected
            }
            #expect(bytes == expected, "\(milliseconds) in \(scale), seed \(seed)")
          }
        }
      }
    }
  }

  @Test func `a time of JSON has no line feed`() async {
    await #expect(processExitsWith: .failure) {
      _ = TickTime(.seconds, isJSON: true).textOnNewLine
    }
  }
}
