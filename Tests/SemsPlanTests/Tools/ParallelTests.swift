import Foundation
import Testing

/// Runs the recipe of the documentation, word for word.
@Suite(.needs(.parallel)) struct ParallelTests {
  private static let page = Tree.root.appending(
    path: "Sources/sems-plan/Manual/SpreadingASweep.md")

  /// Returns the first script below a heading.
  private static func script(below heading: String) throws -> String {
    let text = try String(contentsOf: page, encoding: .utf8)
    let section = try #require(text.components(separatedBy: "\n## \(heading)\n").dropFirst().first)
    let script = try #require(section.components(separatedBy: "```bash\n").dropFirst().first)
    return try #require(script.components(separatedBy: "\n```").first)
  }

  @Test func `shards run by GNU Parallel give the bytes of one sweep`() throws {
    let program = try Program(files: try Example.files("highway-friday"))
    let script = try Self.script(below: "GNU Parallel")
    let sharded = try program.shell("cp station-300.json station.json\n\(script)")
    #expect(sharded.status == 0)
    let whole = try program.shell(
      "sems-plan sweep -q -c station.json -t timeline.csv --grid-capacity 100:600:50 "
        + "--policy fair,max-min -o whole.csv && cmp whole.csv sweep.csv")
    #expect(whole.status == 0, "\(whole.out)\(whole.err)")
    #expect(try program.text("sweep.csv").split(separator: "\n").count == 23)
  }
}
