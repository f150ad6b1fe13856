import Foundation
import Testing

@testable import PowerShare

/// Tables in the golden cases and in the manual are not wider than a terminal.
@Suite struct TableWidthTests {
  /// Topics whose outputs are no tables.
  private static let others: Set = ["completions", "schema", "generate", "report"]
  /// A case with names that are longer than a table has room for.
  private static let longNames: Set = ["tables/names"]

  private static let tables = GoldenCase.all.filter { golden in
    !others.contains { golden.name.hasPrefix($0 + "/") } && !longNames.contains(golden.name)
  }

  @Test(arguments: tables)
  func `no table of a golden case is wider than a terminal`(golden: GoldenCase) throws {
    let isPlanning = golden.name.hasPrefix("sweep/") || golden.name.hasPrefix("size/")
    let limit = isPlanning ? TextTable.planningLimit : TextTable.usualLimit
    for line in try golden.text("out").split(separator: "\n") where Self.isReadable(line) {
      let plain = Self.withoutColour(line)
      #expect(plain.terminalCells <= limit, "\(plain)")
      #expect(!plain.drop { $0 == " " }.hasPrefix("::"))
    }
  }

  @Test func `no table of the manual is wider than a terminal`() throws {
    let manual = "Sources/sems-plan/Manual"
    let pages = ["README.md"] + Tree.names(in: manual).map { "\(manual)/\($0)" }
    for page in pages where page.hasSuffix(".md") {
      let parts = try Tree.text(page).split(separator: "```", omittingEmptySubsequences: false)
      for part in parts where part.hasPrefix("console\n") {
        for line in part.split(separator: "\n")
        where Self.isReadable(line) && !line.hasPrefix("$ ") && line.contains("  ") {
          #expect(String(line).terminalCells <= TextTable.planningLimit, "\(page): \(line)")
        }
      }
    }
  }

  /// Whether a line is for readers: neither JSON nor a row of CSV.
  private static func isReadable(_ line: Substring) -> Bool {
    if let first = line.first(where: { $0 != " " }), "{}[]\"".contains(first) { return false }
    // Numbers of a JSON array; no table has commas between numbers.
    if line.contains(","), line.allSatisfy({ " ,0123456789".contains($0) }) { return false }
    let separators = line.unicodeScalars.count { ",;\t".unicodeScalars.contains($0) }
    return separators - line.split(separator: ", ").count + 1 < 3
  }

  /// Returns a line without colours, as they are or as `cat -v` writes them.
  private static func withoutColour(_ line: Substring) -> String {
    ["0", "1", "31", "32", "33", "36"].reduce(String(line)) { text, code in
      text.replacing("\u{1B}[\(code)m", with: "").replacing("^[[\(code)m", with: "")
    }
  }
}
