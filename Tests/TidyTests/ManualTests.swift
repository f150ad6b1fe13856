import Foundation
import Testing

/// The commands that the README and the manual show have the outputs shown.
///
/// The language of a fence says what is done with it:
/// - `console` is a transcript: its commands are run, and their outputs are compared.
/// - `sh` is a script: its commands are run, and have to succeed. Commands of the toolchain
///   (`swift`, `make`) are not run but looked up, in transcripts, too.
/// - `bash` is a script for which this machine may lack something, such as a cluster: only its
///   syntax is checked.
/// - `yaml` is a workflow: the syntax of its commands is checked.
/// - `text`, `json`, `csv` and `swift` hold no commands.
///
/// The commands of a page are run in one shell, from top to bottom, in a folder with a copy of
/// `examples`. `make golden` writes the outputs anew for review, as it does those of `golden/`.
@Suite(.serialized) struct ManualTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let isRecording = environment["UPDATE_GOLDEN"] == "1"
  private static let pages = Page.withCommands.filter { !$0.blocks.isEmpty }

  static let hasJq = ShellBlock.program("jq") != nil

  @Test func `there are transcripts and scripts`() {
    #expect(Page.ofManual.count > 12)
    #expect(Self.pages.count > 10)
    let blocks = Self.pages.flatMap(\.blocks)
    #expect(blocks.filter { $0.isTranscript && $0.calls("sems-plan") }.count > 30)
    #expect(blocks.contains { !$0.isTranscript })
  }

  @Test(arguments: pages.filter { !ShellBlock(joining: $0.blocks).calls("jq") })
  func `commands print what is shown`(page: Page) throws { try check(page) }

  @Test(
    .enabled(if: hasJq, "jq is not installed: the pages that use it are not checked"),
    arguments: pages.filter { ShellBlock(joining: $0.blocks).calls("jq") })
  func `commands with jq print what is shown`(page: Page) throws { try check(page) }

  private func check(_ page: Page) throws {
    let blocks = page.blocks
    let block = ShellBlock(joining: blocks)
    let outcome = try block.run()
    #expect(outcome.strays.isEmpty, "these would be left in the tree")
    try #require(outcome.outputs.count == block.steps.count, "the shell ended early")
    for (step, status) in zip(block.steps, outcome.statuses) where step.output == nil {
      #expect(status == 0, "\(step.command)")
    }
    let outputs = zip(block.steps, outcome.outputs)
    if outputs.allSatisfy({ $0.output == nil || $0.output == $1 }) { return }
    if Self.isRecording, Self.environment["CI"] != "true" {
      var text = page.text
      var rest = outcome.outputs[...]
      for block in blocks {
        text = ShellBlock.replacing(
          block.ordinal, in: text, with: Array(rest.prefix(block.steps.count)))
        rest = rest.dropFirst(block.steps.count)
      }
      try record(text, page.path)
      return
    }
    for (step, output) in outputs where step.output != nil {
      #expect(output == step.output, "$ \(step.command)")
    }
  }

  private func record(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: Tree.root.appending(path: path))
    Issue.record("recorded \(path); run again without UPDATE_GOLDEN")
  }

  // MARK: Fences

  @Test(arguments: Page.withLinks)
  func `every fence says what it holds`(page: Page) {
    let known = ["console", "sh", "bash", "yaml", "text", "json", "csv", "swift"]
    for fence in page.parts.fences {
      #expect(known.contains(fence.language), "\(page.path):\(fence.line)")
      let isTranscript = fence.lines.contains { $0.hasPrefix("$ ") }
      #expect(isTranscript == (fence.language == "console"), "\(page.path):\(fence.line)")
    }
  }

  @Test(arguments: Page.withCommands)
  func `scripts that are not run are scripts`(page: Page) throws {
    for fence in page.parts.fences {
      var scripts: [String] = []
      if fence.language == "bash" { scripts = [fence.lines.joined(separator: "\n")] }
      if fence.language == "yaml" { scripts = Page.scripts(inWorkflow: fence.lines) }
      for script in scripts {
        for shell in ["sh", "bash"] where ShellBlock.program(shell) != nil {
          let outcome = try ShellBlock.run(shell, ["-n", "-c", script])
          #expect(outcome.status == 0, "\(page.path):\(fence.line): \(outcome.output)")
        }
      }
    }
  }

  /// The scripts of the workflow for GitHub Actions, but those that install something.
  private static let checks = Page("\(Page.manual)/InCI.md").parts.fences
    .filter { $0.language == "yaml" }.flatMap { Page.scripts(inWorkflow: $0.lines) }
    .filter { !$0.contains("swift build") && !$0.contains("apt-get") }

  @Test(arguments: [["sh", "-e"], ["bash", "-e"], ["bash", "-eo", "pipefail"]])
  func `a workflow passes and fails with every shell that a step may have`(
    shell: [String]
  ) throws {
    let checks = Self.checks.filter { Self.hasJq || !$0.contains("jq") }
    #expect(checks.count >= 3)
    guard ShellBlock.program(shell[0]) != nil else { return }
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "workflow-\(UUID().uuidString)")
    try files.copyItem(at: Tree.root.appending(path: "examples/six-charger-day"), to: folder)
    defer { try? files.removeItem(at: folder) }
    let recording = "sems-plan simulate -q -c station.json -t timeline.csv -o expected.csv"
    _ = try ShellBlock.run("sh", ["-c", recording], in: folder)
    for script in checks {
      let outcome = try ShellBlock.run(shell[0], shell.dropFirst() + ["-c", script], in: folder)
      #expect(outcome.status == 0, "\(script): \(outcome.output)")
    }
    let breaking = "sed 's/,AC2,/,AC9,/' timeline.csv > broken && mv broken timeline.csv"
    _ = try ShellBlock.run("sh", ["-c", breaking], in: folder)
    for script in checks {
      let outcome = try ShellBlock.run(shell[0], shell.dropFirst() + ["-c", script], in: folder)
      #expect(outcome.status == 65, "\(script)")
    }
  }

  // MARK: The tree

  @Test func `the test command is the one that CI runs`() throws {
    let commands = Page("README.md").blocks.flatMap { $0.steps.map(\.command) }
    let tests = commands.filter { $0.hasPrefix("swift test") }
    #expect(tests == ["swift test"])
    let lines = try Tree.text(".ci/run").split(separator: "\n").map(String.init)
    let lint = try #require(lines.firstIndex(of: "make lint"))
    let test = try #require(lines.firstIndex(of: tests[0]))
    #expect(lint < test)
    #expect(test == lines.count - 1)
  }

  @Test(arguments: Page.withCommands)
  func `what it says to build and make exists`(page: Page) throws {
    let manifest = try Tree.text("Package.swift")
    let makefile = try Tree.text("Makefile").split(separator: "\n")
    for command in page.blocks.flatMap({ $0.steps.map(\.command) })
    where ShellBlock.isOfTheToolchain(command) {
      let words = command.split(separator: " ").map(String.init)
      switch (words[0], words.dropFirst().first) {
      case ("make", let target?):
        #expect(makefile.contains { $0.hasPrefix("\(target):") }, "\(command)")
      case ("swift", "run"):
        #expect(words.prefix(5) == ["swift", "run", "-c", "release", "sems-plan"], "\(command)")
        #expect(manifest.contains(".executable(name: \"sems-plan\""))
      case ("swift", "build"), ("swift", "test"):
        break
      default:
        Issue.record("nothing checks \(command)")
      }
    }
  }

  @Test func `the README is short`() throws {
    #expect(try Tree.text("README.md").split(separator: "\n").count > 40)
    let lines = try Tree.text("README.md").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count - 1 <= 200)
  }

  // MARK: Options

  @Test func `the page of options is what help says`() throws {
    let path = "\(Page.manual)/Options.md"
    let page = try Self.optionsPage()
    #expect(page.split(separator: "\n").contains { $0.contains("--require RULE") })
    let written = try? Tree.text(path)
    if written == page { return }
    if Self.isRecording, Self.environment["CI"] != "true" { return try record(page, path) }
    Issue.record("\(path) is not what `help` says; run `make golden`")
  }

  /// The page of options, made from the program's own help.
  private static func optionsPage() throws -> String {
    let overview = try help("")
    let list = try #require(overview.components(separatedBy: "\nCommands:\n").dropFirst().first)
    let commands = list.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first.map(String.init) }
    try #require(commands.count > 8)
    var page = """
      # Options

      The help of every command, as `sems-plan help COMMAND --all` shows it. This page is generated:
      `make golden` writes it. What every exit code means is in [Errors](Errors.md#exit-codes).

      An option may come before or after an operand. Its value follows a space or `=`: `--step 0.1`,
      `--step=0.1`. `--` ends the options. [Contents](README.md)

      """
    for command in commands {
      let text = try help(" \(command) --all").components(separatedBy: "\nExit codes:\n")[0]
      page += "\n## \(command)\n\n```text\n\(text)```\n"
    }
    return page
  }

  private static func help(_ command: String) throws -> String {
    let block = try #require(
      ShellBlock.all(in: "```console\n$ sems-plan help\(command)\n```\n").first)
    return try #require(try block.run(hasExamples: false).outputs.first)
  }
}
