extension AllocationRequest {
  /// True if the ``FairShare`` gives every vehicle the same power for any grid capacity that leaves
  /// at least one step for each vehicle.
  ///
  /// The level of a charger's open vehicles is a multiple of the step. It rises until the charger
  /// has less than a step left for each of them. There may be several such levels: a vehicle that
  /// lacks less than a step can be served at a level at which an equal part of the rest is
  /// less than a step, if a share of the grid happens to be a single step. Where the lowest of
  /// these levels leaves less than its vehicles would take of a step each, no share leads past it.
  ///
  /// - Complexity: O(chargers), and O(vehicles) where some charger cannot give all its vehicles
  ///   their maxima.
  var hasOneFairResult: Bool {
    if usableMaximum == totalMaximum { return true }
    let (chargers, vehicles) = (chargers.span, vehicles.span)
    for charger in chargers.indices {
      if !chargers[charger].hasOneLevel(vehicles, step.watts) { return false }
    }
    return true
  }
}

extension AllocationRequest.ChargerDemand {
  /// True if its open vehicles end at the same level for any shares of the grid of at least a step.
  fileprivate func hasOneLevel(
    _ demands: Span<AllocationRequest.VehicleDemand>, _ step: Int
  ) -> Bool {
    guard maxPower < totalMaximum else { return true }
    // The vehicles in order of their maxima; those before `open` have them.
    var (left, open, level) = (maxPower.watts, wantingVehicles, 0)
    while open > 0 {
      let maximum = demands[end &- open].maximum.watts
      // The lowest level at which less than a step is left for each open vehicle.
      let last = max(level, left / (open * step) * step)
      if last < maximum {
        var wanted = 0
        for place in (end &- open)..<end {
          wanted += min(step, demands[place].maximum.watts - last)
        }
        return wanted > left - open * last
      }
      left -= maximum
      open -= 1
      level = max(level, (maximum + step - 1) / step * step)
    }
    return true
  }
}
