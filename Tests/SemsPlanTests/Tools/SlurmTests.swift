import Foundation
import Testing

/// Runs the recipe of the manual for Slurm, word for word, on a cluster of one node.
@Suite(.needs(.slurm)) struct SlurmTests {
  @Test func `an array whose task fails runs it again, and then its merge`() throws {
    let blocks = try Recipe.blocks(below: "A Slurm array", "bash")
    try #require(blocks.count == 4)
    let program = try Recipe.program()
    for (name, text) in zip(["shard.sh", "merge.sh", "submit", "again"], blocks) {
      try program.write(text, to: name)
    }
    // The merge of the first array never runs, and that of the task that runs again does.
    try program.write(
      """
      \(Recipe.whole)\(Recipe.failing(once: "\"\\$SLURM_ARRAY_TASK_ID\" = 7"))
      end() { sbatch --wait --output=end.log --dependency=afterany:$1 --wrap true; }
      . ./submit
      end "$array"
      echo "results: $(ls shard-*.csv | wc -l), $(ls sweep.csv 2>&1)"
      squeue --noheader
      . ./again
      sbatch --wait --output=end.log --dependency=singleton --job-name=merge --wrap true
      cmp sweep.csv whole.csv && echo equal
      cat shard-*.log merge.log
      """, to: "test.sh")
    let run = Tree.root.appending(path: "Tests/Slurm/run").path
    let outcome = try program.shell("'\(run)' sh -e test.sh")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.out.contains("results: 7, "))
    #expect(outcome.out.contains("No such file"))
    #expect(outcome.out.hasSuffix("equal\n"), "\(outcome)")
  }
}
