import Foundation
import Testing

/// Checks outputs and signals as in containers, whose programs have equal process ids.
///
/// Nothing here depends on time: a pipe opens only when the program opens it too, and it takes more
/// than its buffer holds only while the program reads.
@Suite(.needs(.unshare)) struct ContainerTests {
  private static let simulate = "sems-plan simulate -q -c station.json -f csv -o out.csv"

  private let program: Program

  init() throws {
    program = try Program(files: ["station.json": Sample.station])
    try program.write(Sample.longTimeline(stays: 20_000), to: "long.csv")
  }

  /// Runs a script while two programs of process id 1 have read a timeline for one target.
  ///
  /// Their pipes are open as 3 and 4; their parents are `$first` and `$second`.
  private func both(_ script: String) throws -> Program.Outcome {
    try program.shell(
      """
      sems-plan simulate -q -c station.json -t long.csv -f csv -o whole && mkfifo a b || exit 99
      echo old >out.csv
      unshare -pf --kill-child \(Self.simulate) -t a & first=$!
      exec 3>a; cat long.csv >&3
      unshare -pf --kill-child \(Self.simulate) -t b 3>&- & second=$!
      exec 4>b; cat long.csv >&4
      ls -A | grep -c '[.]tmp$'
      \(script)
      """)
  }

  @Test func `two runs with one target leave one whole result`() throws {
    let outcome = try both(
      """
      cat out.csv
      exec 3>&-; wait $first; echo $?; cmp out.csv whole
      exec 4>&-; wait $second; echo $?; cmp out.csv whole
      ls -A | grep '[.]tmp$'
      """)
    #expect(outcome == .init(status: 1, out: "2\nold\n0\n0\n", err: ""))
  }

  @Test func `a run that is killed does not disturb another with the same target`() throws {
    let outcome = try both(
      """
      kill -KILL $first; wait $first; exec 3>&-
      exec 4>&-; wait $second; echo $?; cmp out.csv whole
      """)
    #expect(outcome.out == "2\n0\n")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [("TERM", 143), ("INT", 130), ("HUP", 129), ("USR1", 138)])
  func `a signal ends process 1 at once and removes its temporary file`(
    signal: String, status: Int
  ) throws {
    // A shell makes its background processes ignore INT, unless `env` resets the signal.
    let outcome = try program.shell(
      """
      mkfifo a || exit 99
      env --default-signal=INT unshare -pf --kill-child \(Self.simulate) -t a &
      exec 3>a; cat long.csv >&3
      ls -A | grep -c '[.]tmp$'
      kill -\(signal) $(cat /proc/$!/task/$!/children)
      wait $!
      echo $?
      ls -A | grep -c '[.]tmp$'
      """)
    #expect(outcome.out == "1\n\(status)\n0\n")
    #expect(!(try program.names().contains("out.csv")))
  }

  @Test func `a signal ends process 1 that writes no file`() throws {
    let outcome = try program.shell(
      """
      mkfifo a || exit 99
      unshare -pf --kill-child sems-plan simulate -c station.json -t a -f csv >/dev/null &
      exec 3>a; cat long.csv >&3
      kill -TERM $(cat /proc/$!/task/$!/children)
      wait $!
      """)
    #expect(outcome.status == 143)
  }

  @Test func `a disk that is full leaves the target untouched`() throws {
    let outcome = try program.shell(
      """
      mkdir disk || exit 99
      unshare -m sh -c 'mount -t tmpfs -o size=64k none disk || exit 98
        echo old >disk/out.csv
        sems-plan simulate -q -c station.json -t long.csv -f csv -o disk/out.csv
        echo $?; cat disk/out.csv; ls -A disk'
      """)
    #expect(outcome.out == "74\nold\nout.csv\n")
    #expect(outcome.err == "disk/out.csv: error: No space left on device\n")
  }
}
