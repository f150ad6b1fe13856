import PowerShare
import Testing

/// The slow reference of a replay with requested energies.
///
/// Plain lists, computed anew at every moment at which something could change. Policy `fair`, in
/// effect at once.
struct SlowEnergyReplay {
  struct Vehicle {
    var id: String
    var start: SessionEvent.Start
    var arrival: Int
    var maximum: Int
    var connector: ConnectorID?
    var allocated = 0
    var energy = 0
    var shownMaximum = 0
    var isDone = false
  }

  struct Row: Equatable {
    var id: String
    var connector: ConnectorID
    var maximum: Int
    var allocated: Int
    var limitedBy: String
    var limitedAt: String?
    var energy: Int
  }

  /// A session that has ended.
  struct End: Equatable {
    var id: String
    var time: Int
    var energy: Int
    var hadConnector: Bool
  }

  struct Tick: Equatable {
    var time: Int
    var stopReason: String?
    var sessions: [Row]
    var waiting: [String]
    var ends: [End]
  }

  let options: ReplayOptions
  private(set) var station: StationConfig
  private(set) var ticks: [Tick] = []
  private var grid: Int
  private var now = 0
  private var hasNews = false
  private var active: [Vehicle] = []
  private var line: [Vehicle] = []
  private var ends: [End] = []
  private var gone: Set<String> = []

  init(_ station: StationConfig, _ options: ReplayOptions) {
    self.station = station
    self.options = options
    grid = station.gridCapacity.watts
  }

  // MARK: Time

  /// Advances to a moment, with the changes that no event causes there; nil advances until nothing
  /// changes any more.
  mutating func advance(to time: Int?) {
    // Everything at one moment belongs to one tick, which ends when time advances.
    if time != now { finishTick() }
    while let moment = nextMoment(), time.map({ moment < $0 }) ?? true {
      pass(to: moment)
      finishTick()
    }
    if let time, time > now { pass(to: time) }
  }

  /// Returns the next moment at which something could change.
  private func nextMoment() -> Int? {
    var moments: [Int] = []
    for vehicle in active {
      if let departure = vehicle.start.departureTime { moments.append(departure.milliseconds) }
      guard vehicle.allocated > 0, !vehicle.isDone else { continue }
      func reach(_ energy: Int) {
        let missing = energy - vehicle.energy
        if missing > 0 {
          moments.append(now + (missing + vehicle.allocated - 1) / vehicle.allocated)
        }
      }
      if let target = vehicle.target { reach(target) }
      if let battery = vehicle.battery {
        // Every whole percent, even if it changes nothing.
        for percent in 1...100 {
          reach((battery.capacity * percent + 99) / 100 - battery.initial)
        }
      }
    }
    for vehicle in line { if let end = vehicle.endOfWait { moments.append(end) } }
    return moments.filter { $0 > now }.min()
  }

  private mutating func pass(to moment: Int) {
    for place in active.indices {
      let drawn = active[place].allocated * (moment - now)
      active[place].energy = min(active[place].energy + drawn, active[place].target ?? .max)
    }
    now = moment
    for id in active.map(\.id) {
      guard let place = active.firstIndex(where: { $0.id == id }) else { continue }
      finishIfServed(place)
      guard let place = active.firstIndex(where: { $0.id == id }) else { continue }
      if let departure = active[place].start.departureTime, departure.milliseconds <= now {
        hasNews = true
        leave(place)
      } else if active[place].acceptedPower != active[place].shownMaximum {
        hasNews = true
        active[place].shownMaximum = active[place].acceptedPower
      }
    }
    if line.contains(where: { $0.endOfWait.map { $0 <= moment } ?? false }) { hasNews = true }
  }

  private mutating func finishIfServed(_ place: Int) {
    guard !active[place].isDone, let target = active[place].target,
      active[place].energy >= target
    else { return }
    hasNews = true
    active[place].isDone = true
    let start = active[place].start
    if start.leavesWhenDone ?? (start.departureTime == nil) { leave(place) }
  }

