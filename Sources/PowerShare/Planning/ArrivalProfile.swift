/// The distribution of arrivals over the hours of the week, in local time.
public struct ArrivalProfile: Equatable, Sendable {
  /// The weights of the 168 hours from Monday 00:00 on; only their ratios matter.
  public let weights: [Int]

  /// Creates a profile from 24 weights, for every day, or 168, from Monday 00:00 on.
  ///
  /// Nil for another number of weights, for a weight outside 0 to 10¹², and if all weights are 0.
  public init?(weights: [Int]) {
    guard weights.count == 24 || weights.count == MeasuredProfile.hoursOfWeek,
      weights.allSatisfy({ 0...MeasuredProfile.maximumWeight ~= $0 }),
      weights.contains(where: { $0 > 0 })
    else { return nil }
    self.weights = (0..<168).map { weights[$0 % weights.count] }
  }

  fileprivate init(workday: [Int], saturday: [Int], sunday: [Int]) {
    weights = Array(repeating: workday, count: 5).flatMap(\.self) + saturday + sunday
  }
}

/// A built-in kind of site, with its arrivals and vehicles.
///
/// `Sources/sems-plan/Manual/Generating.md` states the sources of the figures, and which of them
/// are assumptions.
public enum SiteKind: String, CaseIterable, Sendable {
  /// Fast charging at a motorway.
  case highway
  /// Fast charging in a town.
  case urban
  /// Parking at work.
  case workplace
  /// Vans that come back in the evening.
  case depot

  /// The distribution of arrivals over the week.
  public var profile: ArrivalProfile {
    switch self {
    case .highway:
      // An assumption: the shape of motorway traffic.
      ArrivalProfile(
        workday: [
          6, 4, 4, 4, 6, 14, 28, 42, 48, 52, 58, 62, 64, 64, 66, 70, 74, 76, 66, 50, 36, 26, 18, 10,
        ],
        saturday: [
          8, 5, 4, 4, 5, 10, 22, 40, 62, 78, 84, 84, 80, 76, 72, 68, 62, 54, 46, 36, 28, 20, 14, 10,
        ],
        sunday: [
          7, 5, 4, 3, 4, 6, 10, 18, 32, 48, 62, 70, 72, 76, 82, 88, 90, 86, 76, 60, 44, 30, 20, 12,
        ])
    case .urban:
      // An assumption: errands by day, the way home in the evening.
      ArrivalProfile(
        workday: [
          8, 5, 4, 4, 5, 10, 22, 36, 44, 46, 50, 54, 58, 54, 54, 58, 66, 76, 78, 68, 52, 38, 26, 14,
        ],
        saturday: [
          12, 8, 6, 5, 5, 7, 12, 22, 38, 54, 66, 72, 72, 70, 68, 66, 64, 62, 58, 50, 40, 32, 24, 16,
        ],
        sunday: [
          12, 8, 6, 5, 4, 5, 8, 14, 26, 40, 52, 60, 62, 62, 62, 62, 62, 60, 56, 48, 38, 28, 20, 12,
        ])
    case .workplace:
      // ACN-Data, Caltech garage, 1 May to 13 September 2021: the 2,114 sessions by the hour of
      // their start, on 96 workdays (times 5) and 40 days of weekends (times 12).
      ArrivalProfile(
        workday: [
          4, 4, 1, 0, 4, 12, 58, 93, 256, 161, 141, 96, 85, 125, 129, 86, 93, 57, 95, 98, 60, 29,
          11, 13,
        ].map { $0 * 5 },
        saturday: Self.workplaceWeekend, sunday: Self.workplaceWeekend)
    case .depot:
      // An assumption: rounds end in the afternoon; few on Saturdays, none on Sundays.
      ArrivalProfile(
        workday: [
          0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 6, 10, 14, 22, 44, 80, 96, 84, 50, 24, 10, 4, 0,
        ],
        saturday: [
          0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 6, 10, 14, 14, 10, 6, 4, 2, 0, 0, 0, 0, 0,
        ],
        sunday: Array(repeating: 0, count: 24))
    }
  }

  private static let workplaceWeekend = [
    1, 3, 0, 0, 0, 2, 14, 13, 16, 24, 36, 30, 35, 31, 36, 26, 24, 25, 23, 26, 20, 10, 3, 5,
  ].map { $0 * 12 }

  /// The energy that vehicles want.
  public var energy: Spread {
    switch self {
    case .highway: Self.spread(Spread(wattHours: 35_000, deviation: 15_000))
    case .urban: Self.spread(Spread(wattHours: 22_000, deviation: 12_000))
    case .workplace: Self.spread(Spread(wattHours: 12_400, deviation: 13_200))
    case .depot: Self.spread(Spread(wattHours: 45_000, deviation: 20_000))
    }
  }

  /// The time for which vehicles stay.
  public var dwell: Spread {
    switch self {
    case .highway: Self.spread(Spread(seconds: 25 * 60, deviation: 10 * 60))
    case .urban: Self.spread(Spread(seconds: 40 * 60, deviation: 20 * 60))
    case .workplace: Self.spread(Spread(seconds: 191 * 60, deviation: 212 * 60))
    case .depot: Self.spread(Spread(seconds: 12 * 3_600, deviation: 2 * 3_600))
    }
  }

  /// True if vehicles leave when they have their energy.
  public var leavesWhenDone: Bool { self == .highway || self == .urban }

  /// The most power of vehicles, with their shares: an assumption.
  public var vehicles: [VehicleShare] {
    let powers =
      leavesWhenDone
      ? [(50_000, 1), (100_000, 3), (150_000, 4), (200_000, 1), (250_000, 1)]
      : [(3_700, 1), (7_400, 3), (11_000, 5), (22_000, 1)]
    return powers.map { VehicleShare(.power(Power(watts: $0.0)), weight: $0.1) }
  }

  private static func spread(_ spread: Spread?) -> Spread {
    guard let spread else { preconditionFailure("the built-in spreads are in range") }
    return spread
  }
}

/// A kind of vehicle with its share of the arrivals.
public struct VehicleShare: Equatable, Sendable {
  /// The kind of vehicle.
  public var kind: Kind
  /// The weight of the kind, relative to the weights of the others; 1 to 10⁹.
  public var weight: Int

  /// A kind of vehicle.
  public enum Kind: Equatable, Sendable {
    /// A type of the station config, named in the events.
    case type(VehicleType)
    /// Vehicles that accept a power, stated in the events.
    case power(Power)
  }

  /// Creates a share.
  public init(_ kind: Kind, weight: Int) {
    self.kind = kind
    self.weight = weight
  }
}
