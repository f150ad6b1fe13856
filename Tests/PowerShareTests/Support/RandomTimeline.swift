import PowerShare

/// A random station with random events, some of which cannot be applied.
struct RandomTimeline {
  let station: StationConfig
  let events: [SessionEvent]
  let step: Int

  private static let chargerIDs = ["A", "B", "C", "D"]
  private static let sessionIDs = ["ev-1", "ev-2", "ev-3", "ev-4", "ev-5", "ev-6", "ev-7"]

  /// - Parameters:
  ///   - unit: The milliseconds of which all times are multiples.
  ///   - hasConfigs: True if the station may change.
  ///   - hasMinima: True if chargers may have a minimum.
  ///   - hasGroups: True if there may be groups of chargers.
  ///   - hasPriorities: True if vehicles may have priorities and weights.
  init(
    using random: inout SplitMix64, count: Int = 30, unit: Int = 1, hasConfigs: Bool = true,
    hasMinima: Bool = false, hasGroups: Bool = false, hasPriorities: Bool = false
  ) throws {
    let wishes = Wishes(
      hasConfigs: hasConfigs, hasMinima: hasMinima, hasGroups: hasGroups,
      hasPriorities: hasPriorities)
    step = random.pick([1, 7, 1_000, 1_000, 1_000, 5_000, 50_000])
    let scale = step * random.pick([20, 150])
    station = try Self.station(&random, scale, wishes)
    var time = random.int(0...50) * unit
    var events: [SessionEvent] = []
    for _ in 0..<count {
      if random.chance(percent: 60) { time += random.int(1...40) * unit }
      events.append(
        SessionEvent(
          time: Instant(milliseconds: time),
          kind: try Self.kind(&random, scale, wishes)))
    }
    self.events = events
  }

  private struct Wishes {
    let hasConfigs: Bool
    let hasMinima: Bool
    let hasGroups: Bool
    let hasPriorities: Bool
  }

  private static func station(
    _ random: inout SplitMix64, _ scale: Int, _ wishes: Wishes
  ) throws -> StationConfig {
    let ids = chargerIDs.shuffled(using: &random).prefix(random.int(1...4))
    var chargers: [Charger] = []
    for id in ids {
      let count = random.int(1...3)
      let limits = (0..<count).map { _ in power(&random, scale) }
      chargers.append(
        Charger(
          id: Identifier(id), maxPower: power(&random, scale * 2),
          minPower: wishes.hasMinima && random.chance(percent: 30)
            ? power(&random, scale / 2) : .zero,
          connectors: random.chance(percent: 50) ? .alike(count: count) : .individual(limits)))
    }
    let grid = power(&random, scale * 4)
    let groups =
      wishes.hasGroups
      ? RandomGroups.make(of: chargers.map(\.id), using: &random) { power(&$0, scale * 3) } : []
    return try StationConfig(
      stationId: "RANDOM", gridCapacity: grid, chargers: chargers, groups: groups)
  }

  private static func power(_ random: inout SplitMix64, _ most: Int) -> Power {
    Power(watts: random.chance(percent: 5) ? 0 : random.int(0...most))
  }

  private static func kind(
    _ random: inout SplitMix64, _ scale: Int, _ wishes: Wishes
  ) throws -> SessionEvent.Kind {
    switch random.int(1...100) {
    case 1...45: .start(start(&random, scale, wishes))
    case 46...70:
      .powerUpdate(
        .init(
          session: reference(&random), consumedPower: power(&random, scale / 2),
          vehicleMaxPower: random.chance(percent: 25) ? power(&random, scale) : nil))
    case 71...88: .stop(reference(&random))
    case 89...93 where wishes.hasConfigs: .config(try station(&random, scale, wishes))
    default: .gridCapacity(power(&random, scale * 4))
    }
  }

  private static func start(
    _ random: inout SplitMix64, _ scale: Int, _ wishes: Wishes
  ) -> SessionEvent.Start {
    var start = SessionEvent.Start(
      sessionId: random.chance(percent: 20) ? nil : Identifier(random.pick(sessionIDs)),
      connectorId: connector(&random), vehicleMaxPower: power(&random, scale))
    if wishes.hasPriorities {
      start.priority = random.pick([0, 0, 1, -1, 100])
      start.weight = random.pick([1, 1, 2, 3, 100])
    }
    return start
  }

  private static func connector(_ random: inout SplitMix64) -> ConnectorID {
    ConnectorID(
      chargerId: Identifier(random.chance(percent: 4) ? "Z" : random.pick(chargerIDs)),
      idx: random.int(random.chance(percent: 5) ? 0...4 : 1...3))
  }

  private static func reference(_ random: inout SplitMix64) -> SessionReference {
    switch random.int(1...10) {
    case 1...6: .session(Identifier(random.pick(sessionIDs)))
    case 7...9: .connector(connector(&random))
    default: .sessionAt(Identifier(random.pick(sessionIDs)), connector(&random))
    }
  }
}
