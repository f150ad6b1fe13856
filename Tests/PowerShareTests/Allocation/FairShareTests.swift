import Testing

@testable import PowerShare

@Suite struct FairShareTests {
  struct Scenario: CustomTestStringConvertible {
    let testDescription: String
    let station: PlainStation
    /// Powers in kW, charger by charger.
    let expected: [Int]
    let reason: StopReason?
  }

  private static let scenarios = [
    Scenario(
      testDescription: "the worked example",
      station: PlainStation(gridKilowatts: 330, (200, [80, 150]), (200, [150])),
      expected: [80, 120, 130], reason: .gridCapacity),
    Scenario(
      testDescription: "two vehicles share a charger",
      station: PlainStation(gridKilowatts: 400, (200, [150, 150])),
      expected: [100, 100], reason: .chargersAtMaximum),
    Scenario(
      testDescription: "three vehicles share the grid, and one kilowatt remains",
      station: PlainStation(gridKilowatts: 400, (300, [150, 150]), (300, [150])),
      expected: [133, 133, 133], reason: .indivisible),
    Scenario(
      testDescription: "every vehicle has its maximum",
      station: PlainStation(gridKilowatts: 1_000, (300, [50, 60]), (300, [70])),
      expected: [50, 60, 70], reason: .vehiclesAtMaximum),
    Scenario(
      testDescription: "a grid capacity of 0",
      station: PlainStation(gridKilowatts: 0, (300, [50, 60])),
      expected: [0, 0], reason: .gridCapacity),
    Scenario(
      testDescription: "a charger with a maximum of 0",
      station: PlainStation(gridKilowatts: 100, (0, [50, 60])),
      expected: [0, 0], reason: .chargersAtMaximum),
    Scenario(
      testDescription: "vehicles with a maximum of 0",
      station: PlainStation(gridKilowatts: 100, (50, [0, 0])),
      expected: [0, 0], reason: .vehiclesAtMaximum),
    Scenario(
      testDescription: "no vehicle", station: PlainStation(gridKilowatts: 100, (50, [])),
      expected: [], reason: nil),
    Scenario(
      testDescription: "less than a step for each",
      station: PlainStation(gridKilowatts: 2, (50, [10, 10, 10])),
      expected: [0, 0, 0], reason: .indivisible),
    Scenario(
      testDescription: "a vehicle's maximum need not be whole steps",
      station: PlainStation(gridKilowatts: 100, stepKilowatts: 10, (100, [17, 100])),
      expected: [17, 80], reason: .indivisible),
    Scenario(
      testDescription:
        "vehicles that lack less than the share get it, although the charger has less",
      station: PlainStation(gridKilowatts: 100, stepKilowatts: 10, (17, [7, 10])),
      expected: [7, 10], reason: .vehiclesAtMaximum),
    Scenario(
      testDescription:
        "a vehicle that lacks less than a step gets it once the share is small enough",
      // Both have 20 after round 1, and their charger has 15 left. In round 2 the share is 20, of
      // which they would take 4 + 20; in round 3 it is 10, of which they take 4 + 10.
      station: PlainStation(gridKilowatts: 140, stepKilowatts: 10, (55, [24, 100]), (100, [100])),
      expected: [24, 30, 70], reason: .indivisible),
    Scenario(
      testDescription: "the grid and all maxima are reached at once: the grid is named first",
      station: PlainStation(gridKilowatts: 100, (100, [50, 50])),
      expected: [50, 50], reason: .gridCapacity),
  ]

  @Test(arguments: scenarios)
  func `a station gets the shares worked out by hand`(scenario: Scenario) {
    let (allocation, reason) = scenario.station.fairShare()
    let kilowatts = scenario.station.names.map { (allocation[$0] ?? -1) / 1_000 }
    #expect(kilowatts == scenario.expected)
    #expect(reason == scenario.reason?.rawValue)
  }

  @Test func `the worked example takes three rounds`() {
    var policy = FairShare()
    let (rounds, reason) = policy.rounds(Self.scenarios[0].station.request)
    #expect(rounds.map(\.remainingPower) == [.kW(330), .kW(30), .kW(5)])
    #expect(rounds.map(\.openVehicles) == [3, 2, 1])
    #expect(rounds.map(\.share) == [.kW(110), .kW(15), .kW(5)])
    #expect(
      rounds.map { $0.grants.map(\.allocatedPower.watts) } == [
        [80_000, 110_000, 110_000], [120_000, 125_000], [130_000],
      ])
    #expect(
      rounds.map { $0.grants.map(\.closedBy) } == [[.maximum, nil, nil], [.charger, nil], [nil]])
    #expect(reason == .gridCapacity)
  }

  @Test func `two open vehicles at a charger with 1 kW left end the rounds`() {
    let station = PlainStation(gridKilowatts: 400, (201, [150, 150]))
    let (allocation, reason) = station.fairShare()
    #expect(allocation == ["C1-1": 100_000, "C1-2": 100_000])
    #expect(reason == "indivisible")
    var policy = FairShare()
    #expect(policy.rounds(station.request).rounds.count == 1)
  }

  @Test func `vehicles that stay open dilute the share of the others`() {
    let station = PlainStation(
      gridKilowatts: 2_100, Array(repeating: (201, [150, 150]), count: 9) + [(400, [400])])
    var policy = FairShare()
    let (rounds, reason) = policy.rounds(station.request)
    #expect(rounds.count == 54)
    #expect(reason == .indivisible)
    let (allocation, _) = station.fairShare()
    #expect(2_100_000 - allocation.values.reduce(0, +) == 18_000)
    #expect(allocation == SlowFairShare(station).allocation)
  }

  @Test func `a policy that is used again forgets the former request`() {
    var policy = FairShare()
    var allocated: [Power] = []
    _ = policy.allocate(Self.scenarios[0].station.request, into: &allocated)
    let second = PlainStation(gridKilowatts: 10, (20, [5]))
    #expect(policy.allocate(second.request, into: &allocated) == .vehiclesAtMaximum)
    #expect(allocated == [.kW(5)])
  }
}
