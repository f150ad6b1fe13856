import Foundation
import Testing

/// The reading of shell blocks, on texts made for the tests.
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
    #expect(
      blocks[1].steps == [.init(command: "true", output: nil), .init(command: "swift test")])
    #expect(blocks[0].calls("cat"))
    #expect(!blocks[0].calls("ca"))
  }

  @Test func `commands print what they do, each for itself`() throws {
    let block = try #require(ShellBlock.all(in: Self.document).first)
    let outcome = try block.run()
    #expect(outcome.outputs == block.steps.map(\.output))
    #expect(outcome.statuses == [0, 0, 1, 0])
    #expect(outcome.strays.isEmpty)
  }

  @Test func `files left behind are found`() throws {
    let document = "```sh\nmkdir scratch\ntouch scratch/a examples/b c\n```\n"
    let block = try #require(ShellBlock.all(in: document).first)
    #expect(try block.run().strays == ["c", "examples/b"])
  }

  @Test func `blocks of one page are run in one shell`() throws {
    let document =
      "```sh\ncd examples\nword=one\n```\n```console\n$ echo $word; ls -d records\n```\n"
    let block = ShellBlock(joining: ShellBlock.all(in: document))
    #expect(block.steps.map(\.output) == [nil, nil, ""])
    #expect(try block.run().outputs == ["", "", "one\nrecords\n"])
  }

  @Test func `what a workflow runs is found`() {
    let lines = """
      steps:
        - run: sems-plan a
        - name: two lines
          run: |
            b \\
              c
            d
        - uses: e
      """.split(separator: "\n")
    #expect(Page.scripts(inWorkflow: lines) == ["sems-plan a", "b \\\nc\nd"])
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
