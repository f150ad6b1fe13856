import Testing

@testable import PowerShare

@Suite struct ProfileMeasurementTests {
  static let berlin = "CET-1CEST,M3.5.0,M10.5.0/3"

  /// Returns a start with a stay of `minutes`.
  static func start(
    at minute: Int, minutes: Int = 60, wattHours: Int = 10_000, watts: Int = 11_000
  ) -> SessionEvent {
    var start = SessionEvent.Start(
      sessionId: nil, connector: .any, vehicleMaxPower: Power(watts: watts))
    start.energyRequested = Energy(wattHours: wattHours)
    start.departureTime = Instant(milliseconds: (minute + minutes) * 60_000)
    return SessionEvent(time: Instant(milliseconds: minute * 60_000), kind: .start(start))
  }

  static func measure(
    _ events: [SessionEvent], rule: String = "UTC0"
  ) throws -> ProfileMeasurement {
    try ProfileMeasurement(of: events, on: try #require(LocalClock(rule: rule)))
  }

  /// Returns starts at times such as `2026-03-02T08:00:00Z`.
  private static func starts(_ times: [String]) throws -> [SessionEvent] {
    try times.map { start(at: try ClockCase.minute($0)) }
  }

  // MARK: The slow, obvious way

  /// Weights and dispersion, found by looking at every minute and every day.
  private struct Slow {
    var weights: [Int] = []
    var dispersion = 1.0

    /// - Parameters:
    ///   - arrivals: The arrivals in minutes since 1970.
    ///   - offset: Returns the minutes east of Greenwich at a minute.
    init(_ arrivals: [Int], offset: (Int) -> Int) {
      func local(_ minute: Int) -> (day: Int, hourOfWeek: Int) {
        let local = minute + offset(minute)
        let day = local / 1_440
        // 1970-01-05 was a Monday.
        return (day, (day - 4) % 7 * 24 + local % 1_440 / 60)
      }
      var counts = Array(repeating: 0, count: 168)
      var byDay: [Int: Int] = [:]
      for arrival in arrivals {
        counts[local(arrival).hourOfWeek] += 1
        byDay[local(arrival).day, default: 0] += 1
      }
      let first = byDay.keys.min() ?? 0
      let last = byDay.keys.max() ?? 0
      var shown = Array(repeating: 0, count: 168)
      for minute in ((first - 2) * 1_440)..<((last + 3) * 1_440) {
        let (day, hour) = local(minute)
        if first...last ~= day { shown[hour] += 1 }
      }
      weights = (0..<168).map { hour in
        guard shown[hour] > 0 else { return 0 }
        let (whole, rest) = (counts[hour] * 60_000).quotientAndRemainder(dividingBy: shown[hour])
        let isUp = rest * 2 > shown[hour] || rest * 2 == shown[hour] && whole % 2 == 1
        return isUp ? whole + 1 : whole
      }
      var ratios: [Double] = []
      for day in first...last where day + 7 <= last {
        let (a, b) = (Double(byDay[day] ?? 0), Double(byDay[day + 7] ?? 0))
        if a + b > 0 { ratios.append((a - b) * (a - b) / (a + b)) }
      }
      if !ratios.isEmpty { dispersion = max(1, ratios.reduce(0, +) / Double(ratios.count)) }
    }
  }

  @Test(.tags(.property), arguments: ClockCase.all)
  func `weights and dispersion are those of the slow way`(clock: ClockCase) throws {
    let offsets = try clock.offsets()
    let days = clock.changes.isEmpty ? ["2026-06-05T12:00:00Z"] : clock.changes.map(\.moment)
    for seed in PropertyCases.seeds(12) {
      var random = SplitMix64(seed: seed)
      let middle = try ClockCase.minute(random.pick(days))
      let reach = random.pick([600, 3 * 1_440, 12 * 1_440, 30 * 1_440])
      let arrivals = (0..<random.pick([1, 5, 60, 400])).map { _ in
        middle + random.int(-reach...reach)
      }.sorted()
      let measurement = try ProfileMeasurement(
        of: arrivals.map { Self.start(at: $0) }, on: try clock.clock())
      let slow = Slow(arrivals, offset: offsets)
      let profile = measurement.profile
      #expect(profile.weights == slow.weights, "seed \(seed)")
      #expect(
        abs(Double(profile.dispersion) - slow.dispersion * 1_000) < 0.500_001, "seed \(seed)")
      let perDay = Double(arrivals.count) / Double(profile.days)
      #expect(abs(Double(profile.sessionsPerDay) - perDay * 1_000) < 0.500_001, "seed \(seed)")
    }
  }

