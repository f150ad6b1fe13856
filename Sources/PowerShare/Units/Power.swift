/// An electric power at the connector, in whole watts.
///
/// Files and results state kilowatts; `DecimalNumber` turns a decimal text into watts. An input
/// lies between ``zero`` and ``maximum``; the sum of all inputs that fit in memory stays far below
/// `Int.max`.
public struct Power: Hashable, Comparable, Sendable {
  /// The power in watts.
  public var watts: Int

  /// Creates a power of `watts` watts.
  public init(watts: Int) { self.watts = watts }

  /// No power.
  public static var zero: Power { Power(watts: 0) }

  /// The highest power that an input may state: 1,000,000 kW.
  public static let maximum = Power(watts: 1_000_000_000)

  /// True if the left power is lower.
  public static func < (left: Power, right: Power) -> Bool { left.watts < right.watts }

  /// Returns the sum of two powers.
  public static func + (left: Power, right: Power) -> Power {
    Power(watts: left.watts + right.watts)
  }

  /// Returns the difference of two powers; negative if the right one is higher.
  public static func - (left: Power, right: Power) -> Power {
    Power(watts: left.watts - right.watts)
  }

  /// Adds a power in place.
  public static func += (left: inout Power, right: Power) { left.watts += right.watts }

  /// Subtracts a power in place.
  public static func -= (left: inout Power, right: Power) { left.watts -= right.watts }
}
