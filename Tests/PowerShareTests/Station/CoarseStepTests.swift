import Testing

@testable import PowerShare

@Suite struct CoarseStepTests {
  private static func isCoarse(_ maxPower: Int, _ connectors: Connectors, step: Int) throws
    -> Bool
  {
    let charger = Charger(id: "A", maxPower: Power(watts: maxPower), connectors: connectors)
    let station = try StationConfig(
      stationId: "S", gridCapacity: Power(watts: 1_000_000), chargers: [charger])
    return station.coarseCharger(step: Power(watts: step)) == charger
  }

  @Test(arguments: [
    (3_700, 1_000, true), (7_400, 1_000, true), (22_500, 1_000, true), (500, 1_000, true),
    (11_000, 1_000, false), (11_040, 1_000, false), (57_500, 1_000, false), (0, 1_000, false),
    (50_500, 1_000, false), (50_500, 5_000, false), (51_000, 5_000, true),
    (3_700, 100, false), (3_680, 100, true), (3_680, 1, false),
  ])
  func `a limit that loses more than 1 % to whole steps is coarse`(
    maxPower: Int, step: Int, expected: Bool
  ) throws {
    #expect(try Self.isCoarse(maxPower, .alike(count: 1), step: step) == expected)
  }

  @Test func `limits of connectors count if they are more than the charger's together`() throws {
    let limits = Connectors.individual([Power(watts: 7_400), Power(watts: 3_700)])
    #expect(try Self.isCoarse(11_000, limits, step: 1_000))
    #expect(try !Self.isCoarse(11_000, limits, step: 100))
    #expect(try !Self.isCoarse(11_100, limits, step: 1_000))
    #expect(try !Self.isCoarse(13_000, limits, step: 1_000))
  }
}
