/// The most power that a battery accepts at each state of charge.
///
/// The curve is given by points; it is linear between them and flat outside. It is followed in
/// steps of one percent: within a step the battery accepts the curve's value at the middle of the
/// step, rounded down to the watt. So a full charge has at most 100 different powers, each for an
/// exactly known energy.
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

  /// The most power in each step; the first is from 0 % to 1 %.
  private let powers: [Power]

  /// The number of steps of a full charge.
  static let steps = 100

  /// Creates a curve.
  ///
  /// - Parameter points: At least one.
  /// - Precondition: The states of charge of the points rise.
  public init(points: [Point]) {
    precondition(!points.isEmpty, "a curve has at least one point")
    precondition(
      zip(points, points.dropFirst()).allSatisfy { $0.stateOfCharge < $1.stateOfCharge },
      "the states of charge of a curve rise")
    powers = (0..<Self.steps).map { Self.power(at: Self.middle(of: $0), points) }
  }

  private init(powers: [Power]) { self.powers = powers }

  /// A copy that shares no memory with this curve.
  var unshared: ChargingCurve { ChargingCurve(powers: powers.map(\.self)) }

  /// Returns the most power that the battery accepts in a step.
  ///
  /// - Parameter step: 0 to 99.
  public func power(inStep step: Int) -> Power { powers[step] }

  /// Returns the lower of a maximum and the most power that the battery accepts in a step, and the
  /// next step in which that is another power; nil if there is none.
  func power(inStep step: Int, maximum: Power) -> (power: Power, next: Int?) {
    let powers = powers.span
    let power = min(powers[step], maximum)
    var next = step + 1
    while next < powers.count, min(powers[next], maximum) == power { next += 1 }
    return (power, next < powers.count ? next : nil)
  }

  /// Points that give this curve again: the middle of each step, without those inside a flat part.
  public var points: [Point] {
    powers.indices.compactMap { step in
      let differs = [step - 1, step + 1].contains {
        powers.indices.contains($0) && powers[$0] != powers[step]
      }
      if step > 0, !differs { return nil }
      return Point(stateOfCharge: Self.middle(of: step), power: powers[step])
    }
  }

  /// The state of charge in the middle of a step.
  private static func middle(of step: Int) -> Int { step * 1_000 + 500 }

  private static func power(at stateOfCharge: Int, _ points: [Point]) -> Power {
    guard let next = points.firstIndex(where: { $0.stateOfCharge >= stateOfCharge }) else {
      return points[points.count - 1].power
    }
    guard next > 0 else { return points[0].power }
    let (low, high) = (points[next - 1], points[next])
    let run = high.stateOfCharge - low.stateOfCharge
    let rise = high.power.watts - low.power.watts
    // Rounds down where the curve falls, too.
    let product = rise * (stateOfCharge - low.stateOfCharge)
    let floored = product >= 0 ? product / run : -((-product + run - 1) / run)
    return Power(watts: low.power.watts + floored)
  }
}
