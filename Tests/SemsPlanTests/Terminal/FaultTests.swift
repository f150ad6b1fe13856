import Testing

@testable import sems_plan

/// Checks commands whose reads or writes fail during the run.
@Suite struct FaultTests {
  // MARK: Reading

  /// An input with the command that reads it.
  struct Reading: CustomTestStringConvertible, Sendable {
    let path: String
    let line: String

    var testDescription: String { "\(line), \(path)" }
  }

  @Test(
    arguments: ["simulate", "explain", "validate"].flatMap { command in
      ["station.json", "timeline.csv"].map {
        Reading(path: $0, line: "\(command) -c station.json -t timeline.csv -q")
      }
    } + [Reading(path: "golden.csv", line: "\(Sample.simulate) -f csv --expect golden.csv -q")])
  func `a failure at any read gives 74`(reading: Reading) throws {
    var files = Sample.files
    files["golden.csv"] = Sample.rows
    let text = try #require(files[reading.path])
    let whole = CapturedStreams(files: files)
    whole.files.sources[reading.path] = MemorySource(text, bytesAtATime: 16)
    #expect(whole.run(reading.line).code == .done)
    let reads = try #require(whole.files.sources[reading.path]).reads
    #expect(reads > text.utf8.count / 16)

    for read in 1...reads {
      let streams = CapturedStreams(files: files)
      let source = MemorySource(text, bytesAtATime: 16)
      source.failingRead = read
      streams.files.sources[reading.path] = source
      let outcome = streams.run(reading.line)
      #expect(outcome.code == .readOrWriteFailed, "read \(read) of \(reads)")
      #expect(outcome.err.hasPrefix("\(reading.path): error: "))
      #expect(outcome.err.hasSuffix("Input/output error\n"))
      #expect(source.reads == read)
    }
  }

  @Test func `a timeline that cannot be read leaves the target of -o untouched`() {
    let streams = CapturedStreams(files: Sample.files)
    let source = MemorySource(Sample.timeline, bytesAtATime: 40)
    source.failingRead = 3
    streams.files.sources["timeline.csv"] = source
    #expect(streams.run("\(Sample.simulate) -o out.csv").code == .readOrWriteFailed)
    #expect(streams.files.texts["out.csv"] == nil)
    #expect(streams.files.replacements.map(\.isDiscarded) == [true])
  }

  // MARK: Writing

  /// Returns streams that write each tick separately, because every read has to wait.
  private func tickingStreams() -> CapturedStreams {
    let streams = CapturedStreams(files: Sample.files)
    let lines = Sample.timeline.split(separator: "\n").map { "\($0)\n" }
    let source = MemorySource(pieces: lines)
    source.waiting = {}
    streams.files.sources["timeline.csv"] = source
    return streams
  }

  private static let formats = ["table", "json", "ndjson", "csv"]

  @Test(arguments: formats)
  func `a failure of standard output at any write gives 74`(format: String) {
    let whole = tickingStreams()
    let expected = whole.run("\(Sample.simulate) -q -f \(format)")
    #expect(whole.output.writes >= 3)
    for write in 1...whole.output.writes {
      let streams = tickingStreams()
      streams.output.fault = .init(write: write, failure: .diskFull)
      let outcome = streams.run("\(Sample.simulate) -f \(format)")
      #expect(outcome.code == .readOrWriteFailed, "write \(write)")
      #expect(outcome.err == "standard output: error: No space left on device\n")
      #expect(expected.out.hasPrefix(outcome.out))
      #expect(outcome.out != expected.out)
      #expect(streams.output.writes == write)
    }
  }

  @Test(arguments: formats)
  func `a closed pipe at any write ends quietly with 0`(format: String) {
    let whole = tickingStreams()
    whole.run("\(Sample.simulate) -q -f \(format)")
    for write in 1...whole.output.writes {
      let streams = tickingStreams()
      streams.output.fault = .init(write: write, failure: .closedPipe)
      let outcome = streams.run("\(Sample.simulate) -f \(format)")
      #expect(outcome.code == .done, "write \(write)")
      #expect(outcome.err.isEmpty)
      #expect(streams.output.writes == write)
    }
  }

