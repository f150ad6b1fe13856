import Foundation
import Testing

@testable import sems_plan

@Suite struct ValidateTests {
  private static let bad = """
    time,event,sessionId,chargerId,idx,vehicleMaxPower
    0,start,ev-1,CP009,1,80
    0,start,ev-2,CP001,1,x
    60,strat,ev-3,CP002,1,150
    50,stop,ev-9,,,

    """

  private func validate(_ timeline: String, _ options: String) -> CapturedStreams.Outcome {
    let files = ["station.json": Sample.station, "timeline.csv": timeline]
    return CapturedStreams(files: files).run("validate \(options)")
  }

  @Test func `good files give 0 and a note`() {
    let outcome = validate(Sample.timeline, "-c station.json -t timeline.csv")
    let note = "no problem found: 4 events, 3 ticks: 3 sessions, peak 330 kW\n"
    #expect(outcome == .init(code: .done, out: "", err: note))
  }

  @Test func `a config alone can be checked`() {
    let outcome = validate("", "-c station.json")
    #expect(outcome == .init(code: .done, out: "", err: "no problem found\n"))
  }

  @Test func `every problem is found, in the order of the file`() {
    let outcome = validate(Self.bad, "-c station.json -t timeline.csv")
    #expect(outcome.code == .badInput)
    #expect(outcome.out.isEmpty)
    let lines = outcome.err.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(
      lines == [
        "timeline.csv:2:14: error: charger \"CP009\" is not in the station config",
        "timeline.csv:3:22: error: \"vehicleMaxPower\" must be a number, not \"x\"",
        "timeline.csv:4:4: error: unknown event \"strat\"",
        "timeline.csv:5:9: error: session \"ev-9\" is not active",
      ])
    #expect(outcome.err.hasSuffix("\n4 problems found\n"))
  }

