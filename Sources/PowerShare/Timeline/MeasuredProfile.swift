/// The arrivals and the stays of a site, as measured from its records.
///
/// `Sources/sems-plan/Manual/Generating.md` states how each part is measured.
public struct MeasuredProfile: Equatable, Sendable {
  /// The time zone of the site as the user stated it: a name, an offset or a POSIX rule.
  public var timeZone: String
  /// The local date of the first arrival, in days since 1970-01-01.
  public var firstDay: Int
  /// The number of days from the first arrival to the last, 1 to 10⁷.
  public var days: Int
  /// 1,000 × the arrivals in each of the 168 hours of the week, from Monday 00:00 on, ÷ how often
  /// the clock shows that hour in these days.
  ///
  /// Each is from 0 to 10¹², and not all are 0.
  public var weights: [Int]
  /// The mean number of arrivals a day, in thousandths, 1 to 10⁹.
  public var sessionsPerDay: Int
  /// Variance ÷ mean of the arrivals of a day, in thousandths, 1,000 to 1,000,000.
  public var dispersion: Int
  /// A sample of the stays, at least one.
  public var stays: [Stay]

  /// The version of the form in which profiles are written.
  package static let formatVersion = 1
  /// The highest number of days.
  package static let maximumDays = 10_000_000
  /// The number of weights.
  package static let hoursOfWeek = 168
  /// The highest weight.
  package static let maximumWeight = 1_000_000_000_000
  /// The numbers of arrivals a day, in thousandths.
  package static let sessionRange = 1...1_000_000_000
  /// The dispersions, in thousandths.
  package static let dispersionRange = 1_000...1_000_000

  /// A stay of a vehicle.
  public struct Stay: Hashable, Sendable {
    /// The energy that the vehicle wants, in whole watt-hours.
    public var energy: Energy
    /// The time from its arrival to its departure, 0 to ``maximumLength``.
    public var length: TimeSpan
    /// The highest power that the vehicle accepts.
    public var vehicleMaxPower: Power

    /// The longest stay that a profile has: 7 days.
    ///
    /// Longer ones are mostly vehicles that are parked and sessions that nobody ended.
    public static let maximumLength = TimeSpan(milliseconds: 7 * 86_400_000)

    /// Creates a stay.
    public init(energy: Energy, length: TimeSpan, vehicleMaxPower: Power) {
      self.energy = energy
      self.length = length
      self.vehicleMaxPower = vehicleMaxPower
    }
  }

  /// Creates a profile.
  ///
  /// - Parameters:
  ///   - timeZone: The time zone of the site as the user stated it.
  ///   - firstDay: The date of the first arrival, in days since 1970-01-01.
  ///   - days: The number of days.
  ///   - weights: The weights of the 168 hours of the week.
  ///   - sessionsPerDay: The mean number of arrivals a day, in thousandths.
  ///   - dispersion: Variance ÷ mean of the arrivals of a day, in thousandths.
  ///   - stays: The stays.
  public init(
    timeZone: String, firstDay: Int, days: Int, weights: [Int], sessionsPerDay: Int,
    dispersion: Int, stays: [Stay]
  ) {
    self.timeZone = timeZone
    self.firstDay = firstDay
    self.days = days
    self.weights = weights
    self.sessionsPerDay = sessionsPerDay
    self.dispersion = dispersion
    self.stays = stays
  }
}
