@testable import PowerShare

/// Small random stations for the policies, listed and started in different orders.
enum RandomRequest {
  /// Returns a request with odd capacities, zero maxima, equal maxima, and a step from 1 W to 7 kW.
  ///
  /// - Parameter hasGroups: True for up to four groups of chargers, nested at random.
  static func make(
    using random: inout SplitMix64, hasGroups: Bool = false
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
          slack: random.chance(percent: 70) ? random.int(-3...3) : nil),
        charger: charger, maxPower: chargers[charger], below: parents[charger])
    }
    return request
  }
}

extension AllocationRequest {
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
