import Foundation
import Testing

@testable import PowerShare

/// Arrivals have the statistics of their plan.
///
/// Every bound is six standard errors of the estimator that is checked, computed from the
/// distribution of the plan: a correct generator exceeds one in 5 × 10⁸ checks. The seeds are
/// fixed, so that a test that passes once always passes.
@Suite(.tags(.property)) struct ArrivalStatisticsTests {
  private static let seeds: ClosedRange<UInt64> = 1...60
  private static let days = 56

  /// The fourth cumulant of a negative binomial count; of a Poisson count where the dispersion is 1.
  private static func fourthCumulant(mean: Double, dispersion: Double) -> Double {
    mean * dispersion * (6 * dispersion * dispersion - 6 * dispersion + 1)
  }

  /// Checks the mean and the variance of independent values.
  private static func check(
    _ values: [Double], mean: Double, variance: Double, fourthCumulant: Double
  ) {
    let count = Double(values.count)
    let actual = values.reduce(0, +) / count
    let spread = values.reduce(0) { $0 + ($1 - actual) * ($1 - actual) } / (count - 1)
    #expect(abs(actual - mean) < 6 * (variance / count).squareRoot(), "mean \(actual)")
    // The variance of a sample's variance is (κ₄ + 2σ⁴) ÷ n, but for terms of 1 ÷ n².
    let error = ((fourthCumulant + 2 * variance * variance) / count).squareRoot()
    #expect(abs(spread - variance) < 6 * error, "variance \(spread)")
  }

  @Test(arguments: [1.0, 2.0, 6.0])
  func `daily arrivals have their mean and dispersion`(dispersion: Double) throws {
    let perDay = 12.5
    var plan = try ArrivalGeneratorTests.plan(
      .highway, days: Self.days, sessionsPerDay: Int(perDay * 1_000))
    plan.profile = try #require(ArrivalProfile(weights: Array(repeating: 1, count: 24)))
    plan.dispersion = Int(dispersion * 1_000)
    var counts: [Double] = []
    for seed in Self.seeds {
      var days = Array(repeating: 0.0, count: Self.days)
      for (time, _) in ArrivalGeneratorTests.starts(plan, seed: seed) {
        days[(time - plan.from).milliseconds / 86_400_000] += 1
      }
      counts += days
    }
    Self.check(
      counts, mean: perDay, variance: perDay * dispersion,
      fourthCumulant: Self.fourthCumulant(mean: perDay, dispersion: dispersion))
  }

  @Test(arguments: SiteKind.allCases)
  func `a week has its mean, and its hours the shape of the profile`(site: SiteKind) throws {
    // Local time, away from clock changes.
    let plan = try ArrivalGeneratorTests.plan(
      site, rule: "CET-1CEST,M3.5.0,M10.5.0/3", from: "2026-04-05T22:00:00Z", days: Self.days,
      sessionsPerDay: 10_000)
    var hours = Array(repeating: 0.0, count: 168)
    for seed in Self.seeds {
      for (time, _) in ArrivalGeneratorTests.starts(plan, seed: seed) {
        hours[(time - plan.from).milliseconds / 3_600_000 % 168] += 1
      }
    }
    let total = hours.reduce(0, +)
    let mean = 10 * Double(Self.days * Self.seeds.count)
    #expect(abs(total - mean) < 6 * mean.squareRoot())  // a Poisson total
    let weights = plan.profile.weights.map(Double.init)
    let sum = weights.reduce(0, +)
    for hour in 0..<168 {
      // The counts of the hours are independent Poisson counts.
      let expected = mean * weights[hour] / sum
      #expect(abs(hours[hour] - expected) <= 6 * expected.squareRoot(), "hour \(hour)")
    }
  }

  @Test func `arrivals are spread evenly within an hour`() throws {
    let plan = try ArrivalGeneratorTests.plan(.highway, days: Self.days)
    var quarters = Array(repeating: 0.0, count: 4)
    for seed in Self.seeds {
      for (time, _) in ArrivalGeneratorTests.starts(plan, seed: seed) {
        quarters[time.milliseconds / 900_000 % 4] += 1
      }
    }
    let total = quarters.reduce(0, +)
    for count in quarters { #expect(abs(count - total / 4) < 6 * (total * 3 / 16).squareRoot()) }
  }

  @Test(arguments: [(30_000, 12_000), (12_400, 13_200), (20_000, 500), (8_000, 0), (300, 90)])
  func `energies have their mean and standard deviation`(mean: Int, deviation: Int) throws {
    var plan = try ArrivalGeneratorTests.plan(.highway, days: Self.days)
    let energy: Spread = try #require(Spread(wattHours: mean, deviation: deviation))
    plan.energy = energy
    var values: [Double] = []
    for seed in Self.seeds {
      for (_, start) in ArrivalGeneratorTests.starts(plan, seed: seed) {
        let energy = try #require(start.energyRequested).roundedWattHours
        #expect(energy > 0)
        values.append(Double(energy))
      }
    }
    guard deviation > 0 else {
      #expect(values.allSatisfy { $0 == Double(mean) })
      return
    }
    // A spread is a shift and a count in units of 100 Wh.
    let variance = Double(deviation * deviation)
    let drawn = min(Double(mean - 100), (variance / 200).rounded(.down))
    let cumulant = Self.fourthCumulant(mean: drawn / 100, dispersion: variance / drawn / 100)
    Self.check(
      values, mean: Double(mean), variance: variance, fourthCumulant: cumulant * 1e8)
  }

  @Test func `stays have their mean and standard deviation where no vehicle needs longer`() throws {
    var plan = try ArrivalGeneratorTests.plan(.highway, days: Self.days)
    plan.vehicles = [VehicleShare(.power(.maximum), weight: 1)]
    let dwell: Spread = try #require(Spread(seconds: 2_700, deviation: 1_200))
    plan.dwell = dwell
    var values: [Double] = []
    for seed in Self.seeds {
      for (time, start) in ArrivalGeneratorTests.starts(plan, seed: seed) {
        values.append(Double((try #require(start.departureTime) - time).milliseconds) / 1_000)
      }
    }
    let drawn = min(2_640.0, 1_440_000.0 / 120)
    let cumulant = Self.fourthCumulant(mean: drawn / 60, dispersion: 1_440_000 / drawn / 60)
    Self.check(
      values, mean: 2_700, variance: 1_440_000, fourthCumulant: cumulant * 12_960_000)
  }

  @Test func `vehicles come in the shares of their mix`() throws {
    var plan = try ArrivalGeneratorTests.plan(.highway, days: Self.days)
    let mix = [(11_000, 7), (22_000, 2), (50_000, 1)]
    plan.vehicles = mix.map { VehicleShare(.power(Power(watts: $0.0)), weight: $0.1) }
    var counts: [Int: Double] = [:]
    var total = 0.0
    for seed in Self.seeds {
      for (_, start) in ArrivalGeneratorTests.starts(plan, seed: seed) {
        counts[try #require(start.vehicleMaxPower).watts, default: 0] += 1
        total += 1
      }
    }
    for (power, weight) in mix {
      let share = Double(weight) / 10
      let bound = 6 * (total * share * (1 - share)).squareRoot()
      #expect(abs((counts[power] ?? 0) - total * share) < bound)
    }
  }
}
