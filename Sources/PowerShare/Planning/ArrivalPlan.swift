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
  /// The measured stays of which each vehicle gets one; empty without a measured profile.
  public private(set) var stays: [MeasuredProfile.Stay] = []
  /// The kinds of vehicle with their shares; empty where vehicles accept the power of their
  /// measured stay.
  public var vehicles: [VehicleShare]
  /// The energy that vehicles want; nil for that of their measured stay.
  public var energy: Spread?
  /// The time for which vehicles stay; nil for that of their measured stay.
  public var dwell: Spread?
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

  /// Creates a plan with the arrivals and stays of a measured profile.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - clock: The clock at the site.
  ///   - from: The start of the first day.
  ///   - days: The number of days, 1 to 36,525.
  /// - Precondition: The profile has 168 weights, not all of them 0, and a stay.
  public init(_ profile: MeasuredProfile, clock: LocalClock, from: Instant, days: Int) {
    guard let shape = ArrivalProfile(weights: profile.weights), !profile.stays.isEmpty else {
      preconditionFailure("a measured profile has weights and stays")
    }
    self.clock = clock
    self.from = from
    self.days = days
    self.profile = shape
    sessionsPerDay = profile.sessionsPerDay
    dispersion = profile.dispersion
    stays = profile.stays
    vehicles = []
    leavesWhenDone = false
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
