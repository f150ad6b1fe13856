import PowerShare

/// A random station with few connectors, for which many vehicles wait.
struct QueueTimeline {
  private(set) var station: StationConfig
  private(set) var events: [SessionEvent] = []
  private(set) var options = ReplayOptions()

  private static let chargerIDs = ["A", "B", "C", "D", "E"]

  /// The ids that have been used; some sessions still wait or charge.
  private var ids: [Identifier] = []

  init(using random: inout SplitMix64, count: Int) throws {
    station = try Self.station(&random)
    options.waitsForNamedConnector = random.chance(percent: 75)
    // Mostly there is one kind of choice more than others.
    let percentAny = random.pick([0, 10, 33, 80])
    let percentStop = random.pick([10, 25, 45])
    var time = 0
    for _ in 0..<count {
      if random.chance(percent: 45) { time += random.int(1...40) * 1_000 }
      let kind: SessionEvent.Kind
      if random.chance(percent: 3) {
        kind = .config(try Self.station(&random))
      } else if !ids.isEmpty, random.chance(percent: percentStop) {
        kind = .stop(.session(random.pick(ids)))
      } else {
        kind = .start(start(&random, at: time, percentAny: percentAny))
      }
      events.append(SessionEvent(time: Instant(milliseconds: time), kind: kind))
    }
  }

  private static func station(_ random: inout SplitMix64) throws -> StationConfig {
    let ids = chargerIDs.shuffled(using: &random).prefix(random.int(1...5))
    return try StationConfig(
      stationId: "QUEUE", gridCapacity: Power(watts: random.int(0...200_000)),
      chargers: ids.map { id in
        Charger(
          id: Identifier(id), maxPower: Power(watts: 80_000),
          connectors: .alike(count: random.int(1...3)))
      })
  }

  private mutating func start(
    _ random: inout SplitMix64, at time: Int, percentAny: Int
  ) -> SessionEvent.Start {
    let isUsedAgain = !ids.isEmpty && random.chance(percent: 10)
    let id = isUsedAgain ? random.pick(ids) : Identifier("vehicle-\(ids.count)")
    if !isUsedAgain { ids.append(id) }
    let charger = random.pick(station.chargers)
    let choice: ConnectorChoice =
      if random.chance(percent: percentAny) {
        .any
      } else if random.chance(percent: 50) {
        .charger(charger.id)
      } else {
        .connector(
          ConnectorID(chargerId: charger.id, idx: random.int(1...charger.connectors.count)))
      }
    var start = SessionEvent.Start(
      sessionId: id, connector: choice, vehicleMaxPower: Power(watts: 50_000))
    if random.chance(percent: 30) {
      start.energyRequested = Energy(wattHours: random.pick([0, 0, 100, 1_000]))
    }
    if random.chance(percent: 50) {
      start.maxWait = TimeSpan(milliseconds: random.int(0...300) * 1_000)
    }
    if random.chance(percent: 30) {
      start.departureTime = Instant(milliseconds: time + random.int(1...400) * 1_000)
    }
    return start
  }
}
