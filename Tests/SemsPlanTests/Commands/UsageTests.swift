import Testing

@testable import sems_plan

/// Checks the messages for command lines that cannot be run.
@Suite struct UsageTests {
  @Test func `no arguments show a short usage with an example on standard error`() {
    let outcome = CapturedStreams().run([])
    #expect(outcome.code == .usage)
    #expect(outcome.out.isEmpty)
    let lines = outcome.err.split(separator: "\n")
    #expect(lines.count <= 5)
    #expect(lines[0].hasPrefix("usage: sems-plan "))
    #expect(lines[1].hasPrefix("example: sems-plan "))
  }

  @Test func `--version is one line on standard output`() {
    let outcome = CapturedStreams().run("--version")
    #expect(outcome == .init(code: .done, out: "sems-plan \(ProgramVersion.text)\n", err: ""))
  }

  /// Command lines, and the expected messages.
  @Test(arguments: [
    ("-q", "no command is given\nhint: Type \"sems-plan --help\" for help."),
    ("simulat -t a", "unknown command \"simulat\"\nhint: did you mean \"simulate\"?"),
    ("frobnicate", "unknown command \"frobnicate\"\nhint: Type \"sems-plan --help\" for help."),
    ("help simulat", "unknown command \"simulat\"\nhint: did you mean \"simulate\"?"),
    ("simulate", "simulate needs a timeline\nhint: Add --timeline FILE; - is standard input."),
    ("explain", "explain needs a timeline\nhint: Add --timeline FILE; - is standard input."),
    (
      "validate",
      "validate needs a file to check\nhint: Add --config FILE, --timeline FILE or both."
    ),
    (
      "simulate timeline.csv",
      "the command simulate does not take \"timeline.csv\"\n"
        + "hint: Name files with options such as --config and --timeline."
    ),
    ("schema station result", "the command schema does not take \"result\""),
    (
      "simulate -t a --at 5",
      "the command simulate has no option --at\n"
        + "hint: Type \"sems-plan help simulate\" for its options."
    ),
    (
      "schema station -c a",
      "the command schema has no option -c\n"
        + "hint: Type \"sems-plan help schema\" for its options."
    ),
    ("simulate -c - -t -", "--config and --timeline cannot both be standard input"),
    ("simulate -t a -o b --expect c", "--output and --expect exclude each other"),
    (
      "simulate -t a -f cvs",
      "the option --format cannot be \"cvs\"\n"
        + "hint: did you mean \"csv\"? It is one of table, json, ndjson, csv."
    ),
    (
      "simulate -t a --per vehicle",
      "the option --per cannot be \"vehicle\"\n"
        + "hint: It is one of session, charger, station, connector."
    ),
    (
      "simulate -t a --every 15",
      "the option --every cannot be \"15\"\n"
        + "hint: It needs a duration such as 90s, 15m, 1h or 1h30m."
    ),
    (
      "simulate -t a --every 0s",
      "the option --every cannot be \"0s\"\n"
        + "hint: It needs a duration such as 90s, 15m, 1h or 1h30m."
    ),
    (
      "simulate -t a --step 0",
      "the option --step cannot be \"0\"\n"
        + "hint: It needs a power in kW, from 0.001 to 1000000."
    ),
    (
      "simulate -t a --step 0.0004",
      "the option --step cannot be \"0.0004\"\n"
        + "hint: It needs a power in kW, from 0.001 to 1000000."
    ),
    (
      "simulate -t a --from noon",
      "the option --from cannot be \"noon\"\n"
        + "hint: It needs a date-time such as 2026-03-02T08:15:00+01:00, or a number of seconds."
    ),
    (
      "simulate -t a --delimiter ;",
      "--delimiter is for CSV only, and the format is table\n"
        + "hint: Add --format csv."
    ),
    (
      "simulate -t a --time-format local -f json",
      "--time-format is for CSV only, and the format is json\nhint: Add --format csv."
    ),
    (
      "simulate -t a -f csv --delimiter |",
      "the option --delimiter cannot be \"|\"\n"
        + "hint: It needs a comma, a semicolon or \"tab\"."
    ),
    (
      "simulate -t a --errors yaml",
      "the option --errors cannot be \"yaml\"\n"
        + "hint: It is one of text, json."
    ),
    (
      "schema",
      "schema needs a kind of file\nhint: It is one of station, timeline, result, sweep, size."
    ),
    (
      "schema statoin",
      "there is no schema \"statoin\"\n"
        + "hint: did you mean \"station\"? It is one of station, timeline, result, sweep, size."
    ),
    ("completions", "completions needs a shell\nhint: It is one of bash, zsh, fish."),
    (
      "completions tcsh",
      "there are no completions for \"tcsh\"\nhint: It is one of bash, zsh, fish."
    ),
  ])
  func `a wrong command line gives 64 and a message, and touches no file`(
    line: String, message: String
  ) {
    let streams = CapturedStreams(input: "x", files: Sample.files)
    let outcome = streams.run(line)
    #expect(outcome == .init(code: .usage, out: "", err: "sems-plan: error: \(message)\n"))
    #expect(streams.input.reads == 0)
    #expect(streams.files.replacements.isEmpty)
  }
}
