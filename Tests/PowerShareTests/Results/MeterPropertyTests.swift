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

  @Test func `lost energies add up to the energy not delivered, per session and as shown`() throws {
    for seed in PropertyCases.seeds(150) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random, hasMinimum: true)
      var totals = StayTotals()
      var replay = Replay(
        station: timeline.station, policy: MaxMin(), options: timeline.options)
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
}