  private mutating func leave(_ place: Int) {
    gone.insert(active[place].id)
    end(active.remove(at: place))
  }

  private mutating func end(_ vehicle: Vehicle) {
    ends.append(
      End(
        id: vehicle.id, time: now, energy: vehicle.energy,
        hadConnector: vehicle.connector != nil))
  }

  // MARK: Events

  /// Applies an event at its time; returns false if it cannot be applied.
  mutating func apply(_ event: SessionEvent) -> Bool {
    switch event.kind {
    case .start(let start): return begin(start)
    case .powerUpdate(let update):
      guard case .session(let id) = update.session,
        let place = active.firstIndex(where: { $0.id == id.text })
      else { return false }
      if let maximum = update.vehicleMaxPower { active[place].maximum = maximum.watts }
      if update.consumedPower.watts < active[place].allocated {
        active[place].maximum = update.consumedPower.watts
      }
      active[place].shownMaximum = active[place].acceptedPower
    case .stop(let reference):
      guard case .session(let id) = reference else { return false }
      if let place = active.firstIndex(where: { $0.id == id.text }) {
        end(active.remove(at: place))
      } else if let place = line.firstIndex(where: { $0.id == id.text }) {
        end(line.remove(at: place))
      } else if gone.remove(id.text) == nil {
        return false
      }
    case .gridCapacity(let power): grid = power.watts
    case .load, .limit: preconditionFailure("no test of this replay has loads or limits")
    case .config(let new): replace(new)
    }
    hasNews = true
    return true
  }

  private mutating func replace(_ new: StationConfig) {
    station = new
    grid = new.gridCapacity.watts
    let connectors = connectors
    for vehicle in active where !connectors.contains(where: { $0 == vehicle.connector }) {
      gone.insert(vehicle.id)
      end(vehicle)
    }
    active.removeAll { vehicle in !connectors.contains { $0 == vehicle.connector } }
    for vehicle in line where !connectors.contains(where: vehicle.canUse) {
      gone.insert(vehicle.id)
      end(vehicle)
    }
    line.removeAll { vehicle in !connectors.contains(where: vehicle.canUse) }
  }

  /// Every connector of the station.
  private var connectors: [ConnectorID] {
    station.chargers.flatMap { charger in
      (1...charger.connectors.count).map { ConnectorID(chargerId: charger.id, idx: $0) }
    }
  }

  private mutating func begin(_ start: SessionEvent.Start) -> Bool {
    let id = start.sessionId?.text ?? ""
    var vehicle = Vehicle(
      id: id, start: start, arrival: now, maximum: start.vehicleMaxPower?.watts ?? 0)
    vehicle.shownMaximum = vehicle.acceptedPower
    if (active + line).contains(where: { $0.id == id }) { return false }
    if !connectors.contains(where: vehicle.canUse) { return false }
    var free = freeConnectors(for: vehicle)
    if case .connector = start.connector, !options.waitsForNamedConnector {
      if free.isEmpty { return false }
    } else {
      free = free.filter { connector in !line.contains { $0.canUse(connector) } }
    }
    hasNews = true
    gone.remove(id)
    line.append(vehicle)
    if let connector = free.first { plugIn(line.count - 1, connector) }
    return true
  }

  private mutating func plugIn(_ place: Int, _ connector: ConnectorID) {
    var vehicle = line.remove(at: place)
    vehicle.connector = connector
    active.append(vehicle)
    finishIfServed(active.count - 1)
  }

  /// Returns the free connectors that a vehicle could use, the best one first.
  private func freeConnectors(for vehicle: Vehicle) -> [ConnectorID] {
    func sessions(_ charger: Charger) -> Int {
      active.filter { $0.connector?.chargerId == charger.id }.count
    }
    var free: [(sessions: Int, place: Int, connector: ConnectorID)] = []
    for charger in station.chargers {
      for idx in 1...charger.connectors.count {
        let connector = ConnectorID(chargerId: charger.id, idx: idx)
        if vehicle.canUse(connector), !active.contains(where: { $0.connector == connector }) {
          free.append((sessions(charger), free.count, connector))
        }
      }
    }
    return free.sorted { ($0.sessions, $0.place) < ($1.sessions, $1.place) }.map(\.connector)
  }

