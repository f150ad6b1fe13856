/// An energy at the connector, in whole watt-milliseconds.
///
/// A power in whole watts times a time in whole milliseconds is a whole number of
/// watt-milliseconds, so an energy is rounded only when it is shown. 128 bits hold 10¹² vehicles at
/// the highest power over the longest timeline: nothing in range can overflow.
public struct Energy: Hashable, Comparable, Sendable {
  /// The energy in watt-milliseconds; 3,600,000 of them are one watt-hour.
  public var wattMilliseconds: Int128

  /// Creates an energy of `wattMilliseconds` watt-milliseconds.
  public init(wattMilliseconds: Int128) { self.wattMilliseconds = wattMilliseconds }

  /// Creates the energy of a constant power over a time.
  @inline(__always)
  public init(_ power: Power, over span: TimeSpan) {
    let (high, low) = power.watts.multipliedFullWidth(by: span.milliseconds)
    wattMilliseconds = Int128(high) << 64 | Int128(low)
  }

  /// No energy.
  public static var zero: Energy { Energy(wattMilliseconds: 0) }

  /// The energy in watt-hours, rounded to the nearest, ties to even.
  ///
  /// Results show it in kWh with three decimals. 64 bits are not enough: a hundred vehicles at the
  /// highest power from 1970 to 9999 take more.
  @inline(__always)
  public var roundedWattHours: Int128 {
    if let small = UInt(exactly: wattMilliseconds), small < 1 << 62 {
      // Half a watt-hour more, so that the division rounds to the nearest. No remainder then means
      // a tie.
      let raised = small &+ 1_800_000
      let quotient = raised / 3_600_000
      if _fastPath(raised % 3_600_000 != 0) { return Int128(quotient) }
      return Int128(quotient & ~1)
    }
    return divideRoundingToEven(wattMilliseconds, by: 3_600_000)
  }

  /// Equal to ``roundedWattHours`` if that is below a million, else some number of a million or
  /// more.
  ///
  /// The fast path of result rows, whose energies are small.
  @inline(__always)
  var lowWattHours: Int {
    // 2⁶⁴ ÷ 3,600,000, rounded up. The high half of the product with it is the quotient, and the
    // low half is below it exactly where the remainder is zero.
    //
    // Source: D. Lemire, O. Kaser, N. Kurz, *Faster remainder by direct computation*, 2019,
    // doi:10.1002/spe.2689. 64 bits suffice, because a quotient below 2²⁰ has a dividend below 2⁴².
    let inverse: UInt = 5_124_095_576_031
    guard wattMilliseconds >> 64 == 0 else { return .max }
    let exact = UInt(truncatingIfNeeded: wattMilliseconds)
    let (raised, isTooHigh) = exact.addingReportingOverflow(1_800_000)
    if isTooHigh { return .max }
    let (quotient, fraction) = raised.multipliedFullWidth(by: inverse)
    return Int(bitPattern: fraction < inverse ? quotient & ~1 : quotient)
  }

  /// Returns the constant power that gives this energy over `span`, rounded to the nearest watt,
  /// ties to even.
  ///
  /// - Precondition: `span` is positive.
  public func meanPower(over span: TimeSpan) -> Power {
    let length = Int128(span.milliseconds)
    return Power(
      watts: Int(
        wattMilliseconds < 0
          ? -divideRoundingToEven(-wattMilliseconds, by: length)
          : divideRoundingToEven(wattMilliseconds, by: length)))
  }

  /// Returns the energy as a share of another, in thousandths, rounded to the nearest, ties to
  /// even; nil where the other is zero.
  func thousandths(of whole: Energy) -> Int128? {
    guard whole > .zero else { return nil }
    return divideRoundingToEven(wattMilliseconds * 1_000, by: whole.wattMilliseconds)
  }

  /// Returns true if the energy is a smaller share of its whole than another one of its whole,
  /// compared exactly.
  ///
  /// - Precondition: No energy is negative, and the wholes are positive.
  func isSmallerShare(of whole: Energy, than other: Energy, of otherWhole: Energy) -> Bool {
    WideSum(wattMilliseconds.magnitude, times: otherWhole.wattMilliseconds.magnitude)
      < WideSum(other.wattMilliseconds.magnitude, times: whole.wattMilliseconds.magnitude)
  }

  /// Returns the time in which a power delivers this energy, rounded up to the millisecond; at most
  /// ``TimeSpan/unbounded``.
  ///
  /// - Precondition: The energy is not negative and the power is positive.
  @inline(__always)
  func time(at power: Power) -> TimeSpan {
    if let energy = Int(exactly: wattMilliseconds), energy <= TimeSpan.unbounded.milliseconds {
      return TimeSpan(milliseconds: (energy + power.watts - 1) / power.watts)
    }
    return longTime(at: power)
  }

  @inline(never)
  private func longTime(at power: Power) -> TimeSpan {
    let watts = Int128(power.watts)
    let time = (wattMilliseconds + watts - 1).divided(by: watts)
    return TimeSpan(milliseconds: Int(min(time, Int128(TimeSpan.unbounded.milliseconds))))
  }

  /// True if the left energy is the lower one.
  public static func < (left: Energy, right: Energy) -> Bool {
    left.wattMilliseconds < right.wattMilliseconds
  }

  /// Returns the sum of two energies.
  public static func + (left: Energy, right: Energy) -> Energy {
    Energy(wattMilliseconds: left.wattMilliseconds + right.wattMilliseconds)
  }

  /// Returns the difference of two energies.
  public static func - (left: Energy, right: Energy) -> Energy {
    Energy(wattMilliseconds: left.wattMilliseconds - right.wattMilliseconds)
  }

  /// Adds an energy in place.
  public static func += (left: inout Energy, right: Energy) {
    left.wattMilliseconds += right.wattMilliseconds
  }
}
