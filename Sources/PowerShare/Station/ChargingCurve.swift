/// The most power that a battery accepts at each state of charge.
///
/// It is given by points, linear between them and flat outside, and followed in steps of whole
/// percents: within a step the battery accepts the curve's value in the step's middle, floored to
/// the watt. So a charge of 100 % passes at most 100 different powers, each for an exactly known
/// energy.
public struct ChargingCurve: Hashable, Sendable {
  /// A point of the curve.
  public struct Point: Hashable, Sendable {
    /// The state of charge in thousandths of a percent, 0 to 100,000.
    public var stateOfCharge: Int
    /// The most power the battery accepts there.
    public var power: Power

    /// Creates a point.
    public init(stateOfCharge: Int, power: Power) {
      self.stateOfCharge = stateOfCharge
      self.power = power
    }
  }

  /// The most power in each step, from 0 % to 1 % on.
  private let powers: [Power]

  /// How many steps a full charge has.
  static let steps = 100

  /// Creates a curve.
  ///
  /// - Parameter points: At least one, by rising state of charge.
  /// - Precondition: The states of charge rise.
  public init(points: [Point]) {
    precondition(!points.isEmpty, "a curve has at least one point")
    precondition(
      zip(points, points.dropFirst()).allSatisfy { $0.stateOfCharge < $1.stateOfCharge },
      "the points of a curve stand by rising state of charge")
    powers = (0..<Self.steps).map { Self.power(at: $0 * 1_000 + 500, points) }
  }

  private init(powers: [Power]) { self.powers = powers }

  /// The same curve in memory of its own.
  var unshared: ChargingCurve { ChargingCurve(powers: powers.map(\.self)) }

  /// The most power the battery accepts in a step.
  ///
  /// - Parameter step: 0 to 99.
  public func power(inStep step: Int) -> Power { powers[step] }

  private static func power(at stateOfCharge: Int, _ points: [Point]) -> Power {
    guard let next = points.firstIndex(where: { $0.stateOfCharge >= stateOfCharge }) else {
      return points[points.count - 1].power
    }
    guard next > 0 else { return points[0].power }
    let (low, high) = (points[next - 1], points[next])
    let run = high.stateOfCharge - low.stateOfCharge
    let rise = high.power.watts - low.power.watts
    // Rounded down where the curve falls as well.
    let product = rise * (stateOfCharge - low.stateOfCharge)
    let floored = product >= 0 ? product / run : -((-product + run - 1) / run)
    return Power(watts: low.power.watts + floored)
  }
}
