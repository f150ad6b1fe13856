import Foundation
import Testing

/// Checks that the names and links in the documentation exist.
@Suite struct DocumentationTests {
  private static let catalogue = "Sources/PowerShare/PowerShare.docc"
  private static let sources = Tree.files(below: "Sources/PowerShare", ending: ".swift")
    .compactMap { try? SwiftSource($0) }

  /// The public types that are not nested in another type.
  private static let publicTypes: [String] = sources.flatMap { source in
    source.code.filter { $0.hasPrefix("public ") }.compactMap { line in
      let words = line.split { !$0.isLetter && !$0.isNumber }
      let kinds: Set<Substring> = ["struct", "enum", "class", "protocol", "actor"]
      guard words.count > 2, kinds.contains(words[1]) else { return nil }
      return String(words[2])
    }
  }

  @Test func `the landing page lists every public type once`() throws {
    let lines = try Tree.text("\(Self.catalogue)/PowerShare.md").split(separator: "\n")
    let listed = lines.filter { $0.hasPrefix("- ``") }.map {
      $0.dropFirst(2).trimmingCharacters(in: ["`"])
    }
    #expect(listed.sorted() == Self.publicTypes.sorted())
  }

  @Test func `the symbols in articles exist`() throws {
    var words: Set<String> = ["PowerShare"]
    for source in Self.sources {
      for line in source.code {
        words.formUnion(line.split { !$0.isLetter && !$0.isNumber }.map(String.init))
      }
    }
    for path in Tree.files(below: Self.catalogue, ending: ".md") {
      let parts = try Tree.text(path).components(separatedBy: "``")
      // A part without spaces is a symbol between two pairs of backticks.
      for symbol in parts where !symbol.isEmpty && !symbol.contains(where: \.isWhitespace) {
        for name in symbol.split(separator: "/") where name.allSatisfy(\.isLetter) {
          #expect(words.contains(String(name)), "\(path) names \(symbol)")
        }
      }
    }
  }

  @Test(arguments: Page.withLinks)
  func `links lead to files and headings`(page: Page) {
    let folder = Tree.root.appending(path: page.path).deletingLastPathComponent()
    for (file, anchor) in page.links {
      let target = file.isEmpty ? page.path : Tree.path(of: folder.appending(path: file))
      #expect(Tree.exists(target), "\(page.path) links to \(file)")
      guard !anchor.isEmpty else { continue }
      #expect(Page(target).anchors.contains(anchor), "\(page.path) links to \(file)#\(anchor)")
    }
  }

  @Test func `the index of the manual links to every page`() {
    let index = Page("\(Page.manual)/README.md")
    let linked = Set(index.links.map(\.file))
    for page in Page.ofManual where page.path != index.path {
      let name = String(page.path.dropFirst(Page.manual.count + 1))
      #expect(linked.contains(name), "\(name)")
      #expect(page.links.contains { $0.file == "README.md" }, "\(name)")
      #expect(page.text.hasPrefix("# "), "\(name)")
    }
  }

  @Test(arguments: ["ARCHITECTURE.md", "CONTRIBUTING.md"])
  func `source files that are named exist`(document: String) throws {
    let names = Page(document).parts.prose.joined(separator: "\n").split(separator: "`")
      .filter { $0.hasSuffix(".swift") && !$0.contains(" ") }
    #expect(names.count > 3)
    let folders = [
      "", "Sources/PowerShare/", "Sources/sems-plan/", "Sources/sems-plan/Commands/",
    ]
    for name in names {
      #expect(folders.contains { Tree.exists($0 + name) }, "\(document) names \(name)")
    }
  }

  @Test func `the manual has a line on every code of a problem`() throws {
    let codes = try Self.diagnosticCodes() + Self.otherCodes()
    #expect(codes.count > 45)
    let lines = Page("\(Page.manual)/Errors.md").parts.prose.filter { $0.hasPrefix("| `") }
    for code in Set(codes).sorted() {
      #expect(lines.contains { $0.contains("`\(code)`") }, "\(code)")
    }
  }

  /// The words of `DiagnosticCode`.
  private static func diagnosticCodes() throws -> [String] {
    try Tree.text("Sources/PowerShare/Problems/DiagnosticCode.swift")
      .components(separatedBy: " = \"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }

  /// The words that the program's own reports have as their code.
  private static func otherCodes() throws -> [String] {
    try Tree.files(below: "Sources/sems-plan", ending: ".swift").flatMap { path in
      try Tree.text(path).components(separatedBy: "code: \"").dropFirst()
        .map { String($0.prefix { $0 != "\"" }) }
    }
  }

  @Test func `the changelog has the program's version`() throws {
    let program = try Tree.text("Sources/sems-plan/Commands/ProgramVersion.swift")
    let version = try #require(
      program.components(separatedBy: "static let text = \"").dropFirst().first?
        .prefix { $0 != "\"" })
    #expect(try Tree.text("CHANGELOG.md").contains(version))
  }
}
