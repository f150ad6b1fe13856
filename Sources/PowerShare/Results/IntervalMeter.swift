/// Collects ticks into regular intervals, each with its exact energy and mean power.
///
/// Intervals are multiples of their length, counted from the scale's origin, or on the clock of a
/// zone, where changes make them shorter or longer. They run from the one that contains the first
/// tick to the one that contains the end. Limits and reasons are those in
/// force just before an interval ends. A session that ended within an interval has its last state.
public struct IntervalMeter: Sendable {
  private let intervals: ClockIntervals
  private let level: ResultLevel
  /// The current interval; nil before the first tick.
  private var current: Range<Instant>?
  /// The sessions that have been active in the current interval, in starting order.
  private var members: [Member] = []
  private var last: Snapshot?
  /// The chargers or the groups at the last tick; empty at the levels that have no rows of them.
  private var parts: [PartState] = []
  private var stationEnergyAtStart = Energy.zero
  private var partEnergyAtStart: [Identifier: Energy] = [:]
  /// The loads and the battery; nil in results that do not have them.
  private var site: IntervalSite?
  /// The interval that is passed to `emit`, kept to reuse its memory.
  private var tick: ResultTick

  /// A session in the current interval, in its state at the last tick.
  private struct Member {
    let name: SessionName
    var state: SessionState
    var vehicleMaxPower: Power
    /// The id of the group that limits it; nil where no group does.
    var limitedAt: Identifier?
    /// The energy that it had drawn when the interval began.
    var energyAtStart: Energy
    var isActive = true
  }

  /// The station at the last tick.
  private struct Snapshot {
    var time: Instant
    let station: StationConfig
    let gridCapacity: Power
    let allocatedPower: Power
    let stopReason: StopReason?
    let waitingSessions: Int
    let showsGroups: Bool
    var deliveredEnergy: Energy
  }

  /// Creates a meter.
  ///
  /// - Parameters:
  ///   - length: The length of an interval; positive.
  ///   - scale: The scale of the timeline's times; intervals are counted from its origin.
  ///   - zone: The zone on whose clock intervals are counted instead; the length then fits a clock
  ///     (``TimeSpan/fitsClock``).
  ///   - level: The level of the rows.
  public init(
    length: TimeSpan, scale: TimeScale, zone: LocalClock? = nil, level: ResultLevel
  ) {
    precondition(length.milliseconds > 0, "an interval must have a length")
    self.level = level
    intervals =
      zone.map { ClockIntervals(length, in: $0) }
      ?? ClockIntervals(length, from: scale.intervalOrigin)
    tick = ResultTick(level: level)
  }

  /// Takes the next tick of a replay, and emits the intervals that end at it or before.
  ///
  /// - Complexity: O(active sessions) a tick and an interval.
  public mutating func take<Failure>(
    _ replay: borrowing Replay, emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    guard let time = replay.time else { return }
    try close(until: time, replay, emit)
    if current == nil {
      let start = intervals.start(containing: time)
      current = start..<intervals.next(after: time)
    }
    for departure in replay.departures {
      if let session = departure.session { end(session, at: time) }
    }
    takeParts(replay)
    update(from: replay)
    takeSite(replay, at: time)
    last = snapshot(of: replay, at: time)
  }

  /// Takes the end of the vehicles' part, after which only loads and battery go on.
  ///
  /// - Complexity: O(active sessions).
  public mutating func endVehicles<Failure>(
    _ replay: borrowing Replay, emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    guard let time = replay.vehiclesEnd else { return }
    try closeIntervals(before: time, emit)
    guard let former = last else { return }
    // The sessions have left the replay, and no delivery can have ended since the last tick.
    for index in members.indices where members[index].isActive {
      members[index].state.deliveredEnergy = energy(of: members[index], at: time, former)
      members[index].isActive = false
    }
    try close(until: time, replay, emit)
    takeParts(replay)
    takeSite(replay, at: time)
    last = snapshot(of: replay, at: time)
  }

  private mutating func takeSite(_ replay: borrowing Replay, at time: Instant) {
    guard replay.showsSite else { return }
    if site == nil { site = IntervalSite(replay, at: time) } else { site?.take(replay) }
  }

  private func snapshot(of replay: borrowing Replay, at time: Instant) -> Snapshot {
    Snapshot(
      time: time, station: replay.station, gridCapacity: replay.gridCapacity,
      allocatedPower: replay.allocatedPower, stopReason: replay.stopReason,
      waitingSessions: replay.waiting.count, showsGroups: replay.showsGroups,
      deliveredEnergy: replay.deliveredEnergy)
  }

  /// Emits the remaining intervals.
  ///
  /// - Parameters:
  ///   - replay: The replay at its end; where it has no ``Replay/endTime``, the run ends with its
  ///     last tick, which is part of it.
  ///   - emit: Receives each interval.
  public mutating func finish<Failure>(
    _ replay: borrowing Replay, emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    guard let end = replay.endTime ?? last?.time else { return }
    try close(until: end, replay, emit)
    guard let last, let current, replay.endTime == nil || current.lowerBound < end else { return }
    fill(current, measuredTo: end, last)
    try emit(tick)
  }

