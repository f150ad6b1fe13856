/// What arrivals to generate.
public struct ArrivalPlan: Equatable, Sendable {
  /// How clocks are set at the site.
  public var clock: LocalClock
  /// When the first day begins; the others begin at the same time of day.
  public var from: Instant
  /// How many days, 1 to 36,525.
  public var days: Int
  /// The mean number of arrivals a day over a whole week, in thousandths, 1 to 10⁹.
  public var sessionsPerDay: Int
  /// When vehicles arrive.
  public var profile: ArrivalProfile
  /// Variance ÷ mean of the arrivals of a day, in thousandths, 1,000 (Poisson) to 1,000,000.
  public var dispersion = 1_000
  /// Which vehicles come; at least one.
  public var vehicles: [VehicleShare]
  /// What they want.
  public var energy: Spread
  /// How long they stay.
  public var dwell: Spread
  /// Whether they leave when they have their energy.
  public var leavesWhenDone: Bool
  /// The most that a vehicle can get at the station; nil where that is not known.
  public var stationLimit: Power?

  /// Creates a plan for a kind of site, with what is usual there.
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

  /// The plan with another number of arrivals.
  ///
  /// - Parameter scale: In thousandths: 1,500 is half as many again. The result stays within its
  ///   range, and is rounded to thousandths of an arrival a day, ties to even.
  public func scaled(by scale: Int) -> ArrivalPlan {
    var plan = self
    let product = Int128(sessionsPerDay) * Int128(max(scale, 0))
    let scaled = divideRoundingToEven(product, by: 1_000)
    plan.sessionsPerDay = Int(min(max(scaled, 1), 1_000_000_000))
    return plan
  }

  /// The most that a vehicle can get at a station: the highest limit of its connectors.
  public static func stationLimit(of station: StationConfig) -> Power {
    let best =
      station.chargers.map { charger in
        let limits = (1...charger.connectors.count).map {
          charger.connectors.maxPower(of: $0) ?? charger.maxPower
        }
        return min(limits.max() ?? .zero, charger.maxPower)
      }.max() ?? .zero
    return min(best, station.gridCapacity)
  }
}
