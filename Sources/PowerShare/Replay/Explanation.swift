/// The allocation in force at a tick, with the rounds or turns that led to it.
public struct Explanation: Equatable, Sendable {
  /// The policy's name.
  public let policy: String
  /// The tick from which the allocation is in force.
  public let time: Instant
  /// The grid limit.
  public let gridCapacity: Power
  /// The unit in which power is shared out.
  public let step: Power
  /// The rounds or turns that led to the shares.
  public let reasoning: Reasoning
  /// The condition that ended the allocation; nil where no session is active.
  public let stopReason: StopReason?
  /// The sessions at the tick, in the order they started.
  public let sessions: [Session]

  /// The rounds or turns of a policy.
  public enum Reasoning: Equatable, Sendable {
    /// In rounds that granted something.
    case rounds([Round])
    /// One vehicle after the other, in their order.
    case turns([Turn])
  }

  /// The turn of a vehicle.
  public struct Turn: Equatable, Sendable {
    /// The session at the tick.
    public let session: Session
    /// The time left to its departure, less the time it still needs, in milliseconds; nil where it
    /// states no departure or the order does not go by it.
    public let slack: Int?
    /// The grid capacity that was left before it.
    public let remainingPower: Power
    /// The power that was left at its charger before it.
    public let chargerPower: Power
    /// The power that it got.
    public let allocatedPower: Power
  }

  /// A round.
  public struct Round: Equatable, Sendable {
    /// The grid capacity that was left before it; nil where there is no limit.
    public let remainingPower: Power?
    /// The number of vehicles that could take more.
    public let openVehicles: Int
    /// The power that each of them was offered; nil where they were offered different powers.
    public let share: Power?
    /// The power that each open vehicle got, in starting order.
    public let grants: [Grant]
  }

  /// The power that a vehicle got in a round.
  public struct Grant: Equatable, Sendable {
    /// The session's id.
    public let sessionId: Identifier
    /// Its connector.
    public let connectorId: ConnectorID
    /// The power that it got.
    public let addedPower: Power
    /// The power that it has after the round.
    public let allocatedPower: Power
    /// The limit that keeps it from more; nil while it stays open.
    public let limitedBy: LimitedBy?
  }

  /// Explains the shares at the current tick of a replay, or nil before the first.
  ///
  /// In `on-update` mode these are the present fair shares; ``sessions`` has the power that each
  /// session holds. Where vehicles would get less than their charger's minimum, the last allocation
  /// is explained, which leaves them out.
  /// - Complexity: O(rounds × sessions × log sessions).
  public init?(_ replay: borrowing Replay) {
    guard let time = replay.time, replay.tick > 0 else { return nil }
    self.time = time
    gridCapacity = replay.gridCapacity
    step = replay.options.step
    sessions = Array(replay.activeSessions)
    var policy = replay.policy
    self.policy = type(of: policy).name
    stopReason = replay.policyStopReason
    let request = replay.lastRequest
    var turns = PriorityTurns()
    let reasoning =
      request.hasPriorities
      ? turns.reasoning(request, by: &policy) : policy.reasoning(request)
    switch reasoning {
    case .rounds(let rounds):
      self.reasoning = .rounds(rounds.map { Round($0, request, replay.sessions) })
    case .turns(let turns):
      self.reasoning = .turns(turns.map { Turn($0, request, replay.sessions) })
    }
  }
}

extension Replay {
  /// The last request to the policy, without vehicles that are below their charger's minimum.
  fileprivate var lastRequest: AllocationRequest {
    var reduced = request
    for group in request.chargers {
      for place in group.vehicles {
        let vehicle = request.vehicles[place]
        guard sessions[state: vehicle.session].isBelowMinimum else { continue }
        reduced.remove(vehicle, charger: group.charger)
      }
    }
    return reduced
  }
}

extension Explanation.Turn {
  fileprivate init(
    _ turn: AllocationTurn, _ request: AllocationRequest, _ sessions: SessionTable
  ) {
    let vehicle = request.vehicles[turn.vehicle]
    session = sessions[vehicle.session]
    slack = vehicle.slack
    remainingPower = turn.remainingPower
    chargerPower = turn.chargerPower
    allocatedPower = turn.allocatedPower
  }
}

extension Explanation.Round {
  fileprivate init(
    _ round: AllocationRound, _ request: AllocationRequest, _ sessions: SessionTable
  ) {
    remainingPower = round.remainingPower
    openVehicles = round.openVehicles
    share = round.share
    let inStartingOrder = round.grants.sorted {
      request.vehicles[$0.vehicle].startOrder < request.vehicles[$1.vehicle].startOrder
    }
    grants = inStartingOrder.map { grant in
      let session = sessions[request.vehicles[grant.vehicle].session]
      return Explanation.Grant(
        sessionId: session.id, connectorId: session.connectorId, addedPower: grant.addedPower,
        allocatedPower: grant.allocatedPower, limitedBy: grant.limit(of: session))
    }
  }
}

extension AllocationRound.Grant {
  fileprivate func limit(of session: Session) -> LimitedBy? {
    switch closedBy {
    case .maximum: allocatedPower == session.vehicleMaxPower ? .vehicle : .connector
    case .charger: .charger
    case .group: .group
    case nil: nil
    }
  }
}
