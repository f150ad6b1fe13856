/// Measures the bound of a run's energy, tick by tick.
///
/// A *stay* is the time in which a vehicle could be charged, which may go on after its session.
/// A bound needs the whole stay of each vehicle, which does not depend on how the power is shared:
/// it ends at the departure or the stop of the timeline, even if the vehicle left earlier because
/// it was done. Moments without a stay split the run into stretches with a network each, so that
/// memory follows the busiest stretch.
struct BoundMeter: Sendable {
  private let until: Instant?
  private let clock: OutputClock
  private var bound = EnergyBound()
  private var stretch = BoundStretch()
  /// Whether a stretch has had more pairs than ``BoundStretch/mostPairs``.
  private(set) var isTooLarge = false
  private var changesGridCapacity = false
  /// The highest power of all loads so far.
  private var highestLoad = Power.zero
  /// The smallest grid capacity that the stretches so far need.
  private var neededCapacity = Power.zero
  /// The number of `config` events so far.
  private var configs = 0
  /// The number of vehicles at the last tick.
  private var presentVehicles = 0
  /// The size of the stretch at which its pairs are counted next.
  private var checkedSize = Self.firstCheckedSize
  /// The stays that left by themselves, by id: their `stop` may still come.
  private var left: [Identifier: Int] = [:]
  /// The places of stays whose end is not known, because their `stop` may still come.
  private var endless: Set<Int> = []
  /// The end of the stays so far, except those without; nil where it has to be found anew.
  private var latestEnd: Instant?
  /// The ids that the stops of the present moment name.
  private var stops: (time: Instant?, ids: [Identifier]) = (nil, [])
  /// The highest maximum of each active session whose maximum has changed, by its start order.
  private var changedMaxima: [Int: Power] = [:]

  private static let firstCheckedSize = 1_024
  private static let never = Instant(milliseconds: .max)

  /// Creates a meter.
  ///
  /// - Parameters:
  ///   - until: The end of the run, which is not part of it; nil if there is none.
  ///   - clock: The way in which times of bottlenecks are stated.
  init(until: Instant? = nil, clock: OutputClock = .seconds) {
    self.until = until
    self.clock = clock
  }

  /// Takes note of an event, before the replay applies it.
  mutating func note(_ event: SessionEvent, _ replay: borrowing Replay) {
    guard case .stop(let reference) = event.kind, let id = reference.sessionId else { return }
    if stops.time != event.time { stops = (event.time, []) }
    stops.ids.append(id)
    // A session that has the id now comes before one that has left.
    guard let place = left[id], replay.sessions.slot(ofSession: id) == nil,
      !replay.waiting.contains(id)
    else { return }
    left[id] = nil
    end(place, at: event.time)
  }

  /// Ends the stay of a vehicle that has left by itself, unless it has ended before.
  private mutating func end(_ place: Int, at time: Instant) {
    if time < stretch.stays[place].end { stretch.stays[place].end = time }
    endless.remove(place)
    latestEnd = nil
  }

  /// Takes the next tick.
  ///
  /// - Complexity: O(active sessions); at the end of a stretch the maximum flows of its network.
  mutating func take(_ replay: borrowing Replay) {
    guard let time = replay.time, !isTooLarge else { return }
    if presentVehicles == 0, endless.isEmpty, !stretch.stays.isEmpty {
      let end = latestEnd ?? stretch.end ?? time
      latestEnd = end
      // A vehicle that arrives at the end of the last stay leaves no moment without one.
      if end < time { finishStretch() }
    }
    noteLimits(replay, at: time)
    noteMaxima(replay)
    for departure in replay.departures { take(departure, replay) }
    presentVehicles = replay.sessions.slots.count + replay.waiting.count
    if stretch.stays.count + stretch.limits.count > checkedSize { checkSize() }
  }

  /// Ends the run and returns its bound; nil if a stretch was too large.
  mutating func finish(_ replay: borrowing Replay) -> EnergyBound? {
    if !isTooLarge {
      let end = replay.vehiclesEnd ?? replay.endTime ?? replay.time ?? Instant(milliseconds: 0)
      for stay in replay.openStays { take(stay, replay) }
      bound.reasons.noEnd = endless.count
      for place in endless.sorted() { stretch.stays[place].end = end }
      endless = []
      stretch.stays.removeAll { $0.end <= $0.start }
      finishStretch()
    }
    if isTooLarge { return nil }
    if !changesGridCapacity, bound.reasons.noEnd == 0 {
      bound.gridCapacity = max(neededCapacity, highestLoad)
    }
    bound.clock = clock
    bound.isComparable = replay.keepsGridCapacity
    bound.bottlenecks.sortByEnergy()
    return bound
  }

  // MARK: Ticks

  private mutating func noteLimits(_ replay: borrowing Replay, at time: Instant) {
    let (supply, config) = (replay.supply, replay.config)
    highestLoad = max(highestLoad, supply.loadPower)
    let last = stretch.limits.last
    if let last, last.gridCapacity != supply.gridCapacity { changesGridCapacity = true }
    let isNewConfig = last == nil || replay.configs != configs
    configs = replay.configs
    if isNewConfig { endStays(without: config, at: time) }
    let changes = isNewConfig ? replay.temporaryMaxima : replay.maximumChanges
    if let last, !isNewConfig, changes.isEmpty, last.gridCapacity == supply.gridCapacity,
      last.gridLimit == supply.gridLimit, last.loadPower == supply.loadPower
    {
      return
    }
    stretch.append(
      BoundStretch.Limits(
        time: time, config: config, isNewConfig: isNewConfig, changes: changes,
        gridCapacity: supply.gridCapacity, gridLimit: supply.gridLimit,
        loadPower: supply.loadPower))
    // Nobody was there while the limits before held.
    if presentVehicles == 0, stretch.stays.isEmpty { stretch.forgetLimits() }
  }

