import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct MeterPropertyTests {
  @Test func `a percentile is the nearest rank of the counted numbers`() {
    for seed in PropertyCases.seeds(500) {
      var random = SplitMix64(seed: seed)
      var histogram = Histogram(last: 50)
      let numbers = (0..<random.int(1...40)).map { _ in random.int(0...60) }
      for number in numbers { histogram.count(number) }
      let sorted = numbers.map { min($0, 50) }.sorted()
      for percent in [10, 50, 95, 100] {
        // The first number that at least `percent` percent of the numbers do not exceed.
        let place = sorted.indices.first { ($0 + 1) * 100 >= sorted.count * percent }
        #expect(histogram.percentile(percent) == place.map { sorted[$0] }, "seed \(seed)")
      }
      #expect(histogram.lowest == sorted.first, "seed \(seed)")
    }
    #expect(Histogram(last: 9).percentile(50) == nil)
  }

  @Test func `a sparse histogram has the percentiles of a histogram`() {
    for seed in PropertyCases.seeds(500) {
      var random = SplitMix64(seed: seed)
      var (dense, sparse) = (Histogram(last: 50), SparseHistogram(last: 50))
      for _ in 0..<random.int(0...40) {
        let number = random.chance(percent: 40) ? 0 : random.int(0...60)
        dense.count(number)
        sparse.count(number)
      }
      for percent in 1...100 {
        #expect(sparse.percentile(percent) == dense.percentile(percent), "seed \(seed)")
      }
    }
  }

  @Test func `lost energies add up to the energy not delivered, per session and as shown`() throws {
    for seed in PropertyCases.seeds(150) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(
        using: &random, hasMinimum: true, hasGroups: seed % 2 == 0)
      var totals = StayTotals()
      var options = timeline.options
      options.reallocation = seed % 3 == 0 ? .onUpdate : .immediate
      var replay = Replay(station: timeline.station, policy: MaxMin(), options: options)
      replay.runSkipping(timeline.events, seed: seed) { replay in
        for stay in replay.departures {
          totals.take(stay)
          let missing = stay.arrival.energyRequested.map { $0 - stay.deliveredEnergy } ?? .zero
          #expect(stay.lost.total == max(missing, .zero), "seed \(seed): \(stay.arrival.id)")
        }
      }
      let unserved = (totals.requested - totals.delivered).roundedWattHours
      #expect(totals.shownLost.reduce(0, +) == unserved, "seed \(seed)")
    }
  }

  @Test func `figures of priorities are those of their sessions alone`() throws {
    var lists = 0
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random)
      let kinds = random.pick([[0], [3], [0, 1], [-100, -3, 0, 4, 100]])
      var events = timeline.events
      for place in events.indices {
        guard case .start(var start) = events[place].kind else { continue }
        start.priority = random.pick(kinds)
        events[place] = SessionEvent(time: events[place].time, kind: .start(start))
      }
      var all = StayTotals()
      var alone: [Int: StayTotals] = [:]
      func take(_ stay: Departure) {
        all.take(stay)
        alone[stay.arrival.priority, default: StayTotals()].take(stay)
      }
      var replay = Replay(
        station: timeline.station, policy: FairShare(), options: timeline.options)
      replay.runSkipping(events, seed: seed) { for stay in $0.departures { take(stay) } }
      for stay in replay.openStays { take(stay) }
      let names = alone.count > 1 ? alone.keys.sorted(by: >) : []
      #expect(all.priorities.map(\.name.text) == names.map { "\($0)" }, "seed \(seed)")
      for (part, priority) in zip(all.priorities, names) {
        let totals = try #require(alone[priority])
        var list = FigureList(FigureTable.figures(FigureScope(isOnUpdate: false)))
        totals.addQuality(to: &list)
        list.set("servedShare", share: totals.delivered, of: totals.requested)
        #expect(part.figures.map(\.path) == ["servedShare", "p10"])
        #expect(
          part.figures.map(\.thousandths) == [list["servedShare"], list["fairness.p10"]],
          "seed \(seed): \(priority)")
      }
      lists += all.priorities.isEmpty ? 0 : 1
    }
    #expect(lists > 0)
  }
}
