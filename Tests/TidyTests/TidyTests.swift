import Foundation
import Testing

/// Checks rules about the files of the project.
@Suite struct TidyTests {
  private static let sources = Tree.files(below: "Sources", ending: ".swift")
  private static let library = Tree.files(below: "Sources/PowerShare", ending: ".swift")

  @Test func `the rules find the sources`() {
    #expect(Self.library.count > 20)
    #expect(Self.sources.count > Self.library.count)
  }

  @Test func `the library imports nothing`() throws {
    for path in Self.library {
      let lines = try SwiftSource(path).lines(withWord: "import")
      #expect(lines.isEmpty, "\(path): only the standard library is allowed here")
    }
  }

  @Test func `the program imports the library and the C library only`() throws {
    let allowed: Set = ["PowerShare", "Glibc", "Darwin", "Musl"]
    for path in Self.sources {
      for line in try SwiftSource(path).code {
        let words = line.split(separator: " ").map(String.init)
        guard words.contains("import"), let module = words.last else { continue }
        #expect(allowed.contains(module), "\(path) imports \(module)")
      }
    }
  }

  @Test(arguments: ["print", "debugPrint", "dump", "readLine", "fatalError", "assertionFailure"])
  func `the library neither prints nor calls fatalError`(call: String) throws {
    for path in Self.library {
      let lines = try SwiftSource(path).lines(withWord: call)
      #expect(lines.isEmpty, "\(path):\(lines) calls \(call)")
    }
  }

  @Test func `unsafe code is in four files only`() throws {
    let allowed: Set = [
      "Sources/PowerShare/Text/ByteWords.swift", "Sources/PowerShare/Text/ByteCursor.swift",
      "Sources/sems-plan/Terminal/POSIX.swift",
      "Sources/sems-plan/Terminal/POSIX+Signals.swift",
    ]
    for path in Self.sources where !allowed.contains(path) {
      let lines = try SwiftSource(path).lines(withWord: "unsafe")
      #expect(lines.isEmpty, "\(path):\(lines) is unsafe")
    }
  }

  // Tests may have longer lines, in texts to compare.
  @Test func `no line of Swift is longer than 100 columns`() throws {
    for path in Self.sources + ["Package.swift"] {
      let lines = try Tree.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() where line.count > 100 {
        Issue.record("\(path):\(index + 1) has \(line.count) columns")
      }
    }
  }

  @Test func `every golden case is complete`() {
    let topics = Tree.names(in: "golden").filter { Tree.isFolder("golden/\($0)") }
    #expect(!topics.isEmpty)
    for topic in topics {
      for name in Tree.names(in: "golden/\(topic)") {
        let files = Set(Tree.names(in: "golden/\(topic)/\(name)"))
        #expect(
          files.isSuperset(of: ["cmd", "out", "err", "status"]), "golden/\(topic)/\(name)")
      }
    }
  }

  @Test func `the package has no dependencies`() throws {
    let manifest = try SwiftSource("Package.swift").code.joined(separator: "\n")
    #expect(!manifest.contains(".package("))
  }

  @Test func `the top folder has the known files only`() throws {
    let allowed: Set = [
      "Package.swift", "Sources", "Tests", "examples", "golden", "Makefile", "README.md",
      "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md",
    ]
    let ignored = try Tree.text(".gitignore").split(separator: "\n").map {
      $0.trimmingCharacters(in: ["/"])
    }
    for name in Tree.names(in: ".") where !allowed.contains(name) {
      let isIgnored = ignored.contains { fnmatch($0, name, 0) == 0 }
      #expect(isIgnored, "\(name) does not belong at the top")
    }
    #expect(Tree.names(in: "Sources") == ["PowerShare", "sems-plan"])
  }

  @Test func `the index of the manual has a line on every example`() throws {
    let index = try Tree.text("Sources/sems-plan/Manual/README.md")
    for example in Tree.names(in: "examples") {
      #expect(index.contains("examples/\(example)"), "\(example)")
    }
  }
}
