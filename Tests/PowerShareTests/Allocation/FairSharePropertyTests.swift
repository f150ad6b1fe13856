import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct FairSharePropertyTests {
  @Test func `a random station gets the powers of the slow reference`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let station = PlainStation(using: &random)
      let slow = SlowFairShare(station)
      let (allocation, reason) = station.fairShare()
      #expect(allocation == slow.allocation, "seed \(seed): \(station)")
      #expect(reason == slow.stopReason, "seed \(seed): \(station)")
      // The slow version for groups gives the same without them.
      let (tree, watts) = station.request.slowFairShare()
      let powers = watts.map { Power(watts: $0) }
      #expect(station.byName(powers) == slow.allocation, "seed \(seed): \(station)")
      #expect(tree.stopReason == slow.stopReason, "seed \(seed): \(station)")
    }
  }

  @Test func `a station with wide chargers gets the same on the fast path`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      var station = PlainStation(using: &random)
      for index in station.chargers.indices {
        let count = station.chargers[index].vehicles.count
        station.chargers[index].limit = (station.grid + 1) * max(1, count)
      }
      let slow = SlowFairShare(station)
      let (allocation, reason) = station.fairShare()
      #expect(station.request.freeLevel >= station.grid, "seed \(seed): \(station)")
      #expect(allocation == slow.allocation, "seed \(seed): \(station)")
      #expect(reason == slow.stopReason, "seed \(seed): \(station)")
    }
  }

  @Test func `the rounds are those of the slow reference and add up`() {
    for seed in PropertyCases.seeds(600) {
      var random = SplitMix64(seed: seed)
      let station = PlainStation(using: &random)
      let names = station.names
      let request = station.request
      var policy = FairShare()
      let (rounds, reason) = policy.rounds(request)
      var total: [String: Int] = [:]
      for name in names { total[name] = 0 }
      var plain: [SlowFairShare.Round] = []
      for round in rounds {
        var copy = SlowFairShare.Round(
          remaining: round.remainingPower?.watts ?? -1, openVehicles: round.openVehicles,
          share: round.share?.watts ?? -1, added: [:], allocated: [:])
        for grant in round.grants {
          let name = names[request.vehicles[grant.vehicle].session]
          copy.added[name] = grant.addedPower.watts
          copy.allocated[name] = grant.allocatedPower.watts
          total[name, default: 0] += grant.addedPower.watts
        }
        plain.append(copy)
      }
      #expect(plain == SlowFairShare(station).rounds, "seed \(seed): \(station)")
      let (allocation, allocationReason) = station.fairShare()
      #expect(total == allocation, "seed \(seed): \(station)")
      #expect(reason?.rawValue == allocationReason, "seed \(seed): \(station)")
    }
  }

  @Test func `a grant is closed by the maximum, by the charger, or not at all`() {
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      let request = PlainStation(using: &random).request
      var policy = FairShare()
      var has = Array(repeating: Power.zero, count: request.vehicles.count)
      for round in policy.rounds(request).rounds {
        for grant in round.grants { has[grant.vehicle] = grant.allocatedPower }
        for grant in round.grants {
          let group = request.chargers.first { $0.vehicles.contains(grant.vehicle) }
          let atCharger = group?.vehicles.reduce(0) { $0 + has[$1].watts }
          var closing: AllocationRound.Closing?
          if atCharger == group?.maxPower.watts { closing = .charger }
          if grant.allocatedPower == request.vehicles[grant.vehicle].maximum { closing = .maximum }
          #expect(grant.closedBy == closing, "seed \(seed)")
        }
      }
    }
  }

  @Test func `no limit is ever broken, and nothing is negative`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let station = PlainStation(using: &random)
      let (allocation, _) = station.fairShare()
      var isKept = allocation.values.reduce(0, +) <= station.grid
      for charger in station.chargers {
        let powers = charger.vehicles.map { allocation[$0.name] ?? -1 }
        isKept = isKept && powers.reduce(0, +) <= charger.limit
        for (vehicle, power) in zip(charger.vehicles, powers) {
          isKept = isKept && 0...vehicle.maximum ~= power
        }
      }
      #expect(isKept, "seed \(seed): \(station)")
    }
  }

  @Test func `the order of the input changes nothing but the order of the rows`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let station = PlainStation(using: &random)
      var other = station
      other.chargers.shuffle(using: &random)
      for index in other.chargers.indices { other.chargers[index].vehicles.shuffle(using: &random) }
      #expect(station.fairShare() == other.fairShare(), "seed \(seed): \(station)")
    }
  }

  @Test func `at one charger only a vehicle with its maximum has less than another`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let station = PlainStation(using: &random)
      let (allocation, _) = station.fairShare()
      for charger in station.chargers {
        let highest = charger.vehicles.map { allocation[$0.name] ?? 0 }.max() ?? 0
        for vehicle in charger.vehicles where allocation[vehicle.name] ?? 0 < highest {
          #expect(allocation[vehicle.name] == vehicle.maximum, "seed \(seed): \(station)")
        }
      }
    }
  }

  @Test func `a vehicle could gain only if the grid has less than a step for each open one`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let station = PlainStation(using: &random)
      let (allocation, _) = station.fairShare()
      let remaining = station.grid - allocation.values.reduce(0, +)
      var open = 0
      var canGain = false
      for charger in station.chargers {
        let left = charger.limit - charger.vehicles.reduce(0) { $0 + (allocation[$1.name] ?? 0) }
        let wanting = charger.vehicles.filter { allocation[$0.name] ?? 0 < $0.maximum }.count
        if left > 0 { open += wanting }
        if wanting > 0, left >= wanting * station.step { canGain = true }
      }
      if canGain { #expect(remaining < open * station.step, "seed \(seed): \(station)") }
    }
  }
}
