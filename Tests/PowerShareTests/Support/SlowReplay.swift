import PowerShare

/// The slow reference of a replay: computes every tick anew from a list of vehicles.
///
/// It also decides which events cannot be applied.
struct SlowReplay {
  struct Vehicle {
    var id: String
    var connector: ConnectorID
    var maximum: Int
    var weight = 1
    var priority = 0
    var allocated = 0
    var energy = 0
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

  struct ChargerRow: Equatable {
    var id: String
    var sessions: Int
    var allocated: Int
    var energy: Int
  }

  struct Tick: Equatable {
    var number: Int
    var time: Int
    var grid: Int
    var allocated: Int
    var energy: Int
    var stopReason: String?
    var sessions: [Row]
    var chargers: [ChargerRow]
  }

  let step: Int
  let isImmediate: Bool
  private(set) var station: StationConfig
  private(set) var vehicles: [Vehicle] = []
  private(set) var ticks: [Tick] = []
  private var grid: Int
  private var time: Int?
  private var hasNews = false
  private var starts = 0
  private var energy = 0
  private var energyOfCharger: [String: Int] = [:]
  private var endedByThemselves: Set<String> = []

  init(_ station: StationConfig, _ reallocation: Reallocation, step: Int) {
    self.station = station
    self.step = step
    grid = station.gridCapacity.watts
    isImmediate = reallocation == .immediate
  }

  /// Applies an event; returns false if it cannot be applied.
  mutating func apply(_ event: SessionEvent) -> Bool {
    if let time, event.time.milliseconds > time { finishTick() }
    switch event.kind {
    case .start(let start):
      starts += 1
      let id = start.sessionId?.text ?? "session-\(starts)"
      guard exists(start.connectorId, in: station),
        !vehicles.contains(where: { $0.connector == start.connectorId || $0.id == id })
      else { return false }
      pass(to: event.time.milliseconds)
      endedByThemselves.remove(id)
      vehicles.append(
        Vehicle(
          id: id, connector: start.connectorId, maximum: start.maximum.watts,
          weight: start.weight, priority: start.priority))
      if !isImmediate { reallocate(vehicles.count - 1) }
    case .powerUpdate(let update):
      guard let place = find(update.session) else { return false }
      pass(to: event.time.milliseconds)
      if let maximum = update.vehicleMaxPower { vehicles[place].maximum = maximum.watts }
      if update.consumedPower.watts < vehicles[place].allocated {
        vehicles[place].maximum = update.consumedPower.watts
      }
      if !isImmediate { reallocate(place) }
    case .stop(let reference):
      if let place = find(reference) {
        pass(to: event.time.milliseconds)
        vehicles.remove(at: place)
      } else if let id = id(of: reference), !vehicles.contains(where: { $0.id == id }),
        endedByThemselves.contains(id)
      {
        pass(to: event.time.milliseconds)
        endedByThemselves.remove(id)
      } else {
        return false
      }
    case .config(let new):
      pass(to: event.time.milliseconds)
      for vehicle in vehicles where !exists(vehicle.connector, in: new) {
        endedByThemselves.insert(vehicle.id)
      }
      vehicles = vehicles.filter { exists($0.connector, in: new) }
      station = new
      grid = new.gridCapacity.watts
      if !isImmediate { reallocateAll() }
    case .gridCapacity(let capacity):
      pass(to: event.time.milliseconds)
      grid = capacity.watts
      if !isImmediate { reallocateAll() }
    case .load, .limit: preconditionFailure("no test of this replay has loads or limits")
    }
    return true
  }

  /// Ends the current tick, if anything has happened in it.
  mutating func finishTick() {
    guard hasNews, let time else { return }
    hasNews = false
    let fair = fairShare()
    if isImmediate { reallocateAll() }
    let rows = vehicles.map { vehicle in
      let (limit, group) = limit(of: vehicle, fair)
      return Row(
        id: vehicle.id, connector: vehicle.connector, maximum: vehicle.maximum,
        allocated: vehicle.allocated, limitedBy: limit, limitedAt: group, energy: vehicle.energy)
    }
    let chargers = station.chargers.map { charger in
      let here = vehicles.filter { $0.connector.chargerId == charger.id }
      return ChargerRow(
        id: charger.id.text, sessions: here.count,
        allocated: here.map(\.allocated).reduce(0, +),
        energy: energyOfCharger[charger.id.text] ?? 0)
    }
    ticks.append(
      Tick(
        number: ticks.count + 1, time: time, grid: grid,
        allocated: vehicles.map(\.allocated).reduce(0, +), energy: energy,
        stopReason: isImmediate ? fair.stopReason : nil, sessions: rows, chargers: chargers))
  }

