import PowerShare

/// The slow references of the policies: one grant after the other.
enum SlowSharing {
  /// Grants step by step to the vehicle with the lowest allocation, or the lowest share of its
  /// maximum.
  static func greedy(_ request: AllocationRequest, isProportional: Bool) -> [Int] {
    let chargers = request.chargerOfVehicle
    var has = request.vehicles.map { _ in 0 }
    func grant(_ place: Int) -> Int {
      min(
        request.step.watts, request.vehicles[place].maximum.watts - has[place],
        request.left(atCharger: chargers[place], has),
        request.gridCapacity.watts - has.reduce(0, +))
    }
    func isBefore(_ first: Int, _ second: Int) -> Bool {
      let (one, other) = (request.vehicles[first], request.vehicles[second])
      // Compares allocation ÷ maximum without dividing, or allocations alone.
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
    let chargers = request.chargerOfVehicle
    var has = request.vehicles.map { _ in 0 }
    var waiting = Set(has.indices)
    while let next = waiting.min(by: { first, second in
      let (one, other) = (request.vehicles[first], request.vehicles[second])
      return (key(one), one.startOrder) < (key(other), other.startOrder)
    }) {
      waiting.remove(next)
      has[next] = min(
        request.vehicles[next].maximum.watts, request.left(atCharger: chargers[next], has),
        request.gridCapacity.watts - has.reduce(0, +))
    }
    return has
  }

  /// Returns the stop reason.
  static func reason(_ request: AllocationRequest, _ has: [Int]) -> StopReason? {
    if has.isEmpty { return nil }
    if has.reduce(0, +) >= request.gridCapacity.watts { return .gridCapacity }
    let below = has.indices.filter { has[$0] < request.vehicles[$0].maximum.watts }
    if below.isEmpty { return .vehiclesAtMaximum }
    let chargers = request.chargerOfVehicle
    let isAnyOpen = below.contains { request.left(atCharger: chargers[$0], has) > 0 }
    return isAnyOpen ? .indivisible : .chargersAtMaximum
  }
}
