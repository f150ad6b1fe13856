import PowerShare

extension Energy {
  static func kWh(_ kilowattHours: Int) -> Energy { Energy(wattHours: kilowattHours * 1_000) }
}

extension Instant {
  static func seconds(_ seconds: Int) -> Instant { Instant(milliseconds: seconds * 1_000) }
}

extension SessionEvent {
  /// Returns the `start` of a vehicle with wishes, at any connector unless it states one.
  static func start(
    _ seconds: Int, _ id: String, kW: Int, _ wish: (inout Start) -> Void = { _ in }
  ) -> SessionEvent {
    var start = Start(sessionId: Identifier(id), connector: .any, vehicleMaxPower: .kW(kW))
    wish(&start)
    return SessionEvent(time: .seconds(seconds), kind: .start(start))
  }
}

extension Replay {
  /// A replay under a policy, with options changed from the usual ones.
  init(
    _ station: StationConfig, _ choice: PolicyChoice, _ reallocation: Reallocation = .immediate,
    _ change: (inout ReplayOptions) -> Void = { _ in }
  ) {
    var options = ReplayOptions()
    options.reallocation = reallocation
    change(&options)
    self.init(station: station, policy: choice.policy, options: options)
  }

  /// Replays events and returns for each tick its time in seconds and the allocations in kW.
  mutating func powersByTick(_ events: [SessionEvent]) throws -> [[Int]] {
    var seen: [[Int]] = []
    try run(events) { seen.append([($0.time?.milliseconds ?? -1) / 1_000] + $0.kilowatts) }
    return seen
  }
}
