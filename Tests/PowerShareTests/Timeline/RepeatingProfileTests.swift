import Testing

@testable import PowerShare

/// Profiles that repeat every day or week, on clocks that change.
@Suite struct RepeatingProfileTests {
  private static let rules = [
    "CET-1CEST,M3.5.0,M10.5.0/3", "UTC0", "EST5EDT,M3.2.0,M11.1.0",
    "CST5CDT,M3.2.0/0,M11.1.0/1", "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
  ]

  /// Returns the changes from a look at every minute: a row counts when the clock first shows its
  /// time or a later one.
  private func slowChanges(
    _ places: [Int], _ period: RepeatingProfile.Period, _ clock: LocalClock, from start: Int
  ) -> [(time: Int, place: Int)] {
    let origin = period == .day ? 0 : -3 * 86_400_000
    var changes: [(time: Int, place: Int)] = []
    var highest: Int?
    var current: Int?
    for now in stride(
      from: start - 15 * 86_400_000, through: start + 16 * 86_400_000, by: 60_000)
    {
      let local = now + clock.offset(at: Instant(milliseconds: now)).minutes * 60_000
      if let last = highest, local > last {
        let cycles =
          floorDivide(
            last - origin, by: period.length)...floorDivide(
            local - origin, by: period.length)
        for cycle in cycles {
          for place in places {
            let shown = origin + cycle * period.length + place
            guard shown > last, shown <= local else { continue }
            current = place
            guard now > start else { continue }
            if changes.last?.time == now { changes.removeLast() }
            changes.append((now, place))
          }
        }
      }
      highest = max(highest ?? local, local)
      if now == start, let current { changes.append((now, current)) }
    }
    return changes
  }

  @Test(arguments: 1...20)
  func `changes are those of a look at every minute`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let clock = try #require(LocalClock(rule: random.pick(Self.rules)))
    let period = random.pick([RepeatingProfile.Period.day, .week])
    let quarters = period.length / 900_000
    let places = Set((0..<random.int(1...6)).map { _ in random.int(0...(quarters - 1)) * 900_000 })
      .sorted()
    let spring = try #require(TimeScale.read("2026-03-01T00:00Z")).time.milliseconds
    let start =
      spring + random.int(0...(40 * 96)) * 900_000
      + (random.chance(percent: 50) ? 0 : 220 * 86_400_000)
    var profile = RepeatingProfile(
      places.map { RepeatingProfile.Row(place: $0, value: Power(watts: $0)) }, every: period,
      on: clock, from: Instant(milliseconds: start))
    for (time, place) in slowChanges(places, period, clock, from: start) {
      let change = profile.next()
      #expect(change.time.milliseconds == time, "seed \(seed)")
      #expect(change.power?.watts == place, "seed \(seed)")
    }
  }
}
