import Testing

@testable import sems_plan

/// Checks the outputs of `import` and `generate`, also after errors.
@Suite struct ImportTests {
  private static let line = "import acn acn.json --write-config station.json -o day.csv"
  private static let day = """
    time,event,sessionId,chargerId,idx,vehicleMaxPower,energyRequested,departureTime
    2026-03-02T08:00:00Z,start,s1,A,1,7.4,12.5,2026-03-02T10:00:00Z

    """

  private static func streams(_ text: String = Records.acn) -> CapturedStreams {
    CapturedStreams(files: ["acn.json": text, "day.csv": "old", "station.json": "old"])
  }

  @Test func `simulate reads the timeline and the station`() {
    let streams = Self.streams()
    #expect(streams.run(Self.line).code == .done)
    #expect(streams.files.texts["day.csv"] == Self.day)
    let replay = CapturedStreams(files: streams.files.texts)
    let outcome = replay.run("simulate --strict -c station.json -t day.csv -f csv --per station")
    #expect(outcome.code == .done)
    #expect(outcome.outLines.count == 5)
  }

  @Test func `notes on the records go to standard error, except with --quiet`() {
    let outcome = Self.streams().run("import acn acn.json")
    #expect(outcome.out == Self.day)
    #expect(outcome.err.hasPrefix("1 record: 1 used, 0 left out; 12.5 kWh used\n"))
    #expect(outcome.err.contains("energy understates"))
    #expect(outcome.err.contains("drove on"))
    let requested = Self.streams().run("import acn acn.json --demand requested")
    #expect(!requested.err.contains("energy understates"))
    #expect(Self.streams().run("import acn acn.json -q").err.isEmpty)
  }

  @Test func `notes on the records are written as JSON, too`() {
    let outcome = Self.streams().run("import acn acn.json --errors json")
    let lines = outcome.err.split(separator: "\n")
    let first: String =
      #"{"file":"acn.json","line":null,"column":null,"severity":"note","code":"records","#
      + #""message":"1 record: 1 used, 0 left out; 12.5 kWh used","hint":null}"#
    #expect(lines[0] == first)
    #expect(lines.count == 5 && lines.allSatisfy { $0.hasPrefix("{") })
    #expect(Self.streams().run("import acn acn.json --errors json -q").err.isEmpty)
  }

