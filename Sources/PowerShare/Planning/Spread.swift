/// A positive quantity that varies around a mean.
///
/// It is drawn in steps of a unit from a shifted negative binomial distribution: in effect a gamma
/// distribution that is never below one unit and has exactly this mean and standard deviation.
public struct Spread: Hashable, Sendable {
  /// The mean, in watt-hours or seconds.
  public let mean: Int
  /// The standard deviation, in the same unit.
  public let deviation: Int
  /// The step in which values are drawn.
  let unit: Int

  /// Creates a spread of energy, in steps of 0.1 kWh.
  ///
  /// Nil unless the mean is 200 to 500,000 Wh and the standard deviation 0 to twice the mean.
  public init?(wattHours mean: Int, deviation: Int) {
    self.init(mean, deviation, unit: 100, maximum: 500_000)
  }

  /// Creates a spread of time, in steps of a minute.
  ///
  /// Nil unless the mean is 2 minutes to 5 days and the standard deviation 0 to twice the mean.
  public init?(seconds mean: Int, deviation: Int) {
    self.init(mean, deviation, unit: 60, maximum: 432_000)
  }

  /// Creates a spread of the energy of a vehicle of a fleet, in steps of 0.1 kWh.
  ///
  /// Nil unless the mean is 200 Wh to 5 MWh and the standard deviation 0 to twice the mean.
  init?(fleetWattHours mean: Int, deviation: Int) {
    self.init(mean, deviation, unit: 100, maximum: FleetSchedule.energyRange.upperBound)
  }

  private init?(_ mean: Int, _ deviation: Int, unit: Int, maximum: Int) {
    guard 2 * unit...maximum ~= mean, 0...(2 * mean) ~= deviation else { return nil }
    self.mean = mean
    self.deviation = deviation
    self.unit = unit
  }

  /// The source of values: `shift` and a random number of units.
  struct Source: Sendable {
    let shift: Int
    let unit: Int
    let counts: CountDistribution?

    func draw(_ random: inout Xoshiro256) -> Int {
      shift + (counts.map { $0.draw(&random) } ?? 0) * unit
    }
  }

  /// The source to draw values from.
  var source: Source {
    // The part above the shift gets a variance of at least twice its mean, in units: that of a
    // negative binomial distribution is never below its mean.
    let variance = deviation * deviation
    let drawn = min(mean - unit, variance / (2 * unit))
    guard drawn > 0 else { return Source(shift: mean, unit: unit, counts: nil) }
    return Source(
      shift: mean - drawn, unit: unit,
      counts: CountDistribution(s: variance - drawn * unit, t: drawn * drawn, c: variance))
  }
}
