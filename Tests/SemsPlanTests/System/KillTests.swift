import Foundation
import Testing

/// Checks the output files after the program is killed with SIGKILL, when it cannot clean up.
@Suite struct KillTests {
  /// The state of the run at the kill.
  enum Moment: String, CaseIterable {
    /// The program has received a part of the timeline.
    case onTheWay
    /// The program has received the whole timeline; it may still work, commit files, or have ended.
    case atTheEnd
  }

  /// Returns a shell script that runs and kills the program once for each number.
  ///
  /// For each run it prints the exit status and the state of the three files. It depends on no time:
  /// the kill follows after the pipe has taken as many bytes, or after as many rounds of an empty
  /// loop.
  private static func script(_ moment: Moment, _ numbers: [Int]) -> String {
    let feed =
      moment == .onTheWay
      ? "head -c $n whole.csv >&3"
      : "cat whole.csv >&3; exec 3>&-; while [ $n -gt 0 ]; do n=$((n - 1)); done"
    return """
      mkfifo pipe || exit 99
      for n in \(numbers.map(String.init).joined(separator: " ")); do
        for file in out summary sessions; do echo old >$file; done
        sems-plan simulate -q -c station.json -t pipe -f csv -o out \\
          --summary summary --sessions sessions &
        exec 3>pipe
        \(feed)
        kill -KILL $! 2>kill-err
        wait $!
        line=$?
        exec 3>&-
        for file in out summary sessions; do
          if cmp -s $file whole-$file; then line="$line whole"
          elif [ "$(cat $file)" = old ]; then line="$line old"
          else line="$line broken"; fi
        done
        echo $line
        rm -f .*.tmp
      done
      """
  }

  @Test(arguments: Moment.allCases)
  func `after a kill each file is whole or untouched`(moment: Moment) throws {
    let program = try Program(files: ["station.json": Sample.station])
    try program.write(Sample.longTimeline(stays: 3_000), to: "whole.csv")
    let whole = try program.shell(
      """
      sems-plan simulate -q -c station.json -t whole.csv -f csv -o whole-out \\
        --summary whole-summary --sessions whole-sessions && wc -c <whole.csv
      """)
    let size = try #require(Int(whole.out.trimmingCharacters(in: .whitespacesAndNewlines)))

    let seed = UInt64.random(in: 0 ... .max)
    var state = seed
    let numbers = (0..<25).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % (moment == .onTheWay ? size : 20_000)
    }
    let outcome = try program.shell(Self.script(moment, numbers))
    let lines = outcome.out.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.count == numbers.count, "seed \(seed): \(outcome)")
    for line in lines {
      #expect(!line.contains("broken"), "seed \(seed): \(outcome.out)")
      switch (line[0], moment) {
      case ("0", .atTheEnd): #expect(line[1...] == ["whole", "whole", "whole"], "seed \(seed)")
      case ("137", .onTheWay): #expect(line[1...] == ["old", "old", "old"], "seed \(seed)")
      // Files are committed one after the other, the result last.
      case ("137", .atTheEnd): #expect(line[1] == "old" || !line.contains("old"), "seed \(seed)")
      default: Issue.record("seed \(seed): \(outcome)")
      }
    }
  }

  @Test func `after a kill the file of a sweep is whole or untouched`() throws {
    let program = try Program(files: Sample.files)
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix64(seed: seed)
    let turns = (0..<20).map { _ in String(random.int(0...20_000)) }.joined(separator: " ")
    let outcome = try program.shell(
      """
      line="sems-plan sweep -q -c station.json -t timeline.csv --grid-capacity 1:300:1 -f csv -o"
      $line whole || exit 99
      for n in \(turns); do
        echo old >out
        $line out &
        while [ $n -gt 0 ]; do n=$((n - 1)); done
        kill -KILL $! 2>kill-err
        wait $!
        status=$?
        if cmp -s out whole; then echo $status whole
        elif [ "$(cat out)" = old ]; then echo $status old
        else echo $status broken; fi
        rm -f .*.tmp
      done
      """)
    let lines = outcome.out.split(separator: "\n")
    #expect(lines.count == 20, "seed \(seed): \(outcome)")
    #expect(
      lines.allSatisfy { ["0 whole", "137 whole", "137 old"].contains($0) },
      "seed \(seed): \(outcome.out)")
  }
}
