import Foundation
import Testing

/// A fenced block of shell commands in a document.
///
/// In a transcript, lines that begin with `$ ` are commands, and the lines below each are exactly
/// what a terminal shows. A command goes on below where its line ends with a backslash, or up to
/// the end of its here-document. A script has one command a line and shows no outputs.
struct ShellBlock: CustomTestStringConvertible, Sendable {
  /// Its number among the document's shell blocks, from 0.
  let ordinal: Int
  /// The document's line of its opening fence, from 1.
  let line: Int
  let steps: [Step]
  /// Whether it shows outputs.
  let isTranscript: Bool

  /// A command and its output; nil in a script.
  struct Step: Equatable, Sendable {
    var command: String
    var output: String?
  }

  var testDescription: String { "line \(line): \(steps.first?.command ?? "")" }

  /// Whether any of its commands calls the program of that name.
  func calls(_ program: String) -> Bool {
    steps.contains { step in
      step.command.split { !$0.isLetter && $0 != "-" && $0 != "_" && $0 != "/" }
        .contains(Substring(program))
    }
  }

  /// Several blocks as one, whose commands follow on each other.
  init(joining blocks: [ShellBlock]) {
    ordinal = blocks.first?.ordinal ?? 0
    line = blocks.first?.line ?? 0
    steps = blocks.flatMap(\.steps)
    isTranscript = blocks.allSatisfy(\.isTranscript)
  }

  private init(ordinal: Int, line: Int, lines: [Substring]) {
    self.ordinal = ordinal
    self.line = line
    isTranscript = lines.contains { $0.hasPrefix("$ ") }
    var steps: [Step] = []
    var rest = lines[...]
    while let line = rest.popFirst() {
      guard !isTranscript || line.hasPrefix("$ ") else {
        if let last = steps.indices.last { steps[last].output? += line + "\n" }
        continue
      }
      var command = String(isTranscript ? line.dropFirst(2) : line)
      var ending = Self.endOfHereDocument(command)
      while command.hasSuffix("\\") || ending != nil, let next = rest.popFirst() {
        command += "\n" + next
        if let word = ending, next == word { ending = nil }
      }
      if !command.isEmpty {
        steps.append(Step(command: command, output: isTranscript ? "" : nil))
      }
    }
    self.steps = steps
  }

  /// The word that ends the here-document which a line begins, or nil.
  private static func endOfHereDocument(_ line: String) -> String? {
    guard let start = line.range(of: "<<") else { return nil }
    return line[start.upperBound...].trimmingCharacters(in: ["'", "\"", " "])
  }
}

// MARK: - Documents

extension ShellBlock {
  /// The `sh` and `console` blocks of a document in Markdown.
  static func all(in document: String) -> [ShellBlock] {
    var blocks: [ShellBlock] = []
    eachLine(of: document) { _, block in
      if let block { blocks.append(block) }
    }
    return blocks
  }

  /// The document with other outputs in the block of that number.
  static func replacing(
    _ ordinal: Int, in document: String, with outputs: [String]
  ) -> String {
    var text = ""
    eachLine(of: document) { lines, block in
      guard let block, block.ordinal == ordinal, block.isTranscript, let first = lines.first,
        let last = lines.last
      else { return text += lines.map { $0 + "\n" }.joined() }
      text += first + "\n"
      for (step, output) in zip(block.steps, outputs) { text += "$ \(step.command)\n\(output)" }
      text += last + "\n"
    }
    return text
  }

  /// Calls `body` with each line that is in no shell block, and with the lines of each block, its
  /// fences included.
  private static func eachLine(
    of document: String, _ body: (ArraySlice<Substring>, ShellBlock?) -> Void
  ) {
    let lines = document.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    var ordinal = 0
    var position = lines.startIndex
    while position < lines.endIndex {
      var end = position + 1
      if lines[position].hasPrefix("```"), lines[position] != "```" {
        end = (lines[end...].firstIndex(of: "```") ?? lines.endIndex - 1) + 1
      }
      guard ["```sh", "```console"].contains(lines[position]) else {
        body(lines[position..<end], nil)
        position = end
        continue
      }
      let inside = Array(lines[(position + 1)..<(end - 1)])
      body(
        lines[position..<end], ShellBlock(ordinal: ordinal, line: position + 1, lines: inside))
      ordinal += 1
      position = end
    }
  }
}

