import Testing

@testable import sems_plan

@Suite struct ExpectTests {
  private func compare(_ expected: String, _ options: String = "-f csv") -> CapturedStreams.Outcome
  {
    var files = Sample.files
    files["golden.csv"] = expected
    return CapturedStreams(files: files).run("\(Sample.simulate) \(options) --expect golden.csv")
  }

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
    #expect(outcome.err == "4 events, 3 ticks: 3 sessions, peak 330 kW\n")
  }

  @Test func `a different line gives 1 and is shown with both lines and the tick`() {
    let expected = Sample.rows.replacing("130,grid,0", with: "131,grid,0")
    let outcome = compare(expected)
    #expect(outcome.code == .expectationNotMet)
    #expect(outcome.out.isEmpty)
    #expect(
      outcome.err
        == Self.message(6, "60", "60,ev-3,CP002,1,150,131,grid,0", "60,ev-3,CP002,1,150,130,grid,0")
    )
  }

  @Test func `a difference in the heading belongs to no tick`() {
    let outcome = compare("x" + Sample.rows)
    let heading = Sample.rows.split(separator: "\n")[0]
    #expect(outcome.err == Self.message(1, nil, "x\(heading)", "\(heading)"))
  }

  @Test func `a difference in the summary belongs to no tick`() {
    let table = CapturedStreams(files: Sample.files).run("\(Sample.simulate) -f table").out
    let outcome = compare(table.replacing("peak 330 kW", with: "peak 331 kW"), "-f table")
    #expect(outcome.code == .expectationNotMet)
    #expect(
      outcome.err
        == Self.message(
          21, nil, "power     peak 331 kW, over 15 min 35.333 kW, mean 265 kW",
          "power     peak 330 kW, over 15 min 35.333 kW, mean 265 kW"))
  }

  @Test func `a file that ends early is shown as such`() {
    let lines = Sample.rows.split(separator: "\n").dropLast()
    let outcome = compare(lines.joined(separator: "\n") + "\n")
    #expect(outcome.code == .expectationNotMet)
    #expect(
      outcome.err
        == Self.message(8, "120", "(the end)", "120,ev-3,CP002,1,150,150,vehicle,2.167"))
  }

  @Test func `a file that goes on is shown as such`() {
    let outcome = compare(Sample.rows + "180,ev-3\n")
    #expect(outcome.code == .expectationNotMet)
    #expect(outcome.err == Self.message(9, nil, "180,ev-3", "(the end)"))
  }

  @Test func `an empty file differs in its first line`() {
    let heading = Sample.rows.split(separator: "\n")[0]
    #expect(compare("").err == Self.message(1, nil, "(the end)", "\(heading)"))
  }

  @Test func `a missing last line end is a difference`() {
    let outcome = compare(String(Sample.rows.dropLast()))
    #expect(outcome.code == .expectationNotMet)
    let line = "120,ev-3,CP002,1,150,150,vehicle,2.167"
    let hint = "hint: Only the end of the line differs.\n"
    #expect(outcome.err == Self.message(8, "120", line, line) + hint)
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
