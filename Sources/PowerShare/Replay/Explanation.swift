/// How the allocation in force came about, round by round.
public struct Explanation: Equatable, Sendable {
  /// The policy's name.
  public let policy: String
  /// The tick from which the allocation is in force.
  public let time: Instant
  /// The grid limit.
  public let gridCapacity: Power
  /// The unit in which power is shared out.
  public let step: Power
  /// How the shares came about.
  public let reasoning: Reasoning
  /// Why nobody gets more; nil where no session is active.
  public let stopReason: StopReason?
  /// The sessions as they are, in the order they started.
  public let sessions: [Session]

  /// How shares came about.
  public enum Reasoning: Equatable, Sendable {
    /// In rounds that granted something.
    case rounds([Round])
    /// One vehicle after the other, in their order.
    case turns([Turn])
  }

  /// The turn of a vehicle.
  public struct Turn: Equatable, Sendable {
    /// The session as it is.
    public let session: Session
    /// The time left to its departure, less the time it still needs, in milliseconds; nil where it
    /// states no departure or the order does not go by it.
    public let slack: Int?
    /// What was left of the grid capacity before it.
    public let remainingPower: Power
    /// What was left at its charger before it.
    public let chargerPower: Power
    /// What it got.
    public let allocatedPower: Power
  }

  /// A round.
  public struct Round: Equatable, Sendable {
    /// What was left of the grid capacity before it; nil where there is no limit.
    public let remainingPower: Power?
    /// How many vehicles could take something.
    public let openVehicles: Int
    /// What each of them was offered; nil where that is not one power.
    public let share: Power?
    /// What the open vehicles got, in the order they started.
    public let grants: [Grant]
  }

  /// What a vehicle got in a round.
  public struct Grant: Equatable, Sendable {
    /// The session's id.
    public let sessionId: Identifier
    /// Where it is plugged in.
    public let connectorId: ConnectorID
    /// What it got.
    public let addedPower: Power
    /// What it has now.
    public let allocatedPower: Power
    /// What keeps it from more; nil while it stays open.
    public let limitedBy: LimitedBy?
  }

  /// Explains the shares at the current tick of a replay, or nil before the first.
  ///
  /// In `on-update` mode these are the present fair shares; what a session holds is in
  /// ``sessions``. Vehicles that would get less than their charger's minimum have no part in them:
  /// it is the policy's last answer, without them, that is explained.
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
    switch policy.reasoning(request) {
    case .rounds(let rounds):
      reasoning = .rounds(rounds.map { Round($0, request, replay.sessions) })
    case .turns(let turns):
      reasoning = .turns(turns.map { Turn($0, request, replay.sessions) })
    }
  }
}

extension Replay {
  /// What the policy was asked last: without those who would get less than their charger's minimum.
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
    case nil: nil
    }
  }
}
