/// Regular intervals made from ticks: the energy and the mean power of each, exactly.
///
/// Intervals are multiples of their length, counted from the scale's origin. They run from the one
/// that contains the first tick to the one that contains the end. Limits and reasons are those in
/// force just before an interval ends; a session that ended within it is shown as it last was.
public struct IntervalMeter: Sendable {
  private let length: TimeSpan
  private let origin: Instant
  private let level: ResultLevel
  /// The start of the interval that is being filled.
  private var start: Instant?
  /// The sessions that have been active in the interval, in the order they started.
  private var members: [Member] = []
  private var last: Snapshot?
  private var stationEnergyAtStart = Energy.zero
  private var chargerEnergyAtStart: [Identifier: Energy] = [:]

  /// A session in the interval.
  private struct Member {
    /// As the last tick showed it.
    var session: Session
    /// What it had drawn when the interval began.
    var energyAtStart: Energy
    var isActive = true
  }

  /// The station as the last tick showed it.
  private struct Snapshot {
    var time: Instant
    let station: StationConfig
    let gridCapacity: Power
    let allocatedPower: Power
    let stopReason: StopReason?
    let waitingSessions: Int
    var deliveredEnergy: Energy
    var chargers: [ChargerState]
  }

  /// Creates a meter.
  ///
  /// - Parameters:
  ///   - length: The length of an interval; positive.
  ///   - scale: How the timeline states times, which tells where intervals are counted from.
  ///   - level: What a row is about.
  public init(length: TimeSpan, scale: TimeScale, level: ResultLevel) {
    precondition(length.milliseconds > 0, "an interval must have a length")
    self.length = length
    self.level = level
    origin = scale.intervalOrigin
  }

  /// Takes the next tick of a replay, and hands over the intervals that end before it or with it.
  ///
  /// - Complexity: O(active sessions) a tick and an interval.
  public mutating func take<Failure>(
    _ replay: Replay, emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    guard let time = replay.time else { return }
    try close(until: time, replay, emit)
    if start == nil { start = intervalStart(containing: time) }
    for departure in replay.departures {
      if let session = departure.session { end(session, at: time) }
    }
    update(from: replay)
    noteAddedChargers(replay)
    last = Snapshot(
      time: time, station: replay.station, gridCapacity: replay.gridCapacity,
      allocatedPower: replay.allocatedPower, stopReason: replay.stopReason,
      waitingSessions: replay.waitingVehicles.count, deliveredEnergy: replay.deliveredEnergy,
      chargers: replay.chargers)
  }

  /// Hands over the remaining intervals.
  ///
  /// - Parameters:
  ///   - replay: The replay at its end.
  /// - until: The moment at which it ends, which is not part of it; nil where it ends with the last
  ///   tick, which is. - emit: Takes an interval.
  public mutating func finish<Failure>(
    _ replay: Replay, until: Instant?, emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    guard let end = until ?? last?.time else { return }
    try close(until: end, replay, emit)
    guard let last, let start, until == nil || start < end else { return }
    try emit(interval(from: start, measuredTo: end, last))
  }

  private func intervalStart(containing time: Instant) -> Instant {
    let offset = time.milliseconds - origin.milliseconds
    var count = offset / length.milliseconds
    if count * length.milliseconds > offset { count -= 1 }
    return Instant(milliseconds: origin.milliseconds + count * length.milliseconds)
  }

  /// Hands over the intervals that end at `time`, where the replay is, or before.
  private mutating func close<Failure>(
    until time: Instant, _ replay: Replay, _ emit: (ResultTick) throws(Failure) -> Void
  ) throws(Failure) {
    while let last, let start, start + length < time {
      try emit(interval(from: start, measuredTo: start + length, last))
      begin(at: start + length, last)
    }
    // Here the replay knows better: a vehicle that has its energy now has not drawn all that its
    // last millisecond offered.
    measure(replay, at: time)
    if let last, let start, start + length == time {
      try emit(interval(from: start, measuredTo: time, last))
      begin(at: time, last)
    }
  }

  /// Brings the energies, but nothing else, up to where the replay is.
  private mutating func measure(_ replay: Replay, at time: Instant) {
    guard var last else { return }
    last.time = time
    last.deliveredEnergy = replay.deliveredEnergy
    for (index, charger) in last.station.chargers.enumerated() {
      last.chargers[index].deliveredEnergy = replay.deliveredEnergy(ofCharger: charger.id)
    }
    self.last = last
    var place = 0
    for session in replay.activeSessions {
      while place < members.count, members[place].session.startOrder < session.startOrder {
        place += 1
      }
      if place < members.count, members[place].session.startOrder == session.startOrder {
        members[place].session.deliveredEnergy = session.deliveredEnergy
      }
    }
    for departure in replay.departures {
      if let session = departure.session, let place = self.place(of: session.startOrder) {
        members[place].session.deliveredEnergy = session.deliveredEnergy
      }
    }
  }

