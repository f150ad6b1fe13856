import Testing

@testable import PowerShare

@Suite struct ScenarioOrderTests {
  /// A sweep of random axes.
  private static func sweep(_ random: inout SplitMix64) -> ScenarioGrid {
    var grid = ScenarioGrid()
    func axis(_ lowest: Int) -> AxisValues? {
      var values: [UInt64] = []
      for _ in 0..<random.int(1...4) {
        values.append((values.last ?? UInt64(lowest)) + UInt64(random.int(1...3)))
      }
      let text = values.map(String.init).joined(separator: ",")
      return try? AxisValues(text, usualStep: nil) { UInt64($0) }
    }
    if random.chance(percent: 60) { grid.gridCapacities = axis(0) }
    if random.chance(percent: 20) { grid.batteryCapacities = axis(0) }
    if random.chance(percent: 20) { grid.batteryPowers = axis(0) }
    if random.chance(percent: 50) {
      grid.policies = Array(PolicyChoice.allCases.shuffled(using: &random).prefix(3))
    }
    if random.chance(percent: 50) { grid.scales = axis(0) }
    if random.chance(percent: 60) || grid.axes.isEmpty { grid.seeds = axis(7) }
    return grid
  }

  /// The scenarios of a sweep, dealt to shards; each shard keeps its rows together.
  private static func dealt(_ grid: ScenarioGrid, _ count: Int) -> [[Scenario]] {
    (1...count).compactMap { Shard("\($0)/\(count)") }.map { shard in
      (0..<shard.size(of: grid.count ?? 0)).map { grid[shard.place(ofRow: $0)] }
    }
  }

  /// Takes a row of each shard in turn.
  private static func merged(_ shards: [[Scenario]]) -> [Scenario] {
    let longest = shards.map(\.count).max() ?? 0
    return (0..<longest).flatMap { row in shards.compactMap { $0.dropFirst(row).first } }
  }

  /// Returns true if the scenarios are a whole sweep: builds the only sweep that they can be, and
  /// compares.
  private static func isSweep(_ scenarios: [Scenario], _ axes: [ScenarioAxis]) -> Bool {
    var grid = ScenarioGrid()
    func values(_ numbers: [UInt64]) -> AxisValues? {
      var distinct: [UInt64] = []
      for number in numbers where !distinct.contains(number) { distinct.append(number) }
      let text = distinct.map(String.init).joined(separator: ",")
      return try? AxisValues(text, usualStep: nil) { UInt64($0) }
    }
    for axis in axes {
      switch axis {
      case .batteryCapacity:
        grid.batteryCapacities = values(
          scenarios.map { UInt64($0.batteryCapacity?.roundedWattHours ?? 0) })
      case .batteryPower:
        grid.batteryPowers = values(scenarios.map { UInt64($0.batteryPower?.watts ?? 0) })
      case .gridCapacity:
        grid.gridCapacities = values(scenarios.map { UInt64($0.gridCapacity?.watts ?? 0) })
      case .policy:
        for policy in scenarios.compactMap(\.policy) where !grid.policies.contains(policy) {
          grid.policies.append(policy)
        }
      case .seed: grid.seeds = values(scenarios.compactMap(\.seed))
      case .scale: grid.scales = values(scenarios.map { UInt64($0.scale ?? 0) })
      }
    }
    return grid.axes == axes && scenarios == (0..<(grid.count ?? 0)).map { grid[$0] }
  }

  private static func accepts(
    _ scenarios: [Scenario], _ axes: [ScenarioAxis], _ shards: Int
  ) -> Bool {
    var order = ScenarioOrder(axes, shards: shards)
    for scenario in scenarios {
      do throws(ScenarioOrder.Violation) {
        try order.take(scenario)
      } catch {
        return false
      }
    }
    return order.due == nil
  }

  @Test(arguments: UInt64(1)...400)
  func `exactly the whole sweeps are accepted`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let grid = Self.sweep(&random)
    let count = random.int(1...5)
    let shards = Self.dealt(grid, count)
    #expect(Self.accepts(Self.merged(shards), grid.axes, count), "seed \(seed)")

    var other = shards
    switch random.int(1...4) {
    case 1: other.shuffle(using: &random)
    case 2: other.remove(at: random.int(0...(count - 1)))
    case 3: other.insert(random.pick(other), at: random.int(0...count))
    default:
      let place = random.int(0...(count - 1))
      other[place].removeLast(min(other[place].count, random.int(1...2)))
    }
    let scenarios = Self.merged(other)
    guard !scenarios.isEmpty else { return }
    #expect(
      Self.accepts(scenarios, grid.axes, other.count) == Self.isSweep(scenarios, grid.axes),
      "seed \(seed)")
  }

  @Test(arguments: [
    // One shard of three is missing, then none, then values that are a list.
    ([1, 2, 4, 5, 7], 2, true), ([1, 3, 4, 6, 7], 2, true), ([2, 3, 5, 6, 8], 2, true),
    ([1, 2, 3, 4, 5, 6, 7], 3, false), ([1, 2, 4, 8, 16, 32], 2, false),
    // Too few values to judge.
    ([1, 2, 4], 2, false), ([1, 2, 4, 8], 4, false),
    // The values of a single shard look like a sweep with a larger step.
    ([1, 3, 5, 7, 9], 1, false),
  ])
  func `a missing shard shows in the spacing`(values: [Int], shards: Int, isUneven: Bool) throws {
    for axis in ScenarioAxis.allCases where axis != .policy {
      var order = ScenarioOrder([.policy, axis], shards: shards)
      for policy in [PolicyChoice.fair, .maxMin] {
        for value in values {
          var scenario = Scenario()
          scenario.policy = policy
          scenario.batteryCapacity = Energy(wattHours: value)
          scenario.batteryPower = Power(watts: value)
          scenario.gridCapacity = Power(watts: value)
          scenario.seed = UInt64(value)
          scenario.scale = value
          try order.take(scenario)
        }
      }
      #expect(order.due == nil)
      #expect(order.unevenAxis == (isUneven ? axis : nil))
    }
  }

  @Test func `a violation names the axis and the expected value`() throws {
    var order = ScenarioOrder([.gridCapacity, .seed], shards: 2)
    func scenario(_ watts: Int, _ seed: UInt64) -> Scenario {
      var scenario = Scenario()
      scenario.gridCapacity = Power(watts: watts)
      scenario.seed = seed
      return scenario
    }
    for seed in [UInt64(3), .max] { try order.take(scenario(500, seed)) }
    #expect(order.due == nil)
    func violation(_ scenario: Scenario) -> ScenarioOrder.Violation? {
      var order = order
      do throws(ScenarioOrder.Violation) {
        try order.take(scenario)
        return nil
      } catch {
        return error
      }
    }
    #expect(violation(scenario(500, .max))?.message == "the same scenario comes twice")
    #expect(
      violation(scenario(400, 3))?.message == "gridCapacity 0.4 comes after gridCapacity 0.5")
    #expect(violation(scenario(600, 4))?.message == "seed 4 comes where seed 3 is expected")
    #expect(violation(scenario(600, 4))?.axis == .seed)
    try order.take(scenario(600, 3))
    #expect(order.due == "seed \(UInt64.max)")
    #expect(violation(scenario(700, 3))?.axis == .gridCapacity)
    #expect(
      violation(scenario(700, 3))?.message
        == "gridCapacity 0.7 comes where seed \(UInt64.max) is expected")
  }
}