  /// Ends the stays of vehicles that have left by themselves where a config has removed their
  /// connectors.
  private mutating func endStays(without station: StationConfig, at time: Instant) {
    if left.isEmpty { return }
    left = left.filter { stretch.stays[$0.value].end > time }
    for (id, place) in left where !station.has(stretch.stays[place].choice) {
      left[id] = nil
      end(place, at: time)
    }
  }

  private mutating func noteMaxima(_ replay: borrowing Replay) {
    for state in replay.sessions.activeStates {
      let details = replay.sessions.details[state.slot]
      let (power, stated) = (details.arrival.vehicleMaxPower, details.arrival.statedMaxPower)
      if power == stated { continue }
      let order = details.connection.startOrder
      changedMaxima[order] = max(changedMaxima[order] ?? stated, power)
    }
  }

  /// Returns the highest maximum that a vehicle has had, and whether it was always the same.
  private mutating func maximum(of stay: Departure) -> (highest: Power, isConstant: Bool) {
    let (stated, last) = (stay.arrival.statedMaxPower, stay.arrival.vehicleMaxPower)
    let changed = stay.session.flatMap { changedMaxima.removeValue(forKey: $0.startOrder) }
    return (max(changed ?? stated, last), changed == nil && last == stated)
  }

  // MARK: Stays

  private mutating func take(_ departure: Departure, _ replay: borrowing Replay) {
    let arrival = departure.arrival
    guard let requested = arrival.energyRequested else {
      bound.reasons.noTarget += 1
      return
    }
    bound.drawn += min(requested, departure.deliveredEnergy)
    let energy = min(requested, arrival.target ?? requested)
    var end = end(of: departure, in: replay.station)
    if let until, end != Self.never { end = min(end, until) }
    guard energy > .zero, arrival.time < end else { return }
    var (maximum, isConstant) = maximum(of: departure)
    if let battery = arrival.battery, let most = battery.highestPower(within: energy) {
      bound.reasons.curve += 1
      maximum = min(maximum, most)
    }
    if !isConstant { bound.reasons.maximum += 1 }
    if hasMinimum(arrival.choice, replay) { bound.reasons.minPower += 1 }
    if case .connector = arrival.choice {} else { bound.reasons.connector += 1 }
    if departure.session == nil || departure.wait.milliseconds > 0 { bound.reasons.waiting += 1 }
    let place = stretch.stays.count
    stretch.stays.append(
      BoundStretch.Stay(
        start: arrival.time, end: end, energy: energy, vehicleMaxPower: maximum,
        choice: arrival.choice))
    if end == Self.never { endless.insert(place) }
    if end > departure.time { left[arrival.id] = place }
    if let latest = latestEnd { latestEnd = max(latest, end) }
  }

  /// Returns the moment until which a vehicle could have been there, ``never`` if that is not
  /// known.
  ///
  /// - Parameter station: The station of the present tick.
  private func end(of departure: Departure, in station: StationConfig) -> Instant {
    let arrival = departure.arrival
    if departure.isOpen { return arrival.departureTime ?? Self.never }
    let leftWhenDone =
      arrival.leavesWhenDone && departure.session.map { $0.doneTime == departure.time } ?? false
    let gaveUp = departure.session == nil && arrival.waitsUntil == departure.time
    guard leftWhenDone || gaveUp else { return departure.time }
    if stops.time == departure.time, stops.ids.contains(arrival.id) { return departure.time }
    // A config of the same moment.
    if !station.has(arrival.choice) { return departure.time }
    return arrival.departureTime ?? Self.never
  }

  private func hasMinimum(_ choice: ConnectorChoice, _ replay: borrowing Replay) -> Bool {
    guard replay.hasMinimum else { return false }
    let id: Identifier
    switch choice {
    case .connector(let connector): id = connector.chargerId
    case .charger(let charger): id = charger
    case .any: return true
    }
    guard let place = replay.station.index(ofCharger: id) else { return false }
    return replay.station.chargers[place].minPower > .zero
  }

  // MARK: Stretches

  private mutating func checkSize() {
    checkedSize = max(Self.firstCheckedSize, 2 * (stretch.stays.count + stretch.limits.count))
    if stretch.pairs > BoundStretch.mostPairs { giveUp() }
  }

  private mutating func giveUp() {
    isTooLarge = true
    stretch = BoundStretch()
    left = [:]
    endless = []
  }

  private mutating func finishStretch() {
    defer {
      stretch.clear()
      left.removeAll()
      latestEnd = nil
      checkedSize = Self.firstCheckedSize
    }
    if stretch.stays.isEmpty { return }
    if stretch.pairs > BoundStretch.mostPairs { return giveUp() }
    if stretch.limits.contains(where: { $0.config.battery?.isUsable ?? false }) {
      bound.reasons.battery = 1
    }
    let intervals = stretch.takeIntervals()
    let network = BoundNetwork(intervals, grid: .inForce)
    bound.delivered += Energy(wattMilliseconds: network.total)
    network.addBottlenecks(to: &bound.bottlenecks)
    if !changesGridCapacity {
      neededCapacity = intervals.smallestGridCapacity(atLeast: neededCapacity)
    }
  }
}

extension Battery {
  /// Returns the most power that it accepts at any time while it draws an energy; nil without a
  /// curve.
  fileprivate func highestPower(within energy: Energy) -> Power? {
    guard let curve, capacity > .zero else { return nil }
    var highest = Power.zero
    // The last step is the one that the energy reaches.
    for step in step(after: .zero)...step(after: energy) {
      highest = max(highest, curve.power(inStep: step))
    }
    return highest
  }
}
