import Testing

@testable import PowerShare

@Suite struct AllocationRequestTests {
  private struct Entry {
    let vehicle: AllocationRequest.VehicleDemand
    let charger: Int
  }

  /// Returns a maximum between 0 and more than most vehicles of a charger can take.
  private static func maxPower(ofCharger charger: Int) -> Power { .kW(charger * 3) }

  /// Returns a request built from scratch, in sorted order.
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

  @Test(.tags(.property)) func `an updated request equals one built anew`() {
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
        #expect(request.checkInvariants() == nil, "seed \(seed)")
        check(request, entries, seed)
      }
    }
  }

  /// Checks what the type promises against the list of entries.
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

  /// Checks that something is left at the free level, and that there is no free level only if the
  /// charger can give everyone its maximum and a step more.
  private func check(
    _ group: AllocationRequest.ChargerDemand, _ maxima: [Power], _ seed: UInt64
  ) {
    let hasStepsLeft = maxima.reduce(0) { $0 + $1.watts + 1_000 } <= group.maxPower.watts
    #expect((group.freeLevel == .max) == hasStepsLeft, "seed \(seed)")
    if hasStepsLeft { return }
    #expect(group.freeLevel * maxima.count < group.maxPower.watts, "seed \(seed)")
    #expect((group.freeLevel + 2) * maxima.count > group.maxPower.watts, "seed \(seed)")
  }

  @Test(.tags(.property)) func `the highest free level is the last that leaves something`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let request = PlainStation(using: &random).request
      for group in request.chargers {
        let maxima = request.vehicles[group.vehicles].map(\.maximum.watts)
        func left(_ level: Int) -> Int {
          group.maxPower.watts - maxima.reduce(0) { $0 + min($1, level) }
        }
        let level = group.highestFreeLevel(request.vehicles.span)
        #expect(level >= group.freeLevel || group.freeLevel == .max, "seed \(seed)")
        if level == .max {
          #expect(left(maxima.max() ?? 0) > 0 || group.wantingVehicles == 0, "seed \(seed)")
        } else if group.maxPower > .zero {
          #expect(left(level) > 0 && left(level + 1) <= 0, "seed \(seed): \(maxima), \(level)")
        } else {
          #expect(level <= 0, "seed \(seed)")
        }
      }
    }
  }

  /// One cached value that is wrong, and a part of the description that it must lead to.
  struct Damage: CustomTestStringConvertible {
    let problem: String
    let damage: @Sendable (inout AllocationRequest) -> Void

    init(_ problem: String, _ damage: @escaping @Sendable (inout AllocationRequest) -> Void) {
      self.problem = problem
      self.damage = damage
    }

    var testDescription: String { problem }
  }

  private static let damages = [
    Damage("parent before") { $0.sharedLimits = [] },
    Damage("parent before") { $0.sharedLimits[0] = .init(maxPower: .zero, parent: 0) },
    Damage("parent before") { $0.sharedLimits[1] = .init(maxPower: .zero, parent: nil) },
    Damage("parent before") { $0.sharedLimits[1] = .init(maxPower: .zero, parent: 1) },
    Damage("vehicles up to") { $0.chargers.swapAt(0, 1) },
    Damage("listed after") { $0.chargers[1] = $0.chargers[0] },
    Damage("does not exist") { $0.sharedLimits.removeLast() },
    Damage("vehicles up to") { $0.chargers[0].end += 1 },
    Damage("vehicles up to") { $0.chargers[0].count = 0 },
    Damage("vehicles up to") { $0.vehicles.removeLast() },
    Damage("have no charger") { $0.chargers.removeLast() },
    Damage("wrong order") { $0.vehicles.swapAt(0, 1) },
    Damage("wrong order") { $0.vehicles[1] = $0.vehicles[0] },
    Damage("charger 0: totalMaximum") { $0.chargers[0].totalMaximum = .zero },
    Damage("charger 0: wantingVehicles") { $0.chargers[0].wantingVehicles += 1 },
    Damage("charger 0: freeLevel") { $0.chargers[0].freeLevel += 1 },
    Damage("charger 1: freeLevel") { $0.chargers[1].freeLevel -= 1 },
    Damage("totalMaximum") { $0.totalMaximum = .kW(1) },
    Damage("wantingVehicles") { $0.wantingVehicles -= 1 },
    Damage("openVehicles") { $0.openVehicles += 1 },
    Damage("usableMaximum") { $0.usableMaximum = .zero },
    Damage("freeLevel") { $0.freeLevel = .max },
  ]

  @Test(arguments: damages) func `a wrong cached value is found`(damage: Damage) throws {
    var request = AllocationRequest(
      sharedLimits: [.init(maxPower: .kW(10), parent: nil), .init(maxPower: .kW(5), parent: 0)],
      step: .kW(1))
    // Charger 0 cannot give its vehicles all they want, charger 1 has plenty, charger 2 nothing.
    let limits = [7_001, 9_000, 0].map { Power(watts: $0) }
    for (order, (maximum, charger)) in [(4, 0), (5, 0), (7, 1), (2, 2)].enumerated() {
      request.insert(
        .init(maximum: .kW(maximum), startOrder: order, session: order), charger: charger,
        maxPower: limits[charger], below: charger == 1 ? 1 : 0)
    }
    #expect(request.checkInvariants() == nil)
    damage.damage(&request)
    let problem = try #require(request.checkInvariants())
    #expect(problem.contains(damage.problem))
  }

  @Test func `an emptied request equals a new one`() {
    var request = PlainStation(gridKilowatts: 10, (10, [5, 6]), (10, [7])).request
    request.removeAll()
    #expect(request == AllocationRequest(gridCapacity: .kW(10), step: .kW(1)))
  }

  @Test func `a step of zero is a defect`() async {
    await #expect(processExitsWith: .failure) {
      _ = AllocationRequest(gridCapacity: Power(watts: 1), step: .zero)
    }
  }

  @Test func `a limit that does not exist is a defect`() async {
    await #expect(processExitsWith: .failure) {
      _ = AllocationRequest(
        sharedLimits: [.init(maxPower: .zero, parent: nil), .init(maxPower: .zero, parent: 1)],
        step: .kW(1))
    }
    await #expect(processExitsWith: .failure) {
      var request = AllocationRequest(gridCapacity: .kW(1), step: .kW(1))
      request.insert(
        .init(maximum: .kW(1), startOrder: 1, session: 0), charger: 0, maxPower: .kW(1), below: 1)
    }
  }

  /// Returns a request with one vehicle, that vehicle, and another one that differs from it only in
  /// the caller's number.
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

  @Test func `removing or replacing a vehicle that is not listed is a defect`() async {
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