  /// Emits the intervals that end at `time`, the time of the replay, or before.
  private mutating func close<Failure>(
    until time: Instant, _ replay: borrowing Replay, _ emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    try closeIntervals(before: time, emit)
    // Energies are read from the replay, not extrapolated: a vehicle that has all its energy now
    // has drawn less than it was offered in the last millisecond.
    measure(replay, at: time)
    site?.advance(to: time)
    site?.measure(replay.deliveredEnergy)
    if let last, let current, current.upperBound == time {
      fill(current, measuredTo: time, last)
      try emit(tick)
      begin(at: time, last)
    }
  }

  /// Emits the intervals that end before `time`.
  private mutating func closeIntervals<Failure>(
    before time: Instant, _ emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    while let last, let current, current.upperBound < time {
      fill(current, measuredTo: current.upperBound, last)
      try emit(tick)
      begin(at: current.upperBound, last)
    }
  }

  /// Updates the energies to those of the replay, and nothing else.
  private mutating func measure(_ replay: borrowing Replay, at time: Instant) {
    guard last != nil else { return }
    last?.time = time
    last?.deliveredEnergy = replay.deliveredEnergy
    if let station = last?.station { measureParts(of: station, replay) }
    var place = 0
    for index in replay.sessions.states.indices {
      let state = replay.sessions.states[index]
      let startOrder = replay.sessions.details[state.slot].connection.startOrder
      while place < members.count, members[place].name.startOrder < startOrder { place += 1 }
      if place < members.count, members[place].name.startOrder == startOrder {
        members[place].state.deliveredEnergy = state.deliveredEnergy
      }
    }
    for departure in replay.departures {
      if let session = departure.session, let place = self.place(of: session.startOrder) {
        members[place].state.deliveredEnergy = session.deliveredEnergy
      }
    }
  }

  /// Begins an interval.
  ///
  /// - Precondition: All ticks before `time` have been taken.
  private mutating func begin(at time: Instant, _ last: Snapshot) {
    current = time..<intervals.next(after: time)
    site?.beginInterval()
    members.removeAll { !$0.isActive }
    for index in members.indices {
      members[index].energyAtStart = energy(of: members[index], at: time, last)
    }
    stationEnergyAtStart =
      last.deliveredEnergy + Energy(last.allocatedPower, over: time - last.time)
    // A part that is no longer in the config has no entry; it gets one if it comes back.
    partEnergyAtStart.removeAll(keepingCapacity: true)
    for (id, state) in zip(partIDs(of: last.station), parts) {
      partEnergyAtStart[id] = energy(of: state, at: time, last)
    }
  }

  private mutating func end(_ session: Session, at time: Instant) {
    guard let place = place(of: session.startOrder) else { return }  // it never drew anything
    if time == current?.lowerBound {
      members.remove(at: place)
    } else {
      members[place].state.deliveredEnergy = session.deliveredEnergy
      members[place].isActive = false
    }
  }

  private mutating func update(from replay: borrowing Replay) {
    var place = 0
    for index in replay.sessions.states.indices {
      let state = replay.sessions.states[index]
      let startOrder = replay.sessions.details[state.slot].connection.startOrder
      let vehicleMaxPower = replay.sessions.details[state.slot].vehicleMaxPower
      while place < members.count, members[place].name.startOrder < startOrder { place += 1 }
      if place == members.count || members[place].name.startOrder != startOrder {
        members.append(
          Member(
            name: replay.sessions.name(slot: state.slot), state: state,
            vehicleMaxPower: vehicleMaxPower, limitedAt: nil,
            energyAtStart: state.deliveredEnergy))
      }
      members[place].limitedAt = replay.sessions.limitedAt(slot: state.slot)
      members[place].state = state
      members[place].vehicleMaxPower = vehicleMaxPower
    }
  }

  /// Returns the ids of the chargers or groups that have rows.
  private func partIDs(of station: StationConfig) -> [Identifier] {
    switch level {
    case .charger: station.chargers.map(\.id)
    case .group: station.groups.map(\.id)
    case .session, .station, .connector: []
    }
  }

  /// Takes the chargers or groups, and stores the energy that added ones had delivered before the
  /// interval.
  private mutating func takeParts(_ replay: borrowing Replay) {
    switch level {
    case .charger: replay.list(&parts)
    case .group: parts = replay.groups
    case .session, .station, .connector: return
    }
    for (id, state) in zip(partIDs(of: replay.station), parts)
    where partEnergyAtStart[id] == nil { partEnergyAtStart[id] = state.deliveredEnergy }
  }

  /// Updates the energies of the chargers or groups at the last tick.
  private mutating func measureParts(of station: StationConfig, _ replay: borrowing Replay) {
    let ids = partIDs(of: station)
    let energies: [Energy] =
      switch level {
      case .charger: replay.deliveredEnergies(ofChargers: ids)
      case .group: replay.deliveredEnergies(ofGroups: ids)
      case .session, .station, .connector: []
      }
    for index in energies.indices { parts[index].deliveredEnergy = energies[index] }
  }

