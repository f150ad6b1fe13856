import PowerShare
import Testing

@Suite struct StationGroupTests {
  private static func charger(_ id: Identifier) -> Charger {
    Charger(id: id, maxPower: .kW(11), connectors: .alike(count: 1))
  }

  private static func group(_ id: Identifier, _ members: Identifier...) -> ChargerGroup {
    ChargerGroup(id: id, maxPower: .kW(20), members: members)
  }

  private static func station(
    _ groups: [ChargerGroup],
    _ entries: [ChargerEntry] = ["A", "B", "C"].map { .init(charger($0)) }
  ) throws(StationProblem) -> StationConfig {
    try StationConfig(stationId: "S", gridCapacity: .kW(100), entries: entries, groups: groups)
  }

  @Test func `each charger and each group has the group above it`() throws {
    let station = try Self.station([
      Self.group("inner", "A"), Self.group("top", "middle", "C"), Self.group("middle", "inner"),
    ])
    #expect((0...2).map { station.group(ofCharger: $0) } == [0, nil, 1])
    #expect((0...2).map { station.group(above: $0) } == [2, nil, 1])
    #expect(station.index(ofGroup: "middle") == 2)
    #expect(station.index(ofGroup: "A") == nil)
  }

  @Test func `a station without groups has none above its chargers`() throws {
    let station = try Self.station([])
    #expect(station.group(ofCharger: 2) == nil && station.index(ofGroup: "x") == nil)
  }

  @Test func `equal chargers are numbered, and are members by one name`() throws {
    let entries = [
      ChargerEntry(Self.charger("X")), ChargerEntry(Self.charger("AC"), count: 3),
      ChargerEntry(Self.charger("Y")), ChargerEntry(Self.charger("DC"), count: 1),
    ]
    let station = try Self.station([Self.group("G", "AC", "DC-1")], entries)
    #expect(station.chargers.map(\.id) == ["X", "AC-1", "AC-2", "AC-3", "Y", "DC-1"])
    #expect(station.index(ofCharger: "AC-3") == 3 && station.index(ofCharger: "AC") == nil)
    #expect((0...5).map { station.group(ofCharger: $0) } == [nil, 0, 0, 0, nil, 0])
    #expect(station.entries == entries)
  }

  static let problems: [(StationProblem, [ChargerGroup])] = [
    (.emptyGroup("G"), [group("G")]),
    (.unknownMember("Z", "G"), [group("G", "A", "Z")]),
    (.unknownMember("AC-3", "G"), [group("G", "AC-3")]),
    (.duplicateGroup("G"), [group("G", "A"), group("G", "B")]),
    (.duplicateGroup("A"), [group("A", "B")]),
    (.duplicateGroup("AC"), [group("AC", "B")]),
    (.duplicateGroup("AC-2"), [group("AC-2", "B")]),
    (.memberOfTwoGroups("A", "G"), [group("G", "A"), group("H", "A")]),
    (.memberOfTwoGroups("A", "G"), [group("G", "A", "A")]),
    (.memberOfTwoGroups("AC", "G"), [group("G", "AC"), group("H", "AC")]),
    (.memberOfTwoGroups("AC-2", "G"), [group("G", "AC-2"), group("H", "AC")]),
    (.memberOfTwoGroups("AC-1", "H"), [group("H", "AC"), group("G", "AC-1")]),
    (.memberOfTwoGroups("G", "H"), [group("G", "A"), group("H", "G"), group("I", "G")]),
    (.groupCircle(["G"]), [group("G", "A", "G")]),
    (.groupCircle(["G", "I", "H"]), [group("G", "A", "I"), group("H", "G"), group("I", "H")]),
    (
      .groupCircle(["H", "I"]),
      [
        group("G", "A"), group("H", "I"), group("I", "H", "K"),
        group("K", "B"),
      ]
    ),
  ]

