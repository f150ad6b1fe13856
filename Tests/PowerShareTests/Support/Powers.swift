import PowerShare

extension Power {
  static func kW(_ kilowatts: Int) -> Power { Power(watts: kilowatts * 1_000) }
}

extension StationConfig {
  /// Creates a station; each charger has an id, a maximum in kW and connectors without limits.
  init(gridKilowatts: Int, _ chargers: [(id: String, maximum: Int, connectors: Int)]) throws {
    try self.init(
      stationId: "TEST", gridCapacity: .kW(gridKilowatts),
      chargers: chargers.map {
        Charger(
          id: Identifier($0.id), maxPower: .kW($0.maximum),
          connectors: .alike(count: $0.connectors))
      })
  }
}

extension SessionEvent {
  static func start(
    _ seconds: Int, _ id: String?, _ charger: String, _ idx: Int, kW: Int
  ) -> SessionEvent {
    SessionEvent(
      time: Instant(milliseconds: seconds * 1_000),
      kind: .start(
        .init(
          sessionId: id.map { Identifier($0) },
          connectorId: ConnectorID(chargerId: Identifier(charger), idx: idx),
          vehicleMaxPower: .kW(kW))))
  }

  static func update(
    _ seconds: Int, _ id: String, draws kilowatts: Int, maximum: Int? = nil
  ) -> SessionEvent {
    SessionEvent(
      time: Instant(milliseconds: seconds * 1_000),
      kind: .powerUpdate(
        .init(
          session: .session(Identifier(id)), consumedPower: .kW(kilowatts),
          vehicleMaxPower: maximum.map(Power.kW))))
  }

  static func stop(_ seconds: Int, _ id: String) -> SessionEvent {
    SessionEvent(
      time: Instant(milliseconds: seconds * 1_000), kind: .stop(.session(Identifier(id))))
  }

  static func grid(_ seconds: Int, kW: Int) -> SessionEvent {
    SessionEvent(time: Instant(milliseconds: seconds * 1_000), kind: .gridCapacity(.kW(kW)))
  }

  static func config(_ seconds: Int, _ station: StationConfig) -> SessionEvent {
    SessionEvent(time: Instant(milliseconds: seconds * 1_000), kind: .config(station))
  }
}

extension Replay {
  init(_ station: StationConfig, _ reallocation: Reallocation = .immediate, step: Int = 1_000) {
    var options = ReplayOptions()
    options.reallocation = reallocation
    options.step = Power(watts: step)
    self.init(station: station, policy: FairShare(), options: options)
  }

  /// The allocations of the active sessions in kW, in the order in which they started.
  var kilowatts: [Int] { activeSessions.map { $0.allocatedPower.watts / 1_000 } }

  /// Replays events and calls `tick` after each tick.
  mutating func run(_ events: [SessionEvent], tick: (borrowing Replay) -> Void = { _ in }) throws {
    for event in events {
      while nextTick(before: event.time) { tick(self) }
      try apply(event)
    }
    while nextTick(before: nil) { tick(self) }
  }
}