  /// Begins an interval at a moment that no tick is before.
  private mutating func begin(at time: Instant, _ last: Snapshot) {
    start = time
    members.removeAll { !$0.isActive }
    for index in members.indices {
      members[index].energyAtStart = energy(of: members[index], at: time, last)
    }
    stationEnergyAtStart =
      last.deliveredEnergy + Energy(last.allocatedPower, over: time - last.time)
    // A charger that is gone by now has no entry; it gets one if it comes back.
    chargerEnergyAtStart.removeAll(keepingCapacity: true)
    guard level == .charger else { return }
    for (charger, state) in zip(last.station.chargers, last.chargers) {
      chargerEnergyAtStart[charger.id] = energy(of: state, at: time, last)
    }
  }

  private mutating func end(_ session: Session, at time: Instant) {
    guard let place = place(of: session.startOrder) else { return }  // it never drew anything
    if time == start {
      members.remove(at: place)
    } else {
      members[place].session.deliveredEnergy = session.deliveredEnergy
      members[place].isActive = false
    }
  }

  private mutating func update(from replay: Replay) {
    var place = 0
    for session in replay.activeSessions {
      while place < members.count, members[place].session.startOrder < session.startOrder {
        place += 1
      }
      if place < members.count, members[place].session.startOrder == session.startOrder {
        members[place].session = session
      } else {
        members.append(Member(session: session, energyAtStart: session.deliveredEnergy))
      }
    }
  }

  /// Notes what chargers that have been added had delivered before the interval.
  private mutating func noteAddedChargers(_ replay: Replay) {
    guard level == .charger else { return }
    for (charger, state) in zip(replay.station.chargers, replay.chargers)
    where chargerEnergyAtStart[charger.id] == nil {
      chargerEnergyAtStart[charger.id] = state.deliveredEnergy
    }
  }

  private func place(of startOrder: Int) -> Int? {
    members.firstIndex { $0.session.startOrder == startOrder }
  }

  // MARK: Results

  private func energy(of member: Member, at time: Instant, _ last: Snapshot) -> Energy {
    guard member.isActive else { return member.session.deliveredEnergy }
    return member.session.deliveredEnergy
      + Energy(member.session.allocatedPower, over: time - last.time)
  }

  private func energy(of charger: ChargerState, at time: Instant, _ last: Snapshot) -> Energy {
    charger.deliveredEnergy + Energy(charger.allocatedPower, over: time - last.time)
  }

  private func interval(
    from start: Instant, measuredTo end: Instant, _ last: Snapshot
  ) -> ResultTick {
    let delivered = last.deliveredEnergy + Energy(last.allocatedPower, over: end - last.time)
    let energy = delivered - stationEnergyAtStart
    return ResultTick(
      time: start, gridCapacity: last.gridCapacity,
      allocatedPower: energy.meanPower(over: length), stopReason: last.stopReason,
      activeSessions: members.count, waitingSessions: last.waitingSessions, energy: energy,
      deliveredEnergy: delivered,
      rows: rows(measuredTo: end, last))
  }

  private func rows(measuredTo end: Instant, _ last: Snapshot) -> ResultTick.Rows {
    switch level {
    case .session:
      return .sessions(members.map { sessionRow($0, measuredTo: end, last) })
    case .charger:
      var counts: [Identifier: Int] = [:]
      for member in members { counts[member.session.connectorId.chargerId, default: 0] += 1 }
      return .chargers(
        zip(last.station.chargers, last.chargers).map { charger, state in
          let delivered = self.energy(of: state, at: end, last)
          let energy = delivered - (chargerEnergyAtStart[charger.id] ?? .zero)
          return ResultTick.ChargerRow(
            chargerId: charger.id, maxPower: charger.maxPower,
            activeSessions: counts[charger.id] ?? 0,
            allocatedPower: energy.meanPower(over: length), energy: energy,
            deliveredEnergy: delivered)
        })
    case .station:
      return .station
    case .connector:
      var energies: [ConnectorID: Energy] = [:]
      for member in members {
        energies[member.session.connectorId, default: .zero] +=
          energy(of: member, at: end, last) - member.energyAtStart
      }
      return .connectors(last.station, energies.mapValues { $0.meanPower(over: length) })
    }
  }

  private func sessionRow(
    _ member: Member, measuredTo end: Instant, _ last: Snapshot
  ) -> ResultTick.SessionRow {
    var session = member.session
    session.deliveredEnergy = energy(of: member, at: end, last)
    let energy = session.deliveredEnergy - member.energyAtStart
    return ResultTick.SessionRow(
      session: session, allocatedPower: energy.meanPower(over: length), energy: energy)
  }
}
