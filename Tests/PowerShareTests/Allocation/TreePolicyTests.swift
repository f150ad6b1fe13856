import Testing

@testable import PowerShare

/// Every policy on trees of limits, with weights and with priorities, against its plain definition.
@Suite(.tags(.property)) struct TreePolicyTests {
  /// Returns a random request: in turn with groups, with weights, and with both.
  private static func request(_ seed: UInt64) -> AllocationRequest {
    var random = SplitMix64(seed: seed)
    return RandomRequest.make(
      using: &random, hasGroups: seed % 3 != 1, hasWeights: seed % 3 != 0)
  }

  @Test func `fair equals its rules as they read, with their stop reason`() {
    var reasons: Set<StopReason> = []
    for seed in PropertyCases.seeds(6_000) {
      let request = Self.request(seed)
      let (slow, expected) = request.slowFairShare()
      let (watts, reason) = request.shared(by: .fair)
      #expect(watts == expected, "seed \(seed): \(request)")
      #expect(reason?.rawValue == slow.stopReason, "seed \(seed): \(request)")
      if let reason { reasons.insert(reason) }
    }
    #expect(reasons == Set(StopReason.allCases).subtracting([.minimum]))
  }

  @Test func `the rounds of fair are those of the rules`() {
    for seed in PropertyCases.seeds(1_500) {
      let request = Self.request(seed)
      var policy = FairShare()
      let (rounds, reason) = policy.rounds(request)
      let (slow, _) = request.slowFairShare()
      #expect(reason?.rawValue == slow.stopReason, "seed \(seed): \(request)")
      let plain = rounds.map { round in
        var copy = SlowFairShare.Round(
          remaining: round.remainingPower?.watts ?? -1, openVehicles: round.openVehicles,
          share: round.share?.watts ?? -1, added: [:], allocated: [:])
        for grant in round.grants {
          copy.added["V\(grant.vehicle)"] = grant.addedPower.watts
          copy.allocated["V\(grant.vehicle)"] = grant.allocatedPower.watts
        }
        return copy
      }
      #expect(plain == slow.rounds, "seed \(seed): \(request)")
    }
  }

  @Test func `unmanaged is the fair share without the grid and without groups`() {
    for seed in PropertyCases.seeds(1_500) {
      let request = Self.request(seed)
      let (slow, expected) = request.slowFairShare(unlimited: true)
      let (watts, reason) = request.shared(by: .unmanaged)
      #expect(watts == expected, "seed \(seed): \(request)")
      #expect(reason?.rawValue == slow.stopReason, "seed \(seed): \(request)")
      var policy = Unmanaged()
      guard case .rounds(let rounds) = policy.reasoning(request) else { continue }
      var total = watts.map { _ in 0 }
      for grant in rounds.flatMap(\.grants) { total[grant.vehicle] += grant.addedPower.watts }
      #expect(total == watts, "seed \(seed): \(request)")
    }
  }

  @Test(arguments: [PolicyChoice.maxMin, .proportional])
  func `single steps are given to the vehicle with the lowest key`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(6_000) {
      let request = Self.request(seed)
      let slow = SlowSharing.greedy(request, isProportional: choice == .proportional)
      let (watts, reason) = request.shared(by: choice)
      #expect(watts == slow, "seed \(seed): \(request)")
      #expect(reason == SlowSharing.reason(request, slow), "seed \(seed): \(request)")
    }
  }

  @Test(arguments: [PolicyChoice.maxMin, .proportional])
  func `the rounds of single steps add up on a tree`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(800) {
      let request = Self.request(seed)
      var policy = choice.policy
      guard case .rounds(let rounds) = policy.reasoning(request) else { continue }
      var has = request.vehicles.map { _ in 0 }
      for round in rounds {
        #expect(round.grants.contains { $0.addedPower > .zero }, "seed \(seed): \(request)")
        for grant in round.grants {
          has[grant.vehicle] += grant.addedPower.watts
          #expect(grant.allocatedPower.watts == has[grant.vehicle], "seed \(seed): \(request)")
        }
      }
      #expect(has == request.shared(by: choice).watts, "seed \(seed): \(request)")
    }
  }

  /// Returns the water level of each vehicle: all open vehicles rise alike until a vehicle has its
  /// maximum or a limit has nothing left, which closes the vehicles below it.
  ///
  /// - Precondition: Every level is a whole number of watts.
  private static func waterLevel(_ request: AllocationRequest) -> [Int] {
    let limits = PlainLimits(request)
    var has = request.vehicles.map { _ in 0 }
    var open = Set(has.indices)
    while !open.isEmpty {
      var rise = open.map { request.vehicles[$0].maximum.watts - has[$0] }.min() ?? 0
      for limit in open.flatMap({ limits.ofVehicle[$0] }) {
        let count = limit.vehicles.count { open.contains($0) }
        precondition(limit.left(has) % count == 0, "a level that is no whole number")
        rise = min(rise, limit.left(has) / count)
      }
      for place in open { has[place] += rise }
      open = open.filter { place in
        has[place] < request.vehicles[place].maximum.watts
          && limits.ofVehicle[place].allSatisfy { $0.left(has) > 0 }
      }
    }
    return has
  }

  @Test func `max-min in steps of a watt is the water level, also on nested groups`() {
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      // Four vehicles close at most four times, and 12 is divisible by 1 to 4.
      let unit = 12 * 12 * 12 * 12
      func power(_ most: Int, _ random: inout SplitMix64) -> Power {
        Power(watts: random.int(0...most) * unit)
      }
      var limits = [AllocationRequest.SharedLimit(maxPower: power(40, &random), parent: nil)]
      for group in 0..<random.int(1...5) {
        limits.append(.init(maxPower: power(30, &random), parent: random.int(0...group)))
      }
      var request = AllocationRequest(sharedLimits: limits, step: Power(watts: 1))
      for order in 1...random.int(1...4) {
        request.insert(
          .init(maximum: power(20, &random), startOrder: order, session: order),
          charger: order, maxPower: power(20, &random), below: random.int(0...(limits.count - 1)))
      }
      let level = Self.waterLevel(request)
      #expect(request.shared(by: .maxMin).watts == level, "seed \(seed): \(request)")
    }
  }

  @Test(arguments: PolicyChoice.allCases)
  func `the vehicles of a priority share what higher ones leave`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(600) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(
        using: &random, hasGroups: seed % 2 == 0, hasWeights: seed % 3 == 0, hasPriorities: true)
      #expect(request.checkInvariants() == nil, "seed \(seed): \(request)")
      let slow = SlowSharing.byPriority(request) { $0.shared(by: choice).watts }
      var (policy, turns, shares) = (choice.policy, PriorityTurns(), [Power]())
      _ = turns.allocate(request, by: &policy, into: &shares)
      #expect(shares.map(\.watts) == slow, "seed \(seed): \(request)")
      var total = slow.map { _ in 0 }
      switch turns.reasoning(request, by: &policy) {
      case .rounds(let rounds):
        for grant in rounds.flatMap(\.grants) { total[grant.vehicle] += grant.addedPower.watts }
        let priorities = rounds.compactMap(\.priority)
        #expect(priorities.count == rounds.count && priorities == priorities.sorted(by: >))
      case .turns(let turns):
        for turn in turns { total[turn.vehicle] += turn.allocatedPower.watts }
      }
      #expect(total == slow, "seed \(seed): \(request)")
    }
  }

  @Test(arguments: PolicyChoice.allCases)
  func `no policy breaks a limit of a tree`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(600) {
      let request = Self.request(seed)
      #expect(request.checkInvariants() == nil, "seed \(seed): \(request)")
      let has = request.shared(by: choice).watts
      let limits = PlainLimits(request)
      var isKept = zip(has, request.vehicles).allSatisfy { 0...$1.maximum.watts ~= $0 }
      for place in has.indices {
        let count = choice == .unmanaged ? 1 : limits.ofVehicle[place].count
        let kept = limits.ofVehicle[place].prefix(count)
        isKept = isKept && kept.allSatisfy { $0.left(has) >= 0 }
      }
      #expect(isKept, "seed \(seed): \(request)")
    }
  }

  @Test func `a deep chain of groups is shared without recursion`() {
    var limits = [AllocationRequest.SharedLimit(maxPower: .kW(100), parent: nil)]
    for group in 0..<20_000 { limits.append(.init(maxPower: .kW(90), parent: group)) }
    var request = AllocationRequest(sharedLimits: limits, step: .kW(1))
    for order in 1...3 {
      request.insert(
        .init(maximum: .kW(50), startOrder: order, session: order), charger: order,
        maxPower: .kW(50), below: order == 1 ? 0 : 20_000)
    }
    #expect(request.shared(by: .fair).watts == [33_000, 33_000, 33_000])
    #expect(request.shared(by: .maxMin).watts == [34_000, 33_000, 33_000])
  }
}
