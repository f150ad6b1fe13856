import Foundation
import Testing

/// What the README shows is what happens.
///
/// `make golden` writes the outputs anew for review, as it does those of `golden/`.
@Suite(.serialized) struct ReadmeTests {
  private static let path = "README.md"
  static let blocks = ShellBlock.all(in: (try? Tree.text(path)) ?? "")
  private static let guide = "Sources/PowerShare/PowerShare.docc/SizingANewSite.md"

  /// What is run in one shell, and the document that it stands in: a block of the README, or all
  /// that the guide shows, which is followed from top to bottom.
  struct Shown: CustomTestStringConvertible, Sendable {
    let document: String
    let blocks: [ShellBlock]
    let block: ShellBlock

    init(_ document: String, _ blocks: [ShellBlock]) {
      self.document = document
      self.blocks = blocks
      block = ShellBlock(joining: blocks)
    }

    var testDescription: String { "\(document), \(block.testDescription)" }
  }

  /// The commands of the documents that are run.
  static let shown =
    blocks.map { Shown(path, [$0]) }
    + [Shown(guide, ShellBlock.all(in: (try? Tree.text(guide)) ?? ""))]
  private static let environment = ProcessInfo.processInfo.environment
  private static let isRecording = environment["UPDATE_GOLDEN"] == "1"

  static let hasJq = ShellBlock.systemPath.split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/jq")
  }

  @Test func `there are transcripts and scripts`() {
    #expect(Self.blocks.contains { $0.isTranscript && $0.calls("sems-plan") })
    #expect(Self.blocks.contains { !$0.isTranscript })
    #expect(Self.shown.contains { $0.document == Self.guide && $0.blocks.count > 4 })
  }

  @Test(arguments: shown.filter { !$0.block.calls("jq") })
  func `commands print what is shown`(shown: Shown) throws { try check(shown) }

  @Test(
    .enabled(if: hasJq, "jq is not installed: its recipes are not checked"),
    arguments: shown.filter { $0.block.calls("jq") })
  func `commands with jq print what is shown`(shown: Shown) throws { try check(shown) }

  private func check(_ shown: Shown) throws {
    let block = shown.block
    let outcome = try block.run(hasExamples: shown.document == Self.path)
    let outputs = outcome.outputs
    #expect(outcome.strays.isEmpty, "these would be left in the tree")
    try #require(outputs.count == block.steps.count, "the shell ended early")
    guard block.isTranscript else {
      #expect(outcome.status == 0, "\(outputs.joined())")
      return
    }
    if outputs == block.steps.map(\.output) { return }
    if Self.isRecording, Self.environment["CI"] != "true" {
      var document = try Tree.text(shown.document)
      var rest = outputs[...]
      for block in shown.blocks {
        document = ShellBlock.replacing(
          block.ordinal, in: document, with: Array(rest.prefix(block.steps.count)))
        rest = rest.dropFirst(block.steps.count)
      }
      try Data(document.utf8).write(to: Tree.root.appending(path: shown.document))
      Issue.record("recorded \(block.testDescription); run again without UPDATE_GOLDEN")
      return
    }
    for (step, output) in zip(block.steps, outputs) {
      #expect(output == step.output, "$ \(step.command)")
    }
  }

  @Test func `the test command is the one that CI runs`() throws {
    let commands = Self.blocks.flatMap { $0.steps.map(\.command) }
    let tests = commands.filter { $0.hasPrefix("swift test") }
    #expect(tests == ["swift test"])
    let lines = try Tree.text(".ci/run").split(separator: "\n").map(String.init)
    let lint = try #require(lines.firstIndex(of: "make lint"))
    let test = try #require(lines.firstIndex(of: tests[0]))
    #expect(lint < test)
    #expect(test == lines.count - 1)
  }

  @Test func `what it says to build and make exists`() throws {
    let manifest = try Tree.text("Package.swift")
    let makefile = try Tree.text("Makefile").split(separator: "\n")
    for command in Self.blocks.flatMap({ $0.steps.map(\.command) })
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

  @Test(arguments: ["simulate", "explain", "validate", "generate", "import", "sweep", "size"])
  func `every option is described`(command: String) throws {
    let readme = try Tree.text(Self.path)
    let help = try #require(
      ShellBlock.all(in: "```console\n$ sems-plan help \(command)\n```\n").first)
    let words = try help.run().outputs.joined().split { !$0.isLetter && $0 != "-" }
    let options = Set(words.filter { $0.hasPrefix("--") && $0.count > 2 })
    #expect(options.count > 10)
    for option in options.sorted() { #expect(readme.contains("`\(option)"), "\(option)") }
  }
}

/// The reading of shell blocks, on texts of its own.
@Suite struct ShellBlockTests {
  private static let document = """
    Text, and a fence that is no shell:
    ```json
    $ echo no
    ```
    ```console
    $ printf '%s\\n' a \\
        b
    a
    b
    $ cat > /dev/null <<'END'
    $ inside
    END
    $ false
    $ echo $?
    1
    ```
    ```sh
    true
    swift test
    ```

    """

  @Test func `commands are told from what they print`() throws {
    let blocks = ShellBlock.all(in: Self.document)
    try #require(blocks.count == 2)
    #expect(blocks.map(\.isTranscript) == [true, false])
    #expect(blocks.map(\.line) == [5, 17])
    #expect(
      blocks[0].steps == [
        .init(command: "printf '%s\\n' a \\\n    b", output: "a\nb\n"),
        .init(command: "cat > /dev/null <<'END'\n$ inside\nEND", output: ""),
        .init(command: "false", output: ""), .init(command: "echo $?", output: "1\n"),
      ])
    #expect(blocks[1].steps.map(\.command) == ["true", "swift test"])
    #expect(blocks[0].calls("cat"))
    #expect(!blocks[0].calls("ca"))
  }

  @Test func `commands print what they do, each for itself`() throws {
    let block = try #require(ShellBlock.all(in: Self.document).first)
    let outcome = try block.run()
    #expect(outcome.outputs == block.steps.map(\.output))
    #expect(outcome.strays.isEmpty)
  }

  @Test func `files left behind are found`() throws {
    let document = "```sh\nmkdir scratch\ntouch scratch/a examples/b c\n```\n"
    let block = try #require(ShellBlock.all(in: document).first)
    #expect(try block.run().strays == ["c", "examples/b"])
  }

  @Test func `recording changes the outputs of one block and nothing else`() {
    let same = ShellBlock.replacing(
      0, in: Self.document, with: ["a\nb\n", "", "", "1\n"])
    #expect(same == Self.document)
    let other = ShellBlock.replacing(0, in: Self.document, with: ["", "", "", "2\n"])
    #expect(other.contains("$ echo $?\n2\n```"))
    #expect(other.contains("```json\n$ echo no\n```"))
  }
}
