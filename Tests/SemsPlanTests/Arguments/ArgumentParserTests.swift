import Testing

@testable import sems_plan

@Suite struct ArgumentParserTests {
  private static let helpHint = "Type \"sems-plan --help\" for help."

  private static let letters = "The options of one letter are -c, -t, -f, -o, -q, -h."

  private static let known: [sems_plan.Option] = [
    .config, .timeline, .format, .onError, .output, .sort, .strict, .quiet, .help,
  ]

  private static func parse(_ line: [String]) throws(Failure) -> ParsedArguments {
    try ParsedArguments(line, known: known)
  }

  /// A command line and its expected operands and values.
  struct Good: CustomTestStringConvertible, Sendable {
    let line: [String]
    var operands: [String] = []
    var values: [String: String] = [:]

    var testDescription: String { line.joined(separator: " ") }
  }

  @Test(arguments: [
    Good(line: [], operands: []),
    Good(line: ["simulate"], operands: ["simulate"]),
    Good(line: ["--config", "a.json"], values: ["config": "a.json"]),
    Good(line: ["--config=a.json"], values: ["config": "a.json"]),
    Good(line: ["--config=a=b.json"], values: ["config": "a=b.json"]),
    Good(line: ["--config="], values: ["config": ""]),
    Good(line: ["-c", "a.json"], values: ["config": "a.json"]),
    Good(line: ["-ca.json"], values: ["config": "a.json"]),
    Good(line: ["-c=a.json"], values: ["config": "a.json"]),
    Good(line: ["-qh"], values: ["quiet": "", "help": ""]),
    Good(line: ["-qfcsv"], values: ["quiet": "", "format": "csv"]),
    Good(line: ["-qf", "csv"], values: ["quiet": "", "format": "csv"]),
    Good(line: ["-q", "-q", "--quiet"], values: ["quiet": ""]),
    Good(line: ["-t", "-"], values: ["timeline": "-"]),
    Good(line: ["--timeline=-"], values: ["timeline": "-"]),
    Good(
      line: ["--sort", "simulate", "-c", "a"], operands: ["simulate"],
      values: ["sort": "", "config": "a"]),
    Good(
      line: ["a", "-q", "b", "--strict", "c"], operands: ["a", "b", "c"],
      values: ["quiet": "", "strict": ""]),
    Good(line: ["-"], operands: ["-"]),
    Good(line: ["a", "--", "--config", "-q", "--"], operands: ["a", "--config", "-q", "--"]),
    Good(line: ["-q", "--"], values: ["quiet": ""]),
    Good(line: ["-o", "über.csv"], values: ["output": "über.csv"]),
  ])
  func `a command line is split into operands and values`(good: Good) throws {
    let parsed = try Self.parse(good.line)
    #expect(parsed.operands == good.operands)
    #expect(parsed.values == good.values)
  }

  /// A command line and the expected message and hint.
  struct Bad: CustomTestStringConvertible, Sendable {
    let line: [String]
    let message: String
    var hint: String?

    var testDescription: String { line.joined(separator: " ") }
  }

  @Test(arguments: [
    Bad(
      line: ["--config"], message: "the option --config needs a value", hint: "Write --config FILE."
    ),
    Bad(line: ["-c"], message: "the option -c needs a value", hint: "Write -c FILE."),
    Bad(line: ["-qc"], message: "the option -c needs a value", hint: "Write -c FILE."),
    Bad(
      line: ["-f", "--sort"], message: "the option -f needs a value",
      hint: "Write -f table|json|ndjson|csv|summary."),
    Bad(
      line: ["--config", "--", "a"], message: "the option --config needs a value",
      hint: "Write --config FILE."),
    Bad(line: ["-c", "a", "--config=b"], message: "the option --config is given twice"),
    Bad(line: ["--config", "a", "-cb"], message: "the option -c is given twice"),
    Bad(line: ["--sort=yes"], message: "the option --sort takes no value"),
    Bad(line: ["--sort="], message: "the option --sort takes no value"),
    Bad(
      line: ["--confg", "a"], message: "unknown option \"--confg\"",
      hint: "did you mean \"--config\"?"),
    Bad(
      line: ["--onerror", "a"], message: "unknown option \"--onerror\"",
      hint: "did you mean \"--on-error\"?"),
    Bad(line: ["--zebra"], message: "unknown option \"--zebra\"", hint: Self.helpHint),
    Bad(line: ["-z"], message: "unknown option \"-z\"", hint: Self.letters),
    Bad(line: ["-qz"], message: "unknown option \"-z\"", hint: Self.letters),
    Bad(
      line: ["-config", "a"], message: "the option -config has one dash, and long names have two",
      hint: "did you mean \"--config\"?"),
    Bad(
      line: ["-format=csv"],
      message: "the option -format=csv has one dash, and long names have two",
      hint: "did you mean \"--format=csv\"?"),
    Bad(line: ["-o", "-q"], message: "the option -o needs a value", hint: "Write -o FILE."),
    Bad(
      line: ["--output", "--format=csv"], message: "the option --output needs a value",
      hint: "Write --output FILE."),
    Bad(
      line: ["—config", "a"], message: "\"—config\" begins with a dash that is not a hyphen",
      hint: "Type the hyphens anew, such as --config."),
    Bad(
      line: ["--\u{1B}[31m"], message: "unknown option \"--\\u001b[31m\"",
      hint: Self.helpHint),
  ])
  func `a wrong command line is refused`(bad: Bad) {
    let failure = #expect(throws: Failure.self) { try Self.parse(bad.line) }
    guard case .usage(let message, let hint)? = failure else {
      Issue.record("not a usage error: \(String(describing: failure))")
      return
    }
    #expect(message == bad.message)
    #expect(hint == bad.hint)
    #expect(failure?.exitCode == .usage)
  }

  @Test func `a flag that looks like a number is an unknown option, not an operand`() {
    #expect(throws: Failure.self) { try Self.parse(["-5"]) }
  }

  @Test func `options keep their order and spelling`() throws {
    let parsed = try Self.parse(["-q", "--format=csv", "-c", "a"])
    #expect(parsed.given.map(\.name) == ["quiet", "format", "config"])
    #expect(parsed.given.map(\.spelling) == ["-q", "--format", "-c"])
  }
}
