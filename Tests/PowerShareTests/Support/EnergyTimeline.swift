import PowerShare

/// A random station where vehicles come for energy, leave, and wait for connectors.
struct EnergyTimeline {
  let station: StationConfig
  private(set) var events: [SessionEvent] = []
  private(set) var options = ReplayOptions()

  private static let chargerIDs = ["A", "B", "C"]
  private static let sessionIDs = ["ev-1", "ev-2", "ev-3", "ev-4", "ev-5", "ev-6", "ev-7", "ev-8"]

  /// The highest power of a vehicle in watts.
  private let scale: Int
  /// The milliseconds of which all times are multiples.
  private let unit: Int
  private let hasCurves: Bool

  /// True if vehicles may have a weight.
  private let hasGroups: Bool

  /// - Parameter hasGroups: True if there may be groups of chargers, and vehicles of several
  /// weights.
  init(
    using random: inout SplitMix64, count: Int = 30, hasMinimum: Bool = false,
    hasGroups: Bool = false
  ) throws {
    self.hasGroups = hasGroups
    options.step = Power(watts: random.pick([1, 7, 1_000, 1_000, 5_000, 50_000]))
    options.waitsForNamedConnector = random.chance(percent: 50)
    options.replan = TimeSpan(milliseconds: random.int(5...60))
    options.reportInterval =
      random.chance(percent: 50) ? TimeSpan(milliseconds: random.int(5...60)) : nil
    let scale = options.step.watts * random.pick([10, 150])
    self.scale = scale
    unit = random.pick([1, 1, 1_000])
    hasCurves = random.chance(percent: 50)
    options.replan.milliseconds *= unit
    options.reportInterval?.milliseconds *= unit
    var chargers: [Charger] = []
    for id in Self.chargerIDs.prefix(random.int(1...3)) {
      let count = random.int(1...2)
      let limits = (0..<count).map { _ in Power(watts: random.int(0...scale)) }
      chargers.append(
        Charger(
          id: Identifier(id), maxPower: Power(watts: random.int(0...(scale * 2))),
          minPower: hasMinimum ? Power(watts: random.int(0...(scale / 3))) : .zero,
          connectors: random.chance(percent: 60) ? .alike(count: count) : .individual(limits)))
    }
    let grid = Power(watts: random.int(0...(scale * 3)))
    let groups =
      hasGroups
      ? RandomGroups.make(of: chargers.map(\.id), using: &random) {
        Power(watts: $0.int(0...(scale * 2)))
      } : []
    station = try StationConfig(
      stationId: "RANDOM", gridCapacity: grid, chargers: chargers, groups: groups)
    var time = 0
    for _ in 0..<count {
      if random.chance(percent: 70) { time += random.int(1...30) * unit }
      events.append(
        SessionEvent(time: Instant(milliseconds: time), kind: kind(&random, at: time)))
    }
  }

  private func kind(_ random: inout SplitMix64, at time: Int) -> SessionEvent.Kind {
    let id = Identifier(random.pick(Self.sessionIDs))
    switch random.int(1...100) {
    case 1...70: return .start(start(&random, id, at: time))
    case 71...80:
      return .powerUpdate(
        .init(
          session: .session(id), consumedPower: Power(watts: random.int(0...scale)),
          vehicleMaxPower: random.chance(percent: 50)
            ? Power(watts: random.int(0...scale)) : nil))
    case 81...93: return .stop(.session(id))
    default: return .gridCapacity(Power(watts: random.int(0...(scale * 3))))
    }
  }

  private func start(
    _ random: inout SplitMix64, _ id: Identifier, at time: Int
  ) -> SessionEvent.Start {
    let charger = random.pick(station.chargers)
    let choice: ConnectorChoice
    switch random.int(1...4) {
    case 1: choice = .any
    case 2: choice = .charger(charger.id)
    default:
      choice = .connector(
        ConnectorID(chargerId: charger.id, idx: random.int(1...charger.connectors.count)))
    }
    var start = SessionEvent.Start(
      sessionId: id, connector: choice, vehicleMaxPower: Power(watts: random.int(0...scale)))
    func energy() -> Energy {
      Energy(wattMilliseconds: Int128(random.int(0...(scale * unit * 60))))
    }
    if hasGroups { start.weight = random.pick([1, 1, 1, 2, 5]) }
    if random.chance(percent: 70) { start.energyRequested = energy() }
    if random.chance(percent: 5) { start.energyRequested = .zero }
    if random.chance(percent: 50) {
      start.departureTime = Instant(milliseconds: time + random.int(1...100) * unit)
    }
    if random.chance(percent: 40) { start.leavesWhenDone = random.chance(percent: 50) }
    if random.chance(percent: 50) {
      start.maxWait = TimeSpan(milliseconds: random.int(0...60) * unit)
    }
    if random.chance(percent: 40) {
      start.batteryCapacity = energy()
      start.stateOfCharge = random.int(0...100_000)
      if hasCurves { start.chargingCurve = curve(&random) }
    }
    return start
  }

  private func curve(_ random: inout SplitMix64) -> ChargingCurve {
    let places = (0...10).filter { _ in random.chance(percent: 30) }.map { $0 * 10_000 }
    return ChargingCurve(
      points: (places.isEmpty ? [50_000] : places).map { place in
        .init(stateOfCharge: place, power: Power(watts: random.int((scale / 5)...scale)))
      })
  }
}
