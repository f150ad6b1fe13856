/// A stationary battery behind the station's grid connection.
///
/// All losses fall on charging: its energies are what it can still give.
public struct StationBattery: Hashable, Sendable {
  /// The energy that it gives from full to empty, 0 to 1,000,000 kWh.
  public let capacity: Energy
  /// The most power that it gives, 0 to 1,000,000 kW.
  public let power: Power
  /// The most power that it takes, 0 to 1,000,000 kW.
  public let chargePower: Power
  /// The energy that it gives divided by the energy that it took, over a whole cycle, in
  /// thousandths from 10 to 1,000.
  public let efficiency: Int
  /// The state of charge at the beginning, in thousandths.
  public let initialSoc: Int
  /// The state of charge below which it gives nothing, in thousandths, less than ``maxSoc``.
  public let minSoc: Int
  /// The state of charge above which it takes nothing, in thousandths.
  public let maxSoc: Int
  /// It gives what the site draws above this power; nil for the import limit.
  public let shaveAbove: Power?
  /// It takes what the site draws less than this power; nil for ``shaveAbove``.
  public let rechargeBelow: Power?

  /// The efficiency of a battery that states none, in thousandths.
  package static let usualEfficiency = 900
  /// The state of charge with which a battery begins that states none, in thousandths.
  package static let usualInitialSoc = 1_000
  /// The ``minSoc`` of a battery that states none.
  package static let usualMinSoc = 100
  /// The ``maxSoc`` of a battery that states none.
  package static let usualMaxSoc = 1_000

  /// Creates a battery.
  ///
  /// - Parameters:
  ///   - chargePower: The most power that it takes; nil for `power`.
  ///   - efficiency: In thousandths from 10 to 1,000.
  ///   - initialSoc: In thousandths from 0 to 1,000, as `minSoc` and `maxSoc`.
  /// - Precondition: The values are in the ranges of the properties.
  public init(
    capacity: Energy, power: Power, chargePower: Power? = nil, efficiency: Int = 900,
    initialSoc: Int = 1_000, minSoc: Int = 100, maxSoc: Int = 1_000, shaveAbove: Power? = nil,
    rechargeBelow: Power? = nil
  ) {
    precondition(
      10...1_000 ~= efficiency && 0...1_000 ~= initialSoc && 0 <= minSoc && minSoc < maxSoc
        && maxSoc <= 1_000, "a battery with a share out of range")
    self.capacity = capacity
    self.power = power
    self.chargePower = chargePower ?? power
    self.efficiency = efficiency
    self.initialSoc = initialSoc
    self.minSoc = minSoc
    self.maxSoc = maxSoc
    self.shaveAbove = shaveAbove
    self.rechargeBelow = rechargeBelow
  }

  /// True if it can store and give something; a battery without is as if there were none.
  public var isUsable: Bool { capacity > .zero && power > .zero }

  /// Returns the same battery with another capacity or power.
  ///
  /// - Parameter power: The most power that it gives, and that it takes if both are equal now; nil
  ///   to keep both.
  public func with(capacity: Energy? = nil, power: Power? = nil) -> StationBattery {
    let power = power ?? self.power
    return StationBattery(
      capacity: capacity ?? self.capacity, power: power,
      chargePower: chargePower == self.power ? power : chargePower, efficiency: efficiency,
      initialSoc: initialSoc, minSoc: minSoc, maxSoc: maxSoc, shaveAbove: shaveAbove,
      rechargeBelow: rechargeBelow)
  }
}
