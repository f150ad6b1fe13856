import PowerShare

/// The policies as their definitions read, one grant after the other, for any tree of limits.
enum SlowSharing {
  /// Gives steps to the vehicle with the least power for its weight, or with the least of its
  /// maximum.
  static func greedy(_ request: AllocationRequest, isProportional: Bool) -> [Int] {
    let limits = PlainLimits(request)
    var has = request.vehicles.map { _ in 0 }
    func grant(_ place: Int) -> Int {
      min(
        request.step.watts, request.vehicles[place].maximum.watts - has[place],
        limits.left(above: place, has))
    }
    func isBefore(_ first: Int, _ second: Int) -> Bool {
      let (one, other) = (request.vehicles[first], request.vehicles[second])
      // Compares has ÷ maximum or, for max-min, has ÷ weight without a division.
      func divisor(_ vehicle: AllocationRequest.VehicleDemand) -> Int128 {
        Int128(isProportional ? vehicle.maximum.watts : vehicle.weight)
      }
      let left = Int128(has[first]) * divisor(other)
      let right = Int128(has[second]) * divisor(one)
      return (left, one.startOrder) < (right, other.startOrder)
    }
    while let next = has.indices.filter({ grant($0) > 0 }).min(by: isBefore) {
      has[next] += grant(next)
    }
    return has
  }

  /// Serves the vehicles one after the other, each with as much as it can take.
  static func inTurn(
    _ request: AllocationRequest, key: (AllocationRequest.VehicleDemand) -> Int
  ) -> [Int] {
    let limits = PlainLimits(request)
    var has = request.vehicles.map { _ in 0 }
    var waiting = Set(has.indices)
    while let next = waiting.min(by: { first, second in
      let (one, other) = (request.vehicles[first], request.vehicles[second])
      return (key(one), one.startOrder) < (key(other), other.startOrder)
    }) {
      waiting.remove(next)
      has[next] = min(request.vehicles[next].maximum.watts, limits.left(above: next, has))
    }
    return has
  }

  /// Shares among the vehicles of each priority in turn, the highest first, on what the limits
  /// leave.
  ///
  /// - Parameter share: Shares the power of a request.
  static func byPriority(
    _ request: AllocationRequest, share: (AllocationRequest) -> [Int]
  ) -> [Int] {
    var has = request.vehicles.map { _ in 0 }
    let limits = PlainLimits(request)
    for priority in stride(from: 100, through: -100, by: -1) {
      let places = request.vehicles.indices.filter { request.vehicles[$0].priority == priority }
      if places.isEmpty { continue }
      let below = request.sharedLimits.indices.map { limit in
        request.vehicles.indices.filter { place in
          let charger = request.chargers[request.chargerOfVehicle[place]]
          var above: Int? = charger.parent
          while let next = above, next != limit { above = request.sharedLimits[next].parent }
          return above == limit
        }
      }
      var turn = AllocationRequest(
        sharedLimits: request.sharedLimits.indices.map { limit in
          let used = below[limit].reduce(0) { $0 + has[$1] }
          let left = request.sharedLimits[limit].maxPower.watts - used
          return .init(
            maxPower: Power(watts: max(0, left)), parent: request.sharedLimits[limit].parent)
        }, step: request.step)
      for place in places {
        let charger = request.chargers[request.chargerOfVehicle[place]]
        let left = limits.ofVehicle[place][0].left(has)
        turn.insert(
          request.vehicles[place], charger: charger.charger,
          maxPower: Power(watts: max(0, left)), below: charger.parent)
      }
      for (place, power) in zip(places, share(turn)) { has[place] = power }
    }
    return has
  }

  /// Returns why no vehicle gets more.
  static func reason(_ request: AllocationRequest, _ has: [Int]) -> StopReason? {
    if has.isEmpty { return nil }
    if has.reduce(0, +) >= request.gridCapacity.watts { return .gridCapacity }
    let below = has.indices.filter { has[$0] < request.vehicles[$0].maximum.watts }
    if below.isEmpty { return .vehiclesAtMaximum }
    let limits = PlainLimits(request)
    if below.contains(where: { limits.haveRoom(above: $0, has) }) { return .indivisible }
    let areChargersFull = below.allSatisfy { limits.ofVehicle[$0][0].left(has) <= 0 }
    return areChargersFull ? .chargersAtMaximum : .groupsAtMaximum
  }
}
