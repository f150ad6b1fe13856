/// Applies events in the buffer into which they were read, without making a ``SessionEvent``.
///
/// It applies reports and stops of active sessions, and starts without a problem. It gives up on
/// any other event before it changes anything, and `apply(_:)` of a ``SessionEvent`` then does all
/// of the work.
///
/// Part of the fast path (``FastPath/events``); may be deleted.
extension Replay {
  /// Applies the event in a buffer.
  ///
  /// Inlined into the one function that calls it, `Simulation.apply`, because a second call costs
  /// each event 16 instructions.
  ///
  /// - Parameter event: Not changed; `inout`, because any other way to pass it costs a copy.
  @inline(__always)
  package mutating func apply(_ event: inout FastEventBuffer) throws(EventProblem) {
    if event.form == .fast {
      // Sessions that end by themselves at this moment end before the event, refused or not.
      if let nextMoment, nextMoment <= event.time { enterApart(event.time) }
      if applyFast(event.fast) { return }
      if event.fast.kind == .start, startAnyFast(&event) { return }
    }
    try apply(event.event)
  }

  /// Applies an event, or returns false and changes nothing if it is left to the general path.
  @inline(__always)
  private mutating func applyFast(_ event: borrowing FastEvent) -> Bool {
    if event.kind == .start { return startFast(event) }
    guard !event.namesConnector, let slot = sessions.slot(ofSession: event.sessionId) else {
      return false
    }
    openTick(at: event.time)
    if event.kind == .stop {
      stop(slot: slot)
    } else {
      report(event.consumedPower, maximum: event.vehicleMaxPower, slot: slot, at: event.time)
    }
    return true
  }

  /// Plugs a vehicle without wishes in at the connector that it names, or returns false and changes
  /// nothing if the connector is not free or a vehicle waits.
  @inline(__always)
  private mutating func startFast(_ event: borrowing FastEvent) -> Bool {
    guard !event.statesWishes, waiting.isEmpty, !options.waitsForNamedConnector,
      let charger = station.index(ofCharger: event.chargerId),
      1...station.chargers[charger].connectors.count ~= event.idx,
      freeConnectors.isFree(event.idx, at: charger),
      let maxPower = event.vehicleMaxPower, let slot = sessions.reserve(event.sessionId)
    else { return false }
    // The slot stays free until it is filled below: no session begins in `openTick`.
    openTick(at: event.time)
    startEvents += 1
    startedSessions += 1
    begunSessions += 1
    let id = Identifier(event.sessionId)
    let connector = ConnectorID(chargerId: Identifier(event.chargerId), idx: event.idx)
    sessions.insert(
      id, slot: slot, connection(connector, charger: charger), from: event.time,
      vehicleMaxPower: maxPower, isRecorded: options.recordsStays)
    take(event.idx, at: charger)
    insertDemand(slot: slot)
    reallocateAlone(slot: slot)
    return true
  }

  /// Starts a session or a wait, or returns false and changes nothing if the general path has to
  /// report a problem.
  ///
  /// - Parameter event: Not changed.
  @inline(never)
  private mutating func startAnyFast(_ event: inout FastEventBuffer) -> Bool {
    var charger: Int?
    if event.fast.namesConnector {
      guard let index = station.index(ofCharger: event.fast.chargerId),
        1...station.chargers[index].connectors.count ~= event.fast.idx
      else { return false }
      if !options.waitsForNamedConnector {
        guard freeConnectors.isFree(event.fast.idx, at: index) else { return false }
        charger = index
      }
    }
    let id = event.fast.sessionId
    guard sessions.slot(ofSession: id) == nil, waiting.isEmpty || !waiting.contains(id),
      let arrival = Arrival(event.fast, event.wishes)
    else { return false }
    startEvents += 1
    admit(arrival, charger: charger, at: event.time)
    return true
  }
}
