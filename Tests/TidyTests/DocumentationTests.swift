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

  @Test(arguments: ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
  func `links to files are valid`(document: String) throws {
    for part in try Tree.text(document).components(separatedBy: "](").dropFirst() {
      let target = String(part.prefix { $0 != ")" && $0 != "#" })
      guard !target.isEmpty, !target.hasPrefix("http") else { continue }
      let path = Tree.root.appending(path: target).path
      #expect(FileManager.default.fileExists(atPath: path), "\(document) links to \(target)")
    }
  }

  @Test func `links within the README are valid`() throws {
    let readme = try Tree.text("README.md")
    let anchors = readme.split(separator: "\n").filter { $0.hasPrefix("#") }.map { heading in
      heading.drop { $0 == "#" || $0 == " " }.lowercased()
        .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
        .replacing(" ", with: "-")
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
