import Testing

@testable import sems_plan

/// Checks `sweep`, `size` and `merge` whose reads or writes fail during the run.
@Suite struct PlanningFaultTests {
  /// A command line with the files it reads.
  struct Line: CustomTestStringConvertible, Sendable {
    let words: String
    let inputs: [String]

    var testDescription: String { words }

    init(_ words: String, reading inputs: String...) {
      self.words = words
      self.inputs = inputs
    }
  }

  private static let inputs = "-c station.json -t timeline.csv --grid-capacity 100:300:50"

  private static let sweeps = ["table", "json", "ndjson", "csv"].flatMap { format in
    [1, 3].map {
      Line(
        "sweep -q \(inputs) -f \(format) --jobs \($0)", reading: "station.json", "timeline.csv")
    }
  }

  private static let sizes = ["table", "json", "csv"].map {
    Line(
      "size -q \(inputs) -f \($0) --require-file rules", reading: "station.json", "timeline.csv",
      "rules")
  }

  private static let merges = ["csv", "ndjson", "json"].map {
    Line("merge 1.\($0) 2.\($0)", reading: "1.\($0)", "2.\($0)")
  }

  static let lines = sweeps + sizes + merges

  /// The inputs of all lines; each row of a shard is long enough to be written separately.
  private static let files: [String: String] = {
    var files = Sample.files
    files["rules"] = "servedShare>=0 # any\npower.peak>=150\n"
    for format in ["csv", "ndjson", "json"] {
      var shards = SampleShards(format, count: 2, rows: 6)
      shards.rest = String(repeating: " ", count: 70_000)
      files.merge(shards.files) { $1 }
    }
    return files
  }()

  // In the sample no vehicle requests energy, so `servedShare` is null and meets no rule.
  private static let code: [String: ExitCode] = ["size": .expectationNotMet]

  /// Runs a line without faults.
  private func whole(_ line: Line) -> CapturedStreams.Outcome {
    let outcome = CapturedStreams(files: Self.files).run(line.words)
    let command = String(line.words.prefix { $0 != " " })
    #expect(outcome.code == Self.code[command] ?? .done)
    return outcome
  }

  // MARK: Reading

  @Test(arguments: lines)
  func `a read that fails gives 74 and leaves the target untouched`(line: Line) throws {
    for path in line.inputs {
      let text = try #require(Self.files[path])
      let size = max(16, text.utf8.count / 6)
      let counted = CapturedStreams(files: Self.files)
      let source = MemorySource(text, bytesAtATime: size)
      counted.files.sources[path] = source
      counted.run(line.words)
      #expect(source.reads > 3)
      for read in 1...source.reads {
        let streams = CapturedStreams(files: Self.files.merging(["out": "old"]) { $1 })
        let source = MemorySource(text, bytesAtATime: size)
        source.failingRead = read
        streams.files.sources[path] = source
        let outcome = streams.run("\(line.words) -o out")
        #expect(outcome.code == .readOrWriteFailed, "\(path), read \(read)")
        #expect(outcome.err == "\(path): error: cannot read: Input/output error\n")
        #expect(source.reads == read)
        #expect(streams.files.texts["out"] == "old")
        #expect(!streams.files.replacements.contains { $0.isCommitted || !$0.isDiscarded })
      }
    }
  }

  // MARK: Writing

  @Test(arguments: lines)
  func `a failure of standard output at any write gives 74`(line: Line) {
    let expected = whole(line)
    let counted = CapturedStreams(files: Self.files)
    counted.run(line.words)
    // `size` writes its answer at once, the others row by row.
    #expect(counted.output.writes >= (line.words.hasPrefix("size") ? 1 : 6))
    for write in 1...counted.output.writes {
      let full = CapturedStreams(files: Self.files)
      full.output.fault = .init(write: write, failure: .diskFull)
      let outcome = full.run(line.words)
      #expect(outcome.code == .readOrWriteFailed, "write \(write)")
      #expect(outcome.err == "standard output: error: No space left on device\n")
      #expect(expected.out.hasPrefix(outcome.out))
      #expect(full.output.writes == write)

      let closed = CapturedStreams(files: Self.files)
      closed.output.fault = .init(write: write, failure: .closedPipe)
      let ended = closed.run(line.words)
      // The exit code of `size` is part of its answer, so a closed pipe does not change it.
      let hasAnswer = line.words.hasPrefix("size")
      #expect(ended.code == (hasAnswer ? expected.code : .done), "write \(write)")
      #expect(ended.err == (hasAnswer ? expected.err : ""))
      #expect(closed.output.writes == write)
    }
  }

