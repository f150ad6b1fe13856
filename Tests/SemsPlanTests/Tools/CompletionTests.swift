import Foundation
import Testing

@testable import sems_plan

/// Checks completion scripts in the shells themselves.
@Suite struct CompletionTests {
  private let program: Program

  init() throws { program = try Program(files: Sample.files) }

  @Test(.needs(.bash)) func `bash reads its script`() throws {
    let outcome = try program.shell("sems-plan completions bash >script && bash -n script")
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test(.needs(.zsh)) func `zsh reads its script`() throws {
    let outcome = try program.shell(
      """
      sems-plan completions zsh >script && zsh -n script &&
        zsh -f -c 'autoload -U compinit && compinit -D -u && . ./script && print $_comps[sems-plan]'
      """)
    #expect(outcome == .init(status: 0, out: "_sems_plan\n", err: ""))
  }

  @Test(.needs(.fish)) func `fish reads its script`() throws {
    let outcome = try program.shell("sems-plan completions fish >script && fish -n script")
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  /// Incomplete command lines, and the expected completions.
  @Test(
    .needs(.bash),
    arguments: [
      ("sems-plan sim", ["simulate"]),
      ("sems-plan --v", ["--version"]),
      ("sems-plan simulate --tim", ["--time-format", "--timeline"]),
      ("sems-plan simulate -f c", ["csv"]),
      ("sems-plan simulate --format ", ["csv", "json", "ndjson", "summary", "table"]),
      ("sems-plan simulate --format = nd", ["ndjson"]),
      ("sems-plan simulate --format =", ["csv", "json", "ndjson", "summary", "table"]),
      ("sems-plan explain -f t", ["text"]),
      ("sems-plan explain --ti", ["--tick", "--timeline"]),
      ("sems-plan -q simulate --timeline time", ["timeline.csv"]),
      ("sems-plan simulate -c my", ["my station.json"]),
      ("sems-plan schema r", ["result"]),
      ("sems-plan completions z", ["zsh"]),
      ("sems-plan help e", ["explain"]),
      ("sems-plan sweep --policy m", ["max-min"]),
      ("sems-plan sweep --policy fair,max-min,p", ["fair,max-min,proportional"]),
      ("sems-plan sweep --policy = fair,m", ["fair,max-min"]),
      ("sems-plan generate --profile d", ["depot"]),
      ("sems-plan generate --profile my", ["my station.json"]),
      ("sems-plan simulate --require energy.de", ["energy.delivered"]),
    ])
  func `bash completes`(line: String, words: [String]) throws {
    try program.write("{}", to: "my station.json")
    let outcome = try program.shell(
      """
      source <(sems-plan completions bash)
      IFS=' ' read -r -a COMP_WORDS <<<'\(line)'
      case '\(line)' in *' ') COMP_WORDS+=('') ;; esac
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _sems_plan
      printf '%s\\n' "${COMPREPLY[@]}"
      """, with: "/bin/bash")
    #expect(outcome.status == 0)
    #expect(outcome.err.isEmpty)
    #expect(outcome.out.split(separator: "\n").map(String.init).sorted() == words)
  }

  @Test(.needs(.bash), .needs(.zones)) func `bash completes time zones`() throws {
    let outcome = try program.shell(
      """
      source <(sems-plan completions bash)
      COMP_WORDS=(sems-plan generate --tz Europe/Par) COMP_CWORD=3
      _sems_plan
      printf '%s\\n' "${COMPREPLY[@]}"
      """, with: "/bin/bash")
    #expect(outcome == .init(status: 0, out: "Europe/Paris\n", err: ""))
  }

  @Test(
    .needs(.fish), .needs(.zones),
    arguments: ["generate --tz Europe/Par", "import --tz=Europe/Par"])
  func `fish completes time zones`(line: String) throws {
    let outcome = try program.shell(
      """
      sems-plan completions fish >script.fish
      HOME=$PWD fish -c 'source script.fish; complete -C "sems-plan \(line)"' | cut -f 1
      """)
    #expect(outcome.out.contains("Europe/Paris\n"))
  }

  @Test(
    .needs(.fish),
    arguments: [
      ("sems-plan sim", "simulate"), ("sems-plan simulate --on-e", "--on-error"),
      ("sems-plan simulate -f nd", "ndjson"), ("sems-plan explain --format=t", "--format=text"),
      ("sems-plan schema r", "result"), ("sems-plan simulate -t timel", "timeline.csv"),
      ("sems-plan sweep --policy fair,m", "fair,max-min"),
      ("sems-plan sweep --policy=fair,m", "--policy=fair,max-min"),
      ("sems-plan generate --profile dep", "depot"),
      ("sems-plan generate --profile timel", "timeline.csv"),
      ("sems-plan simulate --require energy.de", "energy.delivered"),
    ])
  func `fish completes`(line: String, word: String) throws {
    let outcome = try program.shell(
      """
      sems-plan completions fish >script.fish
      HOME=$PWD fish -c 'source script.fish; complete -C "\(line)"' | cut -f 1
      """)
    #expect(outcome.status == 0)
    #expect(outcome.out.split(separator: "\n").contains { $0 == word }, "\(outcome.out)")
  }
}
