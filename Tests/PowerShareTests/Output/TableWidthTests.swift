import Testing

@testable import PowerShare

/// Random results as tables: no line is wider than a terminal, and columns are aligned.
@Suite struct TableWidthTests {
  private static let names = [
    "ev-1", "充電", "Zoe\u{308}", "::error", "🔌-7", "RN-000000001", "a", "twelve-chars",
  ]

  private static func events(_ random: inout SplitMix64) -> [SessionEvent] {
    var time = 1_772_000_000_000
    var events: [SessionEvent] = []
    for place in 0..<random.int(1...12) {
      time += random.pick([0, 900_000, 3_600_123, 86_400_000])
      let id = names[place % names.count]
      events.append(
        SessionEvent(
          time: Instant(milliseconds: time),
          kind: .start(
            SessionEvent.Start(
              sessionId: Identifier(place < names.count ? id : "\(place)"),
              connectorId: ConnectorID(
                chargerId: Identifier(names[place % 4 + 4]), idx: place / 4 + 1),
              vehicleMaxPower: Power(watts: random.int(0...400_000))))))
    }
    events.append(
      SessionEvent(
        time: Instant(milliseconds: time + random.int(1...90_000_000)),
        kind: .gridCapacity(Power(watts: random.int(0...900_000)))))
    return events
  }

  private static func station(
    _ random: inout SplitMix64, groups: [ChargerGroup]? = nil
  ) throws -> StationConfig {
    let ids = names.suffix(4)
    return try StationConfig(
      stationId: "S", gridCapacity: Power(watts: random.int(1...2_000_000)),
      chargers: ids.map { id in
        Charger(
          id: Identifier(id), maxPower: Power(watts: random.int(1...400_000)),
          connectors: .alike(count: 3))
      },
      groups: groups ?? [
        ChargerGroup(
          id: "group-twelve", maxPower: Power(watts: random.int(1...400_000)),
          members: [Identifier(ids[4]), Identifier(ids[5])]),
        ChargerGroup(
          id: "充電-feeder", maxPower: Power(watts: random.int(1...400_000)),
          members: ["group-twelve", Identifier(ids[7])]),
      ])
  }

  @Test(arguments: ResultLevel.allCases, [nil, 900_000, 86_400_000])
  func `no line is wider than 80 columns`(level: ResultLevel, interval: Int?) throws {
    var random = SplitMix64(seed: 20_260_302)
    for _ in 0..<60 {
      let station = try Self.station(&random)
      let text = try WrittenResult.text(
        TableWriter(), station, Self.events(&random), level: level,
        scale: .dateTime(UTCOffset(minutes: 60)), every: interval.map(TimeSpan.init),
        reallocation: random.pick([.immediate, .onUpdate]))
      for line in text.split(separator: "\n") {
        #expect(String(line).terminalCells <= 80, "\(line)")
        #expect(line.last != " ", "\(line)")
        #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
      }
      #expect(!text.contains("T0") && text.hasPrefix("times at +01:00\n\n"))
    }
  }

  @Test(arguments: PolicyChoice.allCases)
  func `no line of an explanation is wider than 80 columns`(policy: PolicyChoice) throws {
    var random = SplitMix64(seed: 7)
    for _ in 0..<60 {
      var simulation = Simulation(station: try Self.station(&random), policy: policy.policy)
      try simulation.run(Self.events(&random)) { (_: borrowing Replay) in }
      let explanation = Explanation(simulation.replay)
      let text = ExplanationWriter.text(
        try #require(explanation), in: .dateTime(UTCOffset(minutes: 60)))
      for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
        #expect(String(line).terminalCells <= 80, "\(line)")
      }
    }
  }

  @Test(arguments: PolicyChoice.allCases)
  func `no line of an explanation with groups and weights is wider`(policy: PolicyChoice) throws {
    var random = SplitMix64(seed: 8)
    for _ in 0..<60 {
      let inner = ChargerGroup(
        id: "::twelve-cha", maxPower: Power(watts: random.int(1...400_000)),
        members: ["twelve-chars", "RN-000000001"])
      let outer = ChargerGroup(
        id: "feeder-00001", maxPower: Power(watts: random.int(1...400_000)),
        members: ["::twelve-cha", "a"])
      let station = try Self.station(&random, groups: [inner, outer])
      let events = Self.events(&random).map { event in
        guard case .start(var start) = event.kind else { return event }
        start.priority = random.pick([0, -100])
        start.weight = random.pick([1, 100])
        start.departureTime = Instant(milliseconds: 1_790_000_000_000)
        start.energyRequested = Energy(
          .kW(random.int(0...400)), over: TimeSpan(milliseconds: 3_600_000))
        return SessionEvent(time: event.time, kind: .start(start))
      }
      var simulation = Simulation(station: station, policy: policy.policy)
      try simulation.run(events) { (_: borrowing Replay) in }
      let explanation = Explanation(simulation.replay)
      let text = ExplanationWriter.text(
        try #require(explanation), in: .dateTime(UTCOffset(minutes: 60)))
      for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
        #expect(String(line).terminalCells <= 80, "\(line)")
      }
    }
  }
}
