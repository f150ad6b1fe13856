import Testing

@testable import PowerShare

@Suite struct StationGroupReaderTests {
  private static func read(
    _ text: String, _ format: StationReader.Format = .json
  ) -> (station: StationConfig?, diagnostics: [Diagnostic]) {
    StationReader.read(name: "station", text: Array(text.utf8), format: format)
  }

  private static let columns =
    "stationId,gridCapacity,chargerId,maxPower,connectors,count,groupId,groupMaxPower\n"

  @Test func `CSV has one level of groups, and counts`() throws {
    let (station, diagnostics) = Self.read(
      Self.columns + "S,100,A,50,2,,left,60\n,,AC,11,1,3,right,\n,,B,50,2,1,left,60\n"
        + ",,C,50,2,,,\n,,D,50,2,,right,33.5\n", .csv)
    #expect(diagnostics.isEmpty)
    let entries = [
      ("A", 50, 2, nil), ("AC", 11, 1, 3), ("B", 50, 2, 1), ("C", 50, 2, nil), ("D", 50, 2, nil),
    ]
    let expected = try StationConfig(
      stationId: "S", gridCapacity: .kW(100),
      entries: entries.map { id, power, connectors, count in
        ChargerEntry(
          Charger(
            id: Identifier(id), maxPower: .kW(power), connectors: .alike(count: connectors)),
          count: count)
      },
      groups: [
        ChargerGroup(id: "left", maxPower: .kW(60), members: ["A", "B"]),
        ChargerGroup(id: "right", maxPower: Power(watts: 33_500), members: ["AC", "D"]),
      ])
    #expect(station == expected)
  }

