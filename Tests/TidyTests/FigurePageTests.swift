import Foundation
import PowerShare
import Testing

/// The tables of the manual's page on figures are those of the library.
///
/// `make golden` writes them anew for review.
@Suite struct FigurePageTests {
  private static let path = "Sources/sems-plan/Manual/Figures.md"
  private static let begin = "<!-- Made from FigureTable.swift by `make golden`. -->\n"
  private static let end = "<!-- The end of what is made. -->\n"

  /// The tables in Markdown.
  private static var tables: String {
    var text = "\n"
    for group in FigureTable.groups {
      text += group.key.isEmpty ? "## The whole run\n\n" : "## `\(group.key)`\n\n"
      if !group.meaning.isEmpty { text += group.meaning + "\n\n" }
      text += "| figure | unit | better | meaning |\n| --- | --- | --- | --- |\n"
      for figure in group.figures {
        let better = figure.better.map { $0 == .higher ? "higher" : "lower" } ?? ""
        text += "| `\(group.shownPath(figure))` | \(figure.unit.name) | \(better) | "
        text += figure.meaning + " |\n"
      }
      text += "\n"
      guard group.repetition == .eachLimit else { continue }
      text += "| `LIMIT` | meaning |\n| --- | --- |\n"
      for limit in FigureTable.limits {
        text += "| `\(limit.limit.name)` | \(limit.meaning) |\n"
      }
      text += "\n"
    }
    return text
  }

  @Test func `the tables are made from the table of figures`() throws {
    let page = try Tree.text(Self.path)
    let start = try #require(page.range(of: Self.begin)).upperBound
    let stop = try #require(page.range(of: Self.end, range: start..<page.endIndex)).lowerBound
    let environment = ProcessInfo.processInfo.environment
    let shown = String(page[start..<stop])
    if shown != Self.tables, environment["UPDATE_GOLDEN"] == "1", environment["CI"] != "true" {
      let page = page.replacingCharacters(in: start..<stop, with: Self.tables)
      try Data(page.utf8).write(to: Tree.root.appending(path: Self.path))
      Issue.record("recorded \(Self.path); run again without UPDATE_GOLDEN")
      return
    }
    #expect(shown == Self.tables)
  }
}
