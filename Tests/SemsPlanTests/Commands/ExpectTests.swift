import Testing

@testable import sems_plan

@Suite struct ExpectTests {
  private func compare(_ expected: String, _ options: String = "-f csv") -> CapturedStreams.Outcome
  {
    var files = Sample.files
    files["golden.csv"] = expected
    return CapturedStreams(files: files).run("\(Sample.simulate) \(options) --expect golden.csv")
  }

  private static let note = "4 events, 3 ticks: 3 sessions, peak 330 kW\n"

  private static func message(_ line: Int, _ tick: String?, _ expected: String, _ actual: String)
    -> String
  {
    """
    golden.csv: error: line \(line) differs\(tick.map { ", at the tick \($0)" } ?? "")
    expected: \(expected)
      actual: \(actual)

    """
  }

  @Test func `an equal result gives 0 and nothing on standard output`() {
    let outcome = compare(Sample.rows)
    #expect(outcome.code == .done)
    #expect(outcome.out.isEmpty)
    #expect(outcome.err == Self.note)
  }

  @Test func `a different line gives 1 and is shown with both lines and the tick`() {
    let expected = Sample.rows.replacing("130,grid,0", with: "131,grid,0")
    let outcome = compare(expected)
    #expect(outcome.code == .expectationNotMet)
    #expect(outcome.out.isEmpty)
    #expect(
      outcome.err
        == Self.note
        + Self.message(6, "60", "60,ev-3,CP002,1,150,131,grid,0", "60,ev-3,CP002,1,150,130,grid,0")
    )
  }

  @Test func `a difference in the heading belongs to no tick`() {
    let outcome = compare("x" + Sample.rows)
    let heading = Sample.rows.split(separator: "\n")[0]
    #expect(outcome.err == Self.note + Self.message(1, nil, "x\(heading)", "\(heading)"))
  }

  @Test func `a difference in the summary belongs to no tick`() {
    let table = CapturedStreams(files: Sample.files).run("\(Sample.simulate) -f table").out
    let outcome = compare(table.replacing("peak 330 kW", with: "peak 331 kW"), "-f table")
    #expect(outcome.code == .expectationNotMet)
    #expect(
      outcome.err
        == Self.note
        + Self.message(
          24, nil, "power     peak 331 kW, highest quarter of an hour 35.333 kW, mean 265 kW",
          "power     peak 330 kW, highest quarter of an hour 35.333 kW, mean 265 kW"))
  }

  @Test func `a file that ends early is shown as such`() {
    let lines = Sample.rows.split(separator: "\n").dropLast()
    let outcome = compare(lines.joined(separator: "\n") + "\n")
    #expect(outcome.code == .expectationNotMet)
    #expect(
      outcome.err
        == Self.note + Self.message(8, "120", "(the end)", "120,ev-3,CP002,1,150,150,vehicle,2.167")
    )
  }

  @Test func `a file that goes on is shown as such`() {
    let outcome = compare(Sample.rows + "180,ev-3\n")
    #expect(outcome.code == .expectationNotMet)
    #expect(outcome.err == Self.note + Self.message(9, nil, "180,ev-3", "(the end)"))
  }

  @Test func `an empty file differs in its first line`() {
    let heading = Sample.rows.split(separator: "\n")[0]
    let message = Self.message(1, nil, "(the end)", "\(heading)")
    #expect(
      compare("").err == Self.note + message + "golden.csv: error: 7 more lines differ\n")
  }

  @Test func `a missing last line end is a difference`() {
    let outcome = compare(String(Sample.rows.dropLast()))
    #expect(outcome.code == .expectationNotMet)
    let line = "120,ev-3,CP002,1,150,150,vehicle,2.167"
    let hint = "hint: Only the end of the line differs.\n"
    #expect(outcome.err == Self.note + Self.message(8, "120", line, line) + hint)
  }

  @Test func `a difference in a long line is shown with the text around it`() {
    let ndjson = CapturedStreams(files: Sample.files).run("\(Sample.simulate) -f ndjson").out
    let outcome = compare(
      ndjson.replacing("\"deliveredEnergy\":2.167", with: "\"deliveredEnergy\":2.168"), "-f ndjson")
    #expect(outcome.code == .expectationNotMet)
    for line in outcome.err.split(separator: "\n") { #expect(line.count <= 180) }
    #expect(outcome.err.contains("2.168"))
    #expect(outcome.err.contains("2.167"))
  }

  @Test func `ten differences are shown, and the others counted`() {
    let rows = Sample.longTimeline(stays: 20)
    var files = ["station.json": Sample.station, "timeline.csv": rows]
    let result = CapturedStreams(files: files).run("\(Sample.simulate) -f csv").out
    files["golden.csv"] = result.replacing(",80,80,", with: ",80,81,")
    let outcome = CapturedStreams(files: files).run("\(Sample.simulate) --expect golden.csv -q")
    #expect(outcome.code == .expectationNotMet)
    let lines = outcome.err.split(separator: "\n")
    #expect(lines.count == 31)
    #expect(lines[0] == "golden.csv: error: line 2 differs, at the tick 0")
    #expect(lines[27] == "golden.csv: error: line 11 differs, at the tick 540")
    #expect(lines[30] == "golden.csv: error: 10 more lines differ")
    files["golden.csv"] = result.replacing(",80,80,", with: ",80,81,", maxReplacements: 11)
    let eleven = CapturedStreams(files: files).run("\(Sample.simulate) --expect golden.csv -q")
    #expect(eleven.err.hasSuffix("\ngolden.csv: error: 1 more line differs\n"))
  }

  @Test func `lines after a difference are compared with those at the same place`() {
    let lines = Sample.rows.split(separator: "\n").map(String.init)
    var changed = lines
    changed[1] += "0"
    changed[5] = "x"
    let outcome = compare(changed.joined(separator: "\n") + "\n")
    #expect(
      outcome.err.hasSuffix(
        Self.message(2, "0", changed[1], lines[1]) + Self.message(6, "60", "x", lines[5])))
  }

  @Test func `of lines after the end the first is shown, and the others counted`() {
    let heading = Sample.rows.split(separator: "\n")[0]
    let short = compare("\(heading)\n")
    #expect(
      short.err.hasSuffix(
        Self.message(2, "0", "(the end)", "0,ev-1,CP001,1,80,80,vehicle,0")
          + "golden.csv: error: 6 more lines differ\n"))
    let long = compare(Sample.rows + "x\ny\nz")
    #expect(
      long.err.hasSuffix(
        Self.message(9, nil, "x", "(the end)") + "golden.csv: error: 2 more lines differ\n"))
  }

  @Test func `line ends of CRLF are reported once, and the lines compared without them`() {
    let hint =
      "hint: Apart from this, line ends are not compared. Git may have changed the file: a line "
      + "\"* -text\" in .gitattributes prevents that.\n"
    let message =
      "golden.csv: error: line 1 ends in CRLF, and lines of the result end in LF\n" + hint
    let expected = Sample.rows.replacing("\n", with: "\r\n")
    let outcome = compare(expected)
    #expect(outcome.code == .expectationNotMet)
    #expect(outcome.err.hasSuffix("peak 330 kW\n" + message))
    let changed = compare(expected.replacing("130,grid", with: "131,grid"))
    #expect(
      changed.err.hasSuffix(
        message
          + Self.message(
            6, "60", "60,ev-3,CP002,1,150,131,grid,0", "60,ev-3,CP002,1,150,130,grid,0")))
  }

  @Test func `the outcome does not depend on how the file is read`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      var text = Array(Sample.rows.utf8)
      for _ in 0..<random.int(0...4) {
        let place = random.int(0...(text.count - 1))
        switch random.int(0...3) {
        case 0: text[place] = random.pick(Array("\r\nx".utf8))
        case 1: text.insert(contentsOf: "\r\n".utf8, at: place)
        case 2: text.remove(at: place)
        default: text.removeSubrange(place...)
        }
        if text.isEmpty { text = [10] }
      }
      let expected = String(decoding: text, as: UTF8.self)
      let whole = compare(expected)
      #expect((whole.code == .done) == (expected == Sample.rows), "seed \(seed)")
      let streams = CapturedStreams(files: Sample.files)
      streams.files.sources["golden.csv"] = MemorySource(expected, bytesAtATime: random.int(1...9))
      #expect(streams.run("\(Sample.simulate) -f csv --expect golden.csv") == whole, "seed \(seed)")
    }
  }

  @Test func `with --errors json each place has its line`() {
    let outcome = compare(
      Sample.rows.replacing("130,grid,0", with: "131,grid,0"), "-f csv --errors json")
    #expect(
      outcome.err == """
        {"file":"golden.csv","line":6,"column":null,"severity":"error","code":"unexpected-result",\
        "message":"line 6 differs, at the tick 60; expected: 60,ev-3,CP002,1,150,131,grid,0;\
           actual: 60,ev-3,CP002,1,150,130,grid,0","hint":null}

        """)
  }

  // MARK: Format

  /// Names of the expected file, options beside it, and those that make such a file.
  @Test(arguments: [
    ("golden.csv", "", "-f csv"), ("golden.json", "", "-f json"), ("golden.txt", "", "-f table"),
    ("golden.ndjson", "", "-f ndjson"), ("golden.tsv", "", "-f csv --delimiter tab"),
    ("golden.json", "-f csv", "-f csv"), ("golden", "", "-f table"),
    ("golden", "-o out.csv", "-f csv"), ("golden.old", "-o out.ndjson", "-f ndjson"),
    ("golden.csv", "-o out", "-f csv"), ("golden.csv", "-f json -o out.txt", "-f json"),
    ("golden.tsv", "-o out.tsv", "-f csv --delimiter tab"),
  ])
  func `the format is that of -f, else of the file's extension, else of the output's`(
    name: String, options: String, made: String
  ) {
    var files = Sample.files
    files[name] = CapturedStreams(files: files).run("\(Sample.simulate) \(made)").out
    let outcome = CapturedStreams(files: files)
      .run("\(Sample.simulate) --expect \(name) \(options)")
    #expect(outcome.code == .done, "\(outcome.err)")
  }

  // MARK: Other results

  @Test(arguments: [true, false])
  func `other files are written and requirements judged, equal or not`(isEqual: Bool) {
    var files = Sample.files
    files["golden.csv"] = isEqual ? Sample.rows : Sample.rows.replacing("330", with: "331")
    if !isEqual { files["golden.csv"] = "x" + Sample.rows }
    let streams = CapturedStreams(files: files)
    let outcome = streams.run(
      "\(Sample.simulate) --expect golden.csv -o out.csv --summary summary --sessions s.csv "
        + "--require power.peak>=1000 --require power.peak>=1")
    #expect(outcome.code == .expectationNotMet)
    #expect(outcome.out.isEmpty)
    #expect(outcome.err.contains("line 1 differs") == !isEqual)
    #expect(outcome.err.hasSuffix("error: power.peak>=1000 is not met: it is 330\n"))
    #expect(streams.files.texts["out.csv"] == Sample.rows)
    #expect(streams.files.texts["golden.csv"] == files["golden.csv"])
    #expect(streams.files.texts["summary"]?.hasPrefix("{\"servedShare\":") == true)
    #expect(streams.files.texts["s.csv"]?.hasPrefix("sessionId,") == true)
  }

  @Test func `an expected file that cannot be read gives 74 and leaves the output untouched`() {
    let streams = CapturedStreams(files: Sample.files)
    let source = MemorySource(Sample.rows, bytesAtATime: 50)
    source.failingRead = 3
    streams.files.sources["golden.csv"] = source
    let outcome = streams.run("\(Sample.simulate) --expect golden.csv -o out.csv")
    #expect(outcome.code == .readOrWriteFailed)
    #expect(outcome.err == "golden.csv: error: cannot read: Input/output error\n")
    #expect(streams.files.texts["out.csv"] == nil)
  }

  @Test func `an expected file that cannot be opened gives 66`() {
    let outcome = CapturedStreams(files: Sample.files).run("\(Sample.simulate) --expect none.csv")
    #expect(outcome.code == .inputNotOpened)
    #expect(outcome.err == "none.csv: error: cannot open: No such file or directory\n")
  }

  @Test func `bad input is reported as such with --expect`() {
    var files = Sample.files
    files["golden.csv"] = ""
    files["timeline.csv"] = Sample.timeline + "5,stop,ev-1,,,\n"
    let outcome = CapturedStreams(files: files).run("\(Sample.simulate) --expect golden.csv")
    #expect(outcome.code == .badInput)
    #expect(outcome.out.isEmpty)
  }
}