  @Test(arguments: lines)
  func `a file that cannot be written gives 74 and leaves the target untouched`(line: Line) throws {
    let expected = whole(line)
    let counted = CapturedStreams(files: Self.files)
    counted.run("\(line.words) -o out")
    #expect(counted.files.texts["out"] == expected.out)
    for write in 1...(try #require(counted.files.replacements.first).writes) {
      let streams = CapturedStreams(files: Self.files.merging(["out": "old"]) { $1 })
      streams.files.writeFault = .init(write: write, failure: .diskFull)
      let outcome = streams.run("\(line.words) -o out")
      #expect(outcome.code == .readOrWriteFailed, "write \(write)")
      #expect(outcome.err == "out: error: No space left on device\n")
      #expect(streams.files.texts["out"] == "old")
      #expect(streams.files.replacements.map(\.isDiscarded) == [true])
      #expect(streams.files.replacements.map(\.writes) == [write])
    }
  }

  @Test(arguments: lines)
  func `a file that cannot be created gives 73 before anything is read`(line: Line) {
    let streams = CapturedStreams(files: Self.files)
    streams.files.createFailure = SystemFailure(reason: "Permission denied")
    // A file of requirements is read with the command line.
    let sources = line.inputs.filter { $0 != "rules" }.map { path in
      let source = MemorySource(Self.files[path] ?? "")
      streams.files.sources[path] = source
      return source
    }
    let outcome = streams.run("\(line.words) -o out")
    #expect(outcome.code == .outputNotCreated)
    #expect(outcome.err == "out: error: cannot create: Permission denied\n")
    #expect(sources.allSatisfy { $0.reads == 0 })
  }

  @Test(arguments: lines)
  func `a file that cannot be committed gives 74`(line: Line) {
    let streams = CapturedStreams(files: Self.files.merging(["out": "old"]) { $1 })
    streams.files.commitFailure = .diskFull
    let outcome = streams.run("\(line.words) -o out")
    #expect(outcome.code == .readOrWriteFailed)
    #expect(outcome.err == "out: error: No space left on device\n")
    #expect(streams.files.texts["out"] == "old")
    #expect(streams.files.replacements.map(\.isDiscarded) == [true])
  }

  @Test(arguments: lines)
  func `a failure of standard error changes neither result nor exit code`(line: Line) {
    let streams = CapturedStreams(files: Self.files)
    streams.errors.fault = .init(write: 1, failure: .diskFull)
    let words = line.words.replacing(" -q", with: "")
    let expected = whole(line)
    let outcome = streams.run(words)
    #expect(outcome.code == expected.code)
    #expect(outcome.out == expected.out)
  }

  @Test func `a bad event ends a sweep, keeps the rows so far and leaves the target untouched`() {
    let timeline = """
      time,event,chargerId,idx,vehicleMaxPower,energyRequested
      0,start,CP001,1,150,2.5
      60,start,CP001,1,150,2.5

      """
    // At 150 kW the vehicle has left before the second start; at 100 kW it still charges.
    for (capacities, rows) in [("150:300:50", 4), ("100:200:50", 0)] {
      let files = ["station.json": Sample.station, "timeline.csv": timeline, "out": "old"]
      let line = "sweep -q -c station.json -t timeline.csv -f ndjson --grid-capacity \(capacities)"
      let shown = CapturedStreams(files: files).run(line)
      #expect(shown.outLines.count == rows + 1)
      #expect(shown.code == (rows > 0 ? .done : .badInput))
      let streams = CapturedStreams(files: files)
      #expect(streams.run("\(line) -o out").code == shown.code)
      #expect(streams.files.texts["out"] == (rows > 0 ? shown.out : "old"))
    }
  }
}
