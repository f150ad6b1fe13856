import Testing

@testable import PowerShare

@Suite struct RemainingPowerTests {
  @Test(.tags(.property)) func `the limits above a vehicle have what plain sums leave`() {
    for seed in PropertyCases.seeds(500) {
      var random = SplitMix64(seed: seed)
      let request = RandomRequest.make(using: &random, hasGroups: true)
      var remaining = RemainingPower(request)
      var has = request.vehicles.map { _ in 0 }
      check(remaining, request, has, seed)
      for place in request.vehicles.indices {
        // Sometimes exactly the rest, so that limits become full, and sometimes more.
        let rest = PlainLimits(request).left(above: place, has)
        let watts = random.chance(percent: 50) ? max(0, rest) : random.int(0...10_000)
        remaining.take(Power(watts: watts), above: place)
        has[place] += watts
        check(remaining, request, has, seed)
      }
      check(RemainingPower(request, has.map { Power(watts: $0) }), request, has, seed)
      remaining.reset(request)
      #expect(remaining.atGrid == request.gridCapacity, "seed \(seed): \(request)")
    }
  }

  private func check(
    _ remaining: RemainingPower, _ request: AllocationRequest, _ has: [Int], _ seed: UInt64
  ) {
    let limits = PlainLimits(request)
    #expect(remaining.atGrid.watts == request.gridCapacity.watts - has.reduce(0, +))
    for place in has.indices {
      let comment: Comment = "seed \(seed), vehicle \(place): \(request)"
      #expect(remaining.power(above: place).watts == limits.left(above: place, has), comment)
      #expect(remaining.hasRoom(above: place) == limits.haveRoom(above: place, has), comment)
      #expect(remaining.atCharger(of: place).watts == limits.ofVehicle[place][0].left(has), comment)
    }
  }

  @Test func `the power of a charger is taken from all limits above it`() {
    var request = AllocationRequest(
      sharedLimits: [.init(maxPower: .kW(9), parent: nil), .init(maxPower: .kW(7), parent: 0)],
      step: .kW(1))
    for charger in 0...1 {
      request.insert(
        .init(maximum: .kW(5), startOrder: charger, session: charger), charger: charger,
        maxPower: .kW(5), below: charger)
    }
    var remaining = RemainingPower(request)
    remaining.take(.kW(4), atCharger: 1)
    #expect(remaining.atGrid == .kW(5))
    #expect(remaining.power(above: 0) == .kW(5))
    #expect(remaining.power(above: 1) == .kW(1))
    remaining.take(.kW(3), above: 0)
    #expect(remaining.power(above: 0) == .kW(2))
    #expect(remaining.power(above: 1) == .kW(1))
  }
}
