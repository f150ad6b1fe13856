/// What the events do that most timelines consist of: the same as any event, but done with what has
/// been read, of which no event is made.
extension Replay {
  /// Applies an event that has been read.
  ///
  /// - Parameter event: Left as it is; looked at in its place, because handing it on costs a copy.
  package mutating func apply(_ event: inout FastEventBuffer) throws(EventProblem) {
    if event.form == .plain {
      // What ends by itself at this very moment does so before the event, refused or not.
      if let nextMoment, nextMoment <= event.time { enterApart(event.time) }
      if applyFast(event.plain) { return }
    }
    try apply(event.event)
  }

  /// Applies a plain event, or returns false where anything stands in its way or has to be looked
  /// at, and leaves all as it was.
  @inline(__always)
  private mutating func applyFast(_ event: borrowing FastEvent) -> Bool {
    if event.kind == .start { return startFast(event) }
    guard !event.namesConnector, let slot = sessions.slot(ofSession: event.sessionId) else {
      return false
    }
    openTick(at: event.time)
    if event.kind == .stop {
      end(slot: slot)
    } else {
      report(event.consumedPower, maximum: event.vehicleMaxPower, slot: slot, at: event.time)
    }
    return true
  }

  /// Plugs a vehicle in at the connector that it names, if that is free and nobody waits.
  @inline(__always)
  private mutating func startFast(_ event: borrowing FastEvent) -> Bool {
    guard waiting.isEmpty, !options.waitsForNamedConnector,
      let charger = station.index(ofCharger: event.chargerId),
      1...station.chargers[charger].connectors.count ~= event.idx,
      freeConnectors.isFree(event.idx, at: charger),
      let maxPower = event.vehicleMaxPower, let slot = sessions.reserve(event.sessionId)
    else { return false }
    // Nobody takes the slot by then: what ends by itself before the event has ended.
    openTick(at: event.time)
    startEvents += 1
    startedSessions += 1
    begunSessions += 1
    let id = Identifier(event.sessionId)
    _ = departed.remove(id)
    let connector = ConnectorID(chargerId: Identifier(event.chargerId), idx: event.idx)
    sessions.insert(
      id, slot: slot, connection(connector, charger: charger), from: event.time,
      vehicleMaxPower: maxPower, isRecorded: options.recordsStays)
    take(event.idx, at: charger)
    insertDemand(slot: slot)
    reallocateAlone(slot: slot)
    return true
  }
}
