@testable import PowerShare

/// Makes random events that state any of the fields, with names that are hard to write.
///
/// Every `switch` lists all kinds and fields, so that a new one cannot be forgotten here.
struct RandomEvent {
  var random: SplitMix64
  /// The fields that no event may state.
  var excluded: Set<EventField> = []
  private var time = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// Returns an event that is not before the last one.
  ///
  /// - Parameter field: A field that it states.
  mutating func next(stating field: EventField = .time) -> SessionEvent {
    time += random.chance(percent: 50) ? random.int(0...100_000_000) : 0
    let kinds = EventName.allCases.filter { kind in
      kind.uses(field) && !(kind == .config && excluded.contains(.config))
    }
    return SessionEvent(
      time: Instant(milliseconds: time), kind: kind(random.pick(kinds), stating: field))
  }

  private mutating func kind(_ name: EventName, stating field: EventField) -> SessionEvent.Kind {
    let hasConnector = [.connectorId, .chargerId, .idx].contains(field)
    switch name {
    case .start:
      var start = SessionEvent.Start(
        sessionId: nil, connector: hasConnector ? .connector(connector()) : choice(),
        vehicleMaxPower: power())
      for other in EventField.allCases
      where other == field || random.chance(percent: 40) && !excluded.contains(other) {
        state(other, in: &start)
      }
      if start.vehicle != nil, field != .vehicleMaxPower, random.chance(percent: 50) {
        start.vehicleMaxPower = nil
      }
      return .start(start)
    case .powerUpdate:
      let hasMaximum = field == .vehicleMaxPower || random.chance(percent: 50)
      return .powerUpdate(
        .init(
          session: reference(field == .sessionId, hasConnector), consumedPower: power(),
          vehicleMaxPower: hasMaximum ? power() : nil))
    case .stop: return .stop(reference(field == .sessionId, hasConnector))
    case .config: return .config(station())
    case .gridCapacity: return .gridCapacity(power())
    case .load:
      let watts = power().watts
      return .load(
        .init(
          loadId: field == .loadId || random.chance(percent: 50) ? self.name() : .init("site"),
          power: Power(watts: random.chance(percent: 50) ? watts : -watts)))
    case .limit:
      let target: LimitTarget =
        field == .chargerId
        ? .charger(self.name())
        : field == .groupId
          ? .group(self.name()) : random.pick([.grid, .charger(self.name()), .group(self.name())])
      return .limit(
        .init(target: target, maxPower: random.chance(percent: 50) ? power() : nil))
    }
  }

  private mutating func state(_ field: EventField, in start: inout SessionEvent.Start) {
    switch field {
    case .time, .event, .connectorId, .chargerId, .idx, .vehicleMaxPower: break
    case .consumedPower, .gridCapacity, .config: break  // of other kinds
    case .loadId, .power, .maxPower, .groupId: break
    case .sessionId: start.sessionId = name()
    case .energyRequested: start.energyRequested = energy()
    case .departureTime:
      start.departureTime = Instant(milliseconds: time + random.int(1...1_000_000_000))
    case .leavesWhenDone: start.leavesWhenDone = random.chance(percent: 50)
    case .maxWait: start.maxWait = TimeSpan(milliseconds: number(10_000_000_000_000))
    case .vehicle: start.vehicle = name()
    case .batteryCapacity: start.batteryCapacity = energy()
    case .soc: start.stateOfCharge = number(100_000)
    case .targetSoc: start.targetStateOfCharge = number(100_000)
    case .chargingCurve: start.chargingCurve = curve()
    case .priority: start.priority = random.pick([-100, -1, 1, 100])
    case .weight: start.weight = random.int(2...100)
    }
  }

  // MARK: Values

  private mutating func number(_ most: Int) -> Int {
    random.pick([0, 1, most, random.int(0...most), random.int(0...(most / 1_000)) * 1_000])
  }

  private mutating func power() -> Power { Power(watts: number(1_000_000_000)) }

  private mutating func energy() -> Energy { Energy(wattHours: number(1_000_000_000)) }

  private static let names = [
    "ev-1", "CP001", "=1+2", "-", "@a", "'a", "a,b", "a;b", "a\tb", "\"", "a\"\"b", "line\nend",
    "return\r\n", " spaces ", "null", "true", "1.5", "ä€𝄞", "\u{1}\u{7F}\u{0}", "\\u0041",
    "a name that is too long to be a short one",
  ]

  private mutating func name() -> Identifier { Identifier(random.pick(Self.names)) }

  private mutating func connector() -> ConnectorID {
    ConnectorID(chargerId: name(), idx: random.int(0...1_000))
  }

  private mutating func choice() -> ConnectorChoice {
    switch random.int(1...3) {
    case 1: .any
    case 2: .charger(name())
    default: .connector(connector())
    }
  }

  private mutating func reference(_ hasSession: Bool, _ hasConnector: Bool) -> SessionReference {
    switch random.int(1...3) {
    case 1 where !hasConnector: .session(name())
    case 2 where !hasSession: .connector(connector())
    default: .sessionAt(name(), connector())
    }
  }

  private mutating func curve() -> ChargingCurve {
    let states = Set((0..<random.int(1...6)).map { _ in number(100_000) }).sorted()
    return ChargingCurve(
      points: states.map { ChargingCurve.Point(stateOfCharge: $0, power: power()) })
  }

  /// Returns a station of one to three chargers, with vehicle types or without.
  private mutating func station() -> StationConfig {
    let ids = Self.names.shuffled(using: &random).prefix(3).map { Identifier($0) }
    let chargers = ids.prefix(random.int(1...3)).map { id in
      Charger(
        id: id, maxPower: power(), minPower: power(),
        connectors: random.chance(percent: 50)
          ? .alike(count: random.int(1...1_000)) : .individual([power(), power()]))
    }
    let vehicles = ids.prefix(random.int(0...3)).map { id in
      VehicleType(
        id: id, maxPower: power(), batteryCapacity: random.chance(percent: 50) ? energy() : nil,
        chargingCurve: random.chance(percent: 50) ? curve() : nil)
    }
    let station = try? StationConfig(
      stationId: name(), gridCapacity: power(), chargers: chargers, vehicles: vehicles)
    guard let station else { preconditionFailure("the ids differ") }
    return station
  }
}
