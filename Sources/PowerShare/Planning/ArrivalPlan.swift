/// A plan of the arrivals to generate.
public struct ArrivalPlan: Equatable, Sendable {
  /// The clock at the site.
  public var clock: LocalClock
  /// The start of the first day; the others start at the same time of day.
  public var from: Instant
  /// The number of days, 1 to 36,525.
  public var days: Int
  /// The mean number of arrivals a day over a whole week, in thousandths, 1 to 10⁹.
  public var sessionsPerDay: Int
  /// The distribution of arrivals over the week.
  public var profile: ArrivalProfile
  /// Variance ÷ mean of the arrivals of a day, in thousandths, 1,000 (Poisson) to 1,000,000.
  public var dispersion = 1_000
  /// The kinds of vehicle with their shares; at least one.
  public var vehicles: [VehicleShare]
  /// The energy that vehicles want.
  public var energy: Spread
  /// The time for which vehicles stay.
  public var dwell: Spread
  /// True if vehicles leave when they have their energy.
  public var leavesWhenDone: Bool

  /// Creates a plan with the usual profile, vehicles, energy and stays of a kind of site.
  ///
  /// - Parameters:
  ///   - site: The kind of site.
  ///   - clock: The clock at the site.
  ///   - from: The start of the first day.
  ///   - days: The number of days, 1 to 36,525.
  ///   - sessionsPerDay: The mean number of arrivals a day over a whole week, in thousandths, 1 to
  ///     10⁹.
  public init(
    _ site: SiteKind, clock: LocalClock, from: Instant, days: Int, sessionsPerDay: Int
  ) {
    self.clock = clock
    self.from = from
    self.days = days
    self.sessionsPerDay = sessionsPerDay
    profile = site.profile
    vehicles = site.vehicles
    energy = site.energy
    dwell = site.dwell
    leavesWhenDone = site.leavesWhenDone
  }

  /// Returns the plan with another number of arrivals.
  ///
  /// - Parameter scale: The factor in thousandths: 1,500 is half as many again. The result is
  ///   rounded to thousandths of an arrival a day, ties to even, and kept within its range.
  public func scaled(by scale: Int) -> ArrivalPlan {
    var plan = self
    let product = Int128(sessionsPerDay) * Int128(max(scale, 0))
    let scaled = divideRoundingToEven(product, by: 1_000)
    plan.sessionsPerDay = Int(min(max(scaled, 1), 1_000_000_000))
    return plan
  }
}
