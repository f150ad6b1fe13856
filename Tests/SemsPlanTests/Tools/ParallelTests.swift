import Foundation
import Testing

/// Runs the recipes of the manual for GNU Parallel, word for word.
@Suite(.needs(.parallel)) struct ParallelTests {
  private static func scripts() throws -> [String] {
    try Recipe.blocks(below: "GNU Parallel", "bash")
  }

  @Test func `shards run by GNU Parallel give the bytes of one sweep`() throws {
    let program = try Recipe.program()
    let script = try #require(try Self.scripts().first)
    let outcome = try program.shell("\(Recipe.whole)\(script)cmp whole.csv sweep.csv")
    #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
    #expect(try program.text("sweep.csv").split(separator: "\n").count == 23)
  }

  @Test func `only a shard that failed runs again`() throws {
    let program = try Recipe.program()
    let script = try #require(try Self.scripts().first)
    let failing = Recipe.failing(once: #"-n "\$(echo "\$*" | grep -e '--shard 3/8')""#)
    let outcome = try program.shell(
      """
      \(Recipe.whole)\(failing)echo old >sweep.csv
      \(script)echo "first: $?"
      cat sweep.csv
      rm shard-1.csv
      \(script)echo "second: $?"
      ls shard-1.csv shard-3.csv
      sems-plan sweep -q -c station.json -t timeline.csv --grid-capacity 100:600:50 \\
        --policy fair,max-min --shard 1/8 -o shard-1.csv
      \(script)cmp sweep.csv whole.csv && echo equal
      """)
    // The first shard does not run again, so that its file is missing until it is made by hand.
    #expect(
      outcome.out == "first: 1\nold\nsecond: 65\nshard-3.csv\nequal\n", "\(outcome)")
    #expect(outcome.err.contains("error: shard 1 of 8 is missing\n"))
  }

  /// In place of `ssh`, a program runs the command of a machine in a folder of this one.
  ///
  /// It sets `SHELL`, as the server of ssh does: without it, Parallel runs nothing there and reports no
  /// error.
  @Test(.needs(.rsync))
  func `results come back from other machines`() throws {
    let program = try Recipe.program()
    let script = try #require(try Self.scripts().last)
    let outcome = try program.shell(
      #"""
      mkdir remote
      cat >ssh <<'END'
      #!/bin/sh
      while case $1 in -*) true ;; *) false ;; esac; do
        case $1 in -l|-p|-o|-F|-i|-S) shift ;; esac
        shift
      done
      shift
      [ "$1" != -- ] || shift
      cd "$SSH_HOME" && HOME=$SSH_HOME SHELL=/bin/sh exec sh -c "$*"
      END
      chmod +x ssh
      export SSH_HOME=$PWD/remote PATH=$PWD:$PATH
      echo 2/node-1 >hosts

      """# + Recipe.whole + script
        + """
        cmp whole.csv sweep.csv || exit
        ls shard-*.csv | wc -l
        find remote -type f | grep -v '/[.]' | wc -l
        """)
    #expect(outcome.status == 0)
    #expect(outcome.out == "32\n0\n", "\(outcome)")
  }
}
