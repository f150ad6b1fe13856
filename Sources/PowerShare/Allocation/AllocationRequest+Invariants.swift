extension AllocationRequest {
  /// Recomputes every sum, order, index and level that the request caches.
  ///
  /// Tests and fuzzers call it after every change; nothing else does.
  ///
  /// - Returns: A description of the first value that is wrong, or nil if all are right.
  /// - Complexity: O(vehicles + chargers).
  func checkInvariants() -> String? {
    if !areParentsFirst { return "a limit without a parent before it" }
    var end = 0
    for (place, group) in chargers.enumerated() {
      if let former = place == 0 ? nil : chargers[place - 1], former.charger >= group.charger {
        return "charger \(group.charger) is listed after charger \(former.charger)"
      }
      if !sharedLimits.indices.contains(group.parent) {
        return "charger \(group.charger) is below limit \(group.parent), which does not exist"
      }
      end += group.count
      if group.count < 1 || group.end != end || end > vehicles.count {
        return "charger \(group.charger) has \(group.count) vehicles up to \(group.end)"
      }
      if let problem = checkVehicles(of: group) ?? group.checkCache(vehicles, step) {
        return "charger \(group.charger): " + problem
      }
    }
    if end != vehicles.count { return "\(vehicles.count - end) vehicles have no charger" }
    return checkSums()
  }

  /// True when the grid is first and every other limit comes after its parent.
  var areParentsFirst: Bool {
    guard let grid = sharedLimits.first, grid.parent == nil else { return false }
    return sharedLimits.indices.dropFirst().allSatisfy { limit in
      sharedLimits[limit].parent.map { (0..<limit).contains($0) } ?? false
    }
  }

  private func checkVehicles(of group: ChargerDemand) -> String? {
    for place in group.vehicles.dropFirst()
    where !vehicles[place - 1].comes(before: vehicles[place]) {
      return "the vehicles at \(place - 1) and \(place) are in the wrong order"
    }
    return nil
  }

  private func checkSums() -> String? {
    let open = chargers.map { $0.maxPower > .zero ? $0.wantingVehicles : 0 }
    let usable = chargers.map { min($0.maxPower.watts, $0.totalMaximum.watts) }
    return firstDifference([
      ("totalMaximum", totalMaximum.watts, chargers.reduce(0) { $0 + $1.totalMaximum.watts }),
      ("wantingVehicles", wantingVehicles, chargers.reduce(0) { $0 + $1.wantingVehicles }),
      ("openVehicles", openVehicles, open.reduce(0, +)),
      ("weightedVehicles", weightedVehicles, vehicles.count { $0.weight != 1 }),
      ("prioritisedVehicles", prioritisedVehicles, vehicles.count { $0.priority != 0 }),
      ("usableMaximum", usableMaximum.watts, usable.reduce(0, +)),
      ("freeLevel", freeLevel, chargers.map(\.freeLevel).reduce(.max, min)),
    ])
  }
}

extension AllocationRequest.ChargerDemand {
  /// Recomputes the values cached for the charger from its vehicles.
  fileprivate func checkCache(
    _ demands: [AllocationRequest.VehicleDemand], _ step: Power
  ) -> String? {
    let maxima = demands[vehicles].map(\.maximum.watts)
    let wanting = maxima.count { $0 > 0 }
    let total = maxima.reduce(0, +)
    let isFree = total + wanting * step.watts <= maxPower.watts
    return firstDifference([
      ("totalMaximum", totalMaximum.watts, total),
      ("wantingVehicles", wantingVehicles, wanting),
      ("freeLevel", freeLevel, isFree ? .max : maxPower.watts / wanting - 1),
    ])
  }
}

/// Returns a description of the first cached value that differs from the recomputed one, or nil.
private func firstDifference(_ values: [(name: String, cached: Int, recomputed: Int)]) -> String? {
  values.first { $0.cached != $0.recomputed }.map {
    "\($0.name) is \($0.cached) instead of \($0.recomputed)"
  }
}