  @Test func `problems of both files are found`() {
    let files = [
      "station.json": #"{"stationId": "S", "gridCapacity": -1, "chargers": []}"#,
      "timeline.csv": Self.bad,
    ]
    let outcome = CapturedStreams(files: files).run("validate -c station.json -t timeline.csv")
    #expect(outcome.code == .badInput)
    let names = outcome.err.split(separator: "\n").filter { $0.contains(": error: ") }
      .map { $0.prefix { $0 != ":" } }
    #expect(
      names == ["station.json", "station.json", "timeline.csv", "timeline.csv"])
  }

  @Test func `without a config the timeline alone is checked`() {
    let bad = validate(Self.bad, "-t timeline.csv")
    #expect(bad.code == .badInput)
    #expect(bad.err.hasSuffix("\n2 problems found\n"))
    let good = validate(Sample.timeline, "-t timeline.csv")
    #expect(good.code == .done)
    #expect(
      good.err.hasPrefix(
        "no station config: chargers, connectors and sessions are not checked\nno problem found"))
  }

  @Test func `what follows from another problem is counted`() {
    let rows = """
      time,event,sessionId,chargerId,idx,vehicleMaxPower,consumedPower
      0,start,a,CP009,1,80,
      1,power-update,a,,,,5
      2,stop,a,,,,
      3,stop,a,,,,

      """
    let outcome = validate(rows, "-c station.json -t timeline.csv")
    #expect(outcome.err.hasSuffix("\n2 problems found, and 2 that follow from these\n"))
    #expect(outcome.err.split(separator: "\n").count { $0.contains(": error: ") } == 2)
  }

  @Test func `warnings are counted at the end`() {
    let timeline = Sample.timeline.replacing("event,", with: "event,colour,")
      .replacing("start,", with: "start,,").replacing("stop,", with: "stop,,")
    let outcome = validate(timeline, "-c station.json -t timeline.csv")
    #expect(outcome.err.contains("\n1 warning: 4 events"))
    #expect(!outcome.err.contains("no problem"))
  }

  @Test func `--strict counts warnings as problems`() {
    let timeline = Sample.timeline.replacing("event,", with: "event,colour,")
      .replacing("start,", with: "start,,").replacing("stop,", with: "stop,,")
    #expect(validate(timeline, "-c station.json -t timeline.csv").code == .done)
    let strict = validate(timeline, "-c station.json -t timeline.csv --strict")
    #expect(strict.code == .badInput)
    #expect(strict.err.contains("error: unknown column \"colour\""))
  }

  @Test func `syntax is still checked after a problem of meaning`() {
    let outcome = validate(
      "time,event,sessionId,chargerId,idx,vehicleMaxPower\n0,start,a,CP009,1,80\n0,start,b,\"CP",
      "-c station.json -t timeline.csv")
    #expect(outcome.err.contains("timeline.csv:2:11: error: charger \"CP009\""))
    #expect(outcome.err.contains("error: the file ends inside a field in quotes"))
  }

  @Test func `a file that cannot be opened gives 66`() {
    let outcome = validate("", "-c none.json -t timeline.csv")
    #expect(outcome.code == .inputNotOpened)
  }

  @Test func `a level that cannot show a new connector is a problem`() {
    let files = [
      "station.json": Sample.station,
      "timeline.ndjson": """
      {"time": 0, "event": "start", "connectorId": {"chargerId": "CP001", "idx": 1}, \
      "vehicleMaxPower": 80}
      {"time": 9, "event": "config", "config": {"stationId": "S", "gridCapacity": 330, \
      "chargers": [{"id": "CP003", "maxPower": 200, "connectors": 1}]}}
      """,
    ]
    let line = "validate -c station.json -t timeline.ndjson --per connector"
    let wide = CapturedStreams(files: files).run("\(line) -f csv")
    #expect(wide.code == .badInput)
    #expect(wide.err.contains("error: the config adds connector \"CP003:1\""))
    #expect(CapturedStreams(files: files).run("\(line) -f ndjson").code == .done)
  }

  // MARK: Problems as JSON

  @Test func `--errors json writes one JSON object per problem and nothing else`() throws {
    let outcome = validate(Self.bad, "-c station.json -t timeline.csv --errors json")
    #expect(outcome.code == .badInput)
    let lines = outcome.err.split(separator: "\n")
    let problems = try lines.map { line in
      try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
    #expect(problems.count == 4)
    for problem in problems {
      #expect(
        Set(problem.keys) == ["file", "line", "column", "severity", "code", "message", "hint"])
      #expect(problem["severity"] as? String == "error")
      #expect(problem["file"] as? String == "timeline.csv")
    }
    #expect(problems.map { $0["line"] as? Int } == [2, 3, 4, 5])
    #expect(problems.map { $0["column"] as? Int } == [14, 22, 4, 9])
    #expect(
      problems.map { $0["code"] as? String } == [
        "unknown-charger", "not-a-number", "unknown-event", "unknown-session",
      ])
    #expect(problems[1]["hint"] is NSNull)
  }

  /// Command lines that fail without a place in a file, and the expected codes.
  @Test(arguments: [
    ("simulate --errors json", "usage"), ("--errors=json simulate --wrong", "usage"),
    ("simulate -c none -t timeline.csv --errors json", "input-not-opened"),
  ])
  func `problems without a place are JSON too`(line: String, code: String) throws {
    let outcome = CapturedStreams(files: Sample.files).run(line)
    #expect(outcome.code != .done)
    #expect(outcome.err.hasSuffix("}\n"))
    #expect(outcome.err.split(separator: "\n").count == 1)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.err.utf8))
    let problem = try #require(object as? [String: Any])
    #expect(problem["code"] as? String == code)
    #expect(problem["severity"] as? String == "error")
    #expect(problem["line"] is NSNull)
    #expect(problem["column"] is NSNull)
  }

  @Test func `a message with quotes and control characters is valid JSON`() throws {
    let timeline =
      "time,event,sessionId,chargerId,idx,vehicleMaxPower\n"
      + "0,start,a,\"C\u{1B}\"\"\n\",1,80\n"
    let outcome = validate(timeline, "-c station.json -t timeline.csv --errors json")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.err.utf8))
    let problem = try #require(object as? [String: Any])
    #expect(problem["code"] as? String == "unknown-charger")
  }
}
