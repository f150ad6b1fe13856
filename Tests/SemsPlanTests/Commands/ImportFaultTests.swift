import Testing

@testable import sems_plan

/// Checks failures of reads and writes in `import` and `generate`.
///
/// Each file is whole or untouched, and the exit code reports the failure.
@Suite struct ImportFaultTests {
  private static let importing =
    "import csv records.csv -q --map sessionId=a,chargerId=b,startTime=c,endTime=d,deliveredEnergy=e"
    + " --date-format %s -o day.csv --write-config station.json --write-profile profile.json"
  private static let generating =
    "generate -q --from 2026-03-02T00:00:00Z --sessions-per-day 90 --days 40 -o day.csv"

  /// Records whose timeline needs several writes.
  private static let records =
    "a,b,c,d,e\n"
    + (0..<3_000).map { number in
      let start = 1_772_438_400 + number * 600
      return "s\(number),C\(number % 50),\(start),\(start + 5_400),\(number % 20)\n"
    }.joined()

  private static func streams() -> CapturedStreams {
    let streams = CapturedStreams(files: [
      "records.csv": records, "day.csv": "old", "station.json": "old", "profile.json": "old",
    ])
    streams.files.sources["records.csv"] = MemorySource(records, bytesAtATime: 30_000)
    return streams
  }

  private static func isUntouched(_ streams: CapturedStreams) -> Bool {
    ["day.csv", "station.json", "profile.json"].allSatisfy { streams.files.texts[$0] == "old" }
      && streams.files.replacements.allSatisfy { $0.isDiscarded && !$0.isCommitted }
  }

  @Test(arguments: [importing, generating])
  func `a file that fails at any write leaves every file untouched`(line: String) {
    let whole = Self.streams()
    #expect(whole.run(line).code == .done)
    #expect(whole.files.texts["day.csv"]?.hasPrefix("time,event,") == true)
    for file in whole.files.replacements {
      #expect(file.writes >= (file.path == "day.csv" ? 3 : 1))
      for write in 1...max(file.writes, 1) {
        let streams = Self.streams()
        streams.files.writeFaults[file.path] = .init(write: write, failure: .diskFull)
        let outcome = streams.run(line)
        #expect(outcome.code == .readOrWriteFailed, "\(file.path), write \(write)")
        #expect(outcome.err == "\(file.path): error: No space left on device\n")
        #expect(Self.isUntouched(streams), "\(file.path), write \(write)")
      }
    }
  }

  @Test(arguments: [
    importing.replacing(" -o day.csv", with: ""),
    importing.replacing("--write-config station.json", with: "--write-config -"),
    importing.replacing("--write-profile profile.json", with: "--write-profile -"),
    generating.replacing(" -o day.csv", with: ""),
  ])
  func `standard output that fails at any write leaves every file untouched`(line: String) {
    let whole = Self.streams()
    #expect(whole.run(line).code == .done)
    #expect(whole.output.writes > 0)
    for write in 1...max(whole.output.writes, 1) {
      let streams = Self.streams()
      streams.output.fault = .init(write: write, failure: .diskFull)
      let outcome = streams.run(line)
      #expect(outcome.code == .readOrWriteFailed, "write \(write)")
      #expect(outcome.err == "standard output: error: No space left on device\n")
      #expect(Self.isUntouched(streams), "write \(write)")
    }
  }

  @Test func `records that fail at any read leave every file untouched`() throws {
    let whole = Self.streams()
    whole.run(Self.importing)
    let reads = try #require(whole.files.sources["records.csv"]).reads
    #expect(reads > 3)
    for read in 1...reads {
      let streams = Self.streams()
      try #require(streams.files.sources["records.csv"]).failingRead = read
      let outcome = streams.run(Self.importing)
      #expect(outcome.code == .readOrWriteFailed, "read \(read)")
      #expect(outcome.err == "records.csv: error: cannot read: Input/output error\n")
      #expect(Self.isUntouched(streams) && streams.files.replacements.isEmpty, "read \(read)")
    }
  }

  @Test func `the timeline is committed last, and untouched if another file fails`() {
    for file in ["station.json", "profile.json"] {
      let streams = Self.streams()
      streams.files.commitFailures[file] = SystemFailure(reason: "Is a directory")
      #expect(streams.run(Self.importing).code == .readOrWriteFailed)
      #expect(streams.files.texts["day.csv"] == "old" && streams.files.texts[file] == "old")
    }
    let last = Self.streams()
    last.files.commitFailures["day.csv"] = SystemFailure(reason: "Is a directory")
    #expect(last.run(Self.importing).code == .readOrWriteFailed)
    #expect(last.files.texts["day.csv"] == "old")
    for file in ["station.json", "profile.json"] {
      #expect(last.files.texts[file]?.hasPrefix("{") == true)
    }
  }

  @Test func `a failure in a profile or a station leaves the file of generate untouched`() {
    for option in ["--profile", "-c"] {
      let streams = Self.streams()
      let source = MemorySource("1 2 3", bytesAtATime: 2)
      source.failingRead = 2
      streams.files.sources["half"] = source
      let outcome = streams.run("\(Self.generating) \(option) half")
      #expect(outcome.code == .readOrWriteFailed)
      #expect(outcome.err == "half: error: cannot read: Input/output error\n")
      #expect(streams.files.replacements.isEmpty)
    }
  }
}