// MARK: - Running

extension ShellBlock {
  /// The folders in which the shell looks for programs, besides that of the built one.
  static let systemPath = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"

  /// Whether a command builds, tests or installs, and so is looked up instead of run.
  static func isOfTheToolchain(_ command: String) -> Bool {
    ["swift", "make"].contains(command.split(separator: " ").first)
  }

  /// A command as it is run here: the built program in place of `swift run`.
  private static func runnable(_ command: String) -> String {
    let run = "swift run -c release sems-plan "
    if command.hasPrefix(run) { return "sems-plan " + command.dropFirst(run.count) }
    return isOfTheToolchain(command) ? ":" : command
  }

  /// The outcome of running the commands.
  struct Outcome {
    /// The output of each command.
    let outputs: [String]
    /// The exit code of each.
    let statuses: [Int]
    /// Files they have left behind, other than in `scratch`, which git ignores.
    let strays: [String]
  }

  /// Runs the commands one after the other in one shell.
  ///
  /// - Parameter hasExamples: Whether a copy of the examples lies there; else the folder is empty.
  func run(hasExamples: Bool = true) throws -> Outcome {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "manual-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    let examples = "examples"
    if hasExamples {
      try files.copyItem(
        at: Tree.root.appending(path: examples), to: folder.appending(path: examples))
    }
    // What the next command sees in `$?` is the status of the one before it.
    let mark = "end-of-step-\(UUID().uuidString) "
    let script = steps.map { step in
      "\(Self.runnable(step.command))\nstatus=$?; printf '\(mark)%s\\n' $status; (exit $status)\n"
    }
    let text = try Self.run("sh", ["-c", script.joined()], in: folder).output
    let known = Set(files.subpaths(atPath: Tree.root.appending(path: examples).path) ?? [])
    let strays = (files.subpaths(atPath: folder.path) ?? []).filter { path in
      let name = path.split(separator: "/").first
      return name != "scratch" && path != examples
        && !(name == examples[...] && known.contains(String(path.dropFirst(examples.count + 1))))
    }
    let parts = text.components(separatedBy: mark)
    var outputs = [parts[0]]
    var statuses: [Int] = []
    for part in parts.dropFirst() {
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      statuses.append(Int(lines[0]) ?? -1)
      outputs.append(String(lines.last ?? ""))
    }
    return Outcome(
      outputs: Array(outputs.dropLast()), statuses: statuses, strays: strays.sorted())
  }

  /// Returns the path of a program, or nil.
  static func program(_ name: String) -> String? {
    systemPath.split(separator: ":").map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// Runs a program, and returns its standard output and standard error.
  static func run(
    _ name: String, _ arguments: [String], in folder: URL = FileManager.default.temporaryDirectory
  ) throws -> (output: String, status: Int32) {
    let files = FileManager.default
    // A file and not a pipe, which would have to be emptied while the program runs.
    let printed = files.temporaryDirectory.appending(path: "printed-\(UUID().uuidString)")
    _ = files.createFile(atPath: printed.path, contents: nil)
    defer { try? files.removeItem(at: printed) }
    let handle = try FileHandle(forUpdating: printed)
    let process = Process()
    process.executableURL = URL(filePath: program(name) ?? name)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "\(Tree.programFolder.path):\(systemPath)", "LC_ALL": "C.UTF-8",
      "HOME": folder.path,
    ]
    process.environment?["LSAN_OPTIONS"] = ProcessInfo.processInfo.environment["LSAN_OPTIONS"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: printed), as: UTF8.self)
    return (text, process.terminationStatus)
  }
}
