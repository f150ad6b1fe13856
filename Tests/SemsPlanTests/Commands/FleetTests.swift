import Testing

@testable import sems_plan

/// Schedules of fleets in `generate`, `sweep` and `size`.
@Suite struct FleetTests {
  private static let station = """
    {"stationId": "S", "gridCapacity": 120, "chargers": [{"id": "D", "maxPower": 100, "connectors": 4}],
     "vehicles": [{"id": "bus", "maxPower": 90, "batteryCapacity": 300}]}
    """

  private static let schedule = """
    vehicleId,arrival,departure,energyRequested,vehicle,soc,arrivalSD,energySD,priority
    bus-1,18:30,05:00,200,bus,20,30,40,
    bus-2,19:00,05:30,180,bus,30,30,,1
    bus-3,19:10,05:10,210,bus,,,30,
    bus-3,12:00,13:00,40,bus,60,15,,

    """

  private static let files = ["s.json": station, "fleet.csv": schedule]
  private static let period =
    "--schedule fleet.csv --from 2026-03-28 --days 3 --tz CET-1CEST,M3.5.0,M10.5.0/3"

  private static func cells(_ row: Substring) -> [Substring] {
    row.split(separator: ",", omittingEmptySubsequences: false)
  }

  @Test func `a sweep has the rows of its generated timelines`() throws {
    let streams = CapturedStreams(files: Self.files)
    let line = "sweep -q -c s.json \(Self.period) --seed 1:3 --grid-capacity 60,200 -f csv"
    let rows = streams.run(line).outLines.dropFirst().filter { !$0.isEmpty }
    #expect(rows.count == 6)
    for seed in 1...3 {
      let other = CapturedStreams(files: Self.files)
      #expect(
        other.run("generate -q -c s.json \(Self.period) --seed \(seed) -o t.csv").code == .done)
      let tz = "--tz CET-1CEST,M3.5.0,M10.5.0/3"
      let swept = other.run("sweep -q -c s.json -t t.csv \(tz) --grid-capacity 60,200 -f csv")
      #expect(swept.code == .done)
      // Rows of a file have no column of the seed.
      let expected = swept.outLines.dropFirst().filter { !$0.isEmpty }.map(Self.cells)
      let found = rows.map(Self.cells).filter { $0[1] == "\(seed)" }
        .map { Array($0.prefix(1) + $0.dropFirst(2)) }
      #expect(found == expected)
    }
  }

  @Test func `the size counts seeds`() {
    let streams = CapturedStreams(files: Self.files)
    let outcome = streams.run(
      "size -q -c s.json \(Self.period) --seed 1:4 --grid-capacity 40:120:40 --require servedShare>=1"
    )
    #expect(outcome.code == .done || outcome.code == .expectationNotMet)
    #expect(outcome.out.contains("of 4"))
  }

  @Test(arguments: [
    "--sessions-per-day 5", "--profile depot", "--dispersion 2", "--vehicles 11", "--energy 30,5",
    "--dwell 8h,1h",
  ])
  func `options that a schedule replaces are refused`(option: String) throws {
    let streams = CapturedStreams(files: Self.files)
    let outcome = streams.run("generate \(Self.period) \(option)")
    let name = try #require(option.split(separator: " ").first)
    #expect(
      outcome.code == .usage && outcome.err.contains("error: \(name) is for arrivals at random"))
    for command in ["sweep", "size --require servedShare>=1"] {
      let other = streams.run("\(command) -c s.json \(Self.period) --grid-capacity 50 \(option)")
      #expect(other.code == .usage && other.err.contains("\(name) is for arrivals at random"))
    }
  }

  @Test func `a scale and a timeline are refused beside a schedule`() {
    let streams = CapturedStreams(files: Self.files)
    let scaled = streams.run("sweep -c s.json \(Self.period) --scale 1:2:1")
    #expect(scaled.code == .usage && scaled.err.contains("--scale is for arrivals at random"))
    let both = streams.run("sweep -c s.json -t t.csv --schedule fleet.csv --grid-capacity 50")
    #expect(both.code == .usage && both.err.contains("--schedule is for generated timelines"))
  }

  @Test func `seeds of a schedule that does not vary are a warning`() {
    let plain =
      "vehicleId,arrival,departure,energyRequested,vehicle,soc\na,18:30,05:00,100,bus,20\n"
    let files = ["s.json": Self.station, "fleet.csv": plain]
    let line = "sweep -c s.json \(Self.period) --grid-capacity 50"
    for (seeds, isWarned) in [
      ("--seed 1:2", true), ("--seed 1,5", true), ("--seed 1", false), ("", false),
    ] {
      let outcome = CapturedStreams(files: files).run("\(line) \(seeds)")
      #expect(outcome.err.contains("every seed gives the same timeline") == isWarned, "\(seeds)")
    }
  }

  @Test func `warnings about a schedule are errors where they are strict`() {
    let plain = "vehicleId,arrival,departure,energyRequested\na,18:30,05:00,100\n"
    let streams = CapturedStreams(files: ["s.json": Self.station, "fleet.csv": plain])
    let line = "sweep -c s.json \(Self.period) --grid-capacity 50"
    #expect(streams.run(line).code == .done)
    #expect(streams.run("\(line) --strict").code == .badInput)
  }

  @Test func `a schedule comes from standard input`() {
    let streams = CapturedStreams(input: Self.schedule)
    let outcome = streams.run("generate --schedule - --from 2026-03-02T00:00:00Z")
    #expect(outcome.code == .done && outcome.outLines.count == 6)
    #expect(outcome.err.hasPrefix("4 arrivals on 1 day"))
  }
}
