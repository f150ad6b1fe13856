import Foundation
import Testing

@testable import sems_plan

/// Checks the options that write files, on real files.
@Suite struct OutputFileTests {
  private static let simulate = "sems-plan simulate -q -c station.json -t timeline.csv"
  private static let inputs = ["station.json", "timeline.csv"]

  private let program: Program

  init() throws { program = try Program(files: Sample.files) }

  @Test func `a new file is written and nothing is left beside it`() throws {
    let outcome = try program.shell("\(Self.simulate) -o out.csv")
    #expect(outcome == .init(status: 0, out: "", err: ""))
    #expect(try program.text("out.csv") == Sample.rows)
    #expect(try program.names() == (Self.inputs + ["out.csv"]).sorted())
  }

  // MARK: Files named twice

  private static let planning = "-q -c station.json -t timeline.csv --grid-capacity 100:300:50"

  /// Command lines with an output that is also an input.
  @Test(arguments: [
    "\(simulate) -o timeline.csv", "\(simulate) -o ./station.json",
    "\(simulate) --summary station.json", "\(simulate) --sessions \"$PWD/timeline.csv\"",
    "\(simulate) -f csv --expect expected --summary expected",
    "\(simulate) --require-file rules -o rules",
    "\(simulate) -o symbolic", "\(simulate) -o hard", "\(simulate) -o folder/../timeline.csv",
    "\(simulate) -o folder/timeline.csv",
    "sems-plan simulate -c station.json -t - -o timeline.csv <timeline.csv",
    "sems-plan simulate -c station.json -t symbolic -o timeline.csv",
    "sems-plan explain -c station.json -t timeline.csv -o timeline.csv",
    "sems-plan size \(planning) --require 'power.peak>=0' -o station.json",
    "sems-plan size \(planning) --require-file rules -f csv -o rules",
    "sems-plan sweep \(planning) -o timeline.csv",
    "sems-plan merge shard -o shard", "sems-plan merge <shard - -o shard",
    "sems-plan generate -c station.json --from 2026-03-02T00:00:00Z --sessions-per-day 9 "
      + "-o station.json",
    "sems-plan generate --profile weights --from 2026-03-02T00:00:00Z --sessions-per-day 9 "
      + "-o weights",
    "sems-plan import acn records -o records",
    "sems-plan import acn records --write-config records",
    "sems-plan import acn records --write-profile records",
  ])
  func `an output that is an input is refused, and no file changes`(line: String) throws {
    let outcome = try program.shell(
      """
      ln -s timeline.csv symbolic && ln timeline.csv hard && mkdir folder || exit 99
      ln -s ../timeline.csv folder/timeline.csv
      for name in expected rules shard weights records; do echo old >$name; done
      state() { ls -A; cat hard station.json expected rules shard weights records; readlink *; }
      before=$(state)
      \(line)
      status=$?
      [ "$before" = "$(state)" ] || exit 98
      exit $status
      """)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.out.isEmpty)
    #expect(outcome.err.contains(" is also an input"))
  }

  /// Command lines with two outputs that are the same new file.
  @Test(arguments: [
    "\(simulate) -o both --summary both", "\(simulate) -o both --sessions ./both",
    "\(simulate) --summary both --sessions \"$PWD/both\"",
    "\(simulate) -o link --summary folder/../both", "\(simulate) -o folder/link --summary both",
    "sems-plan import acn records --write-config both.json -o ./both.json",
    "sems-plan import acn records --write-config both.json --write-profile ./both.json",
  ])
  func `two outputs to one file are refused before anything is written`(line: String) throws {
    let outcome = try program.shell(
      """
      mkdir folder && ln -s both link && ln -s ../both folder/link || exit 99
      echo '{"_items": []}' >records
      \(line)
      echo $?; ls -A | grep both
      """)
    #expect(outcome.out == "64\n")
    #expect(outcome.err.contains(" is named for two outputs"))
  }

  @Test func `devices, pipes and files of one name in two folders are allowed`() throws {
    let outcome = try program.shell(
      """
      mkdir folder && mkfifo pipe || exit 99
      \(Self.simulate) -o /dev/null --summary /dev/null --sessions /dev/null || exit 98
      \(Self.simulate) -f csv -o out --summary folder/out || exit 96
      cat timeline.csv >pipe &
      sems-plan simulate -q -c station.json -t pipe -f csv -o out && cat out
      """)
    #expect(outcome == .init(status: 0, out: Sample.rows, err: ""))
  }

  @Test func `a symbolic link is kept, and its target is replaced`() throws {
    let outcome = try program.shell(
      """
      mkdir real && echo old >real/file.csv && ln -s real/file.csv link.csv || exit 99
      \(Self.simulate) -o link.csv && readlink link.csv && ls -A real
      """)
    #expect(outcome == .init(status: 0, out: "real/file.csv\nfile.csv\n", err: ""))
    #expect(try program.text("real/file.csv") == Sample.rows)
  }

  @Test func `a symbolic link to no file is kept, and its target is created`() throws {
    let outcome = try program.shell(
      """
      mkdir real && ln -s real/file.csv link.csv || exit 99
      \(Self.simulate) -o link.csv && readlink link.csv && ls -A real
      """)
    #expect(outcome == .init(status: 0, out: "real/file.csv\nfile.csv\n", err: ""))
    #expect(try program.text("real/file.csv") == Sample.rows)
  }

  @Test(arguments: ["600", "640", "644", "666", "755"])
  func `a replaced file keeps its mode, regardless of the umask`(mode: String) throws {
    let outcome = try program.shell(
      """
      umask 027 && echo old >out.csv && chmod \(mode) out.csv || exit 99
      \(Self.simulate) -o out.csv && ls -l out.csv | cut -c 1-10
      """)
    let letters = mode.compactMap(\.wholeNumberValue).map { bits in
      zip("rwx", [4, 2, 1]).map { bits & $1 == 0 ? "-" : String($0) }.joined()
    }
    #expect(outcome == .init(status: 0, out: "-\(letters.joined())\n", err: ""))
    #expect(try program.text("out.csv") == Sample.rows)
  }

  @Test func `a new file has the mode that the umask allows`() throws {
    let outcome = try program.shell(
      "umask 027; \(Self.simulate) -o out.csv && ls -l out.csv | cut -c 1-10")
    #expect(outcome == .init(status: 0, out: "-rw-r-----\n", err: ""))
  }

  @Test func `bad input leaves the target untouched and nothing beside it`() throws {
    try program.write(Sample.timeline + "130,stop,none,,,\n", to: "timeline.csv")
    let outcome = try program.shell("echo old >out.csv; \(Self.simulate) -o out.csv")
    #expect(outcome.status == 65)
    #expect(try program.text("out.csv") == "old\n")
    #expect(try program.names() == (Self.inputs + ["out.csv"]).sorted())
  }

  @Test func `a device is written to, not replaced`() throws {
    let null = try program.shell("\(Self.simulate) -o /dev/null && test -c /dev/null")
    #expect(null == .init(status: 0, out: "", err: ""))
    let full = try program.shell("\(Self.simulate) -o /dev/full; s=$?; test -c /dev/full; exit $s")
    #expect(full.status == 74)
    #expect(full.err == "/dev/full: error: No space left on device\n")
    let out = try program.shell("\(Self.simulate) -f csv -o /dev/stdout | cat")
    #expect(out == .init(status: 0, out: Sample.rows, err: ""))
  }

  /// Names of standard output, and that of a link to one.
  @Test(arguments: [
    "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1", "link", "folder/1",
  ])
  func `standard output is written where it stands`(name: String) throws {
    let outcome = try program.shell(
      """
      ln -s /dev/stdout link && ln -s /dev/fd folder && echo kept >log || exit 99
      { echo first; \(Self.simulate) -f csv -o \(name); echo last; } >>log
      cat log
      """)
    #expect(outcome == .init(status: 0, out: "kept\nfirst\n\(Sample.rows)last\n", err: ""))
  }

  @Test func `another descriptor is written where it stands`() throws {
    let outcome = try program.shell(
      """
      { echo first >&5; \(Self.simulate) -f csv -o /dev/fd/5; echo last >&5; } 5>log
      cat log
      """)
    #expect(outcome == .init(status: 0, out: "first\n\(Sample.rows)last\n", err: ""))
  }

  @Test func `a descriptor of another process gets the result at its end`() throws {
    let outcome = try program.shell(
      """
      exec 5>log; echo first >&5
      \(Self.simulate) -f csv -o /proc/$$/fd/5
      cat log
      """)
    #expect(outcome == .init(status: 0, out: "first\n\(Sample.rows)", err: ""))
  }

  @Test func `a link to a device leaves both`() throws {
    let outcome = try program.shell(
      "ln -s /dev/null link && \(Self.simulate) -o link && readlink link && test -c /dev/null")
    #expect(outcome == .init(status: 0, out: "/dev/null\n", err: ""))
  }

  @Test func `a target that may not be written gives 73 and stays as it was`() throws {
    // The superuser may write every file.
    let outcome = try program.shell(
      """
      echo old >out.csv && chmod 444 out.csv && chmod 777 . || exit 99
      user=$(test $(id -u) = 0 && echo setpriv --reuid=65534 --clear-groups)
      $user \(Self.simulate) -o out.csv; s=$?
      cat out.csv; ls -A; exit $s
      """)
    #expect(outcome.status == 73)
    #expect(outcome.err == "out.csv: error: cannot create: Permission denied\n")
    #expect(outcome.out == "old\n.stderr\n.stdout\nout.csv\nstation.json\ntimeline.csv\n")
  }

  @Test func `a name that is taken is not used for the temporary file`() throws {
    let (folder, foreign) = (program.folder.path + "/", "taken.tmp")
    try program.write("foreign", to: foreign)
    var names = [foreign, foreign, "free.tmp"]
    let file = try TemporaryFile(replacing: folder + "out", nil) { names.removeFirst() }
    #expect(names.isEmpty)
    try file.write(Array("new".utf8))
    #expect(try program.text("free.tmp") == "new")
    try file.commit()
    #expect(try program.text("out") == "new")
    #expect(try program.text(foreign) == "foreign")
  }

  @Test func `the name of the temporary file is another one each time`() {
    let names = Set((0..<100).map { _ in TemporaryFile.randomName() })
    #expect(names.count == 100)
  }

  @Test func `a file that is too large gives 74, and the target stays as it was`() throws {
    try program.write(Sample.longTimeline(stays: 2_000), to: "timeline.csv")
    let outcome = try program.shell(
      "echo old >out.csv; ulimit -f 8; \(Self.simulate) -o out.csv; s=$?; cat out.csv; exit $s")
    #expect(outcome == .init(status: 74, out: "old\n", err: "out.csv: error: File too large\n"))
    #expect(try program.names() == (Self.inputs + ["out.csv"]).sorted())
  }

  /// Targets that cannot be created.
  @Test(arguments: ["none/out.csv", ".", "''", "station.json/out.csv", "$(printf %0300d 0)"])
  func `a target that cannot be created gives 73`(target: String) throws {
    let outcome = try program.shell("\(Self.simulate) -o \(target)")
    #expect(outcome.status == 73)
    #expect(outcome.err.contains("error: cannot create: "))
    #expect(try program.names() == Self.inputs)
  }

  // MARK: Signals

  /// Runs the program on pipes up to the middle of its timeline, then sends a signal.
  ///
  /// Nothing here depends on time: a pipe opens only when the program opens it too, and it takes
  /// more than its buffer holds only while the program reads.
  private func killed(_ signal: String, _ prefix: String = "") throws -> Program.Outcome {
    try program.write(Sample.longTimeline(stays: 20_000), to: "long.csv")
    return try program.shell(
      """
      mkfifo station.pipe timeline.pipe || exit 99
      echo old >out.csv
      \(prefix) sems-plan simulate -c station.pipe -t timeline.pipe -f csv -o out.csv &
      exec 3>timeline.pipe 4>station.pipe
      cat station.json >&4
      exec 4>&-
      cat long.csv >&3
      ls -A | grep -c '[.]tmp$'
      kill -\(signal) $!
      wait $!
      echo $?
      cat out.csv
      """)
  }

  @Test(arguments: [
    ("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131), ("USR1", 138), ("XCPU", 152),
    ("SEGV", 139), ("ILL", 132),
  ])
  func `a program that is interrupted removes its temporary file`(signal: String, status: Int)
    throws
  {
    // A shell makes its background processes ignore INT, unless `env` resets the signal.
    let outcome = try killed(
      signal, "ulimit -c 0; env --default-signal=INT,QUIT SWIFT_BACKTRACE=enable=no")
    #expect(outcome.out == "1\n\(status)\nold\n")
    #expect(try !program.names().contains { $0.hasSuffix(".tmp") })
  }

  @Test func `a program that is killed leaves its target whole`() throws {
    let outcome = try killed("KILL")
    #expect(outcome.out == "1\n137\nold\n")
    // The temporary file that it left does not disturb the next run.
    let again = try program.shell("\(Self.simulate) -o out.csv && cat out.csv")
    #expect(again == .init(status: 0, out: Sample.rows, err: ""))
  }
}
