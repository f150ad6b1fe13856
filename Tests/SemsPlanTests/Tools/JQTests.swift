import Testing

/// Checks results with `jq`.
@Suite(.needs(.jq)) struct JQTests {
  private let program: Program

  init() throws { program = try Program(files: try Example.files("six-charger-day")) }

  private static let simulate = "sems-plan simulate -q -c station.json -t timeline.csv"
  private static let levels = ["session", "charger", "station", "connector"]
  private static let options = ["", "--every 15m", "--reallocation on-update"]

  @Test(arguments: levels, options)
  func `JSON and NDJSON hold the same ticks`(level: String, options: String) throws {
    let line = "\(Self.simulate) --per \(level) \(options)"
    let outcome = try program.shell(
      """
      \(line) -f json | jq -c '.ticks[]' >json
      \(line) -f ndjson | jq -c . >ndjson
      cmp json ndjson && wc -l <json && \(line) -f ndjson | wc -l
      """)
    #expect(outcome.status == 0)
    #expect(outcome.err.isEmpty)
    let counts = outcome.out.split { $0 == "\n" || $0 == " " }
    #expect(counts.count == 2)
    #expect(counts.first == counts.last)
    #expect(counts.first != "0")
  }

  @Test func `powers and energies are numbers, and no tick exceeds the grid capacity`() throws {
    let outcome = try program.shell(
      """
      \(Self.simulate) -f json | jq -e '
        [.ticks[] | (.allocatedPower <= .gridCapacity)
          and (.allocatedPower == ([.sessions[].allocatedPower] | add // 0))
          and all(.sessions[]; (.allocatedPower | type) == "number"
            and (.deliveredEnergy | type) == "number"
            and .allocatedPower <= .vehicleMaxPower)] | length > 100 and all'
      """)
    #expect(outcome == .init(status: 0, out: "true\n", err: ""))
  }

  @Test func `the rounds of an explanation add up to the allocation`() throws {
    let outcome = try program.shell(
      """
      sems-plan explain -c station.json -t timeline.csv --tick 90 -f json | jq -e '
        (.rounds | length > 0) and
        ([.rounds[].grants[].addedPower] | add) <= .gridCapacity and
        (.rounds[0].remainingPower == .gridCapacity)'
      """)
    #expect(outcome == .init(status: 0, out: "true\n", err: ""))
  }

  @Test func `problems on standard error are JSON lines`() throws {
    try program.write("time,event\n1,stop\n0,start\n2,halt\n", to: "bad.csv")
    let outcome = try program.shell(
      "sems-plan validate -t bad.csv --errors json 2>&1 | jq -r '[.line, .severity] | @csv'")
    #expect(outcome.status == 0)
    #expect(outcome.out.split(separator: "\n").count >= 3)
  }
}
