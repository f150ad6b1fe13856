/// The battery of a vehicle during a session.
public struct Battery: Equatable, Sendable {
  /// The energy it holds when it is full.
  public let capacity: Energy
  /// The energy it held on arrival.
  public let initial: Energy
  /// The power it accepts at each state of charge; nil if it accepts any.
  public let curve: ChargingCurve?

  /// Creates a battery.
  ///
  /// - Parameters:
  ///   - capacity: The energy it holds when it is full.
  ///   - stateOfCharge: The state of charge on arrival, in thousandths of a percent, 0 to 100,000.
  ///   - curve: The power it accepts at each state of charge; nil if it accepts any.
  public init(capacity: Energy, stateOfCharge: Int, curve: ChargingCurve? = nil) {
    self.capacity = capacity
    self.curve = curve
    initial = capacity.share(thousandthsOfPercent: stateOfCharge)
  }

  /// The energy it lacked on arrival.
  public var room: Energy { capacity - initial }

  /// Returns the most power it accepts after `delivered`; nil if it accepts any.
  func maxPower(after delivered: Energy) -> Power? {
    guard let curve, capacity > .zero else { return nil }
    return curve.power(inStep: step(after: delivered))
  }

  /// Returns the most power that the vehicle accepts after `delivered`, and the energy delivered at
  /// the next step of the curve that changes it.
  ///
  /// - Parameters:
  ///   - delivered: The energy delivered so far.
  ///   - maximum: The vehicle's maximum without the curve.
  func acceptance(after delivered: Energy, maximum: Power) -> Acceptance {
    guard let curve, capacity > .zero else { return Acceptance(power: maximum, end: nil) }
    let step = step(after: delivered)
    let (power, next) = curve.power(inStep: step, maximum: maximum)
    guard let next else { return Acceptance(power: power, end: nil) }
    // Rounded up, so that the step has begun at this energy.
    let begin = (capacity.wattMilliseconds * Int128(next) + 99).divided(by: 100)
    return Acceptance(power: power, end: Energy(wattMilliseconds: begin) - initial)
  }

  /// Returns the step of the curve in which it is after `delivered`.
  func step(after delivered: Energy) -> Int {
    let stored = (initial + delivered).wattMilliseconds * 100
    return min(Int(stored.divided(by: capacity.wattMilliseconds)), ChargingCurve.steps - 1)
  }
}

/// The power that a vehicle accepts.
struct Acceptance {
  /// The most power that it accepts.
  let power: Power
  /// The delivered energy at which that changes; nil if it never does.
  let end: Energy?
}

extension Energy {
  /// Returns a part of the energy, rounded down; exact if the energy is in whole watt-hours.
  func share(thousandthsOfPercent: Int) -> Energy {
    Energy(wattMilliseconds: wattMilliseconds * Int128(thousandthsOfPercent) / 100_000)
  }

  /// Creates an energy of whole watt-hours.
  public init(wattHours: Int) { self.init(wattMilliseconds: Int128(wattHours) * 3_600_000) }
}
