import Foundation
import Testing

/// The recipes of the manual's page on spreading a sweep.
enum Recipe {
  /// Returns the fenced blocks in a language below a heading, in their order.
  static func blocks(below heading: String, _ language: String) throws -> [String] {
    let text = try Tree.text("Sources/sems-plan/Manual/SpreadingASweep.md")
    let rest = try #require(text.components(separatedBy: "\n## \(heading)\n").dropFirst().first)
    let section = rest.components(separatedBy: "\n## ")[0]
    return section.components(separatedBy: "\n```\(language)\n").dropFirst().map {
      $0.components(separatedBy: "\n```\n")[0] + "\n"
    }
  }

  /// A program with the inputs of all recipes.
  static func program() throws -> Program {
    let files = try Example.files("highway-friday")
    return try Program(files: [
      "station.json": try #require(files["station-300.json"]),
      "timeline.csv": try #require(files["timeline.csv"]),
    ])
  }

  /// The sweep of all recipes, without shards.
  static let whole = """
    sems-plan sweep -q -c station.json -t timeline.csv --grid-capacity 100:600:50 \\
      --policy fair,max-min -o whole.csv

    """

  /// A script that puts a program before `sems-plan` on the path, which fails once.
  ///
  /// - Parameter condition: A test of the shell for the run that fails; its words are the arguments.
  static func failing(once condition: String) -> String {
    """
    real=$(command -v sems-plan)
    mkdir bin
    cat >bin/sems-plan <<END
    #!/bin/sh
    if test \(condition) && mkdir failed 2>/dev/null; then exit 74; fi
    exec $real "\\$@"
    END
    chmod +x bin/sems-plan
    PATH=$PWD/bin:$PATH

    """
  }
}