  @Test(arguments: formats)
  func `a file that cannot be written gives 74 and leaves the target untouched`(format: String)
    throws
  {
    let whole = tickingStreams()
    whole.run("\(Sample.simulate) -q -f \(format) -o out")
    let writes = try #require(whole.files.replacements.first).writes
    #expect(writes >= 3)
    for write in 1...writes {
      let streams = tickingStreams()
      streams.files.writeFault = .init(write: write, failure: .diskFull)
      let outcome = streams.run("\(Sample.simulate) -f \(format) -o out")
      #expect(outcome.code == .readOrWriteFailed, "write \(write)")
      #expect(outcome.err == "out: error: No space left on device\n")
      #expect(streams.files.texts["out"] == nil)
      #expect(streams.files.replacements.map(\.isDiscarded) == [true])
      #expect(streams.files.replacements.map(\.writes) == [write])
    }
  }

  @Test func `results longer than one write fail as a whole`() throws {
    let timeline = Sample.longTimeline(stays: 8_000)
    let files = ["station.json": Sample.station, "timeline.csv": timeline]
    let whole = CapturedStreams(files: files)
    whole.run("\(Sample.simulate) -q -f ndjson -o out")
    let writes = try #require(whole.files.replacements.first).writes
    #expect(writes > 2)
    for write in 1...writes {
      let streams = CapturedStreams(files: files)
      streams.files.writeFault = .init(write: write, failure: .diskFull)
      #expect(streams.run("\(Sample.simulate) -f ndjson -o out").code == .readOrWriteFailed)
      #expect(streams.files.texts["out"] == nil)
    }
  }

  @Test func `a pipe named by -o that is closed ends quietly too`() {
    let streams = CapturedStreams(files: Sample.files)
    streams.files.writeFault = .init(write: 1, failure: .closedPipe)
    let outcome = streams.run("\(Sample.simulate) -f csv -o pipe")
    #expect(outcome == .init(code: .done, out: "", err: ""))
    #expect(streams.files.replacements.map(\.isDiscarded) == [true])
  }

  @Test(arguments: [
    "--help", "help", "--version", "help simulate", "schema station", "schema timeline",
    "schema result", "completions bash", "completions zsh", "completions fish",
    "explain -c station.json -t timeline.csv",
  ])
  func `every command that writes distinguishes a full disk from a closed pipe`(line: String) {
    let full = CapturedStreams(files: Sample.files)
    full.output.fault = .init(write: 1, failure: .diskFull)
    let failed = full.run(line)
    #expect(failed.code == .readOrWriteFailed)
    #expect(failed.err == "standard output: error: No space left on device\n")

    let closed = CapturedStreams(files: Sample.files)
    closed.output.fault = .init(write: 1, failure: .closedPipe)
    let ended = closed.run(line)
    #expect(ended.code == .done)
    #expect(ended.err.isEmpty)
  }

  // MARK: Files

  @Test(arguments: [Sample.simulate, "explain -c station.json -t timeline.csv"])
  func `a file that cannot be created gives 73 before anything is read`(line: String) {
    let streams = CapturedStreams(files: Sample.files)
    streams.files.createFailure = SystemFailure(reason: "Permission denied")
    let source = MemorySource(Sample.timeline)
    streams.files.sources["timeline.csv"] = source
    let outcome = streams.run("\(line) -o out")
    #expect(outcome.code == .outputNotCreated)
    #expect(outcome.err == "out: error: cannot create: Permission denied\n")
    #expect(source.reads == 0)
  }

  @Test(arguments: [Sample.simulate, "explain -c station.json -t timeline.csv"])
  func `a file that cannot be committed gives 74`(line: String) {
    let streams = CapturedStreams(files: Sample.files)
    streams.files.commitFailure = .diskFull
    let outcome = streams.run("\(line) -o out")
    #expect(outcome.code == .readOrWriteFailed)
    #expect(outcome.err == "out: error: No space left on device\n")
    #expect(streams.files.texts["out"] == nil)
    #expect(streams.files.replacements.map(\.isCommitted) == [false])
    #expect(streams.files.replacements.map(\.isDiscarded) == [true])
  }

  // MARK: Standard error

  @Test func `a failure of standard error changes neither result nor exit code`() {
    let streams = CapturedStreams(files: Sample.files)
    streams.errors.fault = .init(write: 1, failure: .closedPipe)
    let outcome = streams.run("\(Sample.simulate) -f csv")
    #expect(outcome.code == .done)
    #expect(outcome.out == Sample.rows)

    let bad = CapturedStreams(files: Sample.files)
    bad.errors.fault = .init(write: 1, failure: .diskFull)
    #expect(bad.run("simulate -c timeline.csv -t timeline.csv").code == .badInput)
    let usage = CapturedStreams()
    usage.errors.fault = .init(write: 1, failure: .diskFull)
    #expect(usage.run([]).code == .usage)
  }
}