  @Test(arguments: problems)
  func `a group that breaks a rule is refused`(problem: StationProblem, groups: [ChargerGroup]) {
    let entries = [
      ChargerEntry(Self.charger("A")), ChargerEntry(Self.charger("B")),
      ChargerEntry(Self.charger("AC"), count: 2),
    ]
    #expect(throws: problem) { try Self.station(groups, entries) }
  }

  @Test func `chargers beside an entry have other ids`() {
    for id: Identifier in ["AC", "AC-2"] {
      #expect(throws: StationProblem.duplicateCharger(id)) {
        try Self.station(
          [], [ChargerEntry(Self.charger("AC"), count: 2), ChargerEntry(Self.charger(id))])
      }
    }
  }

  @Test func `chargers and connectors have a limit`() {
    #expect(throws: StationProblem.tooManyChargers) {
      try Self.station(
        [], [.init(Self.charger("A"), count: 100_000), .init(Self.charger("B"))])
    }
    #expect(throws: StationProblem.tooManyConnectors) {
      let charger = Charger(id: "A", maxPower: .kW(1), connectors: .alike(count: 1_000))
      _ = try Self.station([], [.init(charger, count: 1_001)])
    }
  }

  @Test func `the highest numbers of chargers and of nested groups are fine`() throws {
    var groups = [Self.group("G0", "AC")]
    for number in 1..<10_000 {
      groups.append(Self.group(Identifier("G\(number)"), Identifier("G\(number - 1)")))
    }
    let station = try Self.station(
      groups.reversed(), [ChargerEntry(Self.charger("AC"), count: 100_000)])
    #expect(station.group(ofCharger: 99_999) == 9_999)
    #expect(station.group(above: 9_999) == 9_998 && station.group(above: 0) == nil)
    #expect(throws: StationProblem.self) {
      try Self.station(
        [Self.group("H", "G9999", "H")] + groups,
        [ChargerEntry(Self.charger("AC"), count: 100_000)])
    }
  }
}

@Suite struct FirstChargersTests {
  private func power(_ kilowatts: Int) -> Power { Power(watts: kilowatts * 1_000) }

  private func charger(_ id: String) -> Charger {
    Charger(id: Identifier(id), maxPower: power(50), connectors: .alike(count: 2))
  }

  private func station() throws -> StationConfig {
    try StationConfig(
      stationId: "S", gridCapacity: power(200),
      entries: [
        ChargerEntry(charger("one")), ChargerEntry(charger("row"), count: 3),
        ChargerEntry(charger("last")),
      ],
      groups: [
        ChargerGroup(id: "top", maxPower: power(150), members: ["left", "outer"]),
        ChargerGroup(id: "left", maxPower: power(80), members: ["one", "row"]),
        ChargerGroup(id: "outer", maxPower: power(90), members: ["right"]),
        ChargerGroup(id: "right", maxPower: power(70), members: ["last"]),
      ])
  }

  @Test func `groups lose members, and empty ones go with those above them`() throws {
    let first = try station().with(firstChargers: 3)
    #expect(first.chargers.map(\.id.text) == ["one", "row-1", "row-2"])
    #expect(first.groups.map(\.id.text) == ["top", "left"])
    #expect(first.groups.map { $0.members.map(\.text) } == [["left"], ["one", "row"]])
    #expect(first.chargers(named: "row") == 1..<3)
    #expect(first.chargers(named: "last") == nil)
    #expect(first.entries.map(\.count) == [nil, 2])
    #expect(first.group(ofCharger: 2) == 1)
    #expect(first.gridCapacity == power(200))
  }

  @Test func `an entry with a count may go as a whole`() throws {
    let first = try station().with(firstChargers: 1)
    #expect(first.groups.map { $0.members.map(\.text) } == [["left"], ["one"]])
    #expect(first.chargers(named: "row") == nil)
  }

  @Test func `all chargers are the same station`() throws {
    #expect(try station().with(firstChargers: 5) == station())
  }
}
