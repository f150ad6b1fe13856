/// Asks a policy for the shares of vehicles of several priorities: for those of the highest first,
/// then for those of the next on what the limits leave, and so on.
struct PriorityTurns: Sendable {
  /// For each priority of the last allocation in which groups kept vehicles from more although they
  /// have something left: true for each shared limit that is such a group or below one.
  private var closed: [Int: [Bool]] = [:]

  /// Shares the power.
  ///
  /// - Parameters:
  ///   - notesClosed: False if ``reason(_:_:_:keepsGridCapacity:)`` is not called afterwards.
  ///   - allocated: Receives one power for each vehicle.
  /// - Returns: Why no vehicle gets more, judged over all vehicles; nil if there is no vehicle.
  mutating func allocate(
    _ request: AllocationRequest, by policy: inout some AllocationPolicy,
    notesClosed: Bool = true, into allocated: inout [Power]
  ) -> StopReason? {
    closed.removeAll(keepingCapacity: true)
    guard request.hasPriorities else {
      if notesClosed { note(policy.closedLimits(request), of: request) }
      return policy.allocate(request, into: &allocated)
    }
    allocated.resize(to: request.vehicles.count, .zero)
    var remaining = RemainingPower(request)
    var shares: [Power] = []
    for priority in Self.priorities(request) {
      let (turn, places) = request.turn(of: priority, remaining)
      _ = policy.allocate(turn, into: &shares)
      note(policy.closedLimits(turn), of: turn)
      for (place, share) in zip(places, shares) {
        allocated[place] = share
        remaining.take(share, above: place)
      }
    }
    return reason(
      request, allocated, remaining, keepsGridCapacity: type(of: policy).keepsGridCapacity)
  }

  /// Finds why no vehicle gets more after the last allocation.
  ///
  /// - Parameter request: The request of that allocation, or one with more vehicles, which have
  ///   nothing.
  func reason(
    _ request: AllocationRequest, _ allocated: [Power], _ remaining: borrowing RemainingPower,
    keepsGridCapacity: Bool
  ) -> StopReason? {
    StopReason(request, allocated, remaining, keepsGridCapacity: keepsGridCapacity) {
      closed[request.vehicles[$1].priority]?[request.chargers[$0].parent] ?? false
    }
  }

  private mutating func note(_ closedLimits: [Int], of turn: AllocationRequest) {
    guard !turn.isTwoLevel, !closedLimits.isEmpty, let priority = turn.vehicles.first?.priority
    else { return }
    closed[priority] = turn.areBelow(closedLimits)
  }

  /// Returns the rounds or turns of all priorities.
  mutating func reasoning(
    _ request: AllocationRequest, by policy: inout some AllocationPolicy
  ) -> AllocationReasoning {
    var remaining = RemainingPower(request)
    var shares: [Power] = []
    var rounds: [AllocationRound] = []
    var turns: [AllocationTurn] = []
    for priority in Self.priorities(request) {
      let (turn, places) = request.turn(of: priority, remaining)
      _ = policy.allocate(turn, into: &shares)
      switch policy.reasoning(turn) {
      case .rounds(let new):
        rounds += new.map { round in
          var round = round
          round.priority = priority
          for index in round.grants.indices {
            round.grants[index].vehicle = places[round.grants[index].vehicle]
          }
          return round
        }
      case .turns(let new):
        turns += new.map { turn in
          var turn = turn
          turn.priority = priority
          turn.vehicle = places[turn.vehicle]
          return turn
        }
      }
      for (place, share) in zip(places, shares) { remaining.take(share, above: place) }
    }
    return turns.isEmpty ? .rounds(rounds) : .turns(turns)
  }

  /// Returns the priorities of the vehicles, the highest first.
  private static func priorities(_ request: AllocationRequest) -> [Int] {
    Set(request.vehicles.lazy.map(\.priority)).sorted(by: >)
  }
}

extension AllocationRequest {
  /// True if the vehicles have more than one priority.
  var hasPriorities: Bool {
    guard prioritisedVehicles > 0, let first = vehicles.first?.priority else { return false }
    return vehicles.contains { $0.priority != first }
  }

  /// For each shared limit, true if it is one of some limits or below one.
  func areBelow(_ limits: [Int]) -> [Bool] {
    var areBelow = sharedLimits.map { _ in false }
    for limit in limits { areBelow[limit] = true }
    for (limit, shared) in sharedLimits.enumerated() {
      if let parent = shared.parent, areBelow[parent] { areBelow[limit] = true }
    }
    return areBelow
  }

  /// Returns the request of the vehicles of a priority on what the limits have left, and the places
  /// of these vehicles here.
  fileprivate func turn(
    of priority: Int, _ remaining: borrowing RemainingPower
  ) -> (turn: AllocationRequest, places: [Int]) {
    let limits = sharedLimits.indices.map { limit in
      SharedLimit(
        maxPower: max(.zero, remaining.atSharedLimit(limit)), parent: sharedLimits[limit].parent)
    }
    var turn = AllocationRequest(sharedLimits: limits, step: step)
    var places: [Int] = []
    for (index, charger) in chargers.enumerated() {
      for place in charger.vehicles where vehicles[place].priority == priority {
        turn.insert(
          vehicles[place], charger: charger.charger,
          maxPower: max(.zero, remaining.atCharger(index)), below: charger.parent)
        places.append(place)
      }
    }
    return (turn, places)
  }
}
