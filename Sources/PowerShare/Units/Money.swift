/// An amount of money in whole millionths of a currency, or a price for a unit of something.
///
/// 128 bits hold the price of all energy that the largest station can draw from 1970 to 9999.
public struct Money: Hashable, Comparable, Sendable {
  /// The amount in millionths.
  public var millionths: Int128

  /// Creates an amount of `millionths` millionths.
  public init(millionths: Int128) { self.millionths = millionths }

  /// No money.
  public static let zero = Money(millionths: 0)

  /// True if the left amount is the lower one.
  public static func < (left: Money, right: Money) -> Bool { left.millionths < right.millionths }

  /// Returns the sum of two amounts.
  public static func + (left: Money, right: Money) -> Money {
    Money(millionths: left.millionths + right.millionths)
  }

  /// Returns the difference of two amounts.
  public static func - (left: Money, right: Money) -> Money {
    Money(millionths: left.millionths - right.millionths)
  }

  /// Adds an amount in place.
  public static func += (left: inout Money, right: Money) { left.millionths += right.millionths }

  /// Returns the amount in units of 10^−`decimals`, rounded to the nearest, ties to even.
  ///
  /// - Parameter decimals: 0 to 6.
  func rounded(decimals: Int) -> Int128 {
    let unit: Int128 = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1][decimals]
    return divideSignedRoundingToEven(millionths, by: unit)
  }

  /// Returns the amount × `numerator` ÷ `denominator`, rounded to a millionth, ties to even.
  ///
  /// - Parameters:
  ///   - numerator: Not negative, at most 10¹².
  ///   - denominator: Positive, at most 10¹⁶.
  func scaled(by numerator: Int128, over denominator: Int128) -> Money {
    // Divided first, because the product may need more than 128 bits.
    let (whole, rest) = floorDivide(millionths, by: denominator)
    return Money(
      millionths: roundedSum(whole * numerator, plus: rest * numerator, over: denominator))
  }

  /// The amount in its shortest exact form: `12.5`, `-0.000001`.
  public var text: String { decimalText(millionths, decimals: 6) }
}

/// The product of energies and prices, added up without rounding.
struct EnergyCost: Equatable, Sendable {
  /// The whole millionths, and the rest in units of a millionth ÷ ``unitsOfMillionth``.
  private var whole: Int128 = 0
  private var rest: Int128 = 0

  /// A kilowatt-hour in watt-milliseconds.
  private static let unitsOfMillionth: Int128 = 3_600_000_000

  /// Adds an energy at a price per kWh.
  mutating func add(_ energy: Energy, at price: Money) {
    let (kilowattHours, left) = floorDivide(energy.wattMilliseconds, by: Self.unitsOfMillionth)
    whole += kilowattHours * price.millionths
    add(product: left * price.millionths)
  }

  /// Adds a product of a price per kWh, in millionths, and an energy in watt-milliseconds.
  mutating func add(product: Int128) {
    let (quotient, left) = floorDivide(rest + product, by: Self.unitsOfMillionth)
    whole += quotient
    rest = left
  }

  /// The sum, rounded to a millionth, ties to even.
  var rounded: Money {
    Money(millionths: roundedSum(whole, plus: rest, over: Self.unitsOfMillionth))
  }
}

/// A power as an exact quotient: a peak that is a mean over a window, or a mean of such peaks.
struct ExactPower: Equatable, Comparable, Sendable {
  /// The whole watts.
  private var watts: Int128
  /// The rest of a watt, below the denominator.
  private var rest: Int128
  /// Positive, at most ``largestDenominator``.
  private var denominator: Int128

  static let zero = ExactPower(watts: 0, rest: 0, denominator: 1)

  /// The largest denominator that is exact.
  ///
  /// Lengths of windows are at most a few hours, and almost
  /// all are equal, so that no real clock has means that need more.
  private static let largestDenominator: Int128 = 1_000_000_000_000

  private init(watts: Int128, rest: Int128, denominator: Int128) {
    self.watts = watts
    self.rest = rest
    self.denominator = denominator
  }

  init(_ power: Power) { self.init(watts: Int128(power.watts), rest: 0, denominator: 1) }

  /// Creates the mean power of an energy over a span.
  init(_ energy: Energy, over span: TimeSpan) {
    let length = Int128(span.milliseconds)
    let (watts, rest) = energy.wattMilliseconds.quotientAndRemainder(dividingBy: length)
    self.init(watts: watts, rest: rest, denominator: length)
  }

  static func < (left: ExactPower, right: ExactPower) -> Bool {
    if left.watts != right.watts { return left.watts < right.watts }
    return left.rest * right.denominator < right.rest * left.denominator
  }

