import Testing

@testable import PowerShare

@Suite struct ScenarioGridTests {
  private func axis(_ text: String) throws -> ScenarioGrid.Values {
    .numbers(try AxisValues(text, usualStep: 1) { UInt64($0) })
  }

  @Test func `the last axis is the fastest, as in nested loops`() throws {
    var grid = ScenarioGrid()
    // The order in which axes are set does not count.
    grid[.seed] = try axis("4:5")
    grid[.scale] = try axis("500,1500")
    grid[.policy] = .policies([.maxMin, .fair])
    grid[.gridCapacity] = try axis("100,300")
    grid[.batteryPower] = try axis("7,8")
    grid[.batteryCapacity] = try axis("0:50:50")
    grid[.chargers] = try axis("2:3")
    grid[.station] = .names(["B", "A"])
    grid[.site] = .names(["north", "south"])
    var expected: [String] = []
    for site in ["north", "south"] {
      for station in ["B", "A"] {
        for chargers in [2, 3] {
          for energy in ["0", "0.05"] {
            for power in ["0.007", "0.008"] {
              for capacity in ["0.1", "0.3"] {
                for policy in ["max-min", "fair"] {
                  for scale in ["0.5", "1.5"] {
                    for seed in [4, 5] {
                      expected.append(
                        "site \(site), station \(station), chargers \(chargers), "
                          + "batteryCapacity \(energy), batteryPower \(power), "
                          + "gridCapacity \(capacity), policy \(policy), scale \(scale), "
                          + "seed \(seed)")
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    #expect(grid.axes == ScenarioAxis.allCases)
    #expect(grid.count == expected.count)
    #expect(expected.indices.map { grid[$0].text(ScenarioAxis.allCases) } == expected)
    #expect(grid[0].station?.index == 0)
    #expect(grid[expected.count - 1].site?.index == 1)
  }

  @Test func `axes that are not swept are left out`() throws {
    var grid = ScenarioGrid()
    #expect(grid.axes.isEmpty)
    #expect(grid.count == 1)
    #expect(grid[0] == Scenario())
    grid[.policy] = .policies([.maxMin])
    grid[.scale] = try axis("2000")
    #expect(grid.axes == [.policy, .scale])
    var expected = Scenario()
    expected.policy = .maxMin
    expected.scale = 2_000
    #expect(grid[0] == expected)
    #expect(!grid.hasBatteries)
    grid[.batteryPower] = try axis("5")
    #expect(grid.hasBatteries)
  }

  @Test(arguments: ScenarioAxis.allCases)
  func `more scenarios than the limit are refused, on each axis`(other: ScenarioAxis) throws {
    var grid = ScenarioGrid()
    let large: ScenarioAxis = other == .gridCapacity ? .seed : .gridCapacity
    grid[large] = try axis("0:999999999")
    #expect(grid.count == AxisValues.limit)
    switch other {
    case .site, .station: grid[other] = .names(["a", "b"])
    case .policy: grid[other] = .policies([.fair, .maxMin])
    default: grid[other] = try axis("0:999999999")
    }
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
