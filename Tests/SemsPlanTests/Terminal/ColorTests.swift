import Testing

@testable import sems_plan

@Suite struct ColorTests {
  /// A kind of output, the options, and whether colour is expected.
  struct Case: CustomTestStringConvertible, Sendable {
    let isTerminal: Bool
    /// `NO_COLOR` or `TERM=dumb`.
    var isRefused = false
    let options: String
    let isColored: Bool

    var testDescription: String {
      "\(isTerminal ? "terminal" : "pipe")\(isRefused ? ", refused" : "") \(options)"
    }
  }

  private static let cases = [
    Case(isTerminal: true, options: "", isColored: true),
    Case(isTerminal: true, options: "--color auto", isColored: true),
    Case(isTerminal: true, options: "--color always", isColored: true),
    Case(isTerminal: true, options: "--color never", isColored: false),
    Case(isTerminal: true, isRefused: true, options: "", isColored: false),
    Case(isTerminal: true, isRefused: true, options: "--color always", isColored: true),
    Case(isTerminal: false, options: "", isColored: false),
    Case(isTerminal: false, options: "--color auto", isColored: false),
    Case(isTerminal: false, options: "--color always", isColored: true),
    Case(isTerminal: false, options: "--color never", isColored: false),
  ]

  private func streams(_ color: Case) -> CapturedStreams {
    let streams = CapturedStreams(files: Sample.files)
    streams.terminal.outputIsTerminal = color.isTerminal
    streams.terminal.errorsAreTerminal = color.isTerminal
    streams.terminal.refusesColor = color.isRefused
    return streams
  }

  private static func withoutColor(_ text: String) -> String {
    text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  }

  @Test(arguments: cases)
  func `the table is coloured only when allowed, with the same text`(color: Case) {
    let outcome = streams(color).run("\(Sample.simulate) \(color.options)")
    let plain = CapturedStreams(files: Sample.files).run(Sample.simulate)
    #expect(outcome.out.contains("\u{1B}[") == color.isColored)
    #expect(Self.withoutColor(outcome.out) == plain.out)
    #expect(outcome.err == plain.err)
  }

  @Test(arguments: cases)
  func `problems are coloured only when allowed, with the same text`(color: Case) {
    let line = "validate -c station.json -t station.json"
    let outcome = streams(color).run("\(line) \(color.options)")
    let plain = CapturedStreams(files: Sample.files).run(line)
    #expect(plain.code == .badInput)
    #expect(outcome.err.contains("\u{1B}[") == color.isColored)
    #expect(Self.withoutColor(outcome.err) == plain.err)
  }

  @Test(arguments: ["json", "ndjson", "csv"])
  func `results for programs are never coloured`(format: String) {
    let color = Case(isTerminal: true, options: "", isColored: false)
    #expect(!streams(color).run("\(Sample.simulate) -f \(format)").out.contains("\u{1B}"))
  }

  @Test func `a file is coloured only with --color always`() throws {
    let terminal = Case(isTerminal: true, options: "", isColored: true)
    let streams = streams(terminal)
    streams.run("\(Sample.simulate) -o out.txt")
    #expect(try !#require(streams.files.texts["out.txt"]).contains("\u{1B}"))
    streams.run("\(Sample.simulate) -o out.txt --color always")
    #expect(try #require(streams.files.texts["out.txt"]).contains("\u{1B}"))
  }

  @Test func `JSON problems are never coloured`() {
    let terminal = Case(isTerminal: true, options: "", isColored: true)
    let outcome = streams(terminal).run("validate -t none --errors json --color always")
    #expect(outcome.code == .inputNotOpened)
    #expect(!outcome.err.contains("\u{1B}"))
  }
}
