import PowerShare

extension ParsedArguments {
  /// Returns the shard to run, or nil for the whole sweep.
  func shard(_ tasks: TaskNumbers) throws(Failure) -> Shard? {
    guard let text = self[.shard] else { return nil }
    let beginning = "auto/"
    guard text.hasPrefix(beginning) else {
      if let shard = Shard(text) { return shard }
      throw Self.badShard(text)
    }
    let count = String(text.dropFirst(beginning.count))
    guard let last = Shard("\(count)/\(count)")?.count else { throw Self.badShard(text) }
    return try Self.shard(tasks, of: last)
  }

  private static func badShard(_ text: String) -> Failure {
    .badValue(
      text, for: .shard,
      needs: "a shard's number and the number of shards, such as 1/4, or auto/4 in a task of Slurm "
        + "or Kubernetes")
  }

  /// Returns the shard whose number the environment states.
  private static func shard(_ tasks: TaskNumbers, of count: Int) throws(Failure) -> Shard {
    let (kubernetes, slurm) = (TaskNumbers.kubernetesName, TaskNumbers.slurmName)
    let other = "Elsewhere, state the number, such as --shard 1/\(count)."
    switch (tasks.kubernetes, tasks.slurm) {
    case (nil, nil):
      throw .usage(
        message: "--shard auto/\(count) needs \(kubernetes) or \(slurm), and neither is set",
        hint: "Kubernetes sets the first in an indexed job, Slurm the second in a job of "
          + "sbatch --array=1-\(count). \(other)")
    case (_?, _?):
      throw .usage(
        message: "--shard auto/\(count) finds both \(kubernetes) and \(slurm) set",
        hint: "State the number, such as --shard 1/\(count), or unset one of them.")
    case (let index?, nil):
      let number = try number(index, kubernetes)
      guard number < count, let shard = Shard(number: number + 1, count: count) else {
        throw .usage(
          message: "\(kubernetes) is \(number), but --shard auto/\(count) needs 0 to \(count - 1)",
          hint: "Set \"completions\" of the job to \(count), or N of auto/N to its completions.")
      }
      return shard
    case (nil, let task?):
      let number = try number(task, slurm)
      guard let shard = Shard(number: number, count: count) else {
        throw .usage(
          message: "\(slurm) is \(number), but --shard auto/\(count) needs 1 to \(count)",
          hint: "Submit the job with sbatch --array=1-\(count).")
      }
      return shard
    }
  }

  private static func number(_ text: String, _ name: String) throws(Failure) -> Int {
    guard !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text) else {
      throw .usage(
        message: "\(name) is \"\(Suggestion.printable(text))\", which is not a whole number",
        hint: "State the shard's number, such as --shard 1/4.")
    }
    return number
  }
}
