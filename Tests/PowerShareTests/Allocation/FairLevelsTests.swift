import Testing

@testable import PowerShare

/// Allocations at grid capacities that leave at least a step for each vehicle.
@Suite(.tags(.property)) struct FairLevelsTests {
  /// Returns what a policy gives with a grid capacity, and why no vehicle gets more.
  private static func allocation(
    _ request: AllocationRequest, _ choice: PolicyChoice, gridCapacity: Int
  ) -> (powers: [Power], reason: StopReason?) {
    var request = request
    request.gridCapacity = Power(watts: gridCapacity)
    var policy = choice.policy
    var powers: [Power] = []
    let reason = policy.allocate(request, into: &powers)
    return (powers, reason)
  }

  @Test func `a grid with a step left for each vehicle decides nothing`() {
    var differing = 0
    for seed in PropertyCases.seeds(4_000) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      let spare = max(1, request.wantingVehicles * request.step.watts)
      let least = request.usableMaximum.watts + spare
      let capacities = [
        least, least + 1, least + random.int(0...(request.step.watts * 3)),
        least + random.int(0...(least + 1)), least * 10, 1_000_000_000,
      ]
      for choice in PolicyChoice.allCases {
        let results = capacities.map {
          Self.allocation(request, choice, gridCapacity: $0)
        }
        let isSame = results.allSatisfy { $0 == results[0] }
        if choice == .fair, !request.hasOneFairResult {
          if !isSame { differing += 1 }
        } else {
          #expect(isSame, "seed \(seed): \(choice)")
        }
      }
    }
    // Where a level is not the only one, some capacities do give other powers.
    #expect(differing > 0)
  }

  @Test(arguments: [
    // Both vehicles end at 50 kW, and nothing is left.
    (100_000, [50_500, 200_000], true),
    // At 50 kW, 1.5 kW are left: less than a step each, and what both would take of a step.
    (101_500, [50_500, 200_000], false),
    // At 50 kW, 1.4 kW are left, and both would take 1.5 kW of a step.
    (101_400, [50_500, 200_000], true),
    // The charger gives both their maxima.
    (250_500, [50_500, 200_000], true),
  ])
  func `a charger has one level unless a step each fits into less than a step for each`(
    charger: Int, maxima: [Int], hasOne: Bool
  ) {
    var request = AllocationRequest(
      gridCapacity: Power(watts: 1_000_000), step: Power(watts: 1_000))
    for (session, maximum) in maxima.enumerated() {
      request.insert(
        .init(maximum: Power(watts: maximum), startOrder: session + 1, session: session),
        charger: 0, maxPower: Power(watts: charger))
    }
    #expect(request.hasOneFairResult == hasOne)
  }
}
