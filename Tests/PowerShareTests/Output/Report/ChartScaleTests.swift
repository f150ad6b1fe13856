import Testing

@testable import PowerShare

@Suite struct ChartScaleTests {
  private static func isRound(_ step: Int128) -> Bool {
    var step = step
    while step % 10 == 0 { step /= 10 }
    return [1, 2, 5].contains(step)
  }

  @Test func `ticks are round, from three to eight, and contain all values`() {
    var random = SplitMix64(seed: 181)
    for _ in 0..<5_000 {
      let digits = random.int(0...30)
      let bound = (0..<digits).reduce(Int128(1)) { bound, _ in bound * 10 }
      let most = random.int(4...8)
      let high = Int128(random.int(0...1_000)) * bound / 1_000
      let low = random.chance(percent: 50) ? 0 : -Int128(random.int(0...1_000)) * bound / 2_000
      let smallest: Int128 = random.pick([1, 1_000])
      let scale = ChartScale(upTo: high, from: low, smallest: smallest, most: most)
      let ticks = scale.ticks
      #expect(3...max(most, 3) ~= ticks.count, "\(low)...\(high)")
      #expect(ticks.contains(0) && ticks[0] <= low && high <= ticks[ticks.count - 1])
      #expect(Self.isRound(scale.step) && scale.step >= smallest, "\(scale.step)")
      #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $1 - $0 == scale.step })
    }
  }

  @Test(arguments: [
    (0, 1, [0, 500, 1_000]), (0, 1_000, [0, 1_000, 2_000]), (1, 1, [0, 1, 2]),
    (1_000, 1_000, [0, 1_000, 2_000]), (298_000, 1, [0, 100_000, 200_000, 300_000]),
    (300_000, 1, [0, 100_000, 200_000, 300_000]), (7, 1, [0, 2, 4, 6, 8]),
    (1_000_000_000_000, 1, [0, 200, 400, 600, 800, 1_000].map { $0 * 1_000_000_000 }),
  ])
  func `small, large and empty ranges have ticks`(highest: Int, smallest: Int, ticks: [Int]) {
    let scale = ChartScale(upTo: Int128(highest), smallest: Int128(smallest))
    #expect(scale.ticks == ticks.map { Int128($0) })
  }

  @Test func `values are at their exact places, and those beyond an end at the end`() {
    let scale = ChartScale(upTo: 300, from: -100)
    #expect(scale.ticks == [-100, 0, 100, 200, 300])
    #expect(
      [-100, 0, 150, 300, 900, -900].map { scale.offset($0, in: 4_000) }
        == [0, 1_000, 2_500, 4_000, 4_000, 0])
  }

  @Test(arguments: [
    (0, "0"), (7_400, "7.4"), (110_000, "110"), (9_999_000, "9999"),
    (25_000_000, "25\u{202F}000"), (1_000_000_500, "1\u{202F}000\u{202F}000.5"),
    (-250_000_000, "-250\u{202F}000"),
  ])
  func `ticks with many digits have groups`(tick: Int, text: String) {
    #expect(ChartScale.text(Int128(tick)) == text)
  }

  @Test func `an axis of settings begins at 0 unless they are far from it`() {
    #expect(ChartRange(around: [50, 1_200], most: 8).ticks.first == 0)
    #expect(ChartRange(around: [300, 400], most: 6).ticks == [300, 350, 400])
    let one = ChartRange(around: [350], most: 6)
    #expect(one.ticks.count > 1 && one.ticks[0] <= 350)
    #expect(ChartRange(around: [0], most: 6).offset(0, in: 100) == 0)
    let range = ChartRange(around: [300, 400], most: 6)
    #expect([300, 350, 400].map { range.offset($0, in: 1_000) } == [0, 500, 1_000])
  }
}

@Suite struct ChartTimesTests {
  private static func labels(
    _ start: Instant, hours: Int, _ clock: OutputClock, most: Int
  ) -> [String] {
    let end = Instant(milliseconds: start.milliseconds + hours * 3_600_000)
    return ChartTimes(start, end, on: clock, most: most).ticks.map(\.label)
  }

  private static func midnight(_ day: Int, _ offset: Int) -> Instant {
    Instant(milliseconds: (day * 24 - offset) * 3_600_000)
  }

  @Test func `a day has ticks every three hours, and ends at 24:00`() {
    let clock = OutputClock.zone(ReportSample.zone)
    #expect(
      Self.labels(ReportSample.midnight, hours: 24, clock, most: 10) == [
        "00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "24:00",
      ])
    #expect(
      Self.labels(ReportSample.midnight, hours: 24, .dateTime(UTCOffset(minutes: 60)), most: 5)
        == ["00:00", "06:00", "12:00", "18:00", "24:00"])
  }

  @Test func `on days on which clocks change, ticks are those of the clock`() {
    let clock = OutputClock.zone(ReportSample.zone)
    let spring = Self.midnight(CivilDate(year: 2026, month: 3, day: 29).daysSince1970, 1)
    #expect(
      Self.labels(spring, hours: 23, clock, most: 14) == [
        "00:00", "03:00", "04:00", "06:00", "08:00", "10:00", "12:00", "14:00", "16:00", "18:00",
        "20:00", "22:00", "24:00",
      ])
    let autumn = Self.midnight(CivilDate(year: 2026, month: 10, day: 25).daysSince1970, 2)
    #expect(
      Self.labels(autumn, hours: 25, clock, most: 10) == [
        "00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "24:00",
      ])
    let times = ChartTimes(
      autumn, Instant(milliseconds: autumn.milliseconds + 90_000_000), on: clock, most: 10)
    // 03:00 is four hours after midnight, 24:00 twenty-five.
    #expect(times.ticks.map { times.offset($0.time, in: 2_500) }.prefix(2) == [0, 400])
    #expect(times.ticks.last.map { times.offset($0.time, in: 2_500) } == 2_500)
  }

  @Test func `an hour has ticks in minutes, and seconds are counted in hours from the start`() {
    let start = Instant(milliseconds: 86_400_000)
    #expect(
      Self.labels(start, hours: 1, .seconds, most: 6)
        == ["0 h", "00:15", "00:30", "00:45", "1 h"])
    #expect(
      Self.labels(start, hours: 48, .seconds, most: 6)
        == ["0 h", "12 h", "24 h", "36 h", "48 h"])
  }
}
