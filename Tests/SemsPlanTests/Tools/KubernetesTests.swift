import Foundation
import Testing

/// Checks the manifest of the manual's recipe for Kubernetes.
@Suite struct KubernetesTests {
  private static func manifest() throws -> String {
    try #require(try Recipe.blocks(below: "A Kubernetes indexed job", "yaml").first)
  }

  @Test(.needs(.kubernetesValidate))
  func `the manifest conforms to the published schema`() throws {
    let program = try Program(files: ["sweep.yaml": try Self.manifest()])
    let outcome = try program.shell("kubernetes-validate --strict sweep.yaml")
    #expect(outcome.status == 0, "\(outcome)")
    // The tool finds a key that does not exist, and a value of a wrong type.
    for edit in [
      "s/backoffLimitPerIndex/backOffLimitPerIndex/", "s/completions: 32/completions: x/",
    ] {
      let bad = try program.shell(
        "sed '\(edit)' sweep.yaml >bad.yaml && ! cmp -s bad.yaml sweep.yaml || exit 99\n"
          + "kubernetes-validate --strict bad.yaml")
      #expect(bad.status == 1, "\(bad)")
    }
  }

  /// Runs the command of each pod, with folders of this machine in the place of the volumes.
  @Test func `the pods of the job write the shards of one sweep`() throws {
    let lines = try Self.manifest().split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let start = try #require(lines.firstIndex(of: "command:"))
    let command = lines[(start + 1)...].prefix { $0.hasPrefix("- ") }.map { $0.dropFirst(2) }
    try #require(command.first == "/sems-plan")
    #expect(lines.contains("completions: 32"))
    let words = command.dropFirst().joined(separator: " ")
      .replacing("/inputs/", with: "").replacing("/results/", with: "results/")
      .replacing("$(JOB_COMPLETION_INDEX)", with: "$JOB_COMPLETION_INDEX")
    let program = try Recipe.program()
    let outcome = try program.shell(
      """
      \(Recipe.whole)mkdir results
      for JOB_COMPLETION_INDEX in $(seq 0 31); do
        export JOB_COMPLETION_INDEX
        sems-plan \(words) || exit
      done
      sems-plan merge results/shard-*.csv -o sweep.csv && cmp sweep.csv whole.csv || exit
      JOB_COMPLETION_INDEX=32
      sems-plan \(words)
      """)
    #expect(outcome.status == 64)
    #expect(outcome.err.hasPrefix("sems-plan: error: JOB_COMPLETION_INDEX is 32, but "))
  }
}
