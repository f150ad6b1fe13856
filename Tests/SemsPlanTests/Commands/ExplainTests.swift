import Foundation
import Testing

@testable import sems_plan

@Suite struct ExplainTests {
  private static let explain = "explain -c station.json -t timeline.csv"

  private func explain(_ options: String) -> CapturedStreams.Outcome {
    CapturedStreams(files: Sample.files).run("\(Self.explain) \(options)")
  }

  @Test func `a tick is explained round by round`() {
    let outcome = explain("--tick 2")
    #expect(outcome.code == .done)
    #expect(outcome.err.isEmpty)
    #expect(
      outcome.out == """
        time 60: 330 kW of grid capacity, 3 sessions, in steps of 1 kW

        round 1: 330 kW ÷ 3 open = 110 kW each
        session  connector  added  allocated  then
                               kW         kW
        ev-1     CP001:1       80         80  at the vehicle's maximum
        ev-2     CP001:2      110        110  open
        ev-3     CP002:1      110        110  open

        round 2: 30 kW ÷ 2 open = 15 kW each
        session  connector  added  allocated  then
                               kW         kW
        ev-2     CP001:2       10        120  at the charger's maximum
        ev-3     CP002:1       15        125  open

        round 3: 5 kW ÷ 1 open = 5 kW each
        session  connector  added  allocated  then
                               kW         kW
        ev-3     CP002:1        5        130  open

        ended: grid-capacity, because the grid capacity is used up

        session  connector  vehicle  allocated  limited by
                                 kW         kW
        ev-1     CP001:1         80         80  vehicle
        ev-2     CP001:2        150        120  charger
        ev-3     CP002:1        150        130  grid

        """)
  }

  /// Options, and the start of the explanation.
  @Test(arguments: [
    ("", "time 120: "), ("--tick 1", "time 0: "), ("--tick 3", "time 120: "),
    ("--at 0", "time 0: "), ("--at 59.999", "time 0: "), ("--at 60", "time 60: "),
    ("--at 119", "time 60: "), ("--at 1000000", "time 120: "), ("--until 60", "time 0: "),
  ])
  func `the selected tick is explained`(options: String, start: String) {
    let outcome = explain(options)
    #expect(outcome.code == .done)
    #expect(outcome.out.hasPrefix(start))
  }

  @Test func `JSON has the same explanation`() throws {
    let outcome = explain("--tick 2 -f json")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
    let explanation = try #require(object as? [String: Any])
    #expect(Set(explanation.keys) == ["time", "gridCapacity", "rounds", "stopReason"])
    #expect(explanation["time"] as? Int == 60)
    #expect(explanation["stopReason"] as? String == "grid-capacity")
    let rounds = try #require(explanation["rounds"] as? [[String: Any]])
    #expect(rounds.map { $0["remainingPower"] as? Int } == [330, 30, 5])
    #expect(rounds.map { $0["openVehicles"] as? Int } == [3, 2, 1])
    #expect(rounds.map { $0["share"] as? Int } == [110, 15, 5])
    let grants = try #require(rounds[1]["grants"] as? [[String: Any]])
    #expect(grants.map { $0["sessionId"] as? String } == ["ev-2", "ev-3"])
    #expect(grants.map { $0["addedPower"] as? Int } == [10, 15])
    #expect(grants.map { $0["allocatedPower"] as? Int } == [120, 125])
    #expect(grants[0]["limitedBy"] as? String == "charger")
  }

  @Test func `-o writes a file, and its extension chooses the format`() throws {
    let streams = CapturedStreams(files: Sample.files)
    let outcome = streams.run("\(Self.explain) -o out.json")
    #expect(outcome == .init(code: .done, out: "", err: ""))
    #expect(try #require(streams.files.texts["out.json"]).hasPrefix("{\"time\":120,"))
  }

  /// Options that cannot be met, and the expected message.
  @Test(arguments: [
    ("--tick 4", "there is no tick 4\nhint: The timeline has 3 ticks."),
    ("--tick 0", "the option --tick cannot be \"0\"\nhint: It needs a whole number of at least 1."),
    ("--tick x", "the option --tick cannot be \"x\"\nhint: It needs a whole number of at least 1."),
    ("--at 5 --tick 1", "--at excludes --tick and --until"),
    ("--at 5 --until 9", "--at excludes --tick and --until"),
    ("--at 2026-03-02T08:15:00Z", "--at is a date-time, but the timeline counts seconds"),
    (
      "-f table",
      "the option --format cannot be \"table\"\nhint: It is one of text, json."
    ),
    (
      "--per station",
      "the command explain has no option --per\n"
        + "hint: It is an option of simulate, validate, compare. Type \"sems-plan help explain "
        + "--all\" for those of explain."
    ),
  ])
  func `options that cannot be met are a usage error`(options: String, message: String) {
    let outcome = explain(options)
    #expect(outcome == .init(code: .usage, out: "", err: "sems-plan: error: \(message)\n"))
  }

  @Test func `a time before the first event has no allocation`() {
    let late = Sample.timeline.replacing("0,start", with: "10,start")
      .replacing("610,start", with: "60,start")
    let files = ["station.json": Sample.station, "timeline.csv": late]
    let outcome = CapturedStreams(files: files).run("\(Self.explain) --at 9.999")
    #expect(outcome.code == .usage)
    #expect(outcome.err.contains("no allocation is in force at that time"))
  }

  @Test func `a timeline without events has nothing to explain`() {
    let files = ["station.json": Sample.station, "timeline.csv": "time,event\n"]
    let outcome = CapturedStreams(files: files).run(Self.explain)
    #expect(outcome.code == .usage)
    #expect(outcome.err.contains("the timeline has no event"))
  }

  @Test func `bad events are reported as in simulate`() {
    let files = [
      "station.json": Sample.station, "timeline.csv": Sample.timeline + "130,stop,x,,,\n",
    ]
    let stopped = CapturedStreams(files: files).run(Self.explain)
    #expect(stopped.code == .badInput)
    #expect(stopped.out.isEmpty)
    let skipped = CapturedStreams(files: files).run("\(Self.explain) --on-error skip")
    #expect(skipped.code == .done)
    #expect(skipped.err.hasPrefix("timeline.csv:6:10: error: session \"x\" is not active\n"))
    let before = CapturedStreams(files: files).run("\(Self.explain) --tick 1")
    #expect(before.code == .done)
  }
}
