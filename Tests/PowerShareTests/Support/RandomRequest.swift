@testable import PowerShare

/// Small random stations for the policies, listed and started in different orders.
enum RandomRequest {
  /// Returns a request with odd capacities, zero maxima, equal maxima, and a step from 1 W to 7 kW.
  ///
  /// - Parameters:
  ///   - hasGroups: True for up to four groups of chargers, nested at random.
  ///   - hasWeights: True for vehicles of several weights.
  ///   - hasPriorities: True for vehicles of several priorities.
  static func make(
    using random: inout SplitMix64, hasGroups: Bool = false, hasWeights: Bool = false,
    hasPriorities: Bool = false
  ) -> AllocationRequest {
    let step = random.pick([1, 1, 2, 3, 7, 100, 1_000, 1_000, 2_500, 7_000])
    let scale = step * random.pick([3, 12])
    func watts(_ most: Int, _ random: inout SplitMix64) -> Power {
      switch random.int(0...9) {
      case 0: .zero
      case 1...4: Power(watts: random.int(0...(most / step)) * step)
      default: Power(watts: random.int(0...most))
      }
    }
    var limits = [AllocationRequest.SharedLimit(maxPower: watts(scale * 5, &random), parent: nil)]
    if hasGroups {
      for group in 0..<random.int(1...4) {
        limits.append(.init(maxPower: watts(scale * 3, &random), parent: random.int(0...group)))
      }
    }
    var request = AllocationRequest(sharedLimits: limits, step: Power(watts: step))
    let chargers = (0..<random.int(1...4)).map { _ in watts(scale * 2, &random) }
    let parents = chargers.map { _ in hasGroups ? random.int(0...(limits.count - 1)) : 0 }
    let usual = watts(scale, &random)
    let count = random.int(0...8)
    let orders = (1...9).shuffled(using: &random)
    for session in 0..<count {
      let charger = random.int(0...(chargers.count - 1))
      request.insert(
        .init(
          maximum: random.chance(percent: 30) ? usual : watts(scale, &random),
          startOrder: orders[session], session: session,
          departureTime: random.chance(percent: 70)
            ? Instant(milliseconds: random.int(0...4)) : nil,
          slack: random.chance(percent: 70) ? random.int(-3...3) : nil,
          weight: hasWeights ? random.pick([1, 1, 2, 3, 7, 100]) : 1,
          priority: hasPriorities ? random.pick([0, 0, 1, -1, 100, -100]) : 0),
        charger: charger, maxPower: chargers[charger], below: parents[charger])
    }
    return request
  }
}

extension AllocationRequest {
  /// Returns the fair share as its rules read, of each vehicle in order, and its stop reason.
  ///
  /// - Parameter isUnlimited: True for an unlimited grid and unlimited groups.
  func slowFairShare(unlimited isUnlimited: Bool = false) -> (slow: SlowTreeShare, watts: [Int]) {
    var limits: [String: SlowTreeShare.Limit] = [:]
    for (limit, shared) in sharedLimits.enumerated().dropFirst() where !isUnlimited {
      let parent = shared.parent.flatMap { $0 == 0 ? nil : "G\($0)" }
      limits["G\(limit)"] = .init(maximum: shared.maxPower.watts, parent: parent)
    }
    var maximum: [String: Int] = [:]
    var charger: [String: String] = [:]
    var weight: [String: Int] = [:]
    for (index, demand) in chargers.enumerated() {
      limits["C\(index)"] = .init(
        maximum: demand.maxPower.watts,
        parent: isUnlimited || demand.parent == 0 ? nil : "G\(demand.parent)")
      for place in demand.vehicles {
        maximum["V\(place)"] = vehicles[place].maximum.watts
        charger["V\(place)"] = "C\(index)"
        weight["V\(place)"] = vehicles[place].weight
      }
    }
    let slow = SlowTreeShare(
      grid: isUnlimited ? 1 << 40 : gridCapacity.watts, step: step.watts, limits: limits,
      maximumOfVehicle: maximum, chargerOfVehicle: charger, weightOfVehicle: weight)
    return (slow, vehicles.indices.map { slow.allocation[known: "V\($0)"] })
  }

  /// The place of each vehicle's charger in ``chargers``.
  var chargerOfVehicle: [Int] {
    vehicles.indices.map { place in
      chargers.firstIndex { $0.vehicles.contains(place) } ?? -1
    }
  }

  /// Returns the watts that a charger has left.
  func left(atCharger charger: Int, _ allocated: [Int]) -> Int {
    chargers[charger].maxPower.watts - chargers[charger].vehicles.reduce(0) { $0 + allocated[$1] }
  }

  /// Returns the allocation of a policy, in the order of the vehicles, and its stop reason.
  func shared(by choice: PolicyChoice) -> (watts: [Int], reason: StopReason?) {
    var policy = choice.policy
    var allocated = [Power(watts: 12_345)]  // former contents must not matter
    let reason = policy.allocate(self, into: &allocated)
    return (allocated.map(\.watts), reason)
  }
}
