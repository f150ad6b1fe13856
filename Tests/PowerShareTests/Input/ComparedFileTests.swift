import Testing

@testable import PowerShare

@Suite struct ComparedFileTests {
  // MARK: Summaries

  @Test func `figures of a summary have the paths of their keys`() {
    let text = """
      {"servedShare": 0.5, "energy": {"requested": 1e3, "new": {"deep": -1.25}},
       "worstDay": null, "priorities": [{"priority": -5, "p10": 1}],
       "chargers": [{"chargerId": "C.1", "energy": 3}, {"energy": 4, "chargerId": "="}],
       "other": [{"a": true}, 7, [8]], "wait": {"mean": null}, "note": "x"}
      """
    #expect(
      ComparedText.figures(text) == [
        "servedShare=0.5", "energy.requested=1000", "energy.new.deep=-1.25", "worstDay=-",
        "priorities.-5.p10=1", "chargers.C.1.energy=3", "chargers.=.energy=4", "other.1.a=true",
        "other.2=7", "wait.mean=-", "note=x",
      ])
  }

  @Test(arguments: [
    ("{\"servedShare\": \"x\", \"energy\": {}}", "1:17 wrong-type"),
    ("{\"servedShare\": true, \"energy\": {}}", "1:17 wrong-type"),
    ("{\"servedShare\": 1e-9, \"energy\": {}}", "1:17 out-of-range"),
    ("{\"servedShare\": 1, \"energy\": {}, \"energy\": 2}", "1:34 duplicate-key"),
    (
      "{\"servedShare\": 1, \"energy\": {\"a\": 1}, \"energy.a\": 2}",
      "1:1 duplicate-key"
    ),
    ("{\"servedShare\": 1, \"energy\": {}, \"chargers\": [{}]}", "1:47 missing-field"),
    ("{\"servedShare\": 1, \"energy\": {}, \"chargers\": [5]}", "1:47 wrong-type"),
    ("{\"servedShare\": 1, \"energy\": {}", "1:31 invalid-json"),
    ("{\"servedShare\": 1, \"energy\": {}} 5", "1:1 not-comparable"),
    ("[1] [2]", "1:5 invalid-json"),
    ("{\"stationId\": \"S\", \"chargers\": []}", "1:1 not-comparable"),
    ("[{\"time\": 0}]", "1:1 not-comparable"),
    ("[5]", "1:1 not-comparable"),
    ("", "1:1 not-comparable"),
    ("held back by  deferred\n", "1:1 not-comparable"),
    ("time,sessionId\n", "1:1 not-comparable"),
  ])
  func `what is no summary is refused at its place`(text: String, problem: String) {
    let problems = ComparedText.problems(text)
    #expect(problems.first?.hasPrefix(problem + " ") == true, "\(problems)")
    #expect(ComparedText.read(text).file == nil)
  }

  @Test func `deep nesting and long keys are refused, so that paths stay short`() {
    let deep = String(repeating: "{\"a\":", count: 200) + "1" + String(repeating: "}", count: 200)
    #expect(
      ComparedText.problems("{\"servedShare\":1,\"energy\":\(deep)}").first?
        .contains("not-comparable") == true)
    let key = String(repeating: "k", count: 700)
    #expect(
      ComparedText.problems("{\"servedShare\":1,\"energy\":{\"\(key)\":1}}").first?
        .contains("name-too-long") == true)
  }

  // MARK: Sessions

  private static let rows = [
    "a 2026-03-02T08:00:00+01:00 served 12.5 0 2026-03-02T09:00:00.25+01:00",
    "=b 2026-03-02T08:30:00+01:00 abandoned 0 7.5 -",
  ]

  @Test(arguments: [
    """
    sessionId,chargerId,arrivalTime,doneTime,deliveredEnergy,waitMinutes,outcome
    a,X,2026-03-02T08:00:00+01:00,2026-03-02T09:00:00.25+01:00,12.5,0,served
    '=b,,2026-03-02T08:30:00+01:00,,0,7.5,abandoned

    """,
    """
    sep=;\r
    outcome;waitMinutes;deliveredEnergy;doneTime;arrivalTime;sessionId\r
    served;0;12,5;2026-03-02T09:00:00.25+01:00;2026-03-02T08:00:00+01:00;a\r
    abandoned;7,5;0;;2026-03-02T08:30:00+01:00;"'=b"\r
    ;;;;;
    """,
    "sessionId\tarrivalTime\tdoneTime\tdeliveredEnergy\twaitMinutes\toutcome\n"
      + "a\t2026-03-02T08:00:00+01:00\t2026-03-02T09:00:00.25+01:00\t12.5\t0\tserved\n"
      + "'=b\t2026-03-02T08:30:00+01:00\t\t0\t7.5\tabandoned\n",
    """
    [{"sessionId": "a", "arrivalTime": "2026-03-02T08:00:00+01:00", "waitMinutes": 0,
      "doneTime": "2026-03-02T09:00:00.25+01:00", "deliveredEnergy": 12.50, "outcome": "served"},
     {"sessionId": "\\u003db", "arrivalTime": "2026-03-02T08:30:00+01:00", "doneTime": null,
      "deliveredEnergy": 0, "waitMinutes": 7.5, "outcome": "abandoned", "meanPower": null}]
    """,
    """
    {"sessionId":"a","arrivalTime":"2026-03-02T08:00:00+01:00","doneTime":\
    "2026-03-02T09:00:00.25+01:00","deliveredEnergy":12.5,"waitMinutes":0,"outcome":"served"}

    {"sessionId":"=b","arrivalTime":"2026-03-02T08:30:00+01:00","deliveredEnergy":0,\
    "waitMinutes":7.5,"outcome":"abandoned"}
    """,
  ])
  func `sessions are the same in every format`(text: String) {
    #expect(ComparedText.sessions(text) == Self.rows, "\(ComparedText.problems(text))")
  }

  @Test func `times may be seconds or local times`() {
    let header = ComparedText.sessionHeader
    #expect(
      ComparedText.sessions(header + "a,0.5,90,1,0,served\n") == ["a 0.5 served 1 0 90"])
    #expect(
      ComparedText.sessions(
        header.replacing(",", with: ";")
          + "a;2026-03-02 08:00:00,25;2026-03-02 09:00:00;1;0;served\n")
        == ["a 2026-03-02 08:00:00.25 served 1 0 2026-03-02 09:00:00"])
  }

  @Test(arguments: [
    (",0,90,1,0,served", "2:1 missing-field"), ("a,,90,1,0,served", "2:3 missing-field"),
    ("a,x,90,1,0,served", "2:3 invalid-time"), ("a,0,x,1,0,served", "2:5 invalid-time"),
    ("a,0,90,,0,served", "2:8 missing-field"), ("a,0,90,-1,0,served", "2:8 negative-value"),
    ("a,0,90,x,0,served", "2:8 not-a-number"), ("a,0,90,1,x,served", "2:10 not-a-number"),
    ("a,0,90,1,0,won", "2:12 unknown-outcome"), ("a,0,90,1,0", "2:10 too-few-fields"),
    ("a,0,90,1,0,served,x", "2:19 too-many-fields"),
    ("a,0,2026-03-02T08:00:00Z,1,0,served", "2:5 mixed-times"),
    ("a,0,90,1,0,served\nb,2026-03-02T08:00:00Z,,1,0,served", "3:1 mixed-times"),
    ("a,2026-02-30T08:00:00Z,,1,0,served", "2:3 invalid-time"),
    ("\"a,0,90,1,0,served", "2:18 unclosed-quote"),
  ])
  func `a bad row of sessions is refused at its place`(row: String, problem: String) {
    let problems = ComparedText.problems(ComparedText.sessionHeader + row)
    #expect(problems.first?.hasPrefix(problem + " ") == true, "\(problems)")
  }

  @Test func `a file of sessions needs its columns, each once`() {
    #expect(
      ComparedText.problems("sessionId,arrivalTime,outcome,outcome\n").map {
        $0.split(separator: " ")[1]
      } == ["missing-field", "missing-field", "missing-field", "duplicate-column"])
  }

  // MARK: Days

  @Test func `days have the figures of their columns`() throws {
    let text = """
      date;servedShare;lostMostTo;peak;new
      2026-03-02;0,5;grid;12,25;
      2026-03-03;;;0;7
      """
    guard case .days(let days)? = ComparedText.read(text).file?.content else {
      Issue.record("\(ComparedText.problems(text))")
      return
    }
    #expect(days.map(\.date.shown) == ["2026-03-02", "2026-03-03"])
    #expect(
      days.map { $0.figures.map { "\($0.name.text)=\($0.value.shown)" } } == [
        ["servedShare=0.5", "lostMostTo=grid", "peak=12.25", "new=-"],
        ["servedShare=-", "lostMostTo=-", "peak=0", "new=7"],
      ])
    let json = "[{\"date\":86400,\"servedShare\":null,\"lostMostTo\":\"grid\"}]"
    guard case .days(let seconds)? = ComparedText.read(json).file?.content else {
      Issue.record("\(ComparedText.problems(json))")
      return
    }
    #expect(seconds.map(\.date) == [.number(ExactDecimal(thousandths: 86_400_000))])
  }

  @Test(arguments: [
    ("date,servedShare,peak\n2026-03-02,1,x", "2:14 not-a-number"),
    ("date,servedShare,peak\n,1,2", "2:1 missing-field"),
    ("[{\"date\":\"\",\"servedShare\":1}]", "1:10 wrong-type"),
    ("[{\"date\":null,\"servedShare\":1}]", "1:10 missing-field"),
    ("[{\"date\":1,\"servedShare\":1},{\"servedShare\":1}]", "1:29 missing-field"),
    ("[{\"date\":1,\"servedShare\":[]}]", "1:26 wrong-type"),
  ])
  func `a bad row of days is refused at its place`(text: String, problem: String) {
    let problems = ComparedText.problems(text)
    #expect(problems.first?.hasPrefix(problem + " ") == true, "\(problems)")
  }

  @Test func `an empty array says no kind`() {
    let file = ComparedText.read("[]").file
    #expect(file != nil && file?.kind == nil)
  }

  // MARK: Damage

  @Test(.tags(.property)) func `a damaged file is read to its end`() {
    let texts = [
      "{\"servedShare\":0.5,\"energy\":{\"requested\":1e3},\"worstDay\":null,"
        + "\"chargers\":[{\"chargerId\":\"C.1\",\"energy\":3}],\"x\":[{\"a\":true},7,[8]]}",
      ComparedText.sessionHeader + "a,0,90,1,0,served\nb,60,,0,7.5,abandoned\n",
      "[{\"sessionId\":\"a\",\"arrivalTime\":0,\"deliveredEnergy\":1,\"waitMinutes\":0,"
        + "\"outcome\":\"served\"}]",
      "date;servedShare;lostMostTo;peak\n2026-03-02;0,5;grid;12,25\n",
      "{\"date\":\"2026-03-02\",\"servedShare\":null}\n{\"date\":\"2026-03-03\",\"peak\":1}\n",
    ]
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let text = Damage.apply(to: Array(random.pick(texts).utf8), using: &random)
      let (file, diagnostics) = ComparedFile.read(name: "f", text: text, ComparedText.names)
      #expect((file == nil) == !diagnostics.isEmpty, "seed \(seed)")
    }
  }
}
