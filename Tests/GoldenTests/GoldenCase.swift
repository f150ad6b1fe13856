import Foundation
import Testing

/// A folder of `golden/`: a command line and its expected results.
///
/// `/bin/sh` runs `cmd` in the folder, with the built program first on the path. `out`, `err` and
/// `status` have the expected output and exit code, byte for byte.
struct GoldenCase: CustomTestStringConvertible, Sendable {
  /// The path below `golden/`: `<topic>/<case>`.
  let name: String

  /// All cases, sorted by name.
  static let all = Tree.names(in: "golden").flatMap { topic in
    Tree.names(in: "golden/\(topic)").map { GoldenCase(name: "\(topic)/\($0)") }
  }

  private var path: String { "golden/\(name)" }

  var folder: URL { Tree.root.appending(path: path) }

  var testDescription: String { name }

  /// Returns the text of one of the case's files.
  func text(_ file: String) throws -> String { try Tree.text("\(path)/\(file)") }

  /// Returns the names of the case's files, except the recorded ones.
  func fileNames() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
      .subtracting(["out", "err", "status"])
  }

  /// The output and the exit code of a command.
  struct Outcome {
    let out: String
    let err: String
    let status: String

    /// The names and the contents of the files that record the outcome.
    var files: [(name: String, text: String)] {
      [("out", out), ("err", err), ("status", status)]
    }
  }

  /// Runs the command.
  func run() throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", try text("cmd")]
    process.currentDirectoryURL = folder
    var environment = ["PATH": Tree.programFolder.path + ":/usr/local/bin:/usr/bin:/bin"]
    environment["LC_ALL"] = "C.UTF-8"
    environment["LSAN_OPTIONS"] = ProcessInfo.processInfo.environment["LSAN_OPTIONS"]
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let (out, err) = (try Scratch(), try Scratch())
    process.standardOutput = out.handle
    process.standardError = err.handle
    try process.run()
    process.waitUntilExit()
    return Outcome(
      out: try out.text(), err: try err.text(), status: "\(process.terminationStatus)\n")
  }

  /// Replaces the expected results with an outcome.
  func record(_ outcome: Outcome) throws {
    for (name, text) in outcome.files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }
}

/// A temporary file that is removed when its text is read.
private struct Scratch {
  let handle: FileHandle
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    handle = try FileHandle(forUpdating: url)
  }

  func text() throws -> String {
    defer { try? FileManager.default.removeItem(at: url) }
    return String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }
}
