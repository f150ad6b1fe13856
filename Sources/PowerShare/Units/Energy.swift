/// An energy at the connector, held exactly in watt-milliseconds.
///
/// A power in whole watts over a time in whole milliseconds is a whole number of watt-milliseconds,
/// so no energy is ever rounded until it is shown. 128 bits hold 10¹² vehicles at the highest power
/// over the longest timeline: nothing in range can overflow.
public struct Energy: Hashable, Comparable, Sendable {
  /// The energy in watt-milliseconds; 3,600,000 of them are one watt-hour.
  public var wattMilliseconds: Int128

  /// Creates an energy of `wattMilliseconds` watt-milliseconds.
  public init(wattMilliseconds: Int128) { self.wattMilliseconds = wattMilliseconds }

  /// The energy of a constant power over a time.
  @inline(__always)
  public init(_ power: Power, over span: TimeSpan) {
    let (high, low) = power.watts.multipliedFullWidth(by: span.milliseconds)
    wattMilliseconds = Int128(high) << 64 | Int128(low)
  }

  /// No energy.
  public static var zero: Energy { Energy(wattMilliseconds: 0) }

  /// The energy in watt-hours, rounded to the nearest, ties to even: what results show, in kWh with
  /// three decimals.
  @inline(__always)
  public var roundedWattHours: Int {
    if let small = UInt(exactly: wattMilliseconds), small < 1 << 62 {
      // Half of it more, so that the division rounds to the nearest; what then divides is a tie.
      let raised = small &+ 1_800_000
      let quotient = raised / 3_600_000
      if _fastPath(raised % 3_600_000 != 0) { return Int(bitPattern: quotient) }
      return Int(bitPattern: quotient & ~1)
    }
    return Int(divideRoundingToEven(wattMilliseconds, by: 3_600_000))
  }

  /// The same as ``roundedWattHours`` where that is below a million; any higher number elsewhere.
  ///
  /// Rows of results have such energies, so this does without what higher ones need.
  @inline(__always)
  var lowWattHours: Int {
    // 2⁶⁴ ÷ 3,600,000, rounded up. A product with it has the quotient in its high half, and a
    // remainder of zero is what leaves the low half below the factor.
    //
    // Source: D. Lemire, O. Kaser, N. Kurz, *Faster remainder by direct computation*, 2019,
    // doi:10.1002/spe.2689. As a quotient below 2²⁰ has a dividend below 2⁴², 64 bits suffice.
    let inverse: UInt = 5_124_095_576_031
    guard wattMilliseconds >> 64 == 0 else { return .max }
    let exact = UInt(truncatingIfNeeded: wattMilliseconds)
    let (raised, isTooHigh) = exact.addingReportingOverflow(1_800_000)
    if isTooHigh { return .max }
    let (quotient, fraction) = raised.multipliedFullWidth(by: inverse)
    return Int(bitPattern: fraction < inverse ? quotient & ~1 : quotient)
  }

  /// The constant power that gives this energy over `span`, rounded to the nearest watt, ties to
  /// even.
  ///
  /// - Precondition: `span` is positive.
  public func meanPower(over span: TimeSpan) -> Power {
    Power(watts: Int(divideRoundingToEven(wattMilliseconds, by: Int128(span.milliseconds))))
  }

  /// Whether the left energy is the lower one.
  public static func < (left: Energy, right: Energy) -> Bool {
    left.wattMilliseconds < right.wattMilliseconds
  }

  /// The sum of two energies.
  public static func + (left: Energy, right: Energy) -> Energy {
    Energy(wattMilliseconds: left.wattMilliseconds + right.wattMilliseconds)
  }

  /// The difference of two energies.
  public static func - (left: Energy, right: Energy) -> Energy {
    Energy(wattMilliseconds: left.wattMilliseconds - right.wattMilliseconds)
  }

  /// Adds an energy in place.
  public static func += (left: inout Energy, right: Energy) {
    left.wattMilliseconds += right.wattMilliseconds
  }
}
