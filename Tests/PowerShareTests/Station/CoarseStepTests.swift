import Testing

@testable import PowerShare

@Suite struct CoarseStepTests {
  private static func isCoarse(_ maxPower: Int, _ connectors: Connectors, step: Int) throws
    -> Bool
  {
    let charger = Charger(id: "A", maxPower: Power(watts: maxPower), connectors: connectors)
    let station = try StationConfig(
      stationId: "S", gridCapacity: Power(watts: 1_000_000), chargers: [charger])
    let limit = station.coarseLimit(step: Power(watts: step))
    #expect(limit == nil || limit == .init(id: "A", isGroup: false))
    return limit != nil
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

  /// Two chargers of 11 kW in a cabinet, which is in a feeder with a third charger.
  private static func station(cabinet: Int, feeder: Int, charger: Int = 11_000) throws
    -> StationConfig
  {
    try StationConfig(
      stationId: "S", gridCapacity: .kW(1_000),
      chargers: ["A", "B", "C"].map {
        Charger(id: $0, maxPower: Power(watts: charger), connectors: .alike(count: 2))
      },
      groups: [
        ChargerGroup(id: "feeder", maxPower: Power(watts: feeder), members: ["cabinet", "C"]),
        ChargerGroup(id: "cabinet", maxPower: Power(watts: cabinet), members: ["A", "B"]),
      ])
  }

  @Test(arguments: [
    (20_000, 30_000, nil), (20_500, 31_000, "cabinet"), (20_000, 30_500, "feeder"),
    (20_500, 30_500, "feeder"), (20_100, 30_000, nil),
    // A cabinet that can carry its chargers is never divided, nor is a feeder that can carry the
    // cabinet and its charger.
    (22_000, 33_000, nil), (22_500, 30_000, nil), (20_000, 31_500, nil), (22_500, 32_500, "feeder"),
  ])
  func `a group counts if its members together can take more than its limit`(
    cabinet: Int, feeder: Int, expected: Identifier?
  ) throws {
    let station = try Self.station(cabinet: cabinet, feeder: feeder)
    let limit = station.coarseLimit(step: .kW(1))
    #expect(limit == expected.map { .init(id: $0, isGroup: true) })
    #expect(station.coarseLimit(step: .kW(1), keepsGroups: false) == nil)
    #expect(station.coarseLimit(step: Power(watts: 100)) == nil)
  }

  @Test func `a charger comes before a group`() throws {
    let station = try Self.station(cabinet: 5_500, feeder: 5_500, charger: 3_700)
    #expect(station.coarseLimit(step: .kW(1)) == .init(id: "A", isGroup: false))
  }
}
