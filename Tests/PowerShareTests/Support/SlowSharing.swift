import PowerShare

/// The policies as their definitions read, one grant after the other, for any tree of limits.
enum SlowSharing {
  /// Gives steps to the vehicle with the least power, or with the least of its maximum.
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
      // Compares has ÷ maximum without a division or, for max-min, the powers themselves.
      let left = Int128(has[first]) * (isProportional ? Int128(other.maximum.watts) : 1)
      let right = Int128(has[second]) * (isProportional ? Int128(one.maximum.watts) : 1)
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

  /// Returns why no vehicle gets more.
  static func reason(_ request: AllocationRequest, _ has: [Int]) -> StopReason? {
    if has.isEmpty { return nil }
    if has.reduce(0, +) >= request.gridCapacity.watts { return .gridCapacity }
    let below = has.indices.filter { has[$0] < request.vehicles[$0].maximum.watts }
    if below.isEmpty { return .vehiclesAtMaximum }
    let limits = PlainLimits(request)
    let isAnyOpen = below.contains { limits.haveRoom(above: $0, has) }
    return isAnyOpen ? .indivisible : .chargersAtMaximum
  }
}
