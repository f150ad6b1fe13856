/// The prices of what is built, with the years of its use and a rate of interest.
///
/// A combination pays for what it has more than the station as given, by equal yearly payments.
package struct Investments: Equatable, Sendable {
  /// The things that have prices.
  package enum Item: String, CaseIterable, Sendable {
    case gridCapacity, battery, chargers

    /// The units in which it is priced; empty for pieces.
    fileprivate var units: [String] {
      switch self {
      case .gridCapacity: ["kW"]
      case .battery: ["kWh", "kW"]
      case .chargers: []
      }
    }
  }

  /// The prices of an item.
  struct Prices: Equatable, Sendable {
    /// The price of each unit: of a kW, of a kWh, of a piece.
    var perUnit: [String: Money] = [:]
    var years: Int
  }

  /// The reason why a text is no list of prices.
  package enum Problem: Error, Equatable, Sendable {
    /// A part that is not like `gridCapacity=300/kW@40`.
    case form(String)
    /// An item that has no price; the nearest one.
    case unknownItem(String, suggestion: String?)
    /// An item that is there twice.
    case repeated(String)
    /// A price that is out of range, or has more than six decimals.
    case price(String)
    /// A unit that the item does not have.
    case unit(String, item: String)
    /// Years that are not a whole number from 1 to 50.
    case years(String)
  }

  private var prices: [Item: Prices] = [:]
  /// The rate of interest in millionths, 0 to 1,000,000.
  private let rate: Int

  /// The highest rate, 100 %, in millionths.
  package static let highestRate = 1_000_000
  private static let mostYears = 50

  /// Reads prices such as `gridCapacity=300/kW@40,battery=400/kWh+120/kW@12`.
  ///
  /// - Parameter rate: The rate of interest in millionths.
  package init(_ text: String, rate: Int) throws(Problem) {
    self.rate = rate
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { throw .form(String(part)) }
      let name = String(sides[0])
      guard let item = Item(rawValue: name) else {
        let names = Item.allCases.map(\.rawValue)
        throw .unknownItem(name, suggestion: Suggestion.nearest(to: name, among: names))
      }
      guard prices[item] == nil else { throw .repeated(name) }
      prices[item] = try Self.prices(sides[1], of: item, part)
    }
  }

  private static func prices(
    _ text: Substring, of item: Item, _ part: Substring
  ) throws(Problem) -> Prices {
    let sides = text.split(separator: "@", omittingEmptySubsequences: false)
    guard sides.count == 2 else { throw .form(String(part)) }
    guard sides[1].utf8.allSatisfy({ 48...57 ~= $0 }), let years = Int(sides[1]),
      1...mostYears ~= years
    else { throw .years(String(sides[1])) }
    var prices = Prices(years: years)
    for term in sides[0].split(separator: "+", omittingEmptySubsequences: false) {
      let words = term.split(separator: "/", omittingEmptySubsequences: false)
      guard 1...2 ~= words.count else { throw .form(String(part)) }
      let unit = words.count == 2 ? String(words[1]) : ""
      guard item.units.isEmpty ? unit.isEmpty : item.units.contains(unit) else {
        throw .unit(unit, item: item.rawValue)
      }
      guard prices.perUnit[unit] == nil else { throw .form(String(part)) }
      guard let price = price(String(words[0])) else { throw .price(String(words[0])) }
      prices.perUnit[unit] = price
    }
    return prices
  }

  private static func price(_ text: String) -> Money? {
    let bytes = Array(text.utf8)
    guard
      DecimalNumber.isWhole(bytes.span, in: bytes.indices, decimalComma: false, decimals: 6),
      case .thousandths(let number) = DecimalNumber.read(
        bytes.span, in: bytes.indices, maximum: Int(Tariff.highestPrice.millionths), decimals: 6)
    else { return nil }
    return Money(millionths: Int128(number))
  }

  /// Reads a rate such as `5%` or `4.25%`, in millionths; nil for any other text, and above 100 %.
  package static func rate(_ text: String) -> Int? {
    guard text.hasSuffix("%") else { return nil }
    let bytes = Array(text.utf8.dropLast())
    guard
      DecimalNumber.isWhole(bytes.span, in: bytes.indices, decimalComma: false, decimals: 4),
      case .thousandths(let number) = DecimalNumber.read(
        bytes.span, in: bytes.indices, maximum: highestRate, decimals: 4)
    else { return nil }
    return number
  }

  // MARK: Costs

  /// Returns true if an item has a price of a unit.
  private func hasPrice(_ item: Item, _ unit: String) -> Bool {
    prices[item]?.perUnit[unit] != nil
  }

  /// Returns true if more on an axis costs something.
  package func hasPrice(of axis: ScenarioAxis) -> Bool {
    switch axis {
    case .gridCapacity: hasPrice(.gridCapacity, "kW")
    case .batteryCapacity: hasPrice(.battery, "kWh")
    case .batteryPower: hasPrice(.battery, "kW")
    case .chargers: hasPrice(.chargers, "")
    case .site, .station, .policy, .scale, .seed: true
    }
  }

  /// Returns the yearly cost of what a scenario has more than the station as given.
  ///
  /// - Parameters:
  ///   - station: The station to which the scenario is applied.
  ///   - given: The station that is there already.
  package func yearlyCost(
    of scenario: Scenario, _ station: StationConfig, beyond given: StationConfig
  ) -> Money {
    let station = scenario.station(station)
    // Without capacity or without power there is no battery.
    func usable(_ battery: StationBattery?) -> StationBattery? {
      battery.flatMap { $0.isUsable ? $0 : nil }
    }
    func energy(_ battery: StationBattery?) -> Energy { usable(battery)?.capacity ?? .zero }
    func power(_ battery: StationBattery?) -> Power { usable(battery)?.power ?? .zero }
    let capacity = station.gridCapacity - given.gridCapacity
    let stored = energy(station.battery) - energy(given.battery)
    let giving = power(station.battery) - power(given.battery)
    return yearly(.gridCapacity, [("kW", Int128(max(capacity.watts, 0)))])
      + yearly(
        .battery,
        [
          ("kWh", max(stored.wattMilliseconds, 0) / 3_600_000),
          ("kW", Int128(max(giving.watts, 0))),
        ])
      + yearly(
        .chargers, [("", Int128(max(station.chargers.count - given.chargers.count, 0)) * 1_000)])
  }

  /// Returns the yearly cost of amounts of an item, in thousandths of each unit.
  private func yearly(_ item: Item, _ amounts: [(unit: String, thousandths: Int128)]) -> Money {
    guard let prices = prices[item] else { return .zero }
    var cost: Int128 = 0
    for (unit, amount) in amounts {
      cost += amount * (prices.perUnit[unit]?.millionths ?? 0)
    }
    return annuity(ofThousandths: cost, years: prices.years)
  }

  /// Returns the yearly payment that pays off a cost over some years, rounded to a millionth.
  ///
  /// It is the cost × r·a ÷ (a − 1), where a is what 1 grows to at the rate r. That is held in
  /// units of 10⁻¹², rounded each year.
  ///
  /// - Parameter cost: In thousandths of a millionth.
  private func annuity(ofThousandths cost: Int128, years: Int) -> Money {
    guard rate > 0 else {
      return Money(millionths: divideSignedRoundingToEven(cost, by: Int128(years) * 1_000))
    }
    let unit: Int128 = 1_000_000_000_000
    var grown = unit
    for _ in 0..<years {
      grown = divideSignedRoundingToEven(
        grown * Int128(1_000_000 + rate), by: Int128(1_000_000))
    }
    // r·a ÷ (a − 1) is r + r ÷ (a − 1), which needs no larger numbers.
    let (interest, divisor) = (cost * Int128(rate), Int128(1_000_000_000))
    let (whole, rest) = interest.quotientAndRemainder(dividingBy: divisor)
    let gain = grown - unit
    let (more, left) = interest.quotientAndRemainder(dividingBy: gain)
    let (fraction, leftOver) = (left * 1_000).quotientAndRemainder(dividingBy: gain)
    return Money(
      millionths: roundedSum(
        whole + more * 1_000 + fraction, plus: rest * gain + leftOver * divisor,
        over: gain * divisor))
  }
}
