/// The condition that ended an allocation: the first one that applies, in this order.
public enum StopReason: String, CaseIterable, Sendable {
  /// Nothing of the grid capacity remains.
  case gridCapacity = "grid-capacity"
  /// Every vehicle has its maximum.
  case vehiclesAtMaximum = "vehicles-at-maximum"
  /// Some vehicles are below their maximum, and the chargers of all of them have theirs.
  case chargersAtMaximum = "chargers-at-maximum"
  /// As ``chargersAtMaximum``, but a group of chargers keeps at least one of these vehicles from
  /// more, and its charger does not.
  case groupsAtMaximum = "groups-at-maximum"
  /// Only the minimum of a charger keeps vehicles from the power that the grid and the charger have
  /// left: they would get less than it, so they get nothing.
  ///
  /// No policy gives this reason, because policies do not see minima; ``Replay`` does.
  case minimum
  /// The power that the grid and the chargers have left cannot be divided into whole steps.
  case indivisible
}

extension StopReason {
  /// Finds why no vehicle gets more; nil if there is no vehicle.
  ///
  /// - Parameters:
  ///   - request: The limits and the vehicles.
  ///   - allocated: The power of each vehicle, in the order of the request.
  ///   - keepsGridCapacity: False if the grid is no limit, and so no reason either.
  /// - Complexity: O(vehicles + chargers).
  public init?(
    _ request: AllocationRequest, _ allocated: [Power], keepsGridCapacity: Bool = true
  ) {
    let remaining = RemainingPower(request, allocated)
    self.init(request, allocated, remaining, keepsGridCapacity: keepsGridCapacity)
  }

  /// Finds why no vehicle gets more, for a policy that has the remaining power at hand; nil if
  /// there is no vehicle.
  ///
  /// - Parameter isClosed: Returns true for a vehicle that a group keeps from more although it has
  ///   something left, by the places of its charger and of the vehicle.
  init?(
    _ request: AllocationRequest, _ allocated: [Power], _ remaining: borrowing RemainingPower,
    keepsGridCapacity: Bool = true, isClosed: (Int, Int) -> Bool = { _, _ in false }
  ) {
    guard !request.vehicles.isEmpty else { return nil }
    if keepsGridCapacity, remaining.atGrid <= .zero {
      self = .gridCapacity
      return
    }
    self = .vehiclesAtMaximum
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    let powers = allocated.span
    for charger in chargers.indices {
      for place in chargers[charger].vehicles where powers[place] < vehicles[place].maximum {
        if remaining.atCharger(charger) <= .zero {
          if self != .groupsAtMaximum { self = .chargersAtMaximum }
        } else if keepsGridCapacity,
          !remaining.hasRoom(atCharger: charger) || isClosed(charger, place)
        {
          self = .groupsAtMaximum
        } else {
          self = .indivisible
          return
        }
      }
    }
  }
}
