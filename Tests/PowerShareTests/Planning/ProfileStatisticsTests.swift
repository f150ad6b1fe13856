import Testing

@testable import PowerShare

/// A profile of generated sessions gives back what they were generated with.
///
/// Every bound is five standard errors of the estimator that is checked, computed from the plan,
/// plus the rounding of the profile. A correct program exceeds one in 2 × 10⁶ checks. The seeds are
/// fixed, so that a test that passes once always passes.
@Suite(.tags(.property)) struct ProfileStatisticsTests {
  /// Four years of whole weeks, from a Monday on: so many that the bounds tell a dispersion of 1
  /// from one of 2.
  private static let weeks = 208

  private static func plan(_ site: SiteKind, dispersion: Int) throws -> ArrivalPlan {
    var plan = try ArrivalGeneratorTests.plan(
      site, from: "2026-01-05T00:00:00Z", days: weeks * 7, sessionsPerDay: 20_000)
    plan.dispersion = dispersion
    return plan
  }

  private static func measure(_ plan: ArrivalPlan, seed: UInt64) throws -> MeasuredProfile {
    try ProfileMeasurement(of: Array(ArrivalGenerator(plan, seed: seed)), on: plan.clock).profile
  }

  // MARK: Arrivals

  /// The mean of (a − b)² ÷ (a + b) for the counts of days a week apart: its expected value and its
  /// standard error.
  ///
  /// The expected value is a little below the dispersion D where D is above 1: for days of the mean
  /// m it is 2·m·D ÷ (2·m + D − 1), because the two days of a pair share their sum. Pairs of the
  /// same day of the week form a chain in which neighbours share a day; f(a, b) and f(b, c) have
  /// the covariance that g(b) = E f(a, b) has as its variance. A chain of n pairs with the variance
  /// v and the covariance c of neighbours has a sum with the variance n·v + 2·(n − 1)·c.
  private struct ExpectedDispersion {
    private(set) var mean = 0.0
    private(set) var error = 0.0

    init(_ plan: ArrivalPlan) throws {
      let week = plan.profile.weights.reduce(0, +)
      let pairs = Double(weeks - 1)
      var (sum, variance, count) = (0.0, 0.0, 0.0)
      for day in 0..<7 {
        let weight = plan.profile.weights[(day * 24)..<(day * 24 + 24)].reduce(0, +)
        guard weight > 0 else { continue }  // only empty pairs, which do not count
        let perDay = Double(plan.sessionsPerDay) / 1_000 * 7 * Double(weight) / Double(week)
        let chances = Self.chances(mean: perDay, dispersion: Double(plan.dispersion) / 1_000)
        let (m, v, c) = Self.moments(chances)
        sum += pairs * m
        variance += pairs * v + 2 * (pairs - 1) * c
        // Empty pairs add nothing to the sum and do not count. There are so few that the standard
        // error need not know of them.
        let empty = chances[0] * chances[0]
        try #require(empty < 0.01)
        count += pairs * (1 - empty)
      }
      mean = sum / count
      error = variance.squareRoot() / count
    }

    /// The chances of the counts of a Poisson or negative binomial distribution, from their
    /// recurrence P(k + 1) ÷ P(k) = ((D − 1)·k + m) ÷ (D·(k + 1)).
    private static func chances(mean: Double, dispersion: Double) -> [Double] {
      var chances = [1.0]
      let count = Int(mean + 14 * (mean * dispersion).squareRoot()) + 40
      for k in 0..<count {
        let ratio = ((dispersion - 1) * Double(k) + mean) / (dispersion * Double(k + 1))
        chances.append(chances[k] * ratio)
      }
      let total = chances.reduce(0, +)
      return chances.map { $0 / total }
    }

    /// Returns the mean and the variance of f for two independent counts, and the covariance of
    /// neighbours.
    private static func moments(
      _ chances: [Double]
    ) -> (mean: Double, variance: Double, covariance: Double) {
      var (mean, square, squareOfMeans) = (0.0, 0.0, 0.0)
      for b in chances.indices {
        var conditional = 0.0
        for a in chances.indices where a + b > 0 {
          let difference = Double(a - b)
          let value = difference * difference / Double(a + b)
          conditional += chances[a] * value
          square += chances[a] * chances[b] * value * value
        }
        mean += chances[b] * conditional
        squareOfMeans += chances[b] * conditional * conditional
      }
      return (mean, square - mean * mean, squareOfMeans - mean * mean)
    }
  }

  /// Checks the number of arrivals, their dispersion and the hours of the week against a plan.
  private static func check(_ profile: MeasuredProfile, of plan: ArrivalPlan) throws {
    let dispersion = Double(plan.dispersion) / 1_000
    // A day's count has the variance D·m, so that the sum over all days has D·(sum of m).
    let total = Double(plan.sessionsPerDay) / 1_000 * Double(weeks * 7)
    let measured = Double(profile.sessionsPerDay) / 1_000 * Double(profile.days)
    #expect(
      abs(measured - total) < 5 * (dispersion * total).squareRoot() + 0.000_5
        * Double(profile.days),
      "total \(measured)")

    let expected = try ExpectedDispersion(plan)
    let found = Double(profile.dispersion) / 1_000
    #expect(
      abs(found - expected.mean) < 5 * expected.error + 0.000_5,
      "dispersion \(found) instead of \(expected.mean)")
    // Where the dispersion is 2, the bound stays away from 1.
    #expect(5 * expected.error < 0.7)

    // An hour with the share p of its day has a thinned count: of the mean λ = p·m and the variance
    // λ·(1 + (D − 1)·p). Three more, because a count of few has a longer tail than a normal one.
    let weights = plan.profile.weights.map(Double.init)
    let week = weights.reduce(0, +)
    for hour in 0..<168 {
      let day = weights[(hour / 24 * 24)..<(hour / 24 * 24 + 24)].reduce(0, +)
      let count = total * weights[hour] / week
      let share = day > 0 ? weights[hour] / day : 0
      let variance = count * (1 + (dispersion - 1) * share)
      let found = Double(profile.weights[hour] * weeks) / 1_000
      #expect(
        abs(found - count) <= (count > 0 ? 5 * variance.squareRoot() + 3 : 0), "hour \(hour)")
    }
  }

  @Test(arguments: [SiteKind.highway, .workplace, .depot], [1_000, 2_000])
  func `arrivals have the numbers, the dispersion and the hours they were generated with`(
    site: SiteKind, dispersion: Int
  ) throws {
    let plan = try Self.plan(site, dispersion: dispersion)
    try Self.check(try Self.measure(plan, seed: 1), of: plan)
  }

  @Test func `growth and the days of the week do not count as chance`() throws {
    // Five parts of a year, each a fifth busier than the one before, at a site without arrivals on
    // Sundays.
    var events: [SessionEvent] = []
    var plan = try Self.plan(.depot, dispersion: 1_000)
    plan.sessionsPerDay = 60_000
    plan.days = 70
    for part in 0..<5 {
      events += Array(ArrivalGenerator(plan, seed: UInt64(part + 1)))
      plan.from = plan.from + TimeSpan(milliseconds: plan.days * 86_400_000)
      plan = plan.scaled(by: 1_200)
    }
    let measured = try ProfileMeasurement(of: events, on: plan.clock).profile
    // Four of the 49 pairs of each day of the week are of two parts. Their ratio is greater by about
    // (0.2·m)² ÷ 2.2·m for the mean m of the earlier day, which is below 170: by less than 3.1. The
    // standard error over 6 × 49 pairs, each with a variance of 2 and neighbours with a covariance
    // of a quarter of that, is 0.1.
    #expect(measured.dispersion < 1_000 + 3_100 * 4 / 49 + 5 * 100)
    // The variance of the daily counts over their mean would be far above that.
    let counts = Dictionary(grouping: events) { $0.time.milliseconds / 86_400_000 }
      .values.map { Double($0.count) }
    let mean = counts.reduce(0, +) / Double(counts.count)
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counts.count)
    #expect(variance / mean > 5)
  }

  // MARK: Stays

  /// The mean of numbers, and the standard error of the mean of `count` draws from them.
  private static func mean(_ numbers: [Double], draws count: Int) -> (mean: Double, error: Double) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let variance =
      numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
    return (mean, (variance / Double(count)).squareRoot())
  }

  private static func minutes(_ stays: [MeasuredProfile.Stay]) -> [Double] {
    stays.map { Double($0.length.milliseconds) / 60_000 }
  }

  @Test func `stays have the means they were generated with`() throws {
    var plan = try Self.plan(.urban, dispersion: 2_000)
    // No vehicle needs as long as it stays, so that its dwell is its stay.
    let energies: Spread = try #require(Spread(wattHours: 20_000, deviation: 8_000))
    let dwells: Spread = try #require(Spread(seconds: 7_200, deviation: 1_800))
    plan.energy = energies
    plan.dwell = dwells
    plan.vehicles = [
      VehicleShare(.power(Power(watts: 350_000)), weight: 1),
      VehicleShare(.power(Power(watts: 300_000)), weight: 3),
    ]
    let stays = try Self.measure(plan, seed: 1).stays
    let count = Double(stays.count)
    #expect(1_900...2_000 ~= count)
    let energy = stays.reduce(0) { $0 + Double($1.energy.roundedWattHours) } / count
    #expect(abs(energy - 20_000) < 5 * 8_000 / count.squareRoot(), "energy \(energy)")
    let minutes = Self.minutes(stays).reduce(0, +) / count
    #expect(abs(minutes - 120) < 5 * 30 / count.squareRoot() + 0.000_5, "stay \(minutes)")
    let share = Double(stays.count { $0.vehicleMaxPower.watts == 350_000 }) / count
    #expect(abs(share - 0.25) < 5 * (0.25 * 0.75 / count).squareRoot(), "share \(share)")
  }

  @Test(arguments: [SiteKind.highway, .workplace, .depot], [1_000, 2_000])
  func `what a profile generates has its arrivals, and its stays as they were`(
    site: SiteKind, dispersion: Int
  ) throws {
    let first = try Self.plan(site, dispersion: dispersion)
    let profile = try Self.measure(first, seed: 2)
    let plan = ArrivalPlan(profile, clock: first.clock, from: first.from, days: first.days)
    #expect(!plan.leavesWhenDone)
    let events = Array(ArrivalGenerator(plan, seed: 3))
    let again = try ProfileMeasurement(of: events, on: plan.clock).profile
    try Self.check(again, of: plan)

    // Energy, length and power of every vehicle are those of one stay of the profile.
    let known = Set(profile.stays)
    let starts = ArrivalGeneratorTests.starts(plan, seed: 3)
    let drawn = try starts.map { time, start in
      MeasuredProfile.Stay(
        energy: try #require(start.energyRequested),
        length: try #require(start.departureTime) - time,
        vehicleMaxPower: try #require(start.vehicleMaxPower))
    }
    // Lengths of whole seconds are within 0.03 s of the thousandths of a minute of the profile.
    let seconds = Set(
      known.map { stay in
        var stay = stay
        stay.length.milliseconds = (stay.length.milliseconds + 500) / 1_000 * 1_000
        return stay
      })
    #expect(drawn.allSatisfy { seconds.contains($0) })
    #expect(again.stays.allSatisfy { known.contains($0) })
    #expect(starts.allSatisfy { $0.start.leavesWhenDone == nil })

    // Stays are drawn evenly, and none is longer the second time.
    let (mean, error) = Self.mean(Self.minutes(profile.stays), draws: drawn.count)
    let found = Self.minutes(drawn).reduce(0, +) / Double(drawn.count)
    #expect(abs(found - mean) < 5 * error + 0.000_5, "\(found) minutes instead of \(mean)")
  }

  // MARK: Replaced parts

  @Test func `an energy, a stay and vehicles replace their part of a measured stay`() throws {
    let stays = (1...50).map { number in
      MeasuredProfile.Stay(
        energy: Energy(wattHours: number * 10), length: TimeSpan(milliseconds: number * 600_000),
        vehicleMaxPower: Power(watts: 200_000 + number))
    }
    let profile = MeasuredProfile(
      timeZone: "UTC", firstDay: 0, days: 1, weights: Array(repeating: 7, count: 168),
      sessionsPerDay: 400_000, dispersion: 1_000, stays: stays)
    let plan = ArrivalPlan(
      profile, clock: LocalClock(.zulu), from: Instant(milliseconds: 0), days: 1)
    /// Returns the number of the stay that each vehicle has its energy, length and power from.
    func numbers(_ change: (inout ArrivalPlan) -> Void) throws -> [(Int, Int, Int)] {
      var plan = plan
      change(&plan)
      return try ArrivalGeneratorTests.starts(plan, seed: 1).map { time, start in
        (
          Int(try #require(start.energyRequested).roundedWattHours) / 10,
          (try #require(start.departureTime) - time).milliseconds / 600_000,
          try #require(start.vehicleMaxPower).watts - 200_000
        )
      }
    }
    let whole = try numbers { _ in }
    #expect(whole.count > 300 && Set(whole.map(\.0)) == Set(1...50))
    #expect(whole.allSatisfy { $0 == $1 && $1 == $2 })
    let energy: Spread = try #require(Spread(wattHours: 9_000, deviation: 0))
    let dwell: Spread = try #require(Spread(seconds: 36_000, deviation: 0))
    let vehicles = [VehicleShare(.power(Power(watts: 200_077)), weight: 2)]
    #expect(try numbers { $0.energy = energy }.allSatisfy { $0 == 900 && $1 == $2 })
    #expect(try numbers { $0.dwell = dwell }.allSatisfy { $0 == $2 && $1 == 60 })
    #expect(try numbers { $0.vehicles = vehicles }.allSatisfy { $0 == $1 && $2 == 77 })
    // Constant energies and stays take no random number, so that the same stays are drawn.
    #expect(try numbers { $0.energy = energy }.map(\.1) == whole.map(\.1))
    let none = try numbers {
      ($0.energy, $0.dwell, $0.vehicles) = (energy, dwell, vehicles)
    }
    #expect(none.allSatisfy { $0 == (900, 60, 77) })
  }

  @Test func `a vehicle stays at least as long as it needs, and a second`() throws {
    let stays = [
      MeasuredProfile.Stay(
        energy: Energy(wattHours: 10_000), length: TimeSpan(milliseconds: 60_000),
        vehicleMaxPower: Power(watts: 10_000)),
      MeasuredProfile.Stay(
        energy: .zero, length: TimeSpan(milliseconds: 0), vehicleMaxPower: .zero),
    ]
    let profile = MeasuredProfile(
      timeZone: "UTC", firstDay: 0, days: 1, weights: Array(repeating: 1, count: 168),
      sessionsPerDay: 40_000, dispersion: 1_000, stays: stays)
    let plan = ArrivalPlan(
      profile, clock: LocalClock(.zulu), from: Instant(milliseconds: 0), days: 1)
    let lengths = try ArrivalGeneratorTests.starts(plan, seed: 1).map { time, start in
      (try #require(start.departureTime) - time).milliseconds / 1_000
    }
    #expect(Set(lengths) == [1, 3_600])
  }
}
