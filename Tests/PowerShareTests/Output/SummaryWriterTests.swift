import Testing

@testable import PowerShare

@Suite struct SummaryWriterTests {
  private static func json(
    _ figures: [(String, Int128?)], chargers: [String] = [], groups: [String] = [],
    priorities: [String] = []
  ) -> String {
    func parts(_ names: [String]) -> [Summary.Part] {
      names.map {
        Summary.Part(
          name: Identifier($0),
          figures: [
            .init(path: "energy", thousandths: 1_500), .init(path: "inUse", thousandths: nil),
          ])
      }
    }
    let summary = Summary(
      figures: figures.map { Summary.Figure(path: $0.0, thousandths: $0.1) },
      priorities: parts(priorities), chargers: parts(chargers), groups: parts(groups))
    return String(decoding: summary.json, as: UTF8.self)
  }

  @Test func `the parts of a path are nested keys, opened and closed once`() {
    let text = Self.json([
      ("a", 1_000), ("b.c", 2), ("b.d.e", nil), ("b.d.f", 0), ("g.h", -500), ("i", 3_000),
    ])
    #expect(
      text == """
        {"a":1,"b":{"c":0.002,"d":{"e":null,"f":0}},"g":{"h":-0.5},"i":3,"chargers":[]}

        """)
  }

  @Test func `a group that ends the figures is closed before the chargers`() {
    let text = Self.json([("a.b.c", 1_000)], chargers: ["A", "\""])
    #expect(
      text == """
        {"a":{"b":{"c":1}},"chargers":[{"chargerId":"A","energy":1.5,"inUse":null},\
        {"chargerId":"\\"","energy":1.5,"inUse":null}]}

        """)
  }

  @Test func `an object is null where its first figure is, and a date is a string`() {
    let paths = ["a.b", "worstDay.date", "worstDay.servedShare", "worstDay.peak15min"]
    let null = paths.map { Summary.Figure(path: $0, thousandths: nil) }
    func json(_ figures: [Summary.Figure]) -> String {
      String(decoding: Summary(figures: figures, chargers: []).json, as: UTF8.self)
    }
    #expect(json(null) == "{\"a\":{\"b\":null},\"worstDay\":null,\"chargers\":[]}\n")
    #expect(
      json(Array(null.dropFirst()) + [Summary.Figure(path: "z", thousandths: 1_000)])
        == "{\"worstDay\":null,\"z\":1,\"chargers\":[]}\n")
    var dated = null
    dated[1].text = "2026-03-02"
    #expect(
      json(dated) == """
        {"a":{"b":null},"worstDay":{"date":"2026-03-02","servedShare":null,"peak15min":null},\
        "chargers":[]}

        """)
  }

  @Test func `priorities, chargers and groups are lists, the others only where there are some`() {
    let text = Self.json([("a", 1_000)], chargers: ["A"], groups: ["g"], priorities: ["3", "-1"])
    #expect(
      text == """
        {"a":1,"priorities":[{"priority":3,"energy":1.5,"inUse":null},\
        {"priority":-1,"energy":1.5,"inUse":null}],\
        "chargers":[{"chargerId":"A","energy":1.5,"inUse":null}],\
        "groups":[{"groupId":"g","energy":1.5,"inUse":null}]}

        """)
  }
}
