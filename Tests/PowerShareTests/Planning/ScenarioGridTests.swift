import Testing

@testable import PowerShare

@Suite struct ScenarioGridTests {
  private func axis(_ text: String) throws -> AxisValues {
    try AxisValues(text, usualStep: 1) { UInt64($0) }
  }

  @Test func `the last axis is the fastest, as in nested loops`() throws {
    var grid = ScenarioGrid()
    grid.batteryCapacities = try axis("0:50:50")
    grid.batteryPowers = try axis("7,8,9")
    grid.gridCapacities = try axis("100:300:100")
    grid.policies = [.fair, .firstCome]
    grid.seeds = try axis("4:5")
    grid.scales = try axis("500:1500:500")
    var place = 0
    for (energy, power) in [(0, 7), (0, 8), (0, 9), (50, 7), (50, 8), (50, 9)] {
      for capacity in [100, 200, 300] {
        for policy in [PolicyChoice.fair, .firstCome] {
          for seed in [UInt64(4), 5] {
            for scale in [500, 1_000, 1_500] {
              var expected = Scenario()
              expected.batteryCapacity = Energy(wattHours: energy)
              expected.batteryPower = Power(watts: power)
              expected.gridCapacity = Power(watts: capacity)
              expected.policy = policy
              expected.seed = seed
              expected.scale = scale
              #expect(grid[place] == expected)
              place += 1
            }
          }
        }
      }
    }
    #expect(grid.count == place)
    #expect(grid.axes == ScenarioAxis.allCases)
  }

  @Test func `axes that are not swept are left out`() throws {
    var grid = ScenarioGrid()
    #expect(grid.axes.isEmpty)
    #expect(grid.count == 1)
    #expect(grid[0] == Scenario())
    grid.policies = [.maxMin]
    grid.scales = try axis("2000")
    #expect(grid.axes == [.policy, .scale])
    #expect(grid[0].policy == .maxMin)
    #expect(grid[0].scale == 2_000)
    #expect(grid[0].gridCapacity == nil)
    #expect(grid[0].batteryCapacity == nil)
    #expect(grid[0].batteryPower == nil)
    #expect(!grid.hasBatteries)
    grid.batteryPowers = try axis("5")
    #expect(grid.hasBatteries)
  }

  @Test func `more scenarios than the limit are refused, however many`() throws {
    var grid = ScenarioGrid()
    grid.gridCapacities = try axis("0:999999999")
    #expect(grid.count == AxisValues.limit)
    grid.scales = try axis("1:2")
    #expect(grid.count == nil)
    grid.scales = nil
    grid.batteryCapacities = try axis("1:2")
    #expect(grid.count == nil)
    grid.batteryCapacities = nil
    grid.batteryPowers = try axis("1:2")
    #expect(grid.count == nil)
    grid.seeds = try axis("0:999999999")
    grid.scales = try axis("0:999999999")
    #expect(grid.count == nil)
  }
}

@Suite struct ShardTests {
  @Test func `shards are read`() throws {
    let shard = try #require(Shard("2/4"))
    #expect(shard.number == 2)
    #expect(shard.count == 4)
    #expect(Shard("1/1") == .whole)
    #expect(Shard("1000000/1000000") != nil)
  }

  @Test(arguments: ["", "/", "1", "0/4", "5/4", "1/0", "-1/4", "+1/4", "1/4/2", "a/b", "1/1000001"])
  func `a text that is not a shard is refused`(text: String) { #expect(Shard(text) == nil) }

  @Test(arguments: 0...13, 1...6)
  func `every scenario is in exactly one shard, in turn`(scenarios: Int, count: Int) throws {
    var owners = [Int?](repeating: nil, count: scenarios)
    for number in 1...count {
      let shard = try #require(Shard("\(number)/\(count)"))
      for row in 0..<shard.size(of: scenarios) {
        let place = shard.place(ofRow: row)
        try #require(place < scenarios)
        #expect(owners[place] == nil)
        owners[place] = number
      }
    }
    #expect(owners == (0..<scenarios).map { $0 % count + 1 })
  }
}
