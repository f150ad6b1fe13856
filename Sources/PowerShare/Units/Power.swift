/// An electric power at the connector, held in whole watts.
///
/// Files and results speak kilowatts; see `DecimalNumber` for how a decimal text becomes watts.
/// An input lies between ``zero`` and ``maximum``; sums of any number of inputs that fit in memory
/// stay far below `Int.max`.
public struct Power: Hashable, Comparable, Sendable {
  /// The power in watts.
  public var watts: Int

  /// Creates a power of `watts` watts.
  public init(watts: Int) { self.watts = watts }

  /// Nothing at all.
  public static var zero: Power { Power(watts: 0) }

  /// The highest power that an input may state: 1,000,000 kW.
  public static let maximum = Power(watts: 1_000_000_000)

  /// Whether the left power is the lower one.
  public static func < (left: Power, right: Power) -> Bool { left.watts < right.watts }

  /// The sum of two powers.
  public static func + (left: Power, right: Power) -> Power {
    Power(watts: left.watts + right.watts)
  }

  /// The difference of two powers; negative where the right one is higher.
  public static func - (left: Power, right: Power) -> Power {
    Power(watts: left.watts - right.watts)
  }

  /// Adds a power in place.
  public static func += (left: inout Power, right: Power) { left.watts += right.watts }

  /// Subtracts a power in place.
  public static func -= (left: inout Power, right: Power) { left.watts -= right.watts }
}
