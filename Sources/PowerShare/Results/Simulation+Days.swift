/// The end of a run: the vehicles' part, and after it loads and battery up to midnight.
extension Simulation {
  /// A part of a run after the timeline's events.
  enum Phase: Equatable {
    /// There may be vehicles.
    case vehicles
    /// Loads and battery go on until that time.
    case siteOnly(until: Instant)
    /// The run has ended, at that time or with its last tick.
    case ended(at: Instant?)
  }

  /// The result of ``closingStep()``.
  package enum ClosingStep {
    /// The replay is at the next tick.
    case tick
    /// The vehicles' part has ended, and loads and battery go on.
    case vehiclesEnd
    /// Time has passed without a tick.
    case nothing
    /// The run has ended.
    case end
  }

  /// The time up to which the vehicles' part goes on by itself, or its end.
  private enum VehiclesPart {
    case goesOn(Instant)
    case ends(Instant)
  }

  /// Returns the last moment until which events of profiles have to be applied before
  /// ``closingStep()``; nil where the run has ended.
  package mutating func siteEventsEnd() -> Instant? {
    switch phase {
    case .vehicles:
      vehiclesEventsEnd()
    case .siteOnly(let end): end + TimeSpan(milliseconds: -1)
    case .ended: nil
    }
  }

  /// Returns the last moment until which the vehicles' part is known to go on as it is.
  private mutating func vehiclesEventsEnd() -> Instant {
    let end: Instant
    switch vehiclesPart() {
    case .goesOn(let moment): end = moment
    case .ends(let moment): end = moment + TimeSpan(milliseconds: -1)
    }
    // A battery that becomes empty may stop a session, so that the part ends earlier.
    guard !replay.isTickOpen, let next = replay.nextMoment else { return end }
    return min(end, next)
  }

  /// Moves on after the timeline's events, to the next tick at most.
  package mutating func closingStep() -> ClosingStep {
    switch phase {
    case .vehicles:
      switch vehiclesPart() {
      case .goesOn(let moment):
        return takeTick(before: moment + TimeSpan(milliseconds: 1)) ? .tick : .nothing
      case .ends(let end):
        return takeTick(before: end) ? .tick : endVehicles(at: end)
      }
    case .siteOnly(let end):
      if takeTick(before: end) { return .tick }
      phase = .ended(at: end)
      return .end
    case .ended: return .end
    }
  }

  /// Moves on to the next tick after the timeline's events, in a run without profiles.
  @inline(never)
  mutating func nextTickAfterEvents() -> Bool {
    while true {
      switch closingStep() {
      case .tick: return true
      case .vehiclesEnd, .nothing: continue
      case .end: return false
      }
    }
  }

  private mutating func takeTick(before time: Instant) -> Bool {
    guard replay.nextTick(before: time) else { return false }
    meter?.take(replay)
    return true
  }

  private mutating func vehiclesPart() -> VehiclesPart {
    let last = replay.options.lastMoment
    guard let now = replay.clock else { return .ends(until ?? last) }
    if replay.isTickOpen { return .goesOn(now) }
    if let moment = replay.nextVehicleMoment {
      if moment < overAt {
        if let lastMidnight, moment > lastMidnight { return .ends(lastMidnight) }
        return .goesOn(moment)
      }
      if until == nil { isCutOff = true }
    }
    if let until { return .ends(until) }
    if isCutOff { return .ends(last) }
    guard coversDays, replay.hasStuckSession else { return .ends(now) }
    // Nothing but more power ends such a session, which may come with an event of a profile.
    let midnight =
      lastMidnight
      ?? WholeDays.end(
        after: now + TimeSpan(milliseconds: 1), on: replay.options.clock, last: last)
    lastMidnight = midnight
    return .ends(midnight)
  }

  /// Ends the vehicles' part, and the run where nothing follows.
  private mutating func endVehicles(at end: Instant) -> ClosingStep {
    guard coversDays, replay.clock != nil else {
      let isTimed = until != nil || isCutOff
      phase = .ended(at: isTimed ? end : nil)
      return .end
    }
    let midnight =
      until == nil
      ? WholeDays.end(after: end, on: replay.options.clock, last: replay.options.lastMoment) : end
    guard midnight > end else {
      phase = .ended(at: end)
      return .end
    }
    replay.endVehicles(at: end)
    meter?.endVehicles(replay, at: end)
    phase = .siteOnly(until: midnight)
    return .vehiclesEnd
  }
}
