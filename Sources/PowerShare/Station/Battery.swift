/// A vehicle's battery while it is charged.
public struct Battery: Equatable, Sendable {
  /// What it holds when it is full.
  public let capacity: Energy
  /// What it held on arrival.
  public let initial: Energy
  /// What it accepts; nil where it accepts anything.
  public let curve: ChargingCurve?

  /// Creates a battery.
  ///
  /// - Parameters:
  ///   - capacity: What it holds when it is full.
  ///   - stateOfCharge: On arrival, in thousandths of a percent, 0 to 100,000.
  ///   - curve: What it accepts.
  public init(capacity: Energy, stateOfCharge: Int, curve: ChargingCurve? = nil) {
    self.capacity = capacity
    self.curve = curve
    initial = capacity.share(thousandthsOfPercent: stateOfCharge)
  }

  /// What it takes until it is full.
  public var room: Energy { capacity - initial }

  /// The most it accepts after it has got `delivered`; nil where it accepts anything.
  func maxPower(after delivered: Energy) -> Power? {
    guard let curve, capacity > .zero else { return nil }
    return curve.power(inStep: step(after: delivered))
  }

  /// What it has got when it comes to the next step in which it accepts another power, as far as a
  /// vehicle of that maximum can tell; nil where there is none.
  func nextChange(after delivered: Energy, vehicleMaxPower: Power) -> Energy? {
    guard let curve, capacity > .zero else { return nil }
    let step = step(after: delivered)
    let power = min(curve.power(inStep: step), vehicleMaxPower)
    for next in (step + 1)..<max(ChargingCurve.steps, step + 1)
    where min(curve.power(inStep: next), vehicleMaxPower) != power {
      // Rounded up, so that the step has begun there whatever the capacity.
      let begin = (capacity.wattMilliseconds * Int128(next) + 99) / 100
      return Energy(wattMilliseconds: begin) - initial
    }
    return nil
  }

  private func step(after delivered: Energy) -> Int {
    let step = (initial + delivered).wattMilliseconds * 100 / capacity.wattMilliseconds
    return min(Int(step), ChargingCurve.steps - 1)
  }
}

extension Energy {
  /// A part of the energy, exact for an energy in whole watt-hours.
  func share(thousandthsOfPercent: Int) -> Energy {
    Energy(wattMilliseconds: wattMilliseconds * Int128(thousandthsOfPercent) / 100_000)
  }

  /// An energy of whole watt-hours.
  public init(wattHours: Int) { self.init(wattMilliseconds: Int128(wattHours) * 3_600_000) }
}