  private func place(of startOrder: Int) -> Int? {
    members.firstIndex { $0.name.startOrder == startOrder }
  }

  // MARK: Results

  private func energy(of member: Member, at time: Instant, _ last: Snapshot) -> Energy {
    let state = member.state
    guard member.isActive else { return state.deliveredEnergy }
    return state.deliveredEnergy + Energy(state.allocatedPower, over: time - last.time)
  }

  private func energy(of part: PartState, at time: Instant, _ last: Snapshot) -> Energy {
    part.deliveredEnergy + Energy(part.allocatedPower, over: time - last.time)
  }

  /// Fills `tick` with an interval.
  private mutating func fill(
    _ interval: Range<Instant>, measuredTo end: Instant, _ last: Snapshot
  ) {
    let length = interval.upperBound - interval.lowerBound
    let delivered = last.deliveredEnergy + Energy(last.allocatedPower, over: end - last.time)
    let energy = delivered - stationEnergyAtStart
    tick.time = interval.lowerBound
    tick.station.gridCapacity = last.gridCapacity
    tick.station.allocatedPower = energy.meanPower(over: length)
    tick.station.stopReason = last.stopReason
    tick.station.activeSessions = members.count
    tick.station.waitingSessions = last.waitingSessions
    tick.station.energy = energy
    tick.station.deliveredEnergy = delivered
    site?.advance(to: end)
    tick.station.site = site?.means(over: length)
    switch level {
    case .session: fillSessions(over: length, measuredTo: end, last)
    case .charger: fillChargers(over: length, measuredTo: end, last)
    case .station: break
    case .connector: fillConnectors(over: length, measuredTo: end, last)
    case .group: fillGroups(over: length, measuredTo: end, last)
    }
  }

  private mutating func fillSessions(
    over length: TimeSpan, measuredTo end: Instant, _ last: Snapshot
  ) {
    tick.sessions.removeAll(keepingCapacity: true)
    for member in members {
      let delivered = self.energy(of: member, at: end, last)
      let energy = delivered - member.energyAtStart
      tick.sessions.append(
        ResultTick.SessionRow(
          name: member.name, vehicleMaxPower: member.vehicleMaxPower,
          allocatedPower: energy.meanPower(over: length), limitedBy: member.state.limitedBy,
          limitedAt: last.showsGroups ? .some(member.limitedAt) : nil, energy: energy,
          deliveredEnergy: delivered))
    }
  }

  private mutating func fillChargers(
    over length: TimeSpan, measuredTo end: Instant, _ last: Snapshot
  ) {
    var counts: [Identifier: Int] = [:]
    for member in members { counts[member.name.connectorId.chargerId, default: 0] += 1 }
    tick.chargers.removeAll(keepingCapacity: true)
    for (charger, state) in zip(last.station.chargers, parts) {
      let delivered = self.energy(of: state, at: end, last)
      let energy = delivered - (partEnergyAtStart[charger.id] ?? .zero)
      tick.chargers.append(
        ResultTick.ChargerRow(
          chargerId: charger.id, maxPower: charger.maxPower,
          activeSessions: counts[charger.id] ?? 0,
          allocatedPower: energy.meanPower(over: length), energy: energy,
          deliveredEnergy: delivered))
    }
  }

  private mutating func fillGroups(
    over length: TimeSpan, measuredTo end: Instant, _ last: Snapshot
  ) {
    var chargers = last.station.chargers.map { _ in PartState() }
    for member in members {
      // A `config` event may have removed the charger.
      let charger = last.station.index(ofCharger: member.name.connectorId.chargerId)
      if let charger { chargers[charger].activeSessions += 1 }
    }
    let counts = last.station.sums(of: chargers).map(\.activeSessions)
    tick.groups.removeAll(keepingCapacity: true)
    for (place, group) in last.station.groups.enumerated() {
      let delivered = energy(of: parts[place], at: end, last)
      let energy = delivered - (partEnergyAtStart[group.id] ?? .zero)
      tick.groups.append(
        ResultTick.GroupRow(
          groupId: group.id, maxPower: group.maxPower, activeSessions: counts[place],
          allocatedPower: energy.meanPower(over: length), energy: energy,
          deliveredEnergy: delivered))
    }
  }

  private mutating func fillConnectors(
    over length: TimeSpan, measuredTo end: Instant, _ last: Snapshot
  ) {
    var energies: [ConnectorID: Energy] = [:]
    for member in members {
      energies[member.name.connectorId, default: .zero] +=
        energy(of: member, at: end, last) - member.energyAtStart
    }
    tick.takeConnectors(of: last.station)
    for place in tick.connectors.indices {
      let energy = energies[tick.connectors[place].connectorId] ?? .zero
      tick.connectors[place].allocatedPower = energy.meanPower(over: length)
    }
  }
}
