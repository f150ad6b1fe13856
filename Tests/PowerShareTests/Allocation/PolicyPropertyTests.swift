import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct PolicyPropertyTests {
  @Test func `max-min equals single steps to the vehicle with the least`() {
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      let slow = SlowSharing.greedy(request, isProportional: false)
      #expect(request.shared(by: .maxMin).watts == slow, "seed \(seed): \(request)")
    }
  }

  @Test func `proportional equals single steps to the vehicle with the lowest fraction`() {
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      let slow = SlowSharing.greedy(request, isProportional: true)
      #expect(request.shared(by: .proportional).watts == slow, "seed \(seed): \(request)")
    }
  }

  @Test(arguments: [PolicyChoice.maxMin, .proportional])
  func `the highest powers are exact to the watt`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      let most = Power.maximum.watts
      var request = AllocationRequest(
        gridCapacity: Power(watts: random.int(0...(3 * most))),
        step: Power(watts: random.int((most / 30)...(most / 7))))
      for order in 1...random.int(1...5) {
        request.insert(
          .init(
            maximum: Power(watts: most - random.int(0...2)), startOrder: order, session: order),
          charger: order % 2, maxPower: Power(watts: most))
      }
      let slow = SlowSharing.greedy(request, isProportional: choice == .proportional)
      #expect(request.shared(by: choice).watts == slow, "seed \(seed): \(request)")
    }
  }

  @Test func `under max-min a vehicle could gain only from one that has no more`() {
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      let has = request.shared(by: .maxMin).watts
      let chargers = request.chargerOfVehicle
      let left = request.gridCapacity.watts - has.reduce(0, +)
      for place in has.indices where has[place] < request.vehicles[place].maximum.watts {
        let isChargerFull = request.left(atCharger: chargers[place], has) == 0
        #expect(isChargerFull || left == 0, "seed \(seed): \(request)")
        // Only the vehicles below the full limit could give it something.
        let rivals = has.indices.filter { !isChargerFull || chargers[$0] == chargers[place] }
        let most = rivals.map { has[$0] }.max() ?? 0
        #expect(most <= has[place] + request.step.watts, "seed \(seed): \(request)")
      }
    }
  }

  @Test func `policies with an order serve one vehicle after the other`() {
    for seed in PropertyCases.seeds(1_500) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      let first = SlowSharing.inTurn(request) { _ in 0 }
      #expect(request.shared(by: .firstCome).watts == first, "seed \(seed): \(request)")
      let departure = SlowSharing.inTurn(request) { $0.departureTime?.milliseconds ?? .max }
      #expect(
        request.shared(by: .earliestDeparture).watts == departure, "seed \(seed): \(request)")
      let slack = SlowSharing.inTurn(request) { $0.slack ?? .max }
      #expect(request.shared(by: .leastLaxity).watts == slack, "seed \(seed): \(request)")
    }
  }

  @Test func `unmanaged is the fair share without a grid limit`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      var station = PlainStation(using: &random)
      let request = station.request
      let (watts, reason) = request.shared(by: .unmanaged)
      station.grid = 1 << 40
      let slow = SlowFairShare(station)
      #expect(
        station.byName(watts.map { Power(watts: $0) }) == slow.allocation,
        "seed \(seed): \(station)")
      #expect(reason?.rawValue == slow.stopReason, "seed \(seed): \(station)")
    }
  }

  @Test(arguments: [PolicyChoice.firstCome, .earliestDeparture, .leastLaxity])
  func `policies with an order keep the limits of nested groups`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random, hasGroups: true)
      #expect(request.checkInvariants() == nil, "seed \(seed): \(request)")
      let slow = SlowSharing.inTurn(request) { vehicle in
        switch choice {
        case .earliestDeparture: vehicle.departureTime?.milliseconds ?? .max
        case .leastLaxity: vehicle.slack ?? .max
        default: 0
        }
      }
      let (watts, reason) = request.shared(by: choice)
      #expect(watts == slow, "seed \(seed): \(request)")
      #expect(reason == SlowSharing.reason(request, slow), "seed \(seed): \(request)")
    }
  }

  @Test(arguments: PolicyChoice.allCases)
  func `no policy breaks a limit that it keeps`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(500) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      #expect(request.checkInvariants() == nil, "seed \(seed): \(request)")
      let has = request.shared(by: choice).watts
      var isKept = has.count == request.vehicles.count
      isKept = isKept && zip(has, request.vehicles).allSatisfy { 0...$1.maximum.watts ~= $0 }
      for charger in request.chargers.indices {
        isKept = isKept && request.left(atCharger: charger, has) >= 0
      }
      if type(of: choice.policy).keepsGridCapacity {
        isKept = isKept && has.reduce(0, +) <= request.gridCapacity.watts
      }
      #expect(isKept, "seed \(seed): \(request)")
    }
  }

  @Test(arguments: PolicyChoice.allCases.filter { $0 != .unmanaged })
  func `every policy returns the right stop reason`(choice: PolicyChoice) {
    for seed in PropertyCases.seeds(500) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      let (has, reason) = request.shared(by: choice)
      #expect(reason == SlowSharing.reason(request, has), "seed \(seed): \(request)")
    }
  }

  @Test(arguments: [PolicyChoice.maxMin, .proportional])
  func `rounds of single steps end where something closes, and add up`(
    choice: PolicyChoice
  ) {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random)
      var policy = choice.policy
      guard case .rounds(let rounds) = policy.reasoning(request) else {
        Issue.record("seed \(seed): no rounds")
        continue
      }
      let chargers = request.chargerOfVehicle
      var has = request.vehicles.map { _ in 0 }
      for (number, round) in rounds.enumerated() {
        let left = request.gridCapacity.watts - has.reduce(0, +)
        #expect(round.remainingPower?.watts == left, "seed \(seed): \(request)")
        let open = has.indices.filter {
          has[$0] < request.vehicles[$0].maximum.watts
            && request.left(atCharger: chargers[$0], has) > 0
        }
        #expect(round.grants.map(\.vehicle) == open, "seed \(seed): \(request)")
        #expect(round.openVehicles == open.count)
        #expect(round.grants.contains { $0.addedPower > .zero }, "seed \(seed): \(request)")
        for grant in round.grants {
          has[grant.vehicle] += grant.addedPower.watts
          #expect(grant.allocatedPower.watts == has[grant.vehicle])
        }
        let isLast = number == rounds.count - 1
        // Vehicles that stay open have risen by the share, except in the last round.
        let isShared = round.grants.allSatisfy { grant in
          guard choice == .maxMin, let share = round.share else { return true }
          return grant.closedBy == nil && !isLast
            ? grant.addedPower == share : grant.addedPower <= share
        }
        #expect((round.share == nil) == (choice == .proportional))
        #expect(isShared, "seed \(seed): \(request)")
        let stillOpen = has.indices.filter {
          has[$0] < request.vehicles[$0].maximum.watts
            && request.left(atCharger: chargers[$0], has) > 0
        }
        // A charger or the grid with less than a step for each ends a round, too.
        let isShort = request.chargers.indices.contains { charger in
          let count = stillOpen.count { chargers[$0] == charger }
          return count > 0
            && request.left(atCharger: charger, has) < count * request.step.watts
        }
        let rest = request.gridCapacity.watts - has.reduce(0, +)
        #expect(
          stillOpen.count < open.count || isLast || isShort || choice == .proportional
            || rest < stillOpen.count * request.step.watts, "seed \(seed): \(request)")
      }
      #expect(has == request.shared(by: choice).watts, "seed \(seed): \(request)")
    }
  }
}
