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

  private static let commands =
    "The commands are \(CommandDefinition.all.map(\.name).joined(separator: ", "))."

  /// Command lines, and the expected messages.
  @Test(arguments: [
    ("-q", "no command is given\nhint: Type \"sems-plan --help\" for help."),
    ("simulat -t a", "unknown command \"simulat\"\nhint: did you mean \"simulate\"?"),
    ("frobnicate", "unknown command \"frobnicate\"\nhint: \(commands)"),
    ("sim -t a", "unknown command \"sim\"\nhint: did you mean \"simulate\"?"),
    ("Simulate -t a", "unknown command \"Simulate\"\nhint: did you mean \"simulate\"?"),
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
        + "hint: It is an option of explain. Type \"sems-plan help simulate --all\" for those of "
        + "simulate."
    ),
    (
      "schema station -c a",
      "the command schema has no option -c\n"
        + "hint: It is an option of simulate, explain, validate, generate, sweep, size, compare, "
        + "bound. "
        + "Type \"sems-plan help schema --all\" for those of schema."
    ),
    ("simulate -c - -t -", "--config and --timeline cannot both be standard input"),
    (
      "simulate -t a --summary -",
      "the result and --summary both go to standard output\n"
        + "hint: Give one of them a file; -o /dev/null drops the result."
    ),
    (
      "simulate -t a -o - --sessions -",
      "--output and --sessions both go to standard output\nhint: Give one of them a file."
    ),
    (
      "simulate -t a -o out.csv --sessions - --summary /dev/stdout",
      "--summary and --sessions both go to standard output\nhint: Give one of them a file."
    ),
    (
      "import acn a --write-config -",
      "the result and --write-config both go to standard output\n"
        + "hint: Give one of them a file; -o /dev/null drops the result."
    ),
    (
      "simulate -t a --expect golden.csv --summary -",
      "--expect writes nothing to standard output, and --summary names it\n"
        + "hint: Give --summary a file."
    ),
    (
      "simulate -t a --expect golden.csv -o -",
      "--expect writes nothing to standard output, and --output names it\n"
        + "hint: Give --output a file."
    ),
    (
      "simulate -t a --expect golden.json -o out.csv",
      "the extensions of \"golden.json\" and \"out.csv\" name two formats\n"
        + "hint: The result has one format: add --format, or give both files one extension."
    ),
    (
      "simulate -t a --expect golden.csv -o out.tsv",
      "the extensions of \"golden.csv\" and \"out.tsv\" name two formats\n"
        + "hint: The result has one format: add --format, or give both files one extension."
    ),
    (
      "simulate -t a -o out.xlsx",
      "the extension of \"out.xlsx\" says no format that the command writes\n"
        + "hint: The extensions are .txt, .json, .ndjson, .jsonl, .csv, .tsv; "
        + "for another name add --format."
    ),
    (
      "explain -t a -o folder.d/out.csv",
      "the extension of \"folder.d/out.csv\" says no format that the command writes\n"
        + "hint: The extensions are .txt, .json; for another name add --format."
    ),
    (
      "generate --from 2026-03-02T00:00:00Z --sessions-per-day 5 -o out.txt",
      "the extension of \"out.txt\" says no format that the command writes\n"
        + "hint: The extensions are .csv, .tsv, .json, .ndjson, .jsonl; "
        + "for another name add --format."
    ),
    (
      "generate --from 2026-03-02T00:00:00Z --sessions-per-day 5 --profile motorway",
      "the option --profile cannot be \"motorway\", and as a file it cannot be opened: "
        + "No such file or directory\n"
        + "hint: It is one of highway, urban, workplace, depot, or a file: 24 or 168 weights, or a "
        + "profile from import."
    ),
    (
      "simulate -t a --require servedShare",
      "the requirement \"servedShare\" has no comparison\n"
        + "hint: Quote it: your shell has made a file. Write --require 'servedShare>=0.95', "
        + "with the quotes."
    ),
    (
      "simulate -t a -f cvs",
      "the option --format cannot be \"cvs\"\n"
        + "hint: did you mean \"csv\"? It is one of table, json, ndjson, csv, summary."
    ),
    (
      "simulate -t a --per vehicle",
      "the option --per cannot be \"vehicle\"\n"
        + "hint: It is one of session, charger, station, connector, group."
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
      "simulate -t a --step 1kW",
      "the option --step cannot be \"1kW\"\n"
        + "hint: It needs a power in kW, from 0.001 to 1000000. Leave out the unit: 1."
    ),
    (
      "simulate -t a --step 0,1",
      "the option --step cannot be \"0,1\"\n"
        + "hint: It needs a power in kW, from 0.001 to 1000000. Write 0.1, with a decimal point."
    ),
    (
      "generate --from 2026-03-02T00:00:00Z --sessions-per-day 1,000",
      "the option --sessions-per-day cannot be \"1,000\"\n"
        + "hint: It needs a number from 0.001 to 1000000. Write 1000, without separators."
    ),
    (
      "sweep -c a -t b --grid-capacity 1,000",
      "the option --grid-capacity cannot be \"1,000\": each value must be greater than the one "
        + "before\nhint: It needs powers from 0 to 1000000 kW, as a range such as 100:1000:50 or a "
        + "list with commas. Write 1000, without separators."
    ),
    (
      "simulate -t a --every 15min",
      "the option --every cannot be \"15min\"\n"
        + "hint: did you mean \"15m\"? It needs a duration such as 90s, 15m, 1h or 1h30m."
    ),
    (
      "simulate -t a --policy fair,max-min",
      "the option --policy cannot be \"fair,max-min\"\n"
        + "hint: It takes one policy; \"sems-plan sweep\" runs several side by side."
    ),
    (
      "sweep -c a -t b --policy fair max-min",
      "the command sweep does not take \"max-min\"\n"
        + "hint: Put commas between the words: --policy fair,max-min."
    ),
    (
      "simulate -c = a -t b",
      "the command simulate does not take \"a\"\n"
        + "hint: Write -c and its value without a = between blanks."
    ),
    (
      "simulate --config= a -t b",
      "the command simulate does not take \"a\"\nhint: Write --config=VALUE without a blank."
    ),
    (
      "simulate -c a -t b c",
      "the command simulate does not take \"c\"\n"
        + "hint: Each word needs an option. Did the shell put several files in the place of a * ?"
    ),
    (
      "simulate -c a -t b --require servedShare >=0.95",
      "the command simulate does not take \">=0.95\"\n"
        + "hint: Put quotes around a whole requirement: --require 'servedShare>=0.95'."
    ),
    (
      "simulate -t a --require servedShare>=0,95",
      "the requirement \"servedShare>=0,95\" needs a number, not \"0,95\"\n"
        + "hint: Write 0.95, with a decimal point."
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
        + "hint: It needs a character: ',' or ';' in quotes, or the word tab."
    ),
    (
      "simulate -t a --errors yaml",
      "the option --errors cannot be \"yaml\"\n"
        + "hint: It is one of text, json, github."
    ),
    (
      "schema",
      "schema needs a kind of file\nhint: It is one of station, timeline, result, sweep, size, compare, bound, profile, tariff."
    ),
    (
      "schema statoin",
      "there is no schema \"statoin\"\n"
        + "hint: did you mean \"station\"? It is one of station, timeline, result, sweep, size, compare, bound, profile, tariff."
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
