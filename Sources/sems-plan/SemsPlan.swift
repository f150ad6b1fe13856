/// The program: connects the process to `run(_:_:)`, which does everything else.
@main
enum SemsPlan {
  static func main() {
    POSIX.occupyStandardStreams()
    POSIX.handleSignals()
    POSIX.widenPipe(1)
    var streams = Streams(
      input: DescriptorSource(0),
      // One target for everything that goes to standard output: it keeps the order of the writes.
      output: BackgroundTarget(DescriptorTarget(1)), errors: DescriptorTarget(2),
      files: SystemFiles(),
      terminal: TerminalFacts(
        outputIsTerminal: POSIX.isTerminal(1), errorsAreTerminal: POSIX.isTerminal(2),
        refusesColor: POSIX.environment("NO_COLOR")?.isEmpty == false
          || POSIX.environment("TERM") == "dumb"),
      tasks: TaskNumbers(
        kubernetes: setVariable(TaskNumbers.kubernetesName),
        slurm: setVariable(TaskNumbers.slurmName)),
      clock: POSIX.milliseconds)
    if let folder = POSIX.environment("TZDIR"), !folder.isEmpty { streams.zoneFolder = folder }
    POSIX.end(run(POSIX.arguments.map(FileName.text), streams).rawValue)
  }

  /// Returns the value of an environment variable; nil if it is not set or empty.
  private static func setVariable(_ name: String) -> String? {
    POSIX.environment(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}