  static func == (left: ExactPower, right: ExactPower) -> Bool {
    left.watts == right.watts && left.rest * right.denominator == right.rest * left.denominator
  }

  /// Returns a share of the power.
  func share(percent: Int) -> ExactPower {
    let share = Int128(percent)
    return ExactPower.sum(watts * share, rest * share, denominator).divided(by: 100)
  }

  /// Returns the mean of some powers; there is at least one.
  static func mean(of powers: [ExactPower]) -> ExactPower {
    powers.dropFirst().reduce(powers[0]) { sum, next in
      let common = Self.commonDenominator(sum.denominator, next.denominator)
      let rest =
        sum.rest * common / sum.denominator + next.rest * common / next.denominator
      return Self.sum(sum.watts + next.watts, rest, common)
    }.divided(by: Int128(powers.count))
  }

  private static func commonDenominator(_ left: Int128, _ right: Int128) -> Int128 {
    var (divisor, other) = (left, right)
    while other != 0 { (divisor, other) = (other, divisor % other) }
    return min(left / divisor * right, largestDenominator)
  }

  private static func sum(_ watts: Int128, _ rest: Int128, _ denominator: Int128) -> ExactPower {
    let (quotient, left) = rest.quotientAndRemainder(dividingBy: denominator)
    return ExactPower(watts: watts + quotient, rest: left, denominator: denominator)
  }

  private func divided(by divisor: Int128) -> ExactPower {
    let (quotient, left) = watts.quotientAndRemainder(dividingBy: divisor)
    return Self.sum(quotient, left * denominator + rest, denominator * divisor)
  }

  /// The power, rounded to the watt, ties to even.
  var rounded: Int128 { roundedSum(watts, plus: rest, over: denominator) }

  /// Returns the price of the power for a part of a period, rounded to a millionth, ties to even.
  ///
  /// - Parameters:
  ///   - price: The price per kW for a whole period; not negative.
  ///   - part: The part of the period in milliseconds.
  ///   - period: The length of the period in milliseconds.
  func cost(at price: Money, for part: Int, of period: Int) -> Money {
    let factor = price.millionths * Int128(part)
    let divisor = Int128(period) * 1_000
    let (whole, left) = (watts * factor).quotientAndRemainder(dividingBy: divisor)
    return Money(
      millionths: roundedSum(
        whole, plus: left * denominator + rest * factor, over: divisor * denominator))
  }
}

/// Amounts with weights, for their mean.
struct WeightedMoney: Equatable, Sendable {
  /// The sum of the amounts × weights, in parts so that none needs more than 128 bits.
  private var high: Int128 = 0
  private var low: Int128 = 0
  /// The sum of the weights.
  private(set) var weight: Int128 = 0

  private static let part: Int128 = 1_000_000_000

  /// Adds an amount, which is not negative.
  mutating func add(_ amount: Money, weight added: Int) {
    let (upper, lower) = amount.millionths.quotientAndRemainder(dividingBy: Self.part)
    high += upper * Int128(added)
    low += lower * Int128(added)
    weight += Int128(added)
  }

  /// Returns the mean × `factor`, rounded to a millionth, ties to even; zero without a weight.
  func mean(times factor: Int128) -> Money {
    guard weight > 0 else { return .zero }
    let (whole, left) = high.quotientAndRemainder(dividingBy: weight)
    return Money(
      millionths: roundedSum(
        whole * Self.part * factor, plus: (left * Self.part + low) * factor, over: weight))
  }
}

/// Returns `whole` + `part` ÷ `denominator`, rounded to the nearest integer, ties to even.
///
/// - Precondition: `denominator` is positive.
func roundedSum(_ whole: Int128, plus part: Int128, over denominator: Int128) -> Int128 {
  let (quotient, rest) = floorDivide(part, by: denominator)
  let sum = whole + quotient
  let other = denominator - rest
  return rest > other || (rest == other && sum & 1 == 1) ? sum + 1 : sum
}

/// Returns the quotient rounded to the nearest integer, ties to even, of any sign.
///
/// - Precondition: `denominator` is positive.
func divideSignedRoundingToEven(_ numerator: Int128, by denominator: Int128) -> Int128 {
  roundedSum(0, plus: numerator, over: denominator)
}

/// Returns the quotient, rounded down, and the remainder, which is not negative.
///
/// - Precondition: `denominator` is positive.
private func floorDivide(
  _ numerator: Int128, by denominator: Int128
) -> (quotient: Int128, remainder: Int128) {
  if let small = Int(exactly: numerator), let divisor = Int(exactly: denominator) {
    let quotient = floorDivide(small, by: divisor)
    return (Int128(quotient), Int128(small - quotient * divisor))
  }
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  return remainder < 0 ? (quotient - 1, remainder + denominator) : (quotient, remainder)
}