  // MARK: Ticks

  private mutating func finishTick() {
    guard hasNews else { return }
    for id in line.map(\.id) {
      guard let place = line.firstIndex(where: { $0.id == id }) else { continue }
      if let departure = line[place].start.departureTime, departure.milliseconds <= now {
        continue
      }
      if let connector = freeConnectors(for: line[place]).first { plugIn(place, connector) }
    }
    for vehicle in line where vehicle.endOfWait.map({ $0 <= now }) ?? false {
      gone.insert(vehicle.id)
      end(vehicle)
    }
    line.removeAll { $0.endOfWait.map { $0 <= now } ?? false }
    let shares = fairShare()
    for place in active.indices {
      active[place].allocated = shares.allocation[known: active[place].id]
    }
    ticks.append(
      Tick(
        time: now, stopReason: shares.stopReason, sessions: active.compactMap(row),
        waiting: line.map(\.id), ends: ends))
    ends = []
    hasNews = false
  }

  private func fairShare() -> SlowTreeShare {
    let limits = PlainGroups(station).limits
    var maximum: [String: Int] = [:]
    var charger: [String: String] = [:]
    var weight: [String: Int] = [:]
    for vehicle in active {
      maximum[vehicle.id] = usablePower(vehicle)
      charger[vehicle.id] = vehicle.connector?.chargerId.text
      weight[vehicle.id] = vehicle.start.weight
    }
    return SlowTreeShare(
      grid: grid, step: options.step.watts, limits: limits, maximumOfVehicle: maximum,
      chargerOfVehicle: charger, weightOfVehicle: weight)
  }

  private func charger(_ vehicle: Vehicle) -> Charger {
    station.chargers.filter { $0.id == vehicle.connector?.chargerId }[0]
  }

  private func connectorMaximum(_ vehicle: Vehicle) -> Int? {
    vehicle.connector.flatMap { charger(vehicle).connectors.maxPower(of: $0.idx)?.watts }
  }

  private func usablePower(_ vehicle: Vehicle) -> Int {
    vehicle.isDone ? 0 : min(vehicle.acceptedPower, connectorMaximum(vehicle) ?? .max)
  }

  private func row(_ vehicle: Vehicle) -> Row? {
    guard let connector = vehicle.connector else { return nil }
    let (limit, group) = limit(vehicle)
    return Row(
      id: vehicle.id, connector: connector, maximum: vehicle.acceptedPower,
      allocated: vehicle.allocated, limitedBy: limit, limitedAt: group, energy: vehicle.energy)
  }

  private func limit(_ vehicle: Vehicle) -> (String, String?) {
    if vehicle.isDone { return ("energy", nil) }
    if vehicle.allocated == vehicle.acceptedPower { return ("vehicle", nil) }
    if vehicle.allocated == connectorMaximum(vehicle) { return ("connector", nil) }
    let charger = charger(vehicle)
    let here = active.filter { $0.connector?.chargerId == charger.id }
    let below = here.filter { $0.allocated < usablePower($0) }.count
    let left = charger.maxPower.watts - here.reduce(0) { $0 + $1.allocated }
    if left < below * options.step.watts { return ("charger", nil) }
    let group = PlainGroups(station).nearestLimit(
      of: charger.id.text, step: options.step.watts, grid: grid,
      active.map { vehicle in
        (
          vehicle.connector?.chargerId.text ?? "", vehicle.allocated,
          vehicle.allocated < usablePower(vehicle)
        )
      })
    return (group == nil ? "grid" : "group", group)
  }
}

