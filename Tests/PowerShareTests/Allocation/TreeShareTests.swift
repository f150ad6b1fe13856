import Testing

@testable import PowerShare

/// Cases of the fair share on a tree that can be followed by hand.
@Suite struct TreeShareTests {
  /// Returns a request with groups, each with its maximum in kW and the group above it, and with
  /// one vehicle at each charger.
  private static func request(
    grid: Int, _ groups: [(maximum: Int, parent: Int)],
    _ chargers: [(vehicle: Int, group: Int, weight: Int)], step: Int = 1_000
  ) -> AllocationRequest {
    var limits = [AllocationRequest.SharedLimit(maxPower: .kW(grid), parent: nil)]
    for group in groups { limits.append(.init(maxPower: .kW(group.maximum), parent: group.parent)) }
    var request = AllocationRequest(sharedLimits: limits, step: Power(watts: step))
    for (place, charger) in chargers.enumerated() {
      request.insert(
        .init(
          maximum: .kW(charger.vehicle), startOrder: place + 1, session: place,
          weight: charger.weight),
        charger: place, maxPower: .kW(200), below: charger.group)
    }
    return request
  }

  @Test func `a group that passes on nothing is closed, and the others get what it leaves`() {
    // The group of 3 kW gives its two vehicles 1 kW each, and keeps 1 kW that it cannot divide.
    let request = Self.request(grid: 100, [(3, 0)], [(50, 1, 1), (50, 1, 1), (90, 0, 1)])
    var policy = FairShare()
    let (rounds, reason) = policy.rounds(request)
    #expect(request.shared(by: .fair).watts == [1_000, 1_000, 90_000])
    #expect(reason == .groupsAtMaximum)
    #expect(rounds.map { $0.share?.watts } == [33_000, 21_000, 44_000])
    #expect(rounds.map(\.openVehicles) == [3, 3, 1])
    let closed = AllocationRound.Closing.group(1)
    #expect(rounds[1].grants.map(\.closedBy) == [closed, closed, nil])
    #expect(rounds[2].grants.map(\.closedBy) == [.maximum])
    let passedOn = rounds[0].passedOn
    #expect(passedOn.map(\.limit) == [.group(1), .charger(0), .charger(1)])
    #expect(passedOn.map(\.power) == [.kW(1), .kW(1), .kW(1)])
    #expect(passedOn.map(\.isReduced) == [true, false, false])
    #expect(rounds[2].passedOn.isEmpty)
  }

  @Test func `a last round that only closes a group is one of the rounds`() throws {
    // The group gives 3 kW to each of its two vehicles, and cannot divide the last one.
    let request = Self.request(grid: 100, [(7, 0)], [(50, 1, 1), (50, 1, 1)])
    var policy = FairShare()
    let (rounds, reason) = policy.rounds(request)
    #expect(reason == .groupsAtMaximum)
    #expect(rounds.count == 2)
    let last = try #require(rounds.last)
    #expect(last.grants.map(\.addedPower) == [.zero, .zero])
    #expect(last.grants.map(\.closedBy) == [.group(1), .group(1)])
    #expect(last.passedOn.first?.limit == .group(1))
    #expect(last.passedOn.first?.power == .zero)
  }

  @Test func `a vehicle is closed by the group that passes on nothing of what it was passed`() {
    // The feeder of 7 kW cannot divide its last 1 kW; the cabinets below have enough left.
    let request = Self.request(grid: 100, [(7, 0), (50, 1), (50, 2)], [(50, 3, 1), (50, 2, 1)])
    var policy = FairShare()
    let rounds = policy.rounds(request).rounds
    #expect(rounds.last?.grants.map(\.closedBy) == [.group(1), .group(1)])
    #expect(rounds.last?.passedOn.map(\.isReduced) == [true, false, false, false, false])
    #expect(policy.closedLimits(request) == [1])
  }

  @Test func `each level can be the one that binds`() {
    // The transformer has 90 kW, its first feeder 40, and a cabinet of that feeder 12.
    let request = Self.request(
      grid: 200, [(90, 0), (40, 1), (12, 2)],
      [(50, 3, 1), (50, 3, 1), (50, 2, 1), (22, 1, 1), (80, 1, 1), (150, 0, 1)])
    let (watts, reason) = request.shared(by: .maxMin)
    #expect(watts == [6_000, 6_000, 28_000, 22_000, 28_000, 110_000])
    #expect(reason == .gridCapacity)
    #expect(request.shared(by: .fair).watts == [6_000, 6_000, 25_000, 22_000, 30_000, 111_000])
  }

  @Test func `weights divide a group's rest as a fraction, and each offer is rounded down`() {
    // 10 kW ÷ 3 for each unit of weight: 6.67 and 3.33 kW, in whole steps.
    let request = Self.request(grid: 100, [(10, 0)], [(50, 1, 2), (50, 1, 1)])
    var policy = FairShare()
    let (rounds, reason) = policy.rounds(request)
    #expect(rounds.first?.passedOn.first?.power == Power(watts: 3_333))
    #expect(rounds.first?.grants.map(\.addedPower) == [.kW(6), .kW(3)])
    #expect(request.shared(by: .fair).watts == [6_000, 3_000])
    #expect(reason == .groupsAtMaximum)
    #expect(request.shared(by: .maxMin).watts == [7_000, 3_000])
  }

  @Test func `a round of vehicles of weight 1 shows the share that they are offered`() {
    // 2.5 kW for each unit of weight, of which the vehicle of weight 3 takes 3 kW of its 7.
    let request = Self.request(grid: 10, [(90, 0)], [(3, 1, 3), (50, 1, 1)])
    var policy = FairShare()
    let rounds = policy.rounds(request).rounds
    #expect(rounds.map { $0.share?.watts } == [2_500, 5_000])
    let odd = Self.request(grid: 11, [(90, 0)], [(3, 1, 3), (50, 1, 1)], step: 2_000)
    #expect(policy.rounds(odd).rounds.map { $0.share?.watts } == [2_750, 6_000])
  }

  @Test func `weights divide the grid without groups, too`() {
    let request = Self.request(grid: 100, [], [(90, 0, 3), (90, 0, 1)])
    #expect(request.shared(by: .fair).watts == [75_000, 25_000])
    #expect(request.shared(by: .maxMin).watts == [75_000, 25_000])
    #expect(request.shared(by: .unmanaged).watts == [90_000, 90_000])
  }
}
