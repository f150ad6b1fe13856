/// A plan of the stays of a fleet.
public struct FleetPlan: Equatable, Sendable {
  /// The stays.
  public let schedule: FleetSchedule
  /// The clock at the site.
  public let clock: LocalClock
  /// The start of the first day; the others start at the same time of day.
  public let from: Instant
  /// The number of days, 1 to 36,525.
  public let days: Int
  /// The rows of a day in the order of their times, equal ones in that of the schedule.
  let rows: [Row]
  /// The number of vehicles.
  let vehicleCount: Int
  /// The start of the first day in seconds since 1970, rounded up.
  let first: Int
  /// The start of the first day in local seconds since 1970-01-01T00:00.
  let firstLocal: Int
  /// The tables of the spreads that most stays have; see ``source(of:)``.
  private let sources: [Spread: Spread.Source]

  /// A row of the schedule with what is the same on each of its days.
  struct Row: Equatable, Sendable {
    /// The index of the stay in the schedule.
    let stay: Int
    /// The number of the vehicle, from 0.
    let vehicle: Int
    /// 1 if the stay begins on the date after that of the day's beginning, else 0.
    let dateShift: Int
    /// The distribution from which 12 hours of the arrival are drawn; nil if nothing is drawn.
    let arrival: Spread?
    /// The distribution of the energy; nil if nothing is drawn.
    let energy: Spread?
  }

  /// The mean of the draw that varies an arrival, in seconds.
  static let meanDraw = 43_200
  /// The most entries that the tables kept for all draws have together: 8 MB.
  private static let mostEntries = 1_000_000

  /// Creates a plan.
  ///
  /// - Parameters:
  ///   - schedule: The stays.
  ///   - clock: The clock at the site.
  ///   - from: The start of the first day.
  ///   - days: The number of days, 1 to 36,525.
  /// - Precondition: The standard deviations of the schedule are in their ranges.
  public init(_ schedule: FleetSchedule, clock: LocalClock, from: Instant, days: Int) {
    self.schedule = schedule
    self.clock = clock
    self.from = from
    self.days = days
    let first = -floorDivide(-from.milliseconds, by: 1_000)
    let local = first + clock.secondsEast(at: first)
    self.first = first
    firstLocal = local
    let timeOfDay = local - floorDivide(local, by: 86_400) * 86_400
    let vehicles = schedule.vehicles
    vehicleCount = (vehicles.max() ?? -1) + 1
    let rows = schedule.stays.indices.map { index in
      let stay = schedule.stays[index]
      return Row(
        stay: index, vehicle: vehicles[index],
        dateShift: stay.arrival * 60 < timeOfDay ? 1 : 0,
        arrival: Self.spread(
          stay.arrivalDeviation, Spread(seconds: Self.meanDraw, deviation: stay.arrivalDeviation)),
        energy: stay.energyDeviation == 0
          ? nil
          : Self.spread(
            stay.energyDeviation,
            Spread(
              fleetWattHours: Int(clamping: stay.energyRequested?.roundedWattHours ?? 0),
              deviation: stay.energyDeviation)))
    }
    self.rows = rows.sorted { left, right in
      let (leftTime, rightTime) =
        (schedule.stays[left.stay].arrival, schedule.stays[right.stay].arrival)
      return (left.dateShift, leftTime, left.stay) < (right.dateShift, rightTime, right.stay)
    }
    sources = Self.sources(of: rows)
  }

  /// Returns the spread of a deviation; nil if there is no deviation.
  private static func spread(_ deviation: Int, _ spread: Spread?) -> Spread? {
    guard deviation > 0 else { return nil }
    guard let spread else { preconditionFailure("a standard deviation out of range") }
    return spread
  }

  private static func sources(of rows: [Row]) -> [Spread: Spread.Source] {
    var sources: [Spread: Spread.Source] = [:]
    var entries = 0
    for spread in rows.lazy.flatMap({ [$0.arrival, $0.energy] }) {
      guard let spread, sources[spread] == nil else { continue }
      let source = spread.source
      entries += source.counts?.sums.count ?? 0
      guard entries <= mostEntries else { break }
      sources[spread] = source
    }
    return sources
  }

  /// Returns the source to draw from.
  ///
  /// All seeds share the tables. So many different spreads that their tables would take too much
  /// memory have theirs made for each draw.
  func source(of spread: Spread) -> Spread.Source { sources[spread] ?? spread.source }

  /// Two plans are equal if they have the same stays on the same days.
  public static func == (left: FleetPlan, right: FleetPlan) -> Bool {
    left.schedule == right.schedule && left.clock == right.clock && left.from == right.from
      && left.days == right.days
  }
}
