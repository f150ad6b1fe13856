import Testing

@testable import PowerShare

@Suite struct PolicyTests {
  /// Returns vehicles of 80 and 150 kW at a charger of 200 kW, then one of 150 kW at another.
  private static func request(gridKilowatts: Int) -> AllocationRequest {
    var request = AllocationRequest(gridCapacity: .kW(gridKilowatts), step: .kW(1))
    let vehicles = [(80, 0, 30), (150, 0, 20), (150, 1, nil)]
    for (place, (maximum, charger, departure)) in vehicles.enumerated() {
      request.insert(
        .init(
          maximum: .kW(maximum), startOrder: place + 1, session: place,
          departureTime: departure.map { Instant(milliseconds: $0) }, slack: departure),
        charger: charger, maxPower: .kW(200))
    }
    return request
  }

  @Test(arguments: [
    (PolicyChoice.fair, [66, 66, 66]), (.maxMin, [67, 67, 66]), (.proportional, [42, 79, 79]),
    (.firstCome, [80, 120, 0]), (.earliestDeparture, [50, 150, 0]), (.leastLaxity, [50, 150, 0]),
    (.unmanaged, [80, 120, 150]),
  ])
  func `the same 200 kW are shared in seven ways`(choice: PolicyChoice, kilowatts: [Int]) {
    let (watts, _) = Self.request(gridKilowatts: 200).shared(by: choice)
    #expect(watts == kilowatts.map { $0 * 1_000 })
  }

  @Test(arguments: PolicyChoice.allCases)
  func `a name leads to the policy of that name`(choice: PolicyChoice) {
    #expect(type(of: choice.policy).name == choice.rawValue)
    #expect(type(of: choice.policy).goesByTime == (choice == .leastLaxity))
    #expect(type(of: choice.policy).keepsGridCapacity == (choice != .unmanaged))
    #expect(choice.sharesWholeSteps == (choice == .fair || choice == .unmanaged))
  }

  @Test func `each policy has a meaning of one line`() {
    let meanings = PolicyChoice.allCases.map(\.meaning)
    #expect(Set(meanings).count == meanings.count)
    for meaning in meanings {
      // Schemas list meanings between semicolons.
      #expect(!meaning.isEmpty && !meaning.contains { $0.isNewline || $0 == ";" })
      #expect(!meaning.hasSuffix("."))
    }
  }

  @Test(arguments: PolicyChoice.allCases)
  func `without vehicles there is no power and no stop reason`(choice: PolicyChoice) {
    let request = AllocationRequest(gridCapacity: .kW(10), step: .kW(1))
    let (watts, reason) = request.shared(by: choice)
    #expect(watts == [])
    #expect(reason == nil)
  }

  @Test func `the first reason that applies is given`() {
    var request = AllocationRequest(gridCapacity: .kW(100), step: .kW(1))
    #expect(StopReason(request, []) == nil)
    request.insert(
      .init(maximum: .kW(60), startOrder: 1, session: 0), charger: 0, maxPower: .kW(50))
    #expect(StopReason(request, [.kW(50)]) == .chargersAtMaximum)
    #expect(StopReason(request, [.kW(49)]) == .indivisible)
    request.gridCapacity = .kW(50)
    #expect(StopReason(request, [.kW(50)]) == .gridCapacity)
    request.insert(
      .init(maximum: .zero, startOrder: 2, session: 1), charger: 1, maxPower: .kW(50))
    request.gridCapacity = .kW(100)
    #expect(StopReason(request, [.kW(60), .zero]) == .vehiclesAtMaximum)
  }

  @Test func `a group is a reason only where a charger is not`() {
    var request = AllocationRequest(
      sharedLimits: [.init(maxPower: .kW(100), parent: nil), .init(maxPower: .kW(50), parent: 0)],
      step: .kW(1))
    for charger in 0...1 {
      request.insert(
        .init(maximum: .kW(60), startOrder: charger, session: charger), charger: charger,
        maxPower: .kW(30), below: 1)
    }
    #expect(StopReason(request, [.kW(30), .kW(20)]) == .groupsAtMaximum)
    #expect(StopReason(request, [.kW(30), .kW(19)]) == .indivisible)
    #expect(StopReason(request, [.kW(30), .kW(30)]) == .chargersAtMaximum)
    #expect(
      StopReason(request, [.kW(30), .kW(29)], keepsGridCapacity: false) == .indivisible)
  }

  @Test func `proportional has a round for each vehicle that closes`() {
    var request = AllocationRequest(gridCapacity: .kW(100), step: .kW(1))
    for (order, maximum) in [10, 20].enumerated() {
      request.insert(
        .init(maximum: .kW(maximum), startOrder: order, session: order), charger: 0,
        maxPower: .kW(100))
    }
    var policy = Proportional()
    guard case .rounds(let rounds) = policy.reasoning(request) else {
      Issue.record("no rounds")
      return
    }
    // The first gets its last step at 9/10, when the second has 19 of its 20 steps.
    #expect(rounds.map { $0.grants.map(\.allocatedPower) } == [[.kW(10), .kW(19)], [.kW(20)]])
    #expect(rounds.map { $0.grants.map(\.closedBy) } == [[.maximum, nil], [.maximum]])
  }

}
