/// A profile that is measured from the sessions of a timeline.
public struct ProfileMeasurement: Equatable, Sendable {
  /// The profile.
  public let profile: MeasuredProfile
  /// The number of stays that are too long for the profile.
  public let longStays: Int

  /// The reason why sessions have no profile.
  public enum Problem: Error, Equatable, Sendable {
    /// There is no stay of at most 7 days.
    case noStay
    /// There are so few arrivals in so many days that their weights or their mean would be 0.
    case tooFew(sessions: Int, days: Int)
    /// There are more than 1,000,000 arrivals a day.
    case tooMany(sessions: Int, days: Int)
  }

  /// The greatest number of stays that a profile gets.
  static let mostStays = 2_000

  /// Measures the sessions of a timeline.
  ///
  /// Every start counts as an arrival. A start that lacks an energy, a departure or a power has no
  /// stay.
  ///
  /// - Parameters:
  ///   - events: The events in order of time, which can be run through twice; those other than
  ///     starts are not used.
  ///   - clock: The clock of the site.
  /// - Complexity: O(n log n) for n events, plus the changes of the clock between them.
  public init(
    of events: some Sequence<SessionEvent>, on clock: LocalClock
  ) throws(Problem) {
    var arrivals = ArrivalCounts(on: clock)
    var (count, longStays) = (0, 0)
    for event in events {
      guard case .start(let start) = event.kind else { continue }
      arrivals.add(event.time)
      switch Self.stay(start, at: event.time) {
      case .stay: count += 1
      case .tooLong: longStays += 1
      case .unknown: break
      }
    }
    guard count > 0 else { throw .noStay }
    let days = arrivals.dayCount
    let perDay = divideRoundingToEven(Int128(arrivals.total) * 1_000, by: Int128(days))
    let weights = arrivals.weights
    guard perDay > 0, weights.contains(where: { $0 > 0 }) else {
      throw .tooFew(sessions: arrivals.total, days: days)
    }
    guard perDay <= MeasuredProfile.sessionRange.upperBound else {
      throw .tooMany(sessions: arrivals.total, days: days)
    }
    let range = MeasuredProfile.dispersionRange
    let dispersion = arrivals.dispersion ?? Int128(range.lowerBound)
    profile = MeasuredProfile(
      timeZone: clock.name ?? "UTC", firstDay: arrivals.firstDay, days: days, weights: weights,
      sessionsPerDay: Int(perDay),
      dispersion: Int(min(max(dispersion, Int128(range.lowerBound)), Int128(range.upperBound))),
      stays: Self.sample(of: events, count))
    self.longStays = longStays
  }

  /// The result of looking for the stay of a start.
  private enum Search {
    case stay(MeasuredProfile.Stay)
    case tooLong
    case unknown
  }

  private static func stay(_ start: SessionEvent.Start, at arrival: Instant) -> Search {
    guard let departure = start.departureTime, departure >= arrival,
      let energy = start.energyRequested, let power = start.vehicleMaxPower
    else { return .unknown }
    let length = departure - arrival
    guard length <= MeasuredProfile.Stay.maximumLength else { return .tooLong }
    // As it is written: whole watt-hours and thousandths of a minute.
    return .stay(
      MeasuredProfile.Stay(
        energy: Energy(wattMilliseconds: energy.roundedWattHours * 3_600_000),
        length: TimeSpan(milliseconds: divideRoundingToEven(length.milliseconds, by: 60) * 60),
        vehicleMaxPower: power))
  }

  /// Returns every k-th stay, beginning with the first, with the least k that gives at most
  /// ``mostStays``.
  private static func sample(
    of events: some Sequence<SessionEvent>, _ count: Int
  ) -> [MeasuredProfile.Stay] {
    let step = (count + mostStays - 1) / mostStays
    var stays: [MeasuredProfile.Stay] = []
    stays.reserveCapacity(min(count, mostStays))
    var index = 0
    for event in events {
      guard case .start(let start) = event.kind,
        case .stay(let stay) = stay(start, at: event.time)
      else { continue }
      if index % step == 0 { stays.append(stay) }
      index += 1
    }
    return stays
  }
}
