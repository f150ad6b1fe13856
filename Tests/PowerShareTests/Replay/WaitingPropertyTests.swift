import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct WaitingPropertyTests {
  @Test func `many vehicles of all choices wait as in the slow replay`() throws {
    var longestLine = 0
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let timeline = try QueueTimeline(using: &random, count: 100)
      let isSame = SlowEnergyReplay.expectSameTicks(
        timeline.station, timeline.events, timeline.options, seed: seed)
      if !isSame { return }
      var replay = Replay(
        station: timeline.station, policy: FairShare(), options: timeline.options)
      replay.runSkipping(timeline.events, seed: seed) {
        longestLine = max(longestLine, $0.waitingVehicles.count)
      }
    }
    #expect(longestLine >= 30, "the lines are short")
  }

  @Test func `a line keeps the order of vehicles that come and go in any order`() {
    for seed in PropertyCases.seeds(50) {
      var random = SplitMix64(seed: seed)
      var line = WaitingLine()
      var slow: [Arrival] = []
      for number in 0..<200 {
        let choices: [ConnectorChoice] = [
          .any, .charger("A"), .charger("B"), .connector(ConnectorID(chargerId: "A", idx: 1)),
          .connector(ConnectorID(chargerId: "B", idx: random.int(1...3))),
        ]
        switch random.int(1...10) {
        case 1...6:
          let arrival = Self.arrival(number, random.pick(choices), &random)
          line.append(arrival)
          slow.append(arrival)
        case 7, 8:
          guard !slow.isEmpty else { continue }
          let gone = slow.remove(at: random.int(0...(slow.count - 1)))
          #expect(line.remove(gone.id) == gone, "seed \(seed)")
        case 9:
          let now = Instant(milliseconds: number)
          let isOver = { (arrival: Arrival) in arrival.leavesLineAt.map { $0 <= now } ?? false }
          var gone: [Arrival] = []
          line.listEnded(by: now)
          while let turn = line.takeTurn() { gone.append(line.remove(turn)) }
          #expect(gone == slow.filter(isOver), "seed \(seed)")
          slow.removeAll(where: isOver)
        default:
          let choice = random.pick(choices)
          #expect(
            line.remove { $0 == choice } == slow.filter { $0.choice == choice }, "seed \(seed)")
          slow.removeAll { $0.choice == choice }
        }
        #expect(line.arrivals == slow && line.count == slow.count, "seed \(seed)")
        #expect(line.nextEnd == slow.compactMap(\.leavesLineAt).min(), "seed \(seed)")
        #expect(line.checkInvariants() == nil, "seed \(seed)")
      }
    }
  }

  private static func arrival(
    _ number: Int, _ choice: ConnectorChoice, _ random: inout SplitMix64
  ) -> Arrival {
    var start = SessionEvent.Start(
      sessionId: nil, connector: choice, vehicleMaxPower: Power(watts: 1))
    if random.chance(percent: 70) {
      start.maxWait = TimeSpan(milliseconds: random.int(0...60))
    }
    guard
      let station = try? StationConfig(gridKilowatts: 1, [("A", 1, 1)]),
      let arrival = try? Arrival(
        start, id: Identifier("\(number)"), at: Instant(milliseconds: number), in: station)
    else { preconditionFailure("an arrival that cannot be made") }
    return arrival
  }

  @Test func `a heap gives its elements in order`() {
    for seed in PropertyCases.seeds(50) {
      var random = SplitMix64(seed: seed)
      var heap = MinHeap<Int>()
      var slow: [Int] = []
      for _ in 0..<200 {
        if random.chance(percent: 60) {
          let number = random.int(0...50)
          heap.push(number)
          slow.append(number)
          slow.sort()
        } else if random.chance(percent: 90) {
          #expect(heap.popFirst() == (slow.isEmpty ? nil : slow.removeFirst()), "seed \(seed)")
        } else {
          heap.removeAll { $0 % 3 == 0 }
          slow.removeAll { $0 % 3 == 0 }
        }
        #expect(heap.first == slow.first && heap.elements.count == slow.count, "seed \(seed)")
      }
    }
  }

  @Test func `the order of chargers follows their sessions`() throws {
    for seed in PropertyCases.seeds(30) {
      var random = SplitMix64(seed: seed)
      let counts = (0..<random.int(1...9)).map { _ in random.pick([1, 2, 63, 64, 65, 130]) }
      let station = try StationConfig(
        stationId: "S", gridCapacity: .kW(1),
        chargers: counts.enumerated().map {
          Charger(id: Identifier("\($0)"), maxPower: .kW(1), connectors: .alike(count: $1))
        })
      var connectors = FreeConnectors(station)
      var records = Array(repeating: ChargerRecord(), count: counts.count)
      var free = counts.map { Set(1...$0) }
      for _ in 0..<300 {
        let charger = random.int(0...(counts.count - 1))
        let idx = random.int(1...counts[charger])
        if free[charger].remove(idx) != nil {
          records[charger].activeSessions += 1
          connectors.take(idx, at: charger, sessions: records[charger].activeSessions)
        } else if random.chance(percent: 30) {
          free[charger].insert(idx)
          records[charger].activeSessions -= 1
          connectors.free(idx, at: charger, sessions: records[charger].activeSessions)
        }
        #expect(connectors.isFree(idx, at: charger) == free[charger].contains(idx))
        #expect(connectors.first(at: charger) == free[charger].min(), "seed \(seed)")
        let odd = connectors.first(at: charger) { $0 % 2 == 1 }
        #expect(odd == free[charger].filter { $0 % 2 == 1 }.min(), "seed \(seed)")
        let best = counts.indices.filter { !free[$0].isEmpty }
          .min { records[$0].activeSessions < records[$1].activeSessions }
        #expect(connectors.chargerWithFewestSessions(records) == best, "seed \(seed)")
      }
    }
  }
}