  @Test(.tags(.property)) func `a station with groups that is written is read again`() throws {
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      var entries: [ChargerEntry] = []
      for number in 0..<random.int(1...12) {
        let charger = Charger(
          id: Identifier("C\(number)"), maxPower: Power(watts: random.int(0...500_000)),
          minPower: Power(watts: random.int(0...3) * 500), connectors: .alike(count: 1))
        let count = random.chance(percent: 30) ? random.int(1...4) : nil
        entries.append(ChargerEntry(charger, count: count))
      }
      let groups = RandomGroups.make(of: entries.map(\.charger.id), using: &random) { random in
        Power(watts: random.int(0...1_000_000))
      }
      let station = try StationConfig(
        stationId: "S", gridCapacity: .kW(100), entries: entries, groups: groups)
      let text = String(decoding: StationWriter.json(station), as: UTF8.self)
      let (again, diagnostics) = Self.read(text)
      #expect(again == station && diagnostics.isEmpty, "seed \(seed): \(text)")
    }
  }

  struct Case: CustomTestStringConvertible {
    let codes: [DiagnosticCode]
    let format: StationReader.Format
    /// The text, with marks around the first problem.
    let text: String

    var testDescription: String { "\(codes) \(text)" }

    init(_ codes: DiagnosticCode..., groups text: String) {
      self.codes = codes
      format = .json
      self.text =
        #"{"stationId":"S","gridCapacity":1,"chargers":[{"id":"A","maxPower":1,"connectors":1},"#
        + #"{"id":"AC","count":2,"maxPower":1,"connectors":1}],"# + "\n\"groups\":\(text)}"
    }

    init(_ codes: DiagnosticCode..., chargers text: String) {
      self.codes = codes
      format = .json
      self.text = "{\"stationId\":\"S\",\"gridCapacity\":1,\"chargers\":\n\(text)}"
    }

    init(_ codes: DiagnosticCode..., rows text: String) {
      self.codes = codes
      format = .csv
      self.text = columns + text
    }
  }

  private static let cases = [
    Case(.wrongType, groups: "⟦{}⟧"), Case(.wrongType, groups: "[⟦\"A\"⟧]"),
    Case(.missingField, .missingField, .missingField, groups: "[⟦{⟧}]"),
    Case(.wrongType, groups: #"[{"id":"G","maxPower":1,"members":⟦"A"⟧}]"#),
    Case(.wrongType, groups: #"[{"id":"G","maxPower":1,"members":["A",⟦1⟧]}]"#),
    Case(.emptyName, groups: #"[{"id":"G","maxPower":1,"members":["A",⟦""⟧]}]"#),
    Case(.negativeValue, groups: #"[{"id":"G","maxPower":⟦-1⟧,"members":["A"]}]"#),
    Case(.unknownKey, groups: #"[{"id":"G","maxPower":1,"members":["A"],⟦"member"⟧:1}]"#),
    Case(.emptyGroup, groups: #"[{"id":"G","maxPower":1,"members":⟦[]⟧}]"#),
    Case(.unknownMember, groups: #"[{"id":"G","maxPower":1,"members":["A",⟦"AC-3"⟧]}]"#),
    Case(
      .memberOfTwoGroups,
      groups: #"[{"id":"G","maxPower":1,"members":["A",⟦"\u0041"⟧,"AC"]}]"#),
    Case(
      .duplicateGroup, .groupCircle,
      groups: #"[{"id":⟦"AC-1"⟧,"maxPower":1,"members":["A"]},{"id":"H","maxPower":1,"#
        + #""members":["H"]}]"#),
    Case(
      .groupCircle, .groupCircle,
      groups: #"[{"id":"G","maxPower":1,"members":["A",⟦"H"⟧]},{"id":"H","maxPower":1,"#
        + #""members":["G"]},{"id":"I","maxPower":1,"members":["I"]}]"#),
    Case(.notAnInteger, chargers: #"[{"id":"A","count":⟦1.5⟧,"maxPower":1,"connectors":1}]"#),
    Case(.outOfRange, chargers: #"[{"id":"A","count":⟦0⟧,"maxPower":1,"connectors":1}]"#),
    Case(.outOfRange, chargers: #"[{"id":"A","count":⟦100001⟧,"maxPower":1,"connectors":1}]"#),
    Case(
      .outOfRange,
      chargers: #"[{"id":"A","count":100000,"maxPower":1,"connectors":1},"#
        + #"{"id":⟦"B"⟧,"maxPower":1,"connectors":1},{"id":"C","maxPower":1,"connectors":1}]"#),
    Case(
      .outOfRange, chargers: #"[{"id":"A","count":⟦1001⟧,"maxPower":5000,"connectors":1000}]"#),
    Case(
      .nameTooLong,
      chargers: #"[{"id":⟦"\#(String(repeating: "x", count: 254))"⟧,"count":2,"maxPower":1,"#
        + #""connectors":1}]"#),
    Case(
      .duplicateCharger,
      chargers: #"[{"id":"AC-2","maxPower":1,"connectors":1},"#
        + #"{"id":⟦"AC"⟧,"count":2,"maxPower":1,"connectors":1}]"#),
    Case(.missingField, rows: "S,1,A,1,1,,⟦G⟧,\n,,B,1,1,,G,\n"),
    Case(.missingField, rows: "S,1,A,1,1,,⟦⟧,5\n"),
    Case(.conflictingValue, rows: "S,1,A,1,1,,G,5\n,,B,1,1,,G,⟦6⟧\n"),
    Case(.duplicateGroup, rows: "S,1,A,1,1,,⟦B⟧,5\n,,B,1,1,,,\n"),
    Case(.outOfRange, rows: "S,1,A,1,1,⟦0⟧,,\n"),
  ]

  @Test(arguments: cases) func `a problem has its code and its place`(example: Case) throws {
    let marked = MarkedText(example.text)
    let (station, diagnostics) = Self.read(marked.text, example.format)
    #expect(diagnostics.map(\.code) == example.codes)
    let place = try #require(diagnostics.first?.place)
    #expect([place.line, place.column] == [marked.line, marked.column])
    #expect((station == nil) == diagnostics.contains { $0.severity == .error })
  }

  @Test func `a repeated entry of many chargers costs no more`() {
    let members = Array(repeating: "\"AC\"", count: 20_000).joined(separator: ",")
    let (_, diagnostics) = Self.read(
      #"{"stationId":"S","gridCapacity":1,"chargers":[{"id":"AC","count":100000,"maxPower":1,"#
        + #""connectors":1}],"groups":[{"id":"G","maxPower":1,"members":["# + members + "]}]}")
    #expect(Set(diagnostics.map(\.code)) == [.memberOfTwoGroups] && diagnostics.count == 1_000)
  }
}
