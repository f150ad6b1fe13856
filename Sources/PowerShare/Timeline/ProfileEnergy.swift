/// The energy that a row of a profile states, in ten-billionths of a kilowatt-hour.
struct ProfileEnergy: Equatable, Sendable {
  /// The number of units; below zero for what is generated.
  let units: Int

  /// The decimals of a kilowatt-hour that are kept.
  static let decimals = 10
  /// The highest energy, 1,000,000 kWh, in units.
  static let maximumUnits = 10_000_000_000_000_000

  /// Returns the constant power that gives the energy over a length, rounded to the nearest watt,
  /// ties to even.
  ///
  /// - Parameter length: In milliseconds; positive.
  func meanPower(over length: Int) -> Power {
    // A unit is 0.36 W·ms.
    let numerator = Int128(units.magnitude) * 36
    let watts = Int(divideRoundingToEven(numerator, by: Int128(length) * 100))
    return Power(watts: units < 0 ? -watts : watts)
  }
}

/// The lengths of a profile's rows, counted.
struct RowLengths: Sendable {
  private var counts: [Int: Int] = [:]
  /// The number of rows.
  private(set) var total = 0
  /// The most frequent length, the longer of equals; nil before the first.
  private(set) var mostFrequent: Int?
  private var highestCount = 0

  /// The greatest number of different lengths that are told apart, so that memory is bounded.
  private static let limit = 4_096

  /// The number of rows that do not have the most frequent length.
  var others: Int { total - highestCount }

  /// Counts the length of a row, in milliseconds.
  mutating func note(_ length: Int) {
    total += 1
    guard counts.count < Self.limit || counts[length] != nil else { return }
    let count = (counts[length] ?? 0) + 1
    counts[length] = count
    if let mostFrequent, (highestCount, mostFrequent) > (count, length) { return }
    (highestCount, mostFrequent) = (count, length)
  }
}
