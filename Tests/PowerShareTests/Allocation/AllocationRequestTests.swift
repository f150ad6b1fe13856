import Testing

@testable import PowerShare

@Suite struct AllocationRequestTests {
  private struct Entry {
    let vehicle: AllocationRequest.VehicleDemand
    let charger: Int
  }

  /// From nothing to more than most of its vehicles can take.
  private static func maxPower(ofCharger charger: Int) -> Power { .kW(charger * 3) }

  /// The request built from scratch, sorted in the plainest way.
  private static func rebuilt(_ entries: [Entry]) -> AllocationRequest {
    var request = AllocationRequest(gridCapacity: .kW(10), step: .kW(1))
    let sorted = entries.sorted {
      ($0.charger, $0.vehicle.maximum, $0.vehicle.startOrder)
        < ($1.charger, $1.vehicle.maximum, $1.vehicle.startOrder)
    }
    for entry in sorted {
      request.insert(
        entry.vehicle, charger: entry.charger, maxPower: maxPower(ofCharger: entry.charger))
    }
    return request
  }

  @Test(.tags(.property)) func `vehicles that come, change and go leave what a new request has`() {
    for seed in PropertyCases.seeds(150) {
      var random = SplitMix64(seed: seed)
      var request = AllocationRequest(gridCapacity: .kW(10), step: .kW(1))
      var entries: [Entry] = []
      for startOrder in 1...40 {
        if !entries.isEmpty, random.chance(percent: 25) {
          let index = random.int(0...(entries.count - 1))
          let old = entries[index]
          let new = Entry(
            vehicle: .init(
              maximum: .kW(random.int(0...4)), startOrder: old.vehicle.startOrder,
              session: old.vehicle.session),
            charger: old.charger)
          entries[index] = new
          request.replace(old.vehicle, with: new.vehicle, charger: old.charger)
        } else if !entries.isEmpty, random.chance(percent: 45) {
          let entry = entries.remove(at: random.int(0...(entries.count - 1)))
          request.remove(entry.vehicle, charger: entry.charger)
        } else {
          let entry = Entry(
            vehicle: .init(
              maximum: .kW(random.int(0...4)), startOrder: startOrder, session: startOrder * 7),
            charger: random.int(0...5))
          entries.append(entry)
          request.insert(
            entry.vehicle, charger: entry.charger,
            maxPower: Self.maxPower(ofCharger: entry.charger))
        }
        #expect(request == Self.rebuilt(entries), "seed \(seed)")
        check(request, entries, seed)
      }
    }
  }

  /// What the type promises, checked without its own help.
  private func check(_ request: AllocationRequest, _ entries: [Entry], _ seed: UInt64) {
    var next = 0
    var usable = Power.zero
    var freeLevel = Int.max
    for group in request.chargers {
      #expect(group.vehicles.lowerBound == next && !group.vehicles.isEmpty, "seed \(seed)")
      #expect(group.maxPower == Self.maxPower(ofCharger: group.charger), "seed \(seed)")
      let expected = entries.filter { $0.charger == group.charger }.map(\.vehicle).sorted {
        ($0.maximum, $0.startOrder) < ($1.maximum, $1.startOrder)
      }
      #expect(Array(request.vehicles[group.vehicles]) == expected, "seed \(seed)")
      next = group.vehicles.upperBound
      let maxima = expected.reduce(Power.zero) { $0 + $1.maximum }
      usable += min(group.maxPower, maxima)
      check(group, expected.map(\.maximum).filter { $0 > .zero }, seed)
      freeLevel = min(freeLevel, group.freeLevel)
    }
    #expect(request.usableMaximum == usable, "seed \(seed)")
    #expect(request.freeLevel == freeLevel, "seed \(seed)")
    #expect(next == request.vehicles.count && next == entries.count, "seed \(seed)")
    let order = request.chargers.map(\.charger)
    #expect(order == Set(order).sorted(), "seed \(seed)")
  }

  /// The free level is the highest with which something is left, but that it may be one watt less;
  /// and none where all have their maximum and a step is left for each.
  private func check(
    _ group: AllocationRequest.ChargerDemand, _ maxima: [Power], _ seed: UInt64
  ) {
    let count = maxima.count
    let hasStepsLeft = maxima.allSatisfy { ($0.watts + 1_000) * count <= group.maxPower.watts }
    #expect((group.freeLevel == .max) == hasStepsLeft, "seed \(seed)")
    guard !hasStepsLeft else { return }
    #expect(group.freeLevel * count < group.maxPower.watts, "seed \(seed)")
    #expect((group.freeLevel + 2) * count > group.maxPower.watts, "seed \(seed)")
  }

  @Test func `a request that is emptied holds nothing`() {
    var request = PlainStation(gridKilowatts: 10, (10, [5, 6]), (10, [7])).request
    request.removeAll()
    #expect(request == AllocationRequest(gridCapacity: .kW(10), step: .kW(1)))
  }

  @Test func `a step of nothing is a defect`() async {
    await #expect(processExitsWith: .failure) {
      _ = AllocationRequest(gridCapacity: Power(watts: 1), step: .zero)
    }
  }

  /// A request with one vehicle, and two that differ in what the caller calls them: the listed one,
  /// and another.
  private static func requestOfOne() -> (
    AllocationRequest, listed: AllocationRequest.VehicleDemand,
    other: AllocationRequest.VehicleDemand
  ) {
    var request = AllocationRequest(gridCapacity: Power(watts: 1), step: Power(watts: 1))
    let vehicles = (0...1).map {
      AllocationRequest.VehicleDemand(maximum: Power(watts: 1), startOrder: 1, session: $0)
    }
    request.insert(vehicles[0], charger: 0, maxPower: Power(watts: 1))
    return (request, vehicles[0], vehicles[1])
  }

  @Test func `taking away or replacing a vehicle that is not there is a defect`() async {
    await #expect(processExitsWith: .failure) {
      var (request, _, other) = Self.requestOfOne()
      request.remove(other, charger: 0)
    }
    await #expect(processExitsWith: .failure) {
      var (request, listed, other) = Self.requestOfOne()
      request.replace(other, with: listed, charger: 0)
    }
  }
}
