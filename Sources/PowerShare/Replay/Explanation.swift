/// The allocation in force at a tick, with the rounds or turns that led to it.
public struct Explanation: Equatable, Sendable {
  /// The policy's name.
  public let policy: String
  /// The tick from which the allocation is in force.
  public let time: Instant
  /// The grid limit in force.
  public let gridCapacity: Power
  /// The loads and the battery; nil in a run without them.
  public let site: Site?
  /// True if the station has groups of chargers.
  public let hasGroups: Bool
  /// The unit in which power is shared out.
  public let step: Power
  /// The rounds or turns that led to the shares.
  public let reasoning: Reasoning
  /// The condition that ended the allocation; nil where no session is active.
  public let stopReason: StopReason?
  /// The sessions at the tick, in the order they started.
  public let sessions: [Session]

  /// The power that loads and the battery leave for vehicles, with its parts.
  public struct Site: Equatable, Sendable {
    /// The power that the loads draw; negative if they generate more.
    public let loadPower: Power
    /// The power that the battery can give; zero if it is empty or there is none.
    public let batteryAvailable: Power
    /// The power that all vehicles may be offered together.
    public let availablePower: Power
  }

  /// The rounds or turns of a policy.
  public enum Reasoning: Equatable, Sendable {
    /// In rounds that granted something or closed a group.
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
    /// The priority of the vehicle; nil if all vehicles have the same.
    public let priority: Int?
    /// The grid capacity that was left before it.
    public let remainingPower: Power
    /// The lowest power that was left at a group above its charger; nil if there is no group.
    public let groupPower: Power?
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
    /// The power that each of them was offered for a weight of 1; nil where they were offered
    /// different powers.
    public let share: Power?
    /// The limits that passed on less than the share, groups before chargers, each group after the
    /// one above it; empty without groups.
    public let passedOn: [PassedOn]
    /// The power that each open vehicle got, in starting order.
    public let grants: [Grant]
    /// The priority of the vehicles; nil if all vehicles have the same.
    public let priority: Int?
  }

  /// The power that a limit passed on to each open vehicle below it.
  public struct PassedOn: Equatable, Sendable {
    /// The id of the group or charger.
    public let id: Identifier
    /// True for a group, false for a charger.
    public let isGroup: Bool
    /// The power for a vehicle of weight 1, rounded down to the watt.
    public let power: Power
    /// True if the limit above it passed on more.
    public let isReduced: Bool
    /// True if it is a group that closed vehicles in this round.
    public let closes: Bool
  }

  /// The power that a vehicle got in a round.
  public struct Grant: Equatable, Sendable {
    /// The session's id.
    public let sessionId: Identifier
    /// Its connector.
    public let connectorId: ConnectorID
    /// Its weight.
    public let weight: Int
    /// The power that it got.
    public let addedPower: Power
    /// The power that it has after the round.
    public let allocatedPower: Power
    /// The limit that keeps it from more; nil while it stays open.
    public let limitedBy: LimitedBy?
    /// The id of the group if a group keeps it from more; else nil.
    public let limitedAt: Identifier?
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
    site =
      replay.showsSite
      ? Site(
        loadPower: replay.loadPower, batteryAvailable: replay.supply.batteryAvailable,
        availablePower: replay.supply.limit) : nil
    hasGroups = replay.hasGroups
    step = replay.options.step
    sessions = Array(replay.activeSessions)
    var policy = replay.policy
    self.policy = type(of: policy).name
    stopReason = replay.policyStopReason
    let request = replay.lastRequest
    var turns = PriorityTurns()
    let reasoning =
      replay.request.hasPriorities
      ? turns.reasoning(request, by: &policy) : policy.reasoning(request)
    switch reasoning {
    case .rounds(let rounds):
      let limits = Explanation.Limits(station: replay.station, config: replay.config)
      self.reasoning = .rounds(rounds.map { Round($0, request, replay.sessions, limits) })
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

extension Explanation {
  /// The station in force, and its config without temporary limits.
  fileprivate struct Limits {
    let station: StationConfig
    let config: StationConfig
  }
}

extension Explanation.Turn {
  fileprivate init(
    _ turn: AllocationTurn, _ request: AllocationRequest, _ sessions: SessionTable
  ) {
    let vehicle = request.vehicles[turn.vehicle]
    session = sessions[vehicle.session]
    slack = vehicle.slack
    priority = turn.priority
    remainingPower = turn.remainingPower
    groupPower = turn.groupPower
    chargerPower = turn.chargerPower
    allocatedPower = turn.allocatedPower
  }
}

extension Explanation.Round {
  fileprivate init(
    _ round: AllocationRound, _ request: AllocationRequest, _ sessions: SessionTable,
    _ limits: Explanation.Limits
  ) {
    let station = limits.station
    priority = round.priority
    remainingPower = round.remainingPower
    openVehicles = round.openVehicles
    share = round.share
    let closed = Set(round.grants.compactMap(\.closedBy?.group))
    passedOn = round.passedOn.map { Explanation.PassedOn($0, closed, station) }
    let inStartingOrder = round.grants.sorted {
      request.vehicles[$0.vehicle].startOrder < request.vehicles[$1.vehicle].startOrder
    }
    grants = inStartingOrder.map { grant in
      let vehicle = request.vehicles[grant.vehicle]
      let session = sessions[vehicle.session]
      return Explanation.Grant(
        sessionId: session.id, connectorId: session.connectorId, weight: vehicle.weight,
        addedPower: grant.addedPower, allocatedPower: grant.allocatedPower,
        limitedBy: grant.limit(of: session, limits),
        limitedAt: grant.closedBy?.group.map { station.groups[station.group(ofLimit: $0)].id })
    }
  }
}

extension Explanation.PassedOn {
  /// - Parameter closed: The limits that closed vehicles in the round.
  fileprivate init(
    _ passed: AllocationRound.PassedOn, _ closed: Set<Int>, _ station: StationConfig
  ) {
    power = passed.power
    isReduced = passed.isReduced
    switch passed.limit {
    case .group(let limit):
      isGroup = true
      id = station.groups[station.group(ofLimit: limit)].id
      closes = closed.contains(limit)
    case .charger(let charger):
      isGroup = false
      id = station.chargers[charger].id
      closes = false
    }
  }
}

extension AllocationRound.Closing {
  /// The group, by its index in the request's shared limits, or nil.
  fileprivate var group: Int? {
    guard case .group(let limit) = self else { return nil }
    return limit
  }
}

extension AllocationRound.Grant {
  fileprivate func limit(of session: Session, _ limits: Explanation.Limits) -> LimitedBy? {
    switch closedBy {
    case .maximum: allocatedPower == session.vehicleMaxPower ? .vehicle : .connector
    case .charger:
      limits.station.isLimited(charger: session.charger, below: limits.config) ? .limit : .charger
    case .group(let limit):
      limits.station.isLimited(
        group: limits.station.group(ofLimit: limit), below: limits.config) ? .limit : .group
    case nil: nil
    }
  }
}
