/// Loads, temporary limits and the battery behind the grid connection.
extension Replay {
  /// The source of the limits of the timeline's own events.
  private static var timelineSource: Int { -1 }

  /// Applies an event of a profile.
  ///
  /// A limit of something that the station does not have any more has no effect, but makes a tick.
  ///
  /// - Precondition: As for ``apply(_:)-(SessionEvent)``.
  package mutating func apply(_ event: SiteEvent) {
    if let nextMoment, nextMoment <= event.time { enterApart(event.time) }
    openTick(at: event.time)
    switch event.kind {
    case .load(let id, let power): setLoad(id, power)
    case .limit(let target, let power):
      if let place = try? target.place(in: station) {
        setLimit(power, source: event.source, at: place)
      }
    }
  }

  mutating func apply(_ load: SessionEvent.Load, at time: Instant) {
    openTick(at: time)
    setLoad(load.loadId, load.power)
  }

  mutating func apply(_ limit: SessionEvent.Limit, at time: Instant) throws(EventProblem) {
    let place = try limit.target.place(in: station)
    openTick(at: time)
    setLimit(limit.maxPower, source: Self.timelineSource, at: place)
  }

  private mutating func setLoad(_ id: Identifier, _ power: Power) {
    supply.setLoad(id, power)
    if tick == 0 { showsSite = true }
    noteSupply()
    reallocateAll()
  }

  private mutating func setLimit(_ power: Power?, source: Int, at place: LimitTarget.Place) {
    switch place {
    case .grid:
      gridLimits.set(power, source: source)
      supply.gridLimit = gridLimits.lowest
    case .chargers(let places):
      for charger in places {
        let id = config.chargers[charger].id
        limits.set(power, source: source, ofCharger: id)
        limit(charger: charger)
      }
      // Chargers are built into the request.
      requestChanges = Self.mostRequestChanges + 1
    case .group(let group):
      limits.set(power, source: source, ofGroup: config.groups[group].id)
      limit(group: group)
      requestChanges = Self.mostRequestChanges + 1
    }
    updateLimitMaxima()
    noteSupply()
    reallocateAll()
  }

  /// Puts the lower of a charger's maximum and its temporary limit in force.
  private mutating func limit(charger: Int) {
    let most = config.chargers[charger].maxPower
    let power = min(most, limits.lowest(ofCharger: config.chargers[charger].id) ?? most)
    station.setMaxPower(power, ofCharger: charger)
    note(MaximumChange(part: .charger(charger), maxPower: power))
  }

  private mutating func limit(group: Int) {
    let most = config.groups[group].maxPower
    let power = min(most, limits.lowest(ofGroup: config.groups[group].id) ?? most)
    station.setMaxPower(power, ofGroup: group)
    note(MaximumChange(part: .group(group), maxPower: power))
  }

  private mutating func updateLimitMaxima() {
    limitMaxima = limits.maxima(
      config, grid: gridLimits.lowest, keepsGroups: keepsGridCapacity)
    hasLimits = !limitMaxima.isEmpty
    updateFlags()
  }

  /// Puts the limits and the battery of a new config in force, after `station` has been replaced.
  mutating func replaceSite() {
    supply.setBattery(config.battery)
    limits.removeUnknown(config)
    if !limits.isEmpty {
      for charger in config.chargers.indices { limit(charger: charger) }
      for group in config.groups.indices { limit(group: group) }
    }
    updateLimitMaxima()
  }

  /// Tells the request that the supply has changed.
  mutating func noteSupply() {
    request.gridCapacity = supply.limit
    isStale = true
  }

  // MARK: Ticks

  /// Updates whether the battery can give, when a tick begins.
  @inline(never)
  mutating func updateBattery() {
    let former = supply.limit
    let hasRunOut = supply.updateBattery()
    if supply.limit != former { noteSupply() }
    if hasRunOut { mustReallocate = true }
  }

  /// In `on-update` mode: gives every session its share if the battery has run out at this moment.
  mutating func reallocateAfterBattery() {
    guard mustReallocate else { return }
    mustReallocate = false
    reallocateAll()
  }

  /// Notes whether the grid connection keeps a session from more, and names temporary limits as the
  /// limits of the sessions that they keep from more.
  @inline(never)
  mutating func noteTemporaryLimits() {
    isGridBinding = sessions.activeStates.contains { $0.limitedBy == .grid }
    guard hasLimits else { return }
    let isGridLimited = keepsGridCapacity && supply.isGridLimited
    for place in sessions.states.indices where !sessions.states[place].isVacant {
      let slot = sessions.states[place].slot
      switch sessions.states[place].limitedBy {
      case .charger:
        let charger = sessions.details[slot].connection.charger
        if station.isLimited(charger: charger, below: config) {
          sessions.setTemporaryLimit(slot: slot)
        }
      case .group:
        let group = sessions.limitingGroup(slot: slot)
        if station.isLimited(group: group, below: config) {
          sessions.setTemporaryLimit(slot: slot, ofGroup: group)
        }
      case .grid: if isGridLimited { sessions.setTemporaryLimit(slot: slot) }
      default: break
      }
    }
  }

  // MARK: The end of the vehicles' part

  /// The next time at which vehicles change something by themselves; nil for never.
  var nextVehicleMoment: Instant? { nextMoment == nil ? nil : nextOwnMoment }

  /// Whether a session that has no departure still wants energy and is offered nothing.
  ///
  /// It then has no end by itself until more power is there.
  var hasStuckSession: Bool {
    sessions.activeStates.contains { state in
      let details = sessions.details[state.slot]
      return state.allocatedPower == .zero && details.target != nil && !details.isDone
        && details.arrival.departureTime == nil
    }
  }

  /// Ends the part of the run that has vehicles; loads and battery go on.
  ///
  /// Vehicles that are still there draw no more. What the battery does then is decided anew,
  /// without a tick.
  ///
  /// - Precondition: `nextTick(before:)` has returned false for `moment`.
  mutating func endVehicles(at moment: Instant) {
    drawUntil(moment)
    leftStays = openStays
    vehiclesEnd = moment
    if hasBattery { updateBattery() }
    mustReallocate = false
    for slot in sessions.slots { end(slot: slot) }
    departures.removeAll()
    waiting = WaitingLine()
    settle(at: moment)
  }
}
