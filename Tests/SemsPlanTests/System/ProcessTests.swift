import Foundation
import Testing

/// Checks that need the built program as a process.
@Suite struct ProcessTests {
  private static let simulate = "sems-plan simulate -q -c station.json -t timeline.csv"

  private let program: Program

  init() throws { program = try Program(files: Sample.files) }

  private static let planning = "-q -c station.json -t timeline.csv --grid-capacity 100:300:50"

  /// Command lines that write to standard output.
  static let lines = [
    simulate, "\(simulate) -f json", "\(simulate) -f csv",
    "\(simulate) -o out.csv --summary -", "\(simulate) -o out.csv --sessions -",
    "sems-plan explain -c station.json -t timeline.csv", "sems-plan schema result",
    "sems-plan sweep \(planning)", "sems-plan sweep \(planning) -f json",
    "sems-plan size \(planning) --require 'power.peak>=0'",
    "sems-plan sweep \(planning) -f csv --shard 1/1 | sems-plan merge -",
    "sems-plan completions zsh", "sems-plan --help", "sems-plan --version",
  ]

  @Test(arguments: lines)
  func `a full disk gives 74`(line: String) throws {
    let outcome = try program.shell("\(line) >/dev/full")
    #expect(outcome.status == 74)
    #expect(outcome.err == "standard output: error: No space left on device\n")
    #expect(try program.names() == ["station.json", "timeline.csv"])
  }

  @Test(arguments: lines)
  func `closed standard output gives 74`(line: String) throws {
    let outcome = try program.shell("\(line) >&-")
    #expect(outcome.status == 74)
    #expect(outcome.err.hasPrefix("standard output: error: "))
  }

  @Test(arguments: ["table", "json", "ndjson", "csv"])
  func `a closed pipe ends the program with 0`(format: String) throws {
    try program.write(Sample.longTimeline(stays: 5_000), to: "timeline.csv")
    let outcome = try program.shell(
      "{ \(Self.simulate) -f \(format); echo $? >status; } | head -n 1 | wc -l")
    #expect(outcome.out == "1\n")
    #expect(outcome.err.isEmpty)
    #expect(try program.text("status") == "0\n")
  }

  @Test(arguments: ["table", "json", "ndjson", "csv"])
  func `a closed pipe hides neither files nor unmet requirements`(format: String)
    throws
  {
    try program.write(Sample.longTimeline(stays: 5_000), to: "timeline.csv")
    let outcome = try program.shell(
      """
      { \(Self.simulate) -f \(format) --summary s.json --require 'power.peak>=1000' 2>err
        echo $? >status; } | head -n 1 | wc -l
      head -c 15 s.json
      """)
    #expect(outcome == .init(status: 0, out: "1\n{\"servedShare\":", err: ""))
    #expect(try program.text("status") == "1\n")
    #expect(try program.text("err").contains("power.peak>=1000 is not met: it is 80\n"))
  }

  @Test(arguments: ["table", "json", "ndjson", "csv"], [1, 2])
  func `a closed pipe ends a sweep with 0`(format: String, jobs: Int) throws {
    let outcome = try program.shell(
      """
      { sems-plan sweep -q -c station.json -t timeline.csv --grid-capacity 1:1000000:1 \
          -f \(format) --jobs \(jobs); echo $? >status; } | head -n 3 | wc -l
      """)
    #expect(outcome.out == "3\n")
    #expect(outcome.err.isEmpty)
    #expect(try program.text("status") == "0\n")
  }

  @Test func `merge raises the limit of open files for many shards`() throws {
    let outcome = try program.shell(
      """
      ulimit -Sn 64 || exit 99
      for seed in $(seq 1000); do
        head="# shard $seed/1000 rows 1 version 0.1.0 sweep 0123456789abcdef"
        printf '%s\\nseed,servedShare\\n%s,1\\n' "$head" $seed >$seed
      done
      sems-plan merge $(seq 1000 -1 1) | tail -n 1
      """)
    #expect(outcome == .init(status: 0, out: "1000,1\n", err: ""))
  }

  @Test func `closed standard error changes neither the exit code nor the output file`() throws {
    let timeline = Sample.timeline.replacing("vehicleMaxPower", with: "vehicleMaxPower,colour")
      .replacing("80\n", with: "80,\n").replacing("150\n", with: "150,\n")
      .replacing(",,,\n", with: ",,,,\n")
    try program.write(timeline, to: "timeline.csv")
    let outcome = try program.shell(
      "sems-plan simulate -c station.json -t timeline.csv -f csv -o out.csv 2>&-")
    #expect(outcome.status == 0)
    #expect(try program.text("out.csv") == Sample.rows)
  }