  // MARK: Weeks with a change of the clock

  @Test func `an hour that clocks skip has no weight, and those around it are whole`() throws {
    // An arrival in each real hour from Monday to Sunday.
    let first = try ClockCase.minute("2026-03-22T23:30:00Z")
    let events = (0..<167).map { Self.start(at: first + $0 * 60) }
    let profile = try Self.measure(events, rule: Self.berlin).profile
    #expect(profile.days == 7)
    for hour in 0..<168 {
      #expect(profile.weights[hour] == (hour == 146 ? 0 : 1_000), "hour \(hour)")
    }
  }

  @Test func `an hour that clocks show twice occurs twice`() throws {
    let first = try ClockCase.minute("2026-10-18T22:30:00Z")
    var events = (0..<169).map { Self.start(at: first + $0 * 60) }
    let profile = try Self.measure(events, rule: Self.berlin).profile
    #expect(profile.days == 7)
    #expect(profile.weights == Array(repeating: 1_000, count: 168))
    // Without the arrival in the second of the two hours.
    events.remove(at: 147)
    let half = try Self.measure(events, rule: Self.berlin).profile
    #expect(half.weights[146] == 500)
    #expect(half.weights.count { $0 == 1_000 } == 167)
  }

  @Test func `days and hours are those of the site's clock`() throws {
    // Sunday 23:59 and Monday 00:00 in New York, which are both on Monday in UTC.
    let events = try Self.starts(["2026-03-02T04:59:00Z", "2026-03-02T05:00:00Z"])
    let profile = try Self.measure(events, rule: "EST5").profile
    #expect(profile.firstDay == CivilDate(year: 2026, month: 3, day: 1).daysSince1970)
    #expect(profile.days == 2)
    #expect(profile.weights[167] == 1_000 && profile.weights[0] == 1_000)
    #expect(try Self.measure(events).profile.days == 1)
  }

  @Test func `a profile has the name of its zone, and UTC without one`() throws {
    let events = [Self.start(at: 0)]
    #expect(try Self.measure(events).profile.timeZone == "UTC")
    var clock = try #require(LocalClock(rule: Self.berlin))
    clock.name = "Europe/Berlin"
    #expect(try ProfileMeasurement(of: events, on: clock).profile.timeZone == "Europe/Berlin")
  }

  // MARK: Few days

