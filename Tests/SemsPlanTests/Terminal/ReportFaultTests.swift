import Testing

@testable import sems_plan

/// Checks failures of reads and writes in a run that writes a result, a summary, sessions, days and
/// a report.
///
/// Each file is complete or untouched, and the exit code reports the failure.
@Suite struct ReportFaultTests {
  /// A run that writes five files, in one of the formats.
  struct Writing: CustomTestStringConvertible, Sendable {
    let format: String
    let sessions: String

    var line: String {
      "\(Sample.simulate) -q -f \(format) -o out --summary summary --sessions \(sessions) "
        + "--daily \(daily) --report page.html"
    }

    var daily: String { "days." + (sessions.split(separator: ".").last ?? "") }

    /// The paths in the order of the command line.
    var paths: [String] { ["out", "summary", sessions, daily, "page.html"] }

    var testDescription: String { "\(format), \(sessions)" }
  }

  private static let writings = [
    Writing(format: "table", sessions: "sessions.csv"),
    Writing(format: "json", sessions: "sessions.json"),
    Writing(format: "ndjson", sessions: "sessions.ndjson"),
    Writing(format: "csv", sessions: "sessions.tsv"),
  ]

  /// Returns streams that write each tick separately, with existing files at all targets.
  private func streams(_ writing: Writing, bytesAtATime count: Int = 24) -> CapturedStreams {
    var files = Sample.files
    for path in writing.paths { files[path] = "old" }
    let streams = CapturedStreams(files: files)
    for (path, text) in Sample.files {
      let source = MemorySource(text, bytesAtATime: count)
      source.waiting = {}
      streams.files.sources[path] = source
    }
    return streams
  }

