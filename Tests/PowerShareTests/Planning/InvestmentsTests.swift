import Testing

@testable import PowerShare

/// The yearly cost of what is built.
@Suite struct InvestmentsTests {
  private func station(_ capacity: Int, battery: StationBattery? = nil) throws -> StationConfig {
    let station = try StationConfig(
      stationId: "S", gridCapacity: Power(watts: capacity),
      chargers: [
        Charger(
          id: "A", maxPower: Power(watts: 50_000),
          connectors: .alike(count: 1))
      ])
    return battery.map(station.with(battery:)) ?? station
  }

  /// Returns the annuity by the definition, in whole numbers of any size as doubles can check.
  private func slow(_ cost: Double, _ rate: Double, _ years: Int) -> Double {
    if rate == 0 { return cost / Double(years) }
    var grown = 1.0
    for _ in 0..<years { grown *= 1 + rate }
    return cost * rate * grown / (grown - 1)
  }

  @Test(arguments: [0, 10_000, 42_500, 50_000, 1_000_000], [1, 12, 40, 50])
  func `an annuity pays off the cost of what is more`(rate: Int, years: Int) throws {
    let prices = try Investments("gridCapacity=300/kW@\(years)", rate: rate)
    var scenario = Scenario()
    scenario.gridCapacity = Power(watts: 250_000)
    let given = try station(100_000)
    let cost = prices.yearlyCost(of: scenario, given, beyond: given)
    let exact = slow(45_000, Double(rate) / 1_000_000, years)
    #expect(abs(Double(cost.millionths) / 1_000_000 - exact) < 0.001)
    scenario.gridCapacity = Power(watts: 50_000)
    #expect(prices.yearlyCost(of: scenario, given, beyond: given) == .zero)
  }

  @Test func `a battery costs by capacity and power`() throws {
    let prices = try Investments("battery=400/kWh+120/kW@10,chargers=5000@10", rate: 0)
    var scenario = Scenario()
    scenario.batteryCapacity = Energy(wattHours: 150_000)
    scenario.batteryPower = Power(watts: 80_000)
    let given = try station(100_000)
    #expect(
      prices.yearlyCost(of: scenario, given, beyond: given).millionths == 6_960_000_000)
    scenario.batteryCapacity = .zero
    #expect(prices.yearlyCost(of: scenario, given, beyond: given) == .zero)
    scenario.batteryCapacity = Energy(wattHours: 150_000)
    let has = try station(
      100_000,
      battery: StationBattery(
        capacity: Energy(wattHours: 100_000), power: Power(watts: 100_000)))
    #expect(prices.yearlyCost(of: scenario, has, beyond: has).millionths == 2_000_000_000)
  }

  @Test func `the highest prices do not overflow`() throws {
    let prices = try Investments("gridCapacity=1000000/kW@50", rate: 1_000_000)
    var scenario = Scenario()
    scenario.gridCapacity = .maximum
    let given = try station(0)
    let cost = prices.yearlyCost(of: scenario, given, beyond: given)
    #expect(cost.millionths >= 1_000_000_000_000_000_000)
  }

  @Test(arguments: [("5%", 50_000), ("4.25%", 42_500), ("0%", 0), ("100%", 1_000_000)])
  func `a rate is read in percent`(text: String, rate: Int) {
    #expect(Investments.rate(text) == rate)
  }
}