  @Test func `if no record can be used, the reasons are reported and nothing is written`() {
    let streams = Self.streams(Records.acn.replacing("10:00:00", with: "08:00:00"))
    let outcome = streams.run(Self.line)
    #expect(outcome.code == .badInput)
    #expect(
      outcome.err == """
        1 record: 0 used, 1 left out; 0 kWh used, 12.5 kWh left out
          1 left out: ends when it begins (12.5 kWh)
        acn.json: error: no record can be used, so there is no station to write

        """)
    #expect(streams.files.texts["day.csv"] == "old" && streams.files.replacements.isEmpty)
  }

  @Test(arguments: ["-o day.csv", ""])
  func `without --write-config, unusable records write nothing either`(output: String) {
    let streams = Self.streams(Records.acn.replacing("10:00:00", with: "08:00:00"))
    let outcome = streams.run("import acn acn.json \(output)")
    #expect(outcome.code == .badInput && outcome.out.isEmpty)
    #expect(
      outcome.err.hasSuffix(
        """
          1 left out: ends when it begins (12.5 kWh)
        acn.json: error: no record can be used, so there is no timeline to write

        """))
    #expect(streams.files.texts["day.csv"] == "old" && streams.files.replacements.isEmpty)
  }

  @Test func `if all records are bad and skipped, nothing is written`() {
    let streams = Self.streams(Records.acn.replacing("12.5", with: "\"x\""))
    let outcome = streams.run("import acn acn.json --on-error skip -o day.csv")
    #expect(outcome.code == .badInput && streams.files.texts["day.csv"] == "old")
  }

  @Test func `a file without records is bad input`() {
    let outcome = Self.streams(#"{"_items": []}"#).run("import acn acn.json -q")
    #expect(outcome.code == .badInput && outcome.out.isEmpty)
  }

  @Test func `a wrong date format is said once, and of other errors ten are shown`() {
    let rows = String(repeating: "x,y,z\n", count: 400) + "0,3600,5\n"
    let streams = CapturedStreams(files: ["a.csv": "a,b,c\n" + rows])
    let line =
      "import csv a.csv --map startTime=a,endTime=b,deliveredEnergy=c --date-format %s"
      + " --on-error skip"
    let outcome = streams.run(line)
    #expect(outcome.code == .done && outcome.outLines.count == 3)
    #expect(
      outcome.err.contains(
        """
        401 records: 1 used, 400 left out; 5 kWh used
          400 left out: not readable (invalid-time), reported above
          only the first 10 of 400 errors not-a-number are shown

        """))
  }

  @Test func `standard input is read for -`() {
    let streams = CapturedStreams(input: Records.acn)
    #expect(streams.run("import acn - -q").out == Self.day)
  }

  @Test func `a bad record leaves all files untouched`() {
    let streams = Self.streams(Records.acn.replacing("12.5", with: "\"x\""))
    let outcome = streams.run(Self.line)
    #expect(outcome.code == .badInput)
    #expect(outcome.err.hasPrefix("acn.json:4:19: error: "))
    #expect(streams.files.texts["day.csv"] == "old")
    #expect(streams.files.texts["station.json"] == "old")
    #expect(streams.files.replacements.isEmpty)
  }

  @Test func `a full disk leaves all files untouched`() {
    let streams = Self.streams()
    streams.files.writeFault = MemoryTarget.Fault(write: 1, failure: .diskFull)
    #expect(streams.run(Self.line).code == .readOrWriteFailed)
    #expect(streams.files.texts["day.csv"] == "old")
    #expect(streams.files.texts["station.json"] == "old")
    #expect(streams.files.replacements.map(\.isDiscarded) == [true, true])
  }

  @Test func `a file that cannot be created gives 73 and leaves the other untouched`() {
    let streams = Self.streams()
    streams.files.createFailure = SystemFailure(reason: "Permission denied")
    #expect(streams.run(Self.line).code == .outputNotCreated)
    #expect(streams.files.texts["day.csv"] == "old")
  }

  @Test func `a closed pipe ends import and generate quietly`() {
    for line in [
      "import acn acn.json", "generate --from 2026-03-02T00:00:00Z --sessions-per-day 9 --days 400",
    ] {
      let streams = Self.streams()
      streams.output.fault = MemoryTarget.Fault(write: 1, failure: .closedPipe)
      let outcome = streams.run(line)
      #expect(outcome.code == .done && outcome.err.isEmpty)
    }
  }

  @Test(arguments: [
    "import acn acn.json --write-config", "import acn acn.json --write-config - -o",
  ])
  func `after a closed pipe the other file is still written`(line: String) {
    let whole = Self.streams()
    #expect(whole.run("\(line) other.json").code == .done)
    let closed = Self.streams()
    closed.output.fault = MemoryTarget.Fault(write: 1, failure: .closedPipe)
    let outcome = closed.run("\(line) other.json -q")
    #expect(outcome.code == .done && outcome.err.isEmpty)
    #expect(closed.files.texts["other.json"] != nil)
    #expect(closed.files.texts == whole.files.texts)
  }

  @Test func `a full disk leaves the file of generate untouched`() {
    let streams = Self.streams()
    streams.files.writeFault = MemoryTarget.Fault(write: 2, failure: .diskFull)
    let line = "generate --from 2026-03-02T00:00:00Z --sessions-per-day 90 --days 40 -o day.csv"
    #expect(streams.run(line).code == .readOrWriteFailed)
    #expect(streams.files.texts["day.csv"] == "old")
  }
}