extension SlowEnergyReplay.Vehicle {
  /// The energy that its battery holds when full, and held on arrival.
  var battery: (capacity: Int, initial: Int)? {
    guard let capacity = start.batteryCapacity, let state = start.stateOfCharge else { return nil }
    let held = Int(capacity.wattMilliseconds)
    return (held, held * state / 100_000)
  }

  /// The energy that it takes in total.
  var target: Int? {
    let requested = start.energyRequested.map { Int($0.wattMilliseconds) }
    guard let battery else { return requested }
    return min(requested ?? .max, battery.capacity - battery.initial)
  }

  /// The lower of what the vehicle and its battery accept now.
  var acceptedPower: Int {
    guard let battery, battery.capacity > 0, let curve = start.chargingCurve else {
      return maximum
    }
    let percent = min(99, (battery.initial + energy) * 100 / battery.capacity)
    return min(maximum, curve.power(inStep: percent).watts)
  }

  /// The time at which it drives on unless it has a connector.
  var endOfWait: Int? {
    let ends = [
      start.maxWait.map { arrival + $0.milliseconds }, start.departureTime?.milliseconds,
    ]
    return ends.compactMap { $0 }.min()
  }

  func canUse(_ connector: ConnectorID) -> Bool {
    switch start.connector {
    case .any: true
    case .charger(let id): connector.chargerId == id
    case .connector(let only): connector == only
    }
  }
}

extension SlowEnergyReplay.Tick {
  /// Returns the present state of a replay under test in the same form.
  init?(_ replay: borrowing Replay) {
    guard let time = replay.time else { return nil }
    self.time = time.milliseconds
    stopReason = replay.stopReason?.rawValue
    sessions = replay.activeSessions.map { session in
      SlowEnergyReplay.Row(
        id: session.id.text, connector: session.connectorId,
        maximum: session.vehicleMaxPower.watts, allocated: session.allocatedPower.watts,
        limitedBy: session.limitedBy.rawValue, limitedAt: session.limitedAt?.text,
        energy: Int(session.deliveredEnergy.wattMilliseconds))
    }
    waiting = replay.waitingVehicles.map(\.id.text)
    ends = replay.departures.map { stay in
      SlowEnergyReplay.End(
        id: stay.arrival.id.text, time: stay.time.milliseconds,
        energy: Int(stay.deliveredEnergy.wattMilliseconds), hadConnector: stay.session != nil)
    }
  }
}

extension SlowEnergyReplay {
  /// Replays events by `fair`, and expects the same ticks and refusals as the slow replay.
  ///
  /// Checks the invariants after each step.
  ///
  /// - Returns: Whether the ticks are the same.
  static func expectSameTicks(
    _ station: StationConfig, _ events: [SessionEvent], _ options: ReplayOptions, seed: UInt64
  ) -> Bool {
    var slow = SlowEnergyReplay(station, options)
    var replay = Replay(station: station, policy: FairShare(), options: options)
    var ticks: [Tick?] = []
    for event in events {
      while replay.nextTick(before: event.time) {
        replay.expectInvariants(seed)
        ticks.append(Tick(replay))
      }
      slow.advance(to: event.time.milliseconds)
      let isAccepted = slow.apply(event)
      do throws(EventProblem) {
        try replay.apply(event)
        #expect(isAccepted, "seed \(seed): \(event) should have been refused")
      } catch {
        #expect(!isAccepted, "seed \(seed): \(event) was refused: \(error.message)")
      }
      replay.expectInvariants(seed)
    }
    while replay.nextTick(before: nil) {
      replay.expectInvariants(seed)
      ticks.append(Tick(replay))
    }
    slow.advance(to: nil)
    let place = zip(ticks, slow.ticks).map { $0 == $1 }.firstIndex(of: false)
    #expect(place == nil && ticks.count == slow.ticks.count, "seed \(seed)")
    if let place { #expect(ticks[place] == slow.ticks[place], "seed \(seed)") }
    return place == nil && ticks.count == slow.ticks.count
  }
}