  private func expectUntouched(_ streams: CapturedStreams, _ writing: Writing, _ comment: String) {
    for path in writing.paths { #expect(streams.files.texts[path] == "old", "\(comment): \(path)") }
    let replacements = streams.files.replacements
    #expect(replacements.count == writing.paths.count)
    #expect(!replacements.contains { $0.isCommitted || !$0.isDiscarded }, "\(comment)")
  }

  @Test(arguments: writings)
  func `a successful run replaces every file`(writing: Writing) {
    let streams = streams(writing)
    #expect(streams.run(writing.line) == .init(code: .done, out: "", err: ""))
    for path in writing.paths { #expect(streams.files.texts[path] != "old") }
    #expect(streams.files.texts["summary"]?.hasPrefix("{\"servedShare\":") == true)
  }

  @Test(arguments: writings, ["station.json", "timeline.csv"])
  func `an input that fails at any read leaves every file untouched`(
    writing: Writing, input: String
  ) throws {
    let whole = streams(writing)
    whole.run(writing.line)
    let reads = try #require(whole.files.sources[input]).reads
    #expect(reads > 5)
    for read in 1...reads {
      let streams = streams(writing)
      try #require(streams.files.sources[input]).failingRead = read
      let outcome = streams.run(writing.line)
      #expect(outcome.code == .readOrWriteFailed, "read \(read)")
      #expect(outcome.err == "\(input): error: cannot read: Input/output error\n")
      expectUntouched(streams, writing, "read \(read)")
    }
  }

  @Test(arguments: writings)
  func `a file that fails at any write leaves every file untouched`(writing: Writing) throws {
    let whole = streams(writing)
    whole.run(writing.line)
    for file in whole.files.replacements {
      try #require(file.writes > 0)
      for write in 1...file.writes {
        let streams = streams(writing)
        streams.files.writeFaults[file.path] = .init(write: write, failure: .diskFull)
        let outcome = streams.run(writing.line)
        #expect(outcome.code == .readOrWriteFailed, "\(file.path), write \(write)")
        #expect(outcome.err == "\(file.path): error: No space left on device\n")
        expectUntouched(streams, writing, "\(file.path), write \(write)")
      }
    }
  }

  @Test(arguments: writings)
  func `a file that cannot be committed leaves the result untouched`(writing: Writing) {
    for path in writing.paths {
      let streams = streams(writing)
      streams.files.commitFailures[path] = .diskFull
      let outcome = streams.run(writing.line)
      #expect(outcome.code == .readOrWriteFailed, "\(path)")
      #expect(outcome.err == "\(path): error: No space left on device\n")
      #expect(streams.files.texts["out"] == "old", "\(path)")
      #expect(streams.files.texts[path] == "old", "\(path)")
    }
  }

  @Test(arguments: ["sessions.csv", "sessions.json", "sessions.ndjson"])
  func `sessions longer than one write fail as a whole`(path: String) throws {
    let timeline = Sample.longTimeline(stays: 1_500)
    let files = ["station.json": Sample.station, "timeline.csv": timeline]
    let line = "\(Sample.simulate) -q -f csv --per station -o out --sessions \(path)"
    let whole = CapturedStreams(files: files)
    whole.run(line)
    let writes = try #require(whole.files.replacements.first { $0.path == path }).writes
    #expect(writes > 1)
    for write in 1...writes {
      let streams = CapturedStreams(files: files)
      streams.files.writeFaults[path] = .init(write: write, failure: .diskFull)
      #expect(streams.run(line).code == .readOrWriteFailed, "write \(write)")
      #expect(streams.files.texts["out"] == nil)
      #expect(streams.files.texts[path] == nil)
    }
  }

  @Test(arguments: ["--summary -", "--sessions -", "--daily -", "--report -"])
  func `a report on standard output distinguishes a full disk from a closed pipe`(option: String) {
    let line = "\(Sample.simulate) -q -f csv -o out \(option)"
    let full = CapturedStreams(files: Sample.files)
    full.output.fault = .init(write: 1, failure: .diskFull)
    let failed = full.run(line)
    #expect(failed.code == .readOrWriteFailed)
    #expect(failed.err == "standard output: error: No space left on device\n")
    #expect(full.files.texts["out"] == nil)

    let closed = CapturedStreams(files: Sample.files)
    closed.output.fault = .init(write: 1, failure: .closedPipe)
    let ended = closed.run(line)
    #expect(ended.code == .done)
    #expect(ended.err.isEmpty)
    #expect(closed.files.texts["out"] == Sample.rows)
  }

  @Test(arguments: ["out.csv", "summary", "sessions.csv"])
  func `a file that cannot be written through to the disk leaves every file untouched`(
    path: String
  ) {
    let streams = CapturedStreams(files: Sample.files)
    streams.files.syncFailures[path] = .diskFull
    let outcome = streams.run(
      "\(Sample.simulate) -q -o out.csv --summary summary --sessions sessions.csv")
    #expect(outcome.code == .readOrWriteFailed)
    #expect(outcome.err == "\(path): error: No space left on device\n")
    #expect(streams.files.texts == Sample.files)
    #expect(streams.files.replacements.allSatisfy { $0.isDiscarded })
  }

  // MARK: Closed pipes

  /// Options that give a run results besides standard output, and its exit code.
  private static let answers: [(options: String, code: ExitCode)] = [
    ("--require power.peak>=1000", .expectationNotMet),
    ("--require power.peak<1000", .done),
    ("--summary summary --sessions sessions.csv", .done),
    ("-o out.csv --sessions - --summary summary --require power.peak>=1000", .expectationNotMet),
  ]

  @Test(arguments: answers.indices, ["table", "json", "ndjson", "csv"])
  func `a closed pipe at any write hides no other result`(index: Int, format: String) {
    let answer = Self.answers[index]
    let line = "\(Sample.simulate) -q -f \(format) \(answer.options)"
    func streams() -> CapturedStreams {
      let streams = CapturedStreams(files: Sample.files.merging(["other.csv": "x"]) { $1 })
      let source = MemorySource(Sample.timeline, bytesAtATime: 24)
      source.waiting = {}
      streams.files.sources["timeline.csv"] = source
      return streams
    }
    let whole = streams()
    let expected = whole.run(line)
    #expect(expected.code == answer.code)
    #expect(whole.output.writes > 0)
    for write in 1...whole.output.writes {
      let closed = streams()
      closed.output.fault = .init(write: write, failure: .closedPipe)
      let ended = closed.run(line)
      #expect(ended.code == answer.code, "write \(write)")
      #expect(ended.err == expected.err)
      #expect(closed.files.texts == whole.files.texts)
    }
  }

  @Test func `a run that continues after a closed pipe still refuses bad input`() {
    let timeline = Sample.timeline + "130,stop,none,,,\n"
    let streams = CapturedStreams(files: Sample.files.merging(["timeline.csv": timeline]) { $1 })
    streams.output.fault = .init(write: 1, failure: .closedPipe)
    #expect(streams.run("\(Sample.simulate) -f csv --summary summary").code == .badInput)
    #expect(streams.files.texts["summary"] == nil)
  }
}