  private mutating func pass(to moment: Int) {
    let span = moment - (time ?? moment)
    for place in vehicles.indices {
      let drawn = vehicles[place].allocated * span
      vehicles[place].energy += drawn
      energyOfCharger[vehicles[place].connector.chargerId.text, default: 0] += drawn
      energy += drawn
    }
    time = moment
    hasNews = true
  }

  // MARK: Allocation

  /// The fair share without the vehicles that would get less than their charger's minimum.
  private struct Shares {
    var allocation: [String: Int]
    var stopReason: String?
    var belowMinimum: Set<String> = []
    /// The groups that have passed on 0 to the vehicles of each priority.
    var closed: [Int: Set<String>] = [:]
  }

  private func fairShare() -> Shares {
    var belowMinimum: Set<String> = []
    while true {
      let fair = fairShare(without: belowMinimum)
      let allBelow = vehicles.filter { vehicle in
        guard let power = fair.allocation[vehicle.id] else { return false }
        return power > 0 && power < charger(of: vehicle).minPower.watts
      }
      // The minimum is part of the run for each priority, and the highest runs first.
      let highest = allBelow.map(\.priority).max()
      if let below = allBelow.last(where: { $0.priority == highest }) {
        belowMinimum.insert(below.id)
        continue
      }
      var shares = fair
      shares.belowMinimum = belowMinimum
      for id in belowMinimum { shares.allocation[id] = 0 }
      shares.stopReason = stopReason(shares)
      return shares
    }
  }

  private func stopReason(_ shares: Shares) -> String? {
    if vehicles.isEmpty { return nil }
    if shares.allocation.values.reduce(0, +) == grid { return "grid-capacity" }
    let below = vehicles.filter { vehicle in
      let maximum = min(vehicle.maximum, connectorMaximum(vehicle) ?? .max)
      return shares.allocation[known: vehicle.id] < maximum
    }
    if below.isEmpty { return "vehicles-at-maximum" }
    let groups = PlainGroups(station)
    let left = groups.left(
      vehicles.map { ($0.connector.chargerId.text, shares.allocation[known: $0.id]) })
    let atCharger = below.filter { left[known: $0.connector.chargerId.text] > 0 }
    let open = atCharger.filter { vehicle in
      groups.chain(vehicle.connector.chargerId.text).allSatisfy { limit in
        left[known: limit] > 0 && shares.closed[vehicle.priority]?.contains(limit) != true
      }
    }
    if open.isEmpty { return atCharger.isEmpty ? "chargers-at-maximum" : "groups-at-maximum" }
    return open.allSatisfy { shares.belowMinimum.contains($0.id) } ? "minimum" : "indivisible"
  }

  private func fairShare(without leftOut: Set<String>) -> Shares {
    let groups = PlainGroups(station)
    var shares = Shares(allocation: [:])
    for priority in Set(vehicles.map(\.priority)).sorted(by: >) {
      var maximum: [String: Int] = [:]
      var charger: [String: String] = [:]
      var weight: [String: Int] = [:]
      for vehicle in vehicles where vehicle.priority == priority && !leftOut.contains(vehicle.id) {
        maximum[vehicle.id] = min(vehicle.maximum, connectorMaximum(vehicle) ?? .max)
        charger[vehicle.id] = vehicle.connector.chargerId.text
        weight[vehicle.id] = vehicle.weight
      }
      let powers = vehicles.map {
        ($0.connector.chargerId.text, shares.allocation[$0.id] ?? 0)
      }
      var limits = groups.limits
      for (limit, left) in groups.left(powers) { limits[known: limit].maximum = left }
      let fair = SlowTreeShare(
        grid: grid - powers.reduce(0) { $0 + $1.1 }, step: step, limits: limits,
        maximumOfVehicle: maximum, chargerOfVehicle: charger, weightOfVehicle: weight)
      shares.allocation.merge(fair.allocation) { $1 }
      shares.closed[priority] = fair.closedGroups
    }
    return shares
  }

  private mutating func reallocateAll() {
    let fair = fairShare()
    for place in vehicles.indices {
      vehicles[place].allocated = fair.allocation[known: vehicles[place].id]
    }
  }

