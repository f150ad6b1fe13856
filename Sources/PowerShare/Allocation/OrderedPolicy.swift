/// A policy that serves the vehicles one after the other, each with as much as it can take.
///
/// A conforming policy only says which rank a vehicle has. The step plays no part.
protocol OrderedPolicy: AllocationPolicy {
  /// The memory that serving reuses: `TurnSharing()` at first.
  var sharing: TurnSharing { get set }

  /// Returns the rank of a vehicle.
  ///
  /// Lower ranks are served first; of equal ranks, the vehicle that started first.
  static func rank(of vehicle: AllocationRequest.VehicleDemand) -> Int
}

extension OrderedPolicy {
  /// Serves the vehicles by rank.
  ///
  /// - Complexity: O(vehicles × log vehicles + vehicles × levels of limits).
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    sharing.serve(request, into: &allocated, by: Self.rank)
    return StopReason(request, allocated, sharing.remaining)
  }

  /// Returns the turns of the vehicles, in the order in which they are served.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .turns(sharing.turns(request, by: Self.rank))
  }
}

/// Serves vehicles one after the other.
struct TurnSharing: Sendable {
  /// The vehicles in the order in which they are served.
  private var order: [Candidate] = []
  /// The power that the limits have left.
  private(set) var remaining = RemainingPower()

  /// A vehicle with its place in the order.
  private struct Candidate {
    let rank: Int
    let startOrder: Int
    /// The place of the vehicle in the request.
    let place: Int
    /// The place of its charger in the request.
    let charger: Int
  }

  /// Gives each vehicle, in the order of rank, as much as it can take.
  @inline(__always)
  mutating func serve(
    _ request: AllocationRequest, into allocated: inout [Power],
    by rank: (AllocationRequest.VehicleDemand) -> Int
  ) {
    begin(request, by: rank)
    allocated.resize(to: request.vehicles.count, .zero)
    for candidate in order { allocated[candidate.place] = serve(candidate, of: request) }
  }

  /// Returns the turns of the same allocation.
  mutating func turns(
    _ request: AllocationRequest, by rank: (AllocationRequest.VehicleDemand) -> Int
  ) -> [AllocationTurn] {
    begin(request, by: rank)
    var turns: [AllocationTurn] = []
    for candidate in order {
      let (grid, charger) = (remaining.atGrid, remaining.atCharger(candidate.charger))
      let groups = remaining.powerOfGroups(aboveCharger: candidate.charger)
      turns.append(
        AllocationTurn(
          vehicle: candidate.place, remainingPower: grid, groupPower: groups,
          chargerPower: charger, allocatedPower: serve(candidate, of: request)))
    }
    return turns
  }

  @inline(__always)
  private mutating func begin(
    _ request: AllocationRequest, by rank: (AllocationRequest.VehicleDemand) -> Int
  ) {
    remaining.reset(request)
    order.removeAll(keepingCapacity: true)
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    for charger in chargers.indices {
      for place in chargers[charger].vehicles {
        let (rank, startOrder) = (rank(vehicles[place]), vehicles[place].startOrder)
        order.append(
          Candidate(rank: rank, startOrder: startOrder, place: place, charger: charger))
      }
    }
    order.sort { ($0.rank, $0.startOrder) < ($1.rank, $1.startOrder) }
  }

  @inline(__always)
  private mutating func serve(_ candidate: Candidate, of request: AllocationRequest) -> Power {
    let maximum = request.vehicles[candidate.place].maximum
    let power = min(maximum, remaining.power(atCharger: candidate.charger))
    remaining.take(power, atCharger: candidate.charger)
    return power
  }
}
