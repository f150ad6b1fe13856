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

  /// A cabinet of 45 kW with two chargers, below a feeder of 100 kW with a third, beside a fourth.
  private static func tree(_ choice: PolicyChoice = .fair) throws -> Replay {
    let station = try StationConfig(
      stationId: "TREE", gridCapacity: .kW(200),
      chargers: ["A", "B", "C", "D"].map {
        Charger(id: Identifier($0), maxPower: .kW(150), connectors: .alike(count: 1))
      },
      groups: [
        ChargerGroup(id: "cabinet", maxPower: .kW(45), members: ["A", "B"]),
        ChargerGroup(id: "feeder", maxPower: .kW(100), members: ["cabinet", "C"]),
      ])
    var replay = Replay(station, choice)
    try replay.run([
      .start(0, "a", "A", 1, kW: 50), .start(0, "b", "B", 1, kW: 50),
      .start(0, "c", "C", 1, kW: 50), .start(0, "d", "D", 1, kW: 90),
    ])
    return replay
  }

  @Test func `a round has what each limit passed on, and the groups that closed`() throws {
    let present = Explanation(try Self.tree())
    let explanation = try #require(present)
    #expect(explanation.hasGroups)
    #expect(explanation.stopReason == .groupsAtMaximum)
    #expect(explanation.rounds.map(\.share) == [.kW(50), .kW(18), .kW(24)])
    let passedOn = explanation.rounds.map(\.passedOn)
    #expect(passedOn[0].map(\.id) == ["feeder", "cabinet", "A", "B", "C"])
    #expect(passedOn[0].map(\.power) == [.kW(33), .kW(22), .kW(22), .kW(22), .kW(33)])
    #expect(passedOn[0].map(\.isReduced) == [true, true, false, false, false])
    #expect(passedOn[0].map(\.isGroup) == [true, true, false, false, false])
    #expect(passedOn[1].map(\.power) == [.kW(7), .zero, .zero, .zero, .kW(7)])
    #expect(passedOn.map { $0.map(\.closes).contains(true) } == [false, true, false])
    #expect(passedOn[1].first(where: \.closes)?.id == "cabinet")
    #expect(passedOn[2].isEmpty)
    #expect(explanation.rounds[1].grants.map(\.limitedBy) == [.group, .group, nil, nil])
    #expect(explanation.rounds[1].grants.map(\.limitedAt) == ["cabinet", "cabinet", nil, nil])
  }

  @Test func `a turn has the lowest power that a group above the charger has left`() throws {
    let present = Explanation(try Self.tree(.firstCome))
    guard case .turns(let turns) = try #require(present).reasoning else {
      Issue.record("the policy has no turns")
      return
    }
    #expect(turns.map(\.groupPower) == [.kW(45), .zero, .kW(55), nil])
    #expect(turns.map(\.allocatedPower) == [.kW(45), .zero, .kW(50), .kW(90)])
    #expect(turns.map(\.session.limitedAt) == ["cabinet", "cabinet", nil, nil])
    #expect(turns.map(\.priority) == [nil, nil, nil, nil])
  }

  @Test func `each priority has rounds, and each grant a weight`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 200, 3)]))
    try replay.run([
      .start(0, "a", kW: 90) { $0.weight = 3 }, .start(0, "b", kW: 90),
      .start(0, "c", kW: 20) { $0.priority = 5 },
    ])
    let present = Explanation(replay)
    let rounds = try #require(present).rounds
    #expect(rounds.map(\.priority) == [5, 0])
    #expect(rounds.map(\.share) == [.kW(100), .kW(20)])
    #expect(rounds[1].grants.map(\.weight) == [3, 1])
    #expect(rounds[1].grants.map(\.addedPower) == [.kW(60), .kW(20)])
  }

  @Test(.tags(.property), arguments: PolicyChoice.allCases)
  func `on trees the grants of all rounds add up to the allocations`(choice: PolicyChoice) throws {
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(
        using: &random, hasMinima: true, hasGroups: true, hasPriorities: true)
      var replay = Replay(timeline.station, choice) { $0.step = Power(watts: timeline.step) }
      replay.runSkipping(timeline.events, seed: seed) { replay in
        guard let explanation = Explanation(replay) else { return }
        var has: [Identifier: Power] = [:]
        switch explanation.reasoning {
        case .rounds(let rounds):
          for round in rounds {
            for grant in round.grants { has[grant.sessionId, default: .zero] += grant.addedPower }
            #expect(round.passedOn.allSatisfy { $0.power <= round.share ?? .zero }, "seed \(seed)")
          }
          let priorities = rounds.compactMap(\.priority)
          #expect(priorities == priorities.sorted(by: >), "seed \(seed)")
        case .turns(let turns):
          for turn in turns {
            has[turn.session.id] = turn.allocatedPower
            let left = min(turn.groupPower ?? turn.remainingPower, turn.chargerPower)
            #expect(turn.allocatedPower <= min(left, turn.remainingPower), "seed \(seed)")
          }
        }
        let shares = explanation.sessions.map { has[$0.id] ?? .zero }
        #expect(shares == explanation.sessions.map(\.allocatedPower), "seed \(seed)")
      }
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
