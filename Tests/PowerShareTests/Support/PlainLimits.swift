import PowerShare

/// The limits of a request as plain lists, whose sums are computed at every access.
struct PlainLimits {
  struct Limit {
    let maximum: Int
    /// The places of all vehicles below the limit.
    var vehicles: [Int]

    /// Returns the watts that the limit has left.
    func left(_ has: [Int]) -> Int { vehicles.reduce(maximum) { $0 - has[$1] } }
  }

  /// For each vehicle, its charger, then the limits above that up to the grid.
  private(set) var ofVehicle: [[Limit]] = []

  init(_ request: AllocationRequest) {
    var shared = request.sharedLimits.map { Limit(maximum: $0.maxPower.watts, vehicles: []) }
    let paths = request.chargers.map { charger in
      var path = [charger.parent]
      while let parent = request.sharedLimits[path[path.count - 1]].parent { path.append(parent) }
      return path
    }
    for (charger, path) in zip(request.chargers, paths) {
      for limit in path { shared[limit].vehicles += Array(charger.vehicles) }
    }
    for (charger, path) in zip(request.chargers, paths) {
      let own = Limit(maximum: charger.maxPower.watts, vehicles: Array(charger.vehicles))
      for _ in charger.vehicles { ofVehicle.append([own] + path.map { shared[$0] }) }
    }
  }

  /// Returns the fewest watts that any limit above a vehicle has left.
  func left(above vehicle: Int, _ has: [Int]) -> Int {
    ofVehicle[vehicle].map { $0.left(has) }.min() ?? 0
  }

  /// Returns true when every limit above a vehicle, other than the grid, has something left.
  func haveRoom(above vehicle: Int, _ has: [Int]) -> Bool {
    ofVehicle[vehicle].dropLast().allSatisfy { $0.left(has) > 0 }
  }
}
