/// The power that each limit of a request has left while a policy hands power out.
///
/// It hides the shape of the tree: a policy asks for the power that all limits above a vehicle have
/// left, and takes the vehicle's power from them. That works for any number of levels.
///
/// ```swift
/// var remaining = RemainingPower(request)
/// for vehicle in request.vehicles.indices {
///   let power = min(request.vehicles[vehicle].maximum, remaining.power(above: vehicle))
///   remaining.take(power, above: vehicle)
///   allocated[vehicle] = power
/// }
/// ```
///
/// Vehicles are named by their place in ``AllocationRequest/vehicles``.
public struct RemainingPower: Sendable {
  /// The power that each limit has left: the shared limits of the request, then its chargers.
  private var left: [Power] = []
  /// The index in `left` of the limit above each limit; 0 for the grid itself.
  private var parents: [Int] = []
  /// The index in `left` of the first charger.
  private var firstCharger = 0
  /// The place of each vehicle's charger; empty if only the functions by charger are used.
  private var chargers: [Int] = []

  /// Creates a value for ``reset(_:)``.
  init() {}

  /// Creates the limits of a request with nothing allocated.
  public init(_ request: AllocationRequest) {
    reset(request)
    for (place, charger) in request.chargers.enumerated() {
      for _ in charger.vehicles { chargers.append(place) }
    }
  }

  /// Creates the limits of a request with some power allocated to each vehicle.
  public init(_ request: AllocationRequest, _ allocated: [Power]) {
    self.init(request)
    for vehicle in request.vehicles.indices { take(allocated[vehicle], above: vehicle) }
  }

  /// The power that the grid has left; negative if a policy exceeds the grid capacity.
  public var atGrid: Power { left[0] }

  /// Returns the power that the charger of a vehicle has left.
  public func atCharger(of vehicle: Int) -> Power { atCharger(chargers[vehicle]) }

  /// Returns the lowest power that any limit above a vehicle has left.
  ///
  /// - Complexity: O(levels).
  public func power(above vehicle: Int) -> Power { power(atCharger: chargers[vehicle]) }

  /// Returns true when every limit above a vehicle, other than the grid, has something left.
  ///
  /// - Complexity: O(levels).
  public func hasRoom(above vehicle: Int) -> Bool { hasRoom(atCharger: chargers[vehicle]) }

  /// Takes the power that a vehicle gets from every limit above it.
  ///
  /// - Complexity: O(levels).
  public mutating func take(_ power: Power, above vehicle: Int) {
    take(power, atCharger: chargers[vehicle])
  }
}

extension RemainingPower {
  /// Returns the limit below the grid that keeps a vehicle from more: its charger, or the nearest
  /// group; nil if each has something left and none is closed.
  ///
  /// - Parameter closed: True for each shared limit that is closed; empty if none is.
  func closing(above vehicle: Int, closed: [Bool]) -> AllocationRound.Closing? {
    var limit = firstCharger + chargers[vehicle]
    if left[limit] <= .zero { return .charger }
    limit = parents[limit]
    while limit > 0 {
      if left[limit] <= .zero || (!closed.isEmpty && closed[limit]) { return .group(limit) }
      limit = parents[limit]
    }
    return nil
  }
}

/// The same by charger, for policies that know the place of the charger in the request.
extension RemainingPower {
  /// Starts again with nothing allocated, in the same memory, for the functions by charger.
  ///
  /// - Complexity: O(limits).
  @inline(__always)
  mutating func reset(_ request: AllocationRequest) {
    firstCharger = request.sharedLimits.count
    let count = firstCharger + request.chargers.count
    left.resize(to: count, .zero)
    parents.resize(to: count, 0)
    Self.list(request.sharedLimits.span, request.chargers.span, &left, &parents)
  }

  @inline(__always)
  private static func list(
    _ shared: Span<AllocationRequest.SharedLimit>,
    _ chargers: Span<AllocationRequest.ChargerDemand>,
    _ left: inout [Power], _ parents: inout [Int]
  ) {
    var left = left.mutableSpan
    var parents = parents.mutableSpan
    for limit in shared.indices {
      left[limit] = shared[limit].maxPower
      parents[limit] = shared[limit].parent ?? 0
    }
    for charger in chargers.indices {
      left[shared.count + charger] = chargers[charger].maxPower
      parents[shared.count + charger] = chargers[charger].parent
    }
  }

  /// Returns the power that the grid or a group has left, by its index in
  /// ``AllocationRequest/sharedLimits``.
  func atSharedLimit(_ limit: Int) -> Power { left[limit] }

  /// Returns the power that a charger has left.
  @inline(__always)
  func atCharger(_ charger: Int) -> Power { left[firstCharger + charger] }

  /// Returns the lowest power that any group above a charger has left, or nil if there is none.
  func powerOfGroups(aboveCharger charger: Int) -> Power? {
    var lowest: Power?
    var limit = parents[firstCharger + charger]
    while limit > 0 {
      lowest = min(lowest ?? left[limit], left[limit])
      limit = parents[limit]
    }
    return lowest
  }

  /// Returns the lowest power that a charger or any limit above it has left.
  @inline(__always)
  func power(atCharger charger: Int) -> Power {
    var limit = firstCharger + charger
    var lowest = left[limit]
    while limit > 0 {
      limit = parents[limit]
      lowest = min(lowest, left[limit])
    }
    return lowest
  }

  /// Returns true when a charger and every limit above it, other than the grid, has something left.
  @inline(__always)
  func hasRoom(atCharger charger: Int) -> Bool {
    var limit = firstCharger + charger
    while limit > 0 {
      if left[limit] <= .zero { return false }
      limit = parents[limit]
    }
    return true
  }

  /// Takes power that vehicles of a charger get from the charger and every limit above it.
  @inline(__always)
  mutating func take(_ power: Power, atCharger charger: Int) {
    var limit = firstCharger + charger
    while limit > 0 {
      left[limit] -= power
      limit = parents[limit]
    }
    left[0] -= power
  }
}