  @Test func `closed standard input cannot be read`() throws {
    let outcome = try program.shell("sems-plan simulate -c station.json -t - <&-")
    #expect(outcome.status == 74)
    #expect(outcome.err.hasPrefix("-: error: cannot read: "))
  }

  @Test func `a program that ignores hangups continues after one`() throws {
    let timeline = Sample.longTimeline(stays: 20_000)
    try program.write(timeline, to: "timeline.csv")
    let expected = try program.shell("\(Self.simulate) -f csv")
    // The pipe takes more than its buffer holds only while the program reads, so the signal arrives
    // during the run.
    let outcome = try program.shell(
      """
      mkfifo pipe || exit 99
      trap '' HUP
      sems-plan simulate -q -c station.json -t pipe -f csv -o out.csv &
      exec 3>pipe
      cat timeline.csv >&3
      kill -HUP $!
      exec 3>&-
      wait $!
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
    #expect(try program.text("out.csv") == expected.out)
  }

  @Test func `a timeline can be read from a pipe`() throws {
    let outcome = try program.shell(
      "cat timeline.csv | sems-plan simulate -q -c station.json -t - -f csv")
    #expect(outcome == .init(status: 0, out: Sample.rows, err: ""))
  }

  @Test func `a timeline can be read from a pipe three bytes at a time`() throws {
    let outcome = try program.shell(
      "dd if=timeline.csv bs=3 2>dd | sems-plan simulate -q -c station.json -t - -f csv")
    #expect(outcome == .init(status: 0, out: Sample.rows, err: ""))
  }

  @Test(arguments: ["-c station.json -t .", "-c . -t timeline.csv", "-c . -t -"])
  func `a directory cannot be opened as an input`(inputs: String) throws {
    let outcome = try program.shell("sems-plan simulate \(inputs)")
    #expect(outcome.status == 66)
    #expect(outcome.err == ".: error: cannot open: Is a directory\n")
  }

  @Test func `standard input that is a directory cannot be read`() throws {
    let outcome = try program.shell("sems-plan simulate -c station.json -t - <.")
    #expect(outcome.status == 74)
    #expect(outcome.err == "-: error: cannot read: Is a directory\n")
  }

  @Test(arguments: ["table", "json", "ndjson", "csv"])
  func `the same input gives the same bytes in every run`(format: String) throws {
    let example = try Program(files: try Example.files("six-charger-day"))
    let line = "\(Self.simulate) -f \(format)"
    let first = try example.shell(line)
    #expect(first.status == 0)
    for _ in 0..<3 { #expect(try example.shell(line) == first) }
    #expect(try example.shell("\(line) -o out && cat out") == first)
    #expect(try example.shell("cat timeline.csv | \(line) | cat") == first)
  }

  /// The opening brackets to repeat 100,000 times, and the kind of file.
  @Test(arguments: [
    ("[", "timeline"), (#"{"a":"#, "timeline"), (#"{"time":0,"event":"start","x":["#, "timeline"),
    ("[", "station"), (#"{"chargers":["#, "station"), (#"{"a":"#, "station"),
  ])
  func `deep nesting is refused and does not crash`(opening: String, kind: String) throws {
    let text = opening + String(repeating: opening, count: 100_000)
    try program.write(text, to: "deep.json")
    let inputs = kind == "station" ? "-c deep.json" : "-c station.json -t deep.json"
    let outcome = try program.shell("sems-plan validate \(inputs)")
    #expect(outcome.status == 65)
    #expect(outcome.err.contains("error: "))
    #expect(outcome.err.utf8.count < 4_096)
  }

  /// The format and the length of a line; a debug build needs some seconds for it.
  @Test(arguments: [("csv", 5_000_000), ("ndjson", 50_000_000)])
  func `a very long line is refused and does not crash`(format: String, bytes: Int) throws {
    let isCSV = format == "csv"
    let start =
      isCSV ? "time,event,sessionId\\n0,stop," : #"{"time":0,"event":"stop","sessionId":""#
    let end = isCSV ? "\\n" : #""}\n"#
    let file = "long.\(format)"
    let outcome = try program.shell(
      """
      printf '\(start)' >\(file)
      head -c \(bytes) /dev/zero | tr '\\0' x >>\(file)
      printf '\(end)' >>\(file)
      sems-plan validate -c station.json -t \(file)
      """)
    #expect(outcome.status == 65)
    let reason = isCSV ? "must have at most 255 bytes, not \(bytes)" : "has more than 16 MiB"
    #expect(outcome.err.contains(reason))
    #expect(outcome.err.utf8.count < 4_096)
  }
}
