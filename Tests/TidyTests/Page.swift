import Foundation
import Testing

/// A document in Markdown whose commands and links are tested.
struct Page: CustomTestStringConvertible, Sendable {
  /// Its path from the root.
  let path: String
  /// Its text; empty where the file does not exist, which other tests report.
  let text: String

  init(_ path: String) {
    self.path = path
    text = (try? Tree.text(path)) ?? ""
  }

  /// The folder of the manual.
  static let manual = "Sources/sems-plan/Manual"

  /// The pages of the manual: every Markdown file of its folder.
  static let ofManual = Tree.files(below: manual, ending: ".md").map(Page.init)

  /// The documents whose commands are run.
  static let withCommands = [Page("README.md")] + ofManual + [Page("CONTRIBUTING.md")]

  /// The documents whose links are followed.
  static let withLinks = withCommands + [Page("ARCHITECTURE.md"), Page("CHANGELOG.md")]

  /// Its shell blocks, from top to bottom.
  var blocks: [ShellBlock] { ShellBlock.all(in: text) }

  var testDescription: String { path }
}

// MARK: - Structure

extension Page {
  /// A fenced block: its language, which is empty where the fence names none, and its lines.
  struct Fence {
    let language: String
    let line: Int
    var lines: [Substring] = []
  }

  /// Its lines outside of fences, and its fenced blocks.
  var parts: (prose: [Substring], fences: [Fence]) {
    var prose: [Substring] = []
    var fences: [Fence] = []
    var isInside = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if !isInside { fences.append(Fence(language: String(line.dropFirst(3)), line: index + 1)) }
        isInside.toggle()
      } else if isInside {
        fences[fences.count - 1].lines.append(line)
      } else {
        prose.append(line)
      }
    }
    return (prose, fences)
  }

  /// The anchors of its headings, as git hosts make them.
  var anchors: [String] {
    parts.prose.filter { $0.hasPrefix("#") }.map { heading in
      heading.drop { $0 == "#" || $0 == " " }.lowercased()
        .filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
        .replacing(" ", with: "-")
    }
  }

  /// The targets of its links, but those that lead out of the project.
  var links: [(file: String, anchor: String)] {
    parts.prose.joined(separator: "\n").components(separatedBy: "](").dropFirst().compactMap {
      let target = $0.prefix { $0 != ")" }
      if target.hasPrefix("http") { return nil }
      let anchor = target.drop { $0 != "#" }.dropFirst()
      return (String(target.prefix { $0 != "#" }), String(anchor))
    }
  }

  /// The shell scripts that a workflow in YAML runs: what follows `run:`, on its line or, after
  /// `|`, on the deeper lines below it.
  static func scripts(inWorkflow lines: [Substring]) -> [String] {
    var scripts: [String] = []
    var rest = lines[...]
    while let line = rest.popFirst() {
      guard let key = line.range(of: "run: ") else { continue }
      let script = String(line[key.upperBound...])
      guard script == "|" else {
        scripts.append(script)
        continue
      }
      let margin = line.distance(from: line.startIndex, to: key.lowerBound)
      let body = rest.prefix { $0.prefix(margin + 1).allSatisfy { $0 == " " } }
      rest = rest.dropFirst(body.count)
      scripts.append(body.map { $0.drop { $0 == " " } }.joined(separator: "\n"))
    }
    return scripts
  }
}
