import PowerShare

/// Small random stations for the policies, listed and started in different orders.
enum RandomRequest {
  /// Odd capacities, zero maxima, equal maxima, and steps from 1 W to 7 kW.
  static func make(using random: inout SplitMix64) -> AllocationRequest {
    let step = random.pick([1, 1, 2, 3, 7, 100, 1_000, 1_000, 2_500, 7_000])
    let scale = step * random.pick([3, 12])
    func watts(_ most: Int, _ random: inout SplitMix64) -> Power {
      switch random.int(0...9) {
      case 0: .zero
      case 1...4: Power(watts: random.int(0...(most / step)) * step)
      default: Power(watts: random.int(0...most))
      }
    }
    var request = AllocationRequest(
      gridCapacity: watts(scale * 5, &random), step: Power(watts: step))
    let chargers = (0..<random.int(1...4)).map { _ in watts(scale * 2, &random) }
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
        charger: charger, maxPower: chargers[charger])
    }
    return request
  }
}

extension AllocationRequest {
  /// The index in ``chargers`` of each vehicle's charger.
  var chargerOfVehicle: [Int] {
    vehicles.indices.map { place in
      chargers.firstIndex { $0.vehicles.contains(place) } ?? -1
    }
  }

  /// Returns the power that a charger has left.
  func left(atCharger charger: Int, _ allocated: [Int]) -> Int {
    chargers[charger].maxPower.watts - chargers[charger].vehicles.reduce(0) { $0 + allocated[$1] }
  }

  /// Returns the policy's allocations in the order of the vehicles.
  func shared(by choice: PolicyChoice) -> (watts: [Int], reason: StopReason?) {
    var policy = choice.policy
    var allocated = [Power(watts: 12_345)]  // earlier contents must not matter
    let reason = policy.allocate(self, into: &allocated)
    return (allocated.map(\.watts), reason)
  }
}
