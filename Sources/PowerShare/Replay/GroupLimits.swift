/// Finds the sessions that a group of chargers keeps from more, after an allocation.
struct GroupLimits: Sendable {
  /// A group or the grid.
  private struct Limit: Sendable {
    /// The power that the sessions below it are offered together.
    var used = Power.zero
    /// The number of vehicles below it that are below their maximum.
    var wanting = 0
    /// The lowest power that it or any limit above it has left.
    var lowest = Power.zero
    /// The nearest group, here or above, that keeps vehicles from more; 0 if there is none.
    var nearest = 0
  }

  private var limits: [Limit] = []

  /// Sets the limit of the sessions that neither their vehicle, connector nor charger limits.
  ///
  /// A group limits them if what it has left cannot give one step to each vehicle below it that is
  /// below its maximum, and if no limit above it has less left; the nearest such group counts.
  mutating func settle(
    _ request: AllocationRequest, _ sessions: inout SessionTable, _ station: StationConfig
  ) {
    sum(request, sessions)
    for limit in limits.indices {
      let left = request.sharedLimits[limit].maxPower - limits[limit].used
      limits[limit].lowest = left
      guard let parent = request.sharedLimits[limit].parent else { continue }
      let isLowest = left <= limits[parent].lowest
      if !isLowest { limits[limit].lowest = limits[parent].lowest }
      limits[limit].nearest =
        isLowest && left.watts < limits[limit].wanting * request.step.watts
        ? limit : limits[parent].nearest
    }
    for charger in request.chargers where limits[charger.parent].nearest > 0 {
      let group = station.group(ofLimit: limits[charger.parent].nearest)
      for place in charger.vehicles {
        sessions.limit(slot: request.vehicles[place].session, byGroup: group)
      }
    }
  }

  private mutating func sum(_ request: AllocationRequest, _ sessions: borrowing SessionTable) {
    limits.removeAll(keepingCapacity: true)
    limits.resize(to: request.sharedLimits.count, Limit())
    for charger in request.chargers {
      for place in charger.vehicles {
        let vehicle = request.vehicles[place]
        let power = sessions[state: vehicle.session].allocatedPower
        limits[charger.parent].used += power
        if power < vehicle.maximum { limits[charger.parent].wanting += 1 }
      }
    }
    for limit in limits.indices.reversed() {
      guard let parent = request.sharedLimits[limit].parent else { continue }
      limits[parent].used += limits[limit].used
      limits[parent].wanting += limits[limit].wanting
    }
  }
}
