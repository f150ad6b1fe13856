import Testing

@testable import sems_plan

@Suite struct SimulateTests {
  private let streams = CapturedStreams(files: Sample.files)

  private static let summary = "4 events, 3 ticks: 3 sessions, peak 330 kW\n"

  // MARK: Formats

  @Test func `a table is the default`() {
    let outcome = streams.run(Sample.simulate)
    #expect(outcome.code == .done)
    #expect(outcome.err == Self.summary)
    #expect(
      outcome.out == """
        session  connector  vehicle  allocated  limited by  delivered
                                 kW         kW                    kWh

        time 0: 200 of 330 kW, chargers-at-maximum
        ev-1     CP001:1         80         80  vehicle             0
        ev-2     CP001:2        150        120  charger             0

        time 60: 330 of 330 kW, grid-capacity
        ev-1     CP001:1         80         80  vehicle         1.333
        ev-2     CP001:2        150        120  charger             2
        ev-3     CP002:1        150        130  grid                0

        time 120: 300 of 330 kW, vehicles-at-maximum
        ev-2     CP001:2        150        150  vehicle             4
        ev-3     CP002:1        150        150  vehicle         2.167

        \(Self.shownSummary)
        """)
  }

  private static let shownSummary = """
    held back by  deferred  lost  minutes
                       kWh   kWh
    grid             0.333     0        1
    charger              1     0        2

    sessions  3 started: 2 open (still there),
              1 without target (requested no energy)
    power     peak 330 kW, highest quarter of an hour 35.333 kW, mean 265 kW
    events    4 applied

    """

  @Test(arguments: [
    "", " --per charger", " --per connector --every 15m", " --every 1s --from 60", " --sort",
  ])
  func `the summary alone is what is under the table`(options: String) throws {
    let outcome = streams.run("\(Sample.simulate) -f summary\(options)")
    #expect(outcome == .init(code: .done, out: Self.shownSummary, err: Self.summary))
    let table = CapturedStreams(files: Sample.files).run("\(Sample.simulate) -f table\(options)")
    #expect(table.out.hasSuffix("\n\n" + Self.shownSummary))
  }

  @Test func `the summary alone is compared, written to files, and judged`() throws {
    let files = Sample.files.merging(["expected.txt": Self.shownSummary]) { $1 }
    let equal = CapturedStreams(files: files).run(
      "\(Sample.simulate) -f summary --expect expected.txt --require power.peak<=100")
    #expect(equal.code == .expectationNotMet && equal.out.isEmpty)
    #expect(equal.err.contains("power.peak<=100 is not met") && !equal.err.contains("differs"))

    let streams = CapturedStreams(files: Sample.files)
    streams.run("\(Sample.simulate) -f summary -o day.txt")
    #expect(streams.files.texts["day.txt"] == Self.shownSummary)
  }

  @Test func `CSV has a row per session and no summary`() {
    let outcome = streams.run("\(Sample.simulate) -f csv")
    #expect(outcome == .init(code: .done, out: Sample.rows, err: Self.summary))
  }

  @Test func `NDJSON has a line per tick and no summary`() {
    let outcome = streams.run("\(Sample.simulate) -f ndjson --per station")
    #expect(outcome.code == .done)
    #expect(
      outcome.out == """
        {"time":0,"gridCapacity":330,"allocatedPower":200,"stopReason":"chargers-at-maximum",\
        "activeSessions":2,"deliveredEnergy":0}
        {"time":60,"gridCapacity":330,"allocatedPower":330,"stopReason":"grid-capacity",\
        "activeSessions":3,"deliveredEnergy":3.333}
        {"time":120,"gridCapacity":330,"allocatedPower":300,"stopReason":"vehicles-at-maximum",\
        "activeSessions":2,"deliveredEnergy":8.833}

        """)
  }

  @Test func `JSON has a header, the ticks and a summary`() {
    let outcome = streams.run("\(Sample.simulate) -f json --per station --until 60")
    #expect(outcome.code == .done)
    #expect(
      outcome.out.hasPrefix(
        """
        {"formatVersion":1,"stationId":"S","policy":"fair","step":1,"reallocation":"immediate",\
        "ticks":[
        {"time":0,"gridCapacity":330,"allocatedPower":200,"stopReason":"chargers-at-maximum",\
        "activeSessions":2,"deliveredEnergy":0}
        ],"summary":{"servedShare":null,"sessions":{"started":2,"served":0,
        """.dropLast()))
  }

  /// A file name, and the start of the output to it.
  @Test(arguments: [
    ("out.csv", "time,sessionId,"), ("out.tsv", "time\tsessionId\t"),
    ("OUT.CSV", "time,sessionId,"),
    ("out.json", "{\"formatVersion\":1,"), ("out.ndjson", "{\"time\":0,"),
    ("out.jsonl", "{\"time\":0,"), ("out.txt", "session  connector"), ("out", "session  connector"),
  ])
  func `the extension of -o chooses the format`(name: String, start: String) throws {
    let outcome = streams.run("\(Sample.simulate) -o \(name)")
    #expect(outcome == .init(code: .done, out: "", err: Self.summary))
    #expect(try #require(streams.files.texts[name]).hasPrefix(start))
  }

  @Test func `-f takes precedence over the extension of -o`() throws {
    streams.run("\(Sample.simulate) -f csv -o out.json")
    #expect(streams.files.texts["out.json"] == Sample.rows)
  }

  @Test func `-o - is standard output`() {
    #expect(streams.run("\(Sample.simulate) -f csv -o -").out == Sample.rows)
  }

  @Test func `a semicolon as delimiter implies decimal commas`() {
    let out = streams.run(
      Sample.simulate.split(separator: " ").map(String.init) + [
        "-f", "csv", "--delimiter", ";", "--from", "120",
      ]
    ).out
    #expect(
      out == """
        time;sessionId;chargerId;idx;vehicleMaxPower;allocatedPower;limitedBy;deliveredEnergy
        120;ev-2;CP001;2;150;150;vehicle;4
        120;ev-3;CP002;1;150;150;vehicle;2,167

        """)
  }

  // MARK: Time

  @Test func `--from and --until limit the output, and --until ends the replay`() {
    let outcome = streams.run("\(Sample.simulate) -f csv --per station --from 60 --until 120")
    #expect(outcome.outLines.count == 3)
    #expect(outcome.outLines[1].hasPrefix("60,"))
    #expect(outcome.err == "3 events, 2 ticks: 3 sessions, peak 330 kW\n")
  }

  @Test(arguments: [
    ("59.999", "0,0,,,60,1,1,60,0,open"), ("60", "0,0,,,60,1,1,60,0,open"),
    ("60.001", "0,0,60,60,60,1,1,60,0,served"),
  ])
  func `a session that is done exactly at --until is still open`(until: String, row: String) {
    let streams = CapturedStreams(files: [
      "station.json": Sample.station,
      "timeline.csv": "time,event,vehicleMaxPower,energyRequested\n0,start,60,1\n",
    ])
    let outcome = streams.run(
      "\(Sample.simulate) -q -f csv --sessions - -o rows.csv --until \(until)")
    #expect(outcome.code == .done)
    #expect(outcome.outLines[1].hasPrefix("session-1,CP001,1,\(row),"))
  }

  @Test(arguments: ["--from", "--until"])
  func `a date-time for a timeline that counts seconds is refused`(option: String) {
    let outcome = streams.run("\(Sample.simulate) \(option) 2026-03-02T08:15:00Z")
    #expect(outcome.code == .usage)
    #expect(outcome.out.isEmpty)
    #expect(
      outcome.err
        == "sems-plan: error: \(option) is a date-time, but the timeline counts seconds\n")
  }

  @Test(arguments: ["--from", "--until"])
  func `seconds for a timeline of date-times are refused`(option: String) throws {
    let streams = CapturedStreams(files: try Example.files("six-charger-day"))
    let outcome = streams.run("\(Sample.simulate) \(option) 60")
    #expect(outcome.code == .usage)
    #expect(outcome.out.isEmpty)
    #expect(
      outcome.err
        == "sems-plan: error: \(option) is a number of seconds, "
        + "but the timeline states date-times\n")
  }

  @Test func `--sort takes events in any order, and without it time cannot go backwards`() {
    let header = "time,event,sessionId,chargerId,idx,vehicleMaxPower\n"
    let rows = Sample.timeline.split(separator: "\n").dropFirst().reversed()
    let reversed = header + rows.joined(separator: "\n")
    let streams = CapturedStreams(files: ["station.json": Sample.station, "timeline.csv": reversed])
    let sorted = streams.run("\(Sample.simulate) -f csv --sort --per charger")
    let expected = CapturedStreams(files: Sample.files).run(
      "\(Sample.simulate) -f csv --per charger")
    #expect(sorted == expected)

    let backwards = Sample.timeline + "60,stop,ev-2,,,\n"
    let again = CapturedStreams(
      files: ["station.json": Sample.station, "timeline.csv": backwards])
    let outcome = again.run("\(Sample.simulate) -f csv")
    #expect(outcome.code == .badInput)
    #expect(outcome.err.contains("error: the time goes backwards: the event before is at 120\n"))
    #expect(outcome.err.contains("hint: Use --sort to sort the events first.\n"))
  }

  // MARK: Bad events

  private static let badTimeline = """
    time,event,sessionId,chargerId,idx,vehicleMaxPower
    0,start,ev-1,CP001,1,80
    30,start,ev-2,CP009,2,150
    60,start,ev-3,CP002,1,x
    120,stop,ev-1,,,

    """

  private func badStreams() -> CapturedStreams {
    CapturedStreams(files: ["station.json": Sample.station, "timeline.csv": Self.badTimeline])
  }

  @Test(arguments: ["", " --on-error stop"])
  func `the first bad event ends the replay`(option: String) {
    let streams = badStreams()
    let outcome = streams.run("\(Sample.simulate) -o out.csv\(option)")
    #expect(outcome.code == .badInput)
    #expect(
      outcome.err == """
        timeline.csv:3:15: error: charger "CP009" is not in the station config
        30,start,ev-2,CP009,2,150
                      ^~~~~
        hint: did you mean "CP001"? The station has CP001, CP002.

        """)
    #expect(streams.files.texts["out.csv"] == nil)
  }

  @Test func `--on-error skip reports, skips and counts bad events`() {
    let outcome = badStreams().run("\(Sample.simulate) -f csv --on-error skip")
    #expect(outcome.code == .done)
    #expect(
      outcome.out == """
        time,sessionId,chargerId,idx,vehicleMaxPower,allocatedPower,limitedBy,deliveredEnergy
        0,ev-1,CP001,1,80,80,vehicle,0

        """)
    #expect(outcome.err.contains("timeline.csv:3:15: error: charger"))
    #expect(outcome.err.contains("timeline.csv:4:23: error: \"vehicleMaxPower\" must be a number"))
    #expect(
      outcome.err.hasSuffix("\n2 events, 2 ticks: 1 session, peak 80 kW, 2 events skipped\n"))
  }

  @Test func `the summary under the table counts skipped events`() {
    let outcome = badStreams().run("\(Sample.simulate) --on-error skip -q")
    #expect(outcome.out.hasSuffix("\nevents    2 applied, 2 skipped (--on-error skip)\n"))
  }

  @Test func `--strict turns warnings into errors`() {
    let station =
      #"{"gridCapcity": 5, "stationId": "S", "gridCapacity": 330, "chargers": ["#
      + #"{"id": "CP001", "maxPower": 200, "connectors": 2},"#
      + #"{"id": "CP002", "maxPower": 200, "connectors": 2}]}"#
    let files = ["station.json": station, "timeline.csv": Sample.timeline]
    let lenient = CapturedStreams(files: files).run("\(Sample.simulate) -f csv")
    #expect(lenient.code == .done)
    #expect(lenient.out == Sample.rows)
    let message = "unknown key \"gridCapcity\"; did you mean \"gridCapacity\"?\n"
    #expect(lenient.err.hasPrefix("station.json:1:2: warning: \(message)"))

    let strict = CapturedStreams(files: files).run("\(Sample.simulate) -f csv --strict")
    #expect(strict.code == .badInput)
    #expect(strict.out.isEmpty)
    #expect(strict.err.hasPrefix("station.json:1:2: error: \(message)"))
  }

  @Test func `--quiet hides warnings and the summary, but not errors`() {
    let extra = Sample.timeline.replacing("vehicleMaxPower", with: "vehicleMaxPower,colour")
      .replacing("80\n", with: "80,\n").replacing("150\n", with: "150,\n")
      .replacing(",,,\n", with: ",,,,\n")
    let files = ["station.json": Sample.station, "timeline.csv": extra]
    let loud = CapturedStreams(files: files).run("\(Sample.simulate) -f csv")
    #expect(loud.out == Sample.rows)
    #expect(loud.err.contains("warning: unknown column \"colour\""))
    let quiet = CapturedStreams(files: files).run("\(Sample.simulate) -f csv --quiet")
    #expect(quiet == .init(code: .done, out: Sample.rows, err: ""))
    #expect(badStreams().run("\(Sample.simulate) -q").err.hasPrefix("timeline.csv:3:15: error: "))
  }

  // MARK: Inputs

  @Test func `the timeline may be standard input`() {
    let streams = CapturedStreams(
      input: Sample.timeline, files: ["station.json": Sample.station])
    #expect(streams.run("simulate -c station.json -t - -f csv").out == Sample.rows)
  }

  @Test func `the station may be standard input`() {
    let streams = CapturedStreams(
      input: Sample.station, files: ["timeline.csv": Sample.timeline])
    #expect(streams.run("simulate -c - -t timeline.csv -f csv").out == Sample.rows)
  }

  @Test func `a timeline that begins with its config needs no other`() {
    let streams = CapturedStreams(
      input: """
        {"time": 0, "event": "config", "config": \(Sample.station.replacing("\n", with: " "))}
        {"time": 0, "event": "start", "connectorId": {"chargerId": "CP001", "idx": 1}, \
        "vehicleMaxPower": 80}
        """)
    let outcome = streams.run("simulate -t - -f csv")
    #expect(outcome.code == .done)
    #expect(outcome.outLines[1] == "0,session-1,CP001,1,80,80,vehicle,0")
  }

  @Test func `a replay without a config is a usage error`() {
    let outcome = CapturedStreams(input: Sample.timeline).run("simulate -t -")
    #expect(outcome.code == .usage)
    #expect(
      outcome.err == """
        sems-plan: error: there is no station config
        hint: Give --config FILE, or begin the timeline with a config event.

        """)
  }

  @Test func `a timeline without events has no ticks`() {
    let header = "time,event,sessionId,chargerId,idx,vehicleMaxPower\n"
    let streams = CapturedStreams(input: header, files: Sample.files)
    let outcome = streams.run("simulate -c station.json -t - -f csv --per station")
    #expect(outcome.code == .done)
    #expect(outcome.out == "time,gridCapacity,activeSessions,allocatedPower,deliveredEnergy\n")
    #expect(
      outcome.err == """
        -:1:51: warning: the timeline has no event
        time,event,sessionId,chargerId,idx,vehicleMaxPower
                                                          ^
        0 events, 0 ticks: 0 sessions, peak 0 kW

        """)
  }

  @Test(arguments: ["station.json", "timeline.csv"])
  func `an input that cannot be opened gives 66`(missing: String) {
    var files = Sample.files
    files[missing] = nil
    let streams = CapturedStreams(files: files)
    let outcome = streams.run("\(Sample.simulate) -o out.csv")
    #expect(outcome.code == .inputNotOpened)
    #expect(outcome.err == "\(missing): error: cannot open: No such file or directory\n")
    #expect(streams.files.texts["out.csv"] == nil)
  }
}