  private mutating func reallocate(_ place: Int) {
    let fair = fairShare().allocation[known: vehicles[place].id]
    vehicles[place].allocated = 0
    let charger = charger(of: vehicles[place])
    let here = vehicles.filter { $0.connector.chargerId == charger.id }
    let leftAtCharger = charger.maxPower.watts - here.map(\.allocated).reduce(0, +)
    let leftAtGrid = grid - vehicles.map(\.allocated).reduce(0, +)
    let groups = PlainGroups(station)
    let left = groups.left(vehicles.map { ($0.connector.chargerId.text, $0.allocated) })
    let leftAtGroups = groups.chain(charger.id.text).map { left[known: $0] }.min() ?? .max
    let power = min(fair, leftAtCharger, leftAtGrid, leftAtGroups)
    vehicles[place].allocated = power < charger.minPower.watts ? 0 : power
  }

  private func limit(of vehicle: Vehicle, _ fair: Shares) -> (String, String?) {
    if vehicle.allocated == 0, fair.belowMinimum.contains(vehicle.id) { return ("minimum", nil) }
    if vehicle.allocated == vehicle.maximum { return ("vehicle", nil) }
    if vehicle.allocated == connectorMaximum(vehicle) { return ("connector", nil) }
    if !isImmediate, vehicle.allocated < fair.allocation[known: vehicle.id] {
      return ("pending", nil)
    }
    let charger = charger(of: vehicle)
    let here = vehicles.filter { $0.connector.chargerId == charger.id }
    let wanting = here.filter { other in
      other.allocated < min(other.maximum, connectorMaximum(other) ?? .max)
    }
    let left = charger.maxPower.watts - here.map(\.allocated).reduce(0, +)
    if left / wanting.count < step { return ("charger", nil) }
    let group = PlainGroups(station).nearestLimit(
      of: charger.id.text, step: step, grid: grid,
      vehicles.map { other in
        let maximum = min(other.maximum, connectorMaximum(other) ?? .max)
        return (other.connector.chargerId.text, other.allocated, other.allocated < maximum)
      })
    return (group == nil ? "grid" : "group", group)
  }

  // MARK: Names

  private func exists(_ connector: ConnectorID, in station: StationConfig) -> Bool {
    station.chargers.contains { charger in
      charger.id == connector.chargerId && connector.idx >= 1
        && connector.idx <= charger.connectors.count
    }
  }

  private func charger(of vehicle: Vehicle) -> Charger {
    station.chargers.filter { $0.id == vehicle.connector.chargerId }[0]
  }

  private func connectorMaximum(_ vehicle: Vehicle) -> Int? {
    guard case .individual(let limits) = charger(of: vehicle).connectors else { return nil }
    return limits[vehicle.connector.idx - 1].watts
  }

  private func id(of reference: SessionReference) -> String? {
    switch reference {
    case .session(let id), .sessionAt(let id, _): id.text
    case .connector: nil
    }
  }

  private func find(_ reference: SessionReference) -> Int? {
    vehicles.firstIndex { vehicle in
      switch reference {
      case .session(let id): vehicle.id == id.text
      case .connector(let connector): vehicle.connector == connector
      case .sessionAt(let id, let connector):
        vehicle.id == id.text && vehicle.connector == connector
      }
    }
  }
}

extension SlowReplay.Tick {
  /// Returns the present state of a replay under test in the same form.
  init?(_ replay: borrowing Replay) {
    guard let time = replay.time else { return nil }
    number = replay.tick
    self.time = time.milliseconds
    grid = replay.gridCapacity.watts
    allocated = replay.allocatedPower.watts
    energy = Int(replay.deliveredEnergy.wattMilliseconds)
    stopReason = replay.stopReason?.rawValue
    sessions = replay.activeSessions.map { session in
      SlowReplay.Row(
        id: session.id.text, connector: session.connectorId,
        maximum: session.vehicleMaxPower.watts, allocated: session.allocatedPower.watts,
        limitedBy: session.limitedBy.rawValue, limitedAt: session.limitedAt?.text,
        energy: Int(session.deliveredEnergy.wattMilliseconds))
    }
    chargers = zip(replay.station.chargers, replay.chargers).map { charger, state in
      SlowReplay.ChargerRow(
        id: charger.id.text, sessions: state.activeSessions,
        allocated: state.allocatedPower.watts,
        energy: Int(state.deliveredEnergy.wattMilliseconds))
    }
  }
}
