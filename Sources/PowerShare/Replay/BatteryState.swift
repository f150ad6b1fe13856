/// The stationary battery during a replay.
///
/// Its energy is held in thousandths of a watt-millisecond, so that neither giving a power in watts
/// nor charging with an efficiency in thousandths rounds. The largest battery has 3.6 × 10¹⁸ of
/// them, which 64 bits hold.
struct BatteryState: Sendable {
  /// The battery in the config.
  private(set) var battery: StationBattery
  /// The energy that it can give down to empty, in thousandths of a watt-millisecond.
  private(set) var stored: Int
  /// The energy below which it gives nothing, in the same unit.
  private var lowest: Int
  /// The energy above which it takes nothing, in the same unit.
  private var highest: Int
  /// The power that it gives; negative if it takes power.
  private(set) var power = Power.zero
  /// True if it can give, as of the last tick.
  private(set) var canGive = false
  /// True if it gave until the present moment.
  private var hasGiven = false

  /// The time for which it must be able to give its power before it begins to, in milliseconds.
  ///
  /// Without it a battery that is charged from a rest that cannot be shared would begin and end
  /// giving some thousand times a second.
  private static let shortestUse = 60_000

  /// Creates a battery at the beginning of its use.
  ///
  /// - Parameter battery: One that can store and give something.
  init(_ battery: StationBattery) {
    self.battery = battery
    stored = battery.energy(atSoc: battery.initialSoc)
    lowest = battery.energy(atSoc: battery.minSoc)
    highest = battery.energy(atSoc: battery.maxSoc)
    updateCanGive()
  }

  /// Puts another config's battery in force, which keeps the stored energy up to its `maxSoc`.
  mutating func replace(with new: StationBattery) {
    battery = new
    lowest = new.energy(atSoc: new.minSoc)
    highest = new.energy(atSoc: new.maxSoc)
    stored = min(stored, highest)
    updateCanGive()
  }

  /// The energy that it can give down to empty, rounded to the watt-hour, ties to even.
  var energy: Energy {
    Energy(thousandthsOfWattMilliseconds: Int128(stored))
  }

  /// The power that it can give, as of the last tick; zero if it cannot give.
  var availablePower: Power { canGive ? battery.power : .zero }

  /// True if it gave until now and cannot give any more.
  var hasRunOut: Bool { hasGiven && !canGive }

  /// Updates ``canGive`` to the present moment.
  ///
  /// It can give for a minute at least, or for a millisecond if it gave until now.
  mutating func updateCanGive() {
    let milliseconds = hasGiven ? 1 : Self.shortestUse
    canGive = stored - lowest >= battery.power.watts * 1_000 * milliseconds
  }

  /// Sets the power that it gives or takes.
  ///
  /// - Parameters:
  ///   - load: The power that vehicles and loads draw together.
  ///   - importLimit: The most that may be imported.
  ///   - mayTake: False if the grid connection keeps a session from more.
  mutating func decide(load: Power, importLimit: Power, mayTake: Bool) {
    let shaveAbove = battery.shaveAbove.map { min($0, importLimit) } ?? importLimit
    let rechargeBelow = battery.rechargeBelow.map { min($0, shaveAbove) } ?? shaveAbove
    power = .zero
    if load > shaveAbove, canGive {
      power = min(load - shaveAbove, battery.power)
    } else if mayTake, load < rechargeBelow {
      let taken = min(rechargeBelow - load, battery.chargePower)
      if highest - stored >= taken.watts * battery.efficiency { power -= taken }
    }
  }

  /// Returns the time at which it is empty or full while its power stays; nil if never.
  ///
  /// Rounded down, so that it never gives more than it has.
  func nextChange(from now: Instant) -> Instant? {
    if power > .zero {
      return now + TimeSpan(milliseconds: (stored - lowest) / (power.watts * 1_000))
    }
    if power < .zero {
      return now + TimeSpan(milliseconds: (highest - stored) / (-power.watts * battery.efficiency))
    }
    return nil
  }

  /// The change of the stored energy, in thousandths of a watt.
  var storedPower: Int { -power.watts * (power > .zero ? 1_000 : battery.efficiency) }

  /// Lets it give or take its power for a time span.
  ///
  /// - Precondition: The span does not go beyond ``nextChange(from:)``.
  mutating func advance(for span: TimeSpan) {
    stored += storedPower * span.milliseconds
    hasGiven = power > .zero
  }
}

extension StationBattery {
  /// Returns the energy at a state of charge in thousandths, in thousandths of a watt-millisecond.
  fileprivate func energy(atSoc soc: Int) -> Int { Int(capacity.wattMilliseconds) * soc }
}

extension Energy {
  /// Creates the energy of a number of thousandths of a watt-millisecond, not negative, rounded to
  /// the watt-hour, ties to even.
  init(thousandthsOfWattMilliseconds thousandths: Int128) {
    self.init(
      wattMilliseconds: divideRoundingToEven(thousandths, by: 3_600_000_000) * 3_600_000)
  }
}