  @Test func `one session is a day with one arrival`() throws {
    let events = try Self.starts(["2026-03-02T08:00:00Z"])
    let profile = try Self.measure(events).profile
    var weights = Array(repeating: 0, count: 168)
    weights[8] = 1_000
    #expect(
      profile
        == MeasuredProfile(
          timeZone: "UTC", firstDay: CivilDate(year: 2026, month: 3, day: 2).daysSince1970,
          days: 1, weights: weights, sessionsPerDay: 1_000, dispersion: 1_000,
          stays: [
            .init(
              energy: Energy(wattHours: 10_000), length: TimeSpan(milliseconds: 3_600_000),
              vehicleMaxPower: Power(watts: 11_000))
          ]))
  }

  @Test func `without days a week apart the dispersion is 1`() throws {
    let monday = Array(repeating: "2026-03-02T08:00:00Z", count: 9)
    #expect(
      try Self.measure(Self.starts(monday + ["2026-03-08T08:00:00Z"])).profile.dispersion == 1_000)
    // One pair, 9 and 1: 64 ÷ 10.
    #expect(
      try Self.measure(Self.starts(monday + ["2026-03-09T08:00:00Z"])).profile.dispersion == 6_400)
    // Three weeks later there are three such pairs of Mondays, and one is empty: 9, 0 and 1.
    #expect(
      try Self.measure(Self.starts(monday + ["2026-03-23T08:00:00Z"])).profile.dispersion
        == 5_000)
  }

  @Test func `a difference below that of chance is written as 1, one above 1,000 as 1,000`() throws
  {
    let even = (0..<28).map { Self.start(at: $0 * 1_440) }
    #expect(try Self.measure(even).profile.dispersion == 1_000)
    let odd = Array(repeating: Self.start(at: 0), count: 3_000) + [Self.start(at: 7 * 1_440)]
    #expect(try Self.measure(odd).profile.dispersion == 1_000_000)
  }

  // MARK: Stays

  private static func lengths(_ count: Int) throws -> [Int] {
    let events = (0..<count).map { start(at: $0, minutes: $0 + 1) }
    return try measure(events).profile.stays.map { $0.length.milliseconds / 60_000 }
  }

  @Test func `a profile has every k-th stay by arrival, at most 2,000`() throws {
    #expect(try Self.lengths(3) == [1, 2, 3])
    #expect(try Self.lengths(2_000) == Array(1...2_000))
    #expect(try Self.lengths(2_001) == Array(stride(from: 1, through: 2_001, by: 2)))
    #expect(try Self.lengths(4_000) == Array(stride(from: 1, through: 4_000, by: 2)))
    #expect(try Self.lengths(4_001) == Array(stride(from: 1, through: 4_001, by: 3)))
  }

  @Test func `stays over 7 days are left out and counted, and their arrivals are not`() throws {
    let week = 7 * 1_440
    var events = [
      Self.start(at: 0, minutes: week), Self.start(at: 60, minutes: week + 1),
      Self.start(at: 120, minutes: 30), Self.start(at: 180, minutes: 40_000),
    ]
    let measurement = try Self.measure(events)
    #expect(measurement.longStays == 2)
    #expect(measurement.profile.stays.map(\.length.milliseconds) == [week * 60_000, 1_800_000])
    #expect(measurement.profile.sessionsPerDay == 4_000)
    #expect(measurement.profile.weights.count { $0 > 0 } == 4)
    // Before the sample is taken: of 4,000 long stays and 2,000 others all others are used.
    events = (0..<6_000).map { Self.start(at: $0, minutes: $0 % 3 == 0 ? 60 : week + 1) }
    #expect(try Self.measure(events).profile.stays.count == 2_000)
  }

  @Test func `a stay is measured as it is written`() throws {
    var start = SessionEvent.Start(
      sessionId: nil, connector: .any, vehicleMaxPower: Power(watts: 7_360))
    start.energyRequested = Energy(wattMilliseconds: 1_234_500 * 3_600)  // 1,234.5 Wh
    start.departureTime = Instant(milliseconds: 100_000)
    let event = SessionEvent(time: Instant(milliseconds: 0), kind: .start(start))
    let stay = try #require(try Self.measure([event]).profile.stays.first)
    #expect(stay.energy == Energy(wattHours: 1_234))
    #expect(stay.length == TimeSpan(milliseconds: 100_020))  // 1.667 minutes
    #expect(stay.vehicleMaxPower == Power(watts: 7_360))
  }

  @Test func `reports of power do not count`() throws {
    let update = SessionEvent.PowerUpdate(
      session: .session("a"), consumedPower: .zero, vehicleMaxPower: .zero)
    let events = [
      Self.start(at: 0), SessionEvent(time: Instant(milliseconds: 1), kind: .powerUpdate(update)),
    ]
    #expect(try Self.measure(events).profile.sessionsPerDay == 1_000)
  }

  // MARK: Without a profile

  @Test func `sessions that a profile cannot state are refused`() throws {
    #expect(throws: ProfileMeasurement.Problem.noStay) { try Self.measure([]) }
    #expect(throws: ProfileMeasurement.Problem.noStay) {
      try Self.measure([Self.start(at: 0, minutes: 20_000)])
    }
    let far = try Self.starts(["1970-01-01T00:00:00Z", "9999-12-31T00:00:00Z"])
    #expect(throws: ProfileMeasurement.Problem.tooFew(sessions: 2, days: 2_932_897)) {
      try Self.measure(far, rule: Self.berlin)
    }
    // A mean above 0, and weights that are all 0.
    let rare = (0..<800).map { Self.start(at: $0 * 5_000 * 1_441) }
    #expect(throws: ProfileMeasurement.Problem.self) { try Self.measure(rare) }
    let many = repeatElement(Self.start(at: 0), count: 1_000_001)
    #expect(throws: ProfileMeasurement.Problem.tooMany(sessions: 1_000_001, days: 1)) {
      try ProfileMeasurement(of: many, on: LocalClock(.zulu))
    }
    let most = repeatElement(Self.start(at: 0), count: 1_000_000)
    let profile = try ProfileMeasurement(of: most, on: LocalClock(.zulu)).profile
    #expect(profile.sessionsPerDay == 1_000_000_000 && profile.weights.max() == 1_000_000_000)
  }
}
