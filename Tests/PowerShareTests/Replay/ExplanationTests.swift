import Testing

@testable import PowerShare

@Suite struct ExplanationTests {
  @Test func `the worked example is explained round by round`() throws {
    var replay = Replay(
      try StationConfig(gridKilowatts: 330, [("CP001", 200, 2), ("CP002", 200, 1)]))
    try replay.run([
      .start(0, "ev-2", "CP001", 2, kW: 150), .start(0, "ev-1", "CP001", 1, kW: 80),
      .start(0, "ev-3", "CP002", 1, kW: 150),
    ])
    let present = Explanation(replay)
    let explanation = try #require(present)
    #expect(explanation.gridCapacity == .kW(330))
    #expect(explanation.step == .kW(1))
    #expect(explanation.stopReason == .gridCapacity)
    #expect(
      explanation.rounds.map { $0.grants.map(\.sessionId.text) } == [
        ["ev-2", "ev-1", "ev-3"], ["ev-2", "ev-3"], ["ev-3"],
      ])
    #expect(
      explanation.rounds.map { $0.grants.map(\.addedPower) } == [
        [.kW(110), .kW(80), .kW(110)], [.kW(10), .kW(15)], [.kW(5)],
      ])
    #expect(
      explanation.rounds.map { $0.grants.map(\.limitedBy) } == [
        [nil, .vehicle, nil], [.charger, nil], [nil],
      ])
    #expect(explanation.sessions.map(\.limitedBy) == [.charger, .vehicle, .grid])
  }

  @Test func `a connector's maximum closes a vehicle as such`() throws {
    var replay = Replay(
      try StationConfig(
        stationId: "S", gridCapacity: .kW(100),
        chargers: [Charger(id: "A", maxPower: .kW(50), connectors: .individual([.kW(22)]))]))
    try replay.run([.start(0, "a", "A", 1, kW: 80)])
    do {
      let explanation = Explanation(replay)
      #expect(explanation?.rounds[0].grants[0].limitedBy == .connector)
    }
  }

  @Test func `there is nothing to explain before the first tick`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 330, [("A", 200, 2)]))
    do {
      let explanation = Explanation(replay)
      #expect(explanation == nil)
    }
    try replay.apply(.start(0, "a", "A", 1, kW: 80))
    do {
      let explanation = Explanation(replay)
      #expect(explanation == nil)
    }
    _ = replay.nextTick(before: nil)
    do {
      let explanation = Explanation(replay)
      #expect(explanation != nil)
    }
  }

  @Test(arguments: [PolicyChoice.fair, .maxMin, .firstCome])
  func `a session that a charger's minimum excludes is in no round`(choice: PolicyChoice) throws {
    let station = try StationConfig(
      stationId: "AC", gridCapacity: .kW(10),
      chargers: [
        Charger(id: "A", maxPower: .kW(20), minPower: .kW(4), connectors: .alike(count: 3))
      ])
    var replay = Replay(station, choice)
    try replay.run([
      .start(0, "a", kW: 5), .start(0, "b", kW: 4), .start(0, "c", kW: 20),
    ])
    #expect(replay.kilowatts == [5, 4, 0])
    let present = Explanation(replay)
    let explanation = try #require(present)
    #expect(explanation.stopReason == replay.stopReason)
    #expect(explanation.sessions.map(\.limitedBy) == [.vehicle, .vehicle, .minimum])
    switch explanation.reasoning {
    case .rounds(let rounds):
      let named = Set(rounds.flatMap { $0.grants.map(\.sessionId.text) })
      #expect(named == ["a", "b"])
    case .turns(let turns):
      #expect(turns.map(\.session.id.text) == ["a", "b"])
      #expect(turns.map(\.allocatedPower) == [.kW(5), .kW(4)])
    }
  }

  @Test(.tags(.property)) func `the grants of all rounds add up to the allocations`() throws {
    for seed in PropertyCases.seeds(80) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, hasMinima: true)
      var replay = Replay(timeline.station, step: timeline.step)
      replay.runSkipping(timeline.events, seed: seed) { replay in
        guard let explanation = Explanation(replay) else { return }
        var has: [Identifier: Power] = [:]
        for round in explanation.rounds {
          for grant in round.grants { has[grant.sessionId, default: .zero] += grant.addedPower }
        }
        let shares = explanation.sessions.map { has[$0.id] ?? .zero }
        #expect(shares == explanation.sessions.map(\.allocatedPower), "seed \(seed)")
      }
    }
  }
}
