import PowerShare
import Testing

@testable import sems_plan

/// Checks the table of commands and options, and the help and completions made from it.
@Suite struct CommandTableTests {
  private static let names = CommandDefinition.all.map(\.name)

  private static func options(_ command: CommandDefinition) -> [sems_plan.Option] {
    command.options + CommandDefinition.common
  }

  @Test(arguments: names)
  func `no two options of a command share a name or a letter`(name: String) throws {
    let options = Self.options(try CommandDefinition.all.named(name))
    let names = options.map(\.name)
    #expect(Set(names).count == names.count)
    let letters = options.compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
  }

  @Test func `a letter means the same option everywhere`() {
    var known: [Character: String] = [:]
    for option in CommandDefinition.all.flatMap(Self.options) {
      guard let letter = option.letter else { continue }
      #expect(known.updateValue(option.name, forKey: letter) ?? option.name == option.name)
    }
  }

  // MARK: Help

  private static let screens = names.map { "help \($0)" }
  private static let whole = names.map { "help \($0) --all" } + ["--help", "help"]
  private static let helpLines = screens + whole

  @Test(arguments: screens)
  func `help fits one screen of 24 lines`(line: String) {
    let lines = CapturedStreams().run(line).outLines.dropLast()
    #expect(lines.count <= 24, "\(lines.count)")
    let codes = ExitCode.allCases.map { "\($0.rawValue) \($0.word)" }.joined(separator: ", ")
    #expect(lines.last == "Exit: \(codes)")
    #expect(lines.contains { $0.contains("(all help: sems-plan \(line) --all):") })
  }

  @Test(arguments: names)
  func `the screen of help has only options of the command`(name: String) throws {
    let command = try CommandDefinition.all.named(name)
    for option in command.frequent ?? [] { #expect(Self.options(command).contains(option)) }
  }

  @Test(arguments: helpLines)
  func `help fits 80 columns`(line: String) {
    let outcome = CapturedStreams().run(line)
    #expect(outcome.code == .done)
    #expect(outcome.err.isEmpty)
    for line in outcome.outLines { #expect(line.count <= 80, "\(line)") }
  }

  @Test(arguments: helpLines)
  func `help begins with a summary, then shows an example`(line: String) throws {
    let lines = CapturedStreams().run(line).outLines
    #expect(lines[0].hasPrefix("sems-plan "))
    #expect(lines[2] == "Examples:")
    let usage = try #require(lines.firstIndex { $0.hasPrefix("Usage: ") })
    #expect(lines[3..<usage].contains { $0.contains("sems-plan ") })
  }

  @Test(arguments: whole)
  func `help lists every exit code`(line: String) {
    let out = CapturedStreams().run(line).out
    for code in ExitCode.allCases {
      let number = "\(code.rawValue)"
      let padding = String(repeating: " ", count: 7 - number.count)
      #expect(out.contains("\n  \(number)\(padding)\(code.meaning)\n"), "\(number)")
    }
  }

  @Test(arguments: names)
  func `all help of a command lists all its options, each with its help`(name: String) throws {
    let out = CapturedStreams().run("help \(name) --all").out
    let words = out.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for option in Self.options(try CommandDefinition.all.named(name)) {
      let letter = option.letter.map { "-\($0), " } ?? ""
      let value = option.value.map { " " + $0.placeholder } ?? ""
      #expect(words.contains("\(letter)--\(option.name)\(value) \(option.help)"))
    }
  }

  @Test(arguments: names)
  func `--help and -h print the same as help`(name: String) {
    let help = CapturedStreams().run("help \(name)").out
    #expect(CapturedStreams().run("\(name) --help").out == help)
    #expect(CapturedStreams().run("-h \(name)").out == help)
    let all = CapturedStreams().run("help \(name) --all").out
    #expect(CapturedStreams().run("\(name) --help --all").out == all)
    #expect(all != help)
  }

  // MARK: Examples

  /// The arguments of all examples in help.
  private static let examples: [[String]] = CommandDefinition.all.flatMap(\.examples).map {
    let words = $0.line.split { " ()".contains($0) }.map(String.init)
    let start = words.firstIndex(of: "sems-plan").map { $0 + 1 } ?? 0
    return Array(words[start...].prefix { $0 != "|" && $0 != ">" })
  }

  @Test(arguments: examples)
  func `the examples of help work`(words: [String]) throws {
    let day = try Example.files("six-charger-day")
    let lines = try Example.files("power-sharing-1")
    var files = [
      "station.json": try #require(day["station.json"]),
      "timeline.csv": try #require(day["timeline.csv"]),
      "day.csv": try #require(day["timeline.csv"]),
      "timeline.ndjson": try #require(lines["timeline.ndjson"]),
      "acn.json": Records.acn, "a.csv": "A,B,C\n2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,9000\n",
      "buses.csv":
        "vehicleId,arrival,departure,energyRequested,vehicleMaxPower\na,18:30,05:00,9,11\n",
    ]
    if words.first == "sweep" || words.first == "size" {
      // These commands need a timeline that does not change the grid capacity.
      let friday = try Example.files("highway-friday")
      for name in ["station.json", "s.json"] { files[name] = friday["station-300.json"] }
      for name in ["timeline.csv", "t.csv"] { files[name] = friday["timeline.csv"] }
    }
    files["r"] = "servedShare>=0.9\n"
    files.merge(SampleShards("csv", count: 4, rows: 4).files) { $1 }
    let golden = CapturedStreams(files: files)
      .run("simulate -c station.json -t timeline.csv -f csv")
    files["golden.csv"] = golden.out
    for name in ["a.json", "b.json"] { files[name] = day["station.json"] }
    let summary = "{\"servedShare\":0.9,\"energy\":{\"requested\":5}}"
    for name in ["before.json", "after.json"] { files[name] = summary }
    let streams = CapturedStreams(input: try #require(files["timeline.csv"]), files: files)
    let outcome = streams.run(words)
    #expect(outcome.code == .done, "\(outcome.err)")
  }

  @Test func `help lists every figure with its unit and its meaning`() {
    let outcome = CapturedStreams().run("help figures")
    #expect(outcome.code == .done && outcome.err.isEmpty)
    for line in outcome.outLines { #expect(line.count <= 80, "\(line)") }
    let words = outcome.out.split { " \n".contains($0) }.joined(separator: " ")
    for group in FigureTable.groups {
      for figure in group.figures {
        let path = group.shownPath(figure)
        #expect(words.contains("\(path) \(figure.unit.name) \(figure.meaning)"), "\(path)")
      }
    }
    for limit in FigureTable.limits {
      #expect(words.contains("\(limit.limit.name) \(limit.meaning)"))
    }
  }

  // MARK: Completions

  @Test func `help accepts every other command`() {
    let names = CommandDefinition.all.map(\.name).filter { $0 != "help" }
    #expect(HelpCommand.definition.operandChoices == names + ["figures"])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions contain every command, option and choice`(shell: String) {
    let script = CapturedStreams().run("completions \(shell)").out
    let words = Set(script.split { " \n'\"()|[]:=\\".contains($0) })
    for command in CommandDefinition.all {
      #expect(words.contains(Substring(command.name)))
      for choice in command.operandChoices { #expect(words.contains(Substring(choice))) }
      for option in Self.options(command) {
        #expect(words.contains(Substring(shell == "fish" ? option.name : "--\(option.name)")))
        guard case .choice(let choices)? = option.value else { continue }
        for choice in choices { #expect(words.contains(Substring(choice)), "\(option.name)") }
      }
    }
  }
}
