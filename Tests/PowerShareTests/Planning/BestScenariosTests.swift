import Testing

@testable import PowerShare

@Suite struct BestScenariosTests {
  private static func goal(_ path: String, isHighest: Bool) throws -> SizingRules.Goal {
    try SizingRules.Goal(path, isHighest: isHighest, isOnUpdate: false)
  }

  private static func scenarios(_ chargers: Int, _ capacities: Int) -> [Scenario] {
    (1...chargers).flatMap { chargers in
      (1...capacities).map { capacity in
        var scenario = Scenario()
        scenario.chargers = chargers
        scenario.gridCapacity = .kW(capacity)
        return scenario
      }
    }
  }

  // Means are compared as fractions, and equal ones by their place.
  @Test(arguments: UInt64(1)...40, [true, false])
  func `the ten best are those that a plain search finds`(seed: UInt64, isHighest: Bool) throws {
    var random = SplitMix64(seed: seed)
    let scenarios = Self.scenarios(4, 6)
    let timelines = Int(random.next() % 3) + 1
    let figures = scenarios.map { _ in
      (0..<timelines).map { _ -> [String: Int128?] in
        [
          "servedShare": 900 + Int128(random.next() % 3) - 1,
          "wait.p95": random.next() % 4 == 0 ? nil : Int128(random.next() % 5) * 100,
        ]
      }
    }
    let runs = try SizingSample.runs(
      ["servedShare>=0.9"], scenarios, figures, seedShare: 500,
      goal: Self.goal("wait.p95", isHighest: isHighest))
    let best = BestScenarios(
      [.chargers, .gridCapacity], try #require(runs.rules.goal), runs)
    var found: [(place: Int, sum: Int128, count: Int128)] = []
    for (place, seeds) in figures.enumerated() {
      let met = seeds.count { $0["servedShare"].flatMap { $0 } ?? 0 >= 900 }
      let values = seeds.compactMap { $0["wait.p95"].flatMap { $0 } }
      guard met * 2 >= timelines, !values.isEmpty else { continue }
      found.append((place, values.reduce(0, +), Int128(values.count)))
    }
    // An insertion sort, in which an equal element stays behind.
    var sorted: [(place: Int, sum: Int128, count: Int128)] = []
    for element in found {
      let index = sorted.firstIndex { other in
        let (left, right) = (element.sum * other.count, other.sum * element.count)
        return isHighest ? left > right : left < right
      }
      sorted.insert(element, at: index ?? sorted.count)
    }
    let texts = best.best.map { $0.scenario.text([.chargers, .gridCapacity]) }
    #expect(
      texts == sorted.prefix(10).map { scenarios[$0.place].text([.chargers, .gridCapacity]) },
      "seed \(seed)")
  }

  private static func sample(_ values: [Int128?], shares: [Int128]) throws -> BestScenarios {
    let figures = zip(values, shares).map { value, share in
      [["energy.unserved": value, "servedShare": share]]
    }
    let runs = try SizingSample.runs(
      ["servedShare>=0.9"], scenarios(2, 2), figures,
      goal: goal("energy.unserved", isHighest: false))
    return BestScenarios([.chargers, .gridCapacity], try #require(runs.rules.goal), runs)
  }

  private static func text(_ best: BestScenarios, _ format: RowFormat) -> String {
    String(
      decoding: BestScenariosWriter.bytes(best, format, hasSeeds: false), as: UTF8.self)
  }

  @Test func `the answer in JSON has the axes, the figure and the best`() throws {
    let best = try Self.sample([5_000, 4_500, nil, 4_000], shares: [900, 900, 900, 800])
    #expect(
      Self.text(best, .json) == """
        {"chargers":1,"gridCapacity":2,"figure":"energy.unserved","value":4.5,"best":[
        {"chargers":1,"gridCapacity":2,"value":4.5},
        {"chargers":1,"gridCapacity":1,"value":5}
        ]}

        """)
    #expect(
      Self.text(best, .csv(delimiter: UInt8(ascii: ";"))) == """
        chargers;gridCapacity;value
        1;2;4,5
        1;1;5

        """)
    #expect(
      best.verdict(hasSeeds: false) == [
        "lowest energy.unserved: 4.5 kWh with chargers 1, gridCapacity 2",
        "3 of 4 combinations meet every requirement",
        "at the end of what was tried: gridCapacity 2 is the highest",
      ])
  }

  @Test func `where no combination meets the requirements, the nearest is named`() throws {
    let best = try Self.sample([1, 1, 1, 1], shares: [0, 700, 800, 700])
    #expect(
      Self.text(best, .json) == """
        {"chargers":null,"gridCapacity":null,"figure":null,"value":null,"best":null}

        """)
    #expect(
      best.verdict(hasSeeds: false) == [
        "no combination of the range meets every requirement",
        "none meets servedShare>=0.9: the nearest is 0.8, with chargers 2, gridCapacity 1",
      ])
  }

  @Test func `a figure without data is never the best`() throws {
    let best = try Self.sample([nil, nil, nil, 0], shares: [900, 900, 900, 0])
    #expect(best.best.isEmpty)
    #expect(
      best.verdict(hasSeeds: false)
        == ["no combination that meets every requirement has data for energy.unserved"])
  }

  @Test func `of equal combinations the first is the answer`() throws {
    let best = try Self.sample([2_000, 1_000, 1_000, 1_000], shares: [900, 900, 900, 900])
    #expect(
      best.verdict(hasSeeds: false).dropFirst(2) == [
        "equally good: 2 others; the first in the order of the axes is named",
        "at the end of what was tried: gridCapacity 2 is the highest",
      ])
    #expect(best.best[0].scenario.text([.chargers]) == "chargers 1")
  }

  @Test func `a figure that does not exist is refused with a suggestion`() {
    #expect(
      throws: SizingRules.Goal.Problem.unknownPath(suggestions: ["servedShare"])
    ) { try Self.goal("servedShre", isHighest: true) }
  }
}

