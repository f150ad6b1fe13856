extension StopReason {
  /// Why nobody gets more in an allocation; nil where there is no vehicle.
  ///
  /// - Parameters:
  ///   - request: The limits and the vehicles.
  ///   - allocated: What each of the vehicles has, in their order.
  ///   - keepsGridCapacity: Whether the grid is a limit; if not, it is no reason either.
  /// - Complexity: O(vehicles).
  init?(_ request: AllocationRequest, _ allocated: [Power], keepsGridCapacity: Bool = true) {
    guard !request.vehicles.isEmpty else { return nil }
    var remaining = request.gridCapacity
    var isEveryoneAtMaximum = true
    var hasOpenVehicle = false
    for charger in request.chargers {
      var left = charger.maxPower
      var isSomebodyBelow = false
      for place in charger.vehicles {
        left -= allocated[place]
        remaining -= allocated[place]
        if allocated[place] < request.vehicles[place].maximum { isSomebodyBelow = true }
      }
      if isSomebodyBelow {
        isEveryoneAtMaximum = false
        if left > .zero { hasOpenVehicle = true }
      }
    }
    if keepsGridCapacity, remaining <= .zero {
      self = .gridCapacity
    } else if isEveryoneAtMaximum {
      self = .vehiclesAtMaximum
    } else {
      self = hasOpenVehicle ? .indivisible : .chargersAtMaximum
    }
  }
}