@Suite struct ScenarioTableTests {
  private static func scenario(_ capacity: Int, _ seed: UInt64, _ name: String) -> Scenario {
    var scenario = Scenario()
    scenario.gridCapacity = .kW(capacity)
    scenario.seed = seed
    let isSet = scenario.set(.station, to: name)
    #expect(isSet)
    return scenario
  }

  private static let axes: [ScenarioAxis] = [.station, .gridCapacity, .seed]

  /// Returns the rows of a sweep in its order; names are not in the order of the alphabet.
  private static func rows(seeds: Int) -> [Scenario] {
    ["B", "A"].flatMap { name in
      [100, 200, 1_000].flatMap { capacity in
        (0..<seeds).map { scenario(capacity, UInt64($0) * 3, name) }
      }
    }
  }

  private static func table() throws -> ScenarioTable {
    ScenarioTable(axes, SizingRules([try Requirement("servedShare>=0", isOnUpdate: false)]))
  }

  private static func figures(_ table: ScenarioTable) -> [Int128?] {
    Array(repeating: 0, count: 100)
  }

  @Test(arguments: UInt64(1)...3)
  func `the order of the rows does not matter`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var table = try Self.table()
    let rows = Self.rows(seeds: 70)
    for place in rows.indices.shuffled(using: &random) {
      try table.take(rows[place], Self.figures(table), place: place)
    }
    let points = try table.runs().points
    #expect(
      points.map { $0.scenario.text([.station, .gridCapacity]) }
        == ["B", "A"].flatMap { name in
          [100, 200, 1_000].map { "station \(name), gridCapacity \($0)" }
        })
    #expect(points.allSatisfy { $0.timelines == 70 })
    #expect(table.count(of: .station) == 2 && table.count(of: .gridCapacity) == 3)
    #expect(table.count(of: .seed) == 70 && table.count(of: .chargers) == 0)
  }

  @Test func `each missing row and each row that comes twice is found`() throws {
    let rows = Self.rows(seeds: 4)
    for missing in rows.indices {
      var table = try Self.table()
      for place in rows.indices where place != missing {
        try table.take(rows[place], Self.figures(table), place: place)
      }
      let name = rows[missing].text(Self.axes)
      #expect(throws: ScenarioTable.Problem.missing(name)) { try table.runs() }
    }
    var table = try Self.table()
    for (place, row) in rows.enumerated() {
      try table.take(row, Self.figures(table), place: place)
      #expect(throws: ScenarioTable.Problem.duplicate(row.text(Self.axes))) {
        try table.take(row, Self.figures(table), place: place)
      }
    }
  }

  @Test func `a table without a row is refused`() throws {
    let table = try Self.table()
    #expect(throws: ScenarioTable.Problem.noRows) { try table.runs() }
  }

  @Test func `values of axes are read as rows have them`() {
    for axis in ScenarioAxis.allCases {
      var scenario = Scenario()
      let text = axis == .policy ? "max-min" : axis.isRanked ? "12" : "any = \"name\""
      let isSet = scenario.set(axis, to: text)
      #expect(isSet && scenario.text(on: axis) == text)
      for bad in axis.isRanked ? ["-1", "1.0001", "x", "1e99", " 1", ""] : [""] {
        let isBadSet = scenario.set(axis, to: bad)
        #expect(!isBadSet, "\(axis) \(bad)")
      }
    }
  }
}
