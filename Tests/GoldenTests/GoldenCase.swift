import Foundation
import Testing

/// A folder of `golden/`: a command line, and what the program is to do with it.
///
/// `cmd` is run by `/bin/sh` in the folder itself, with the built program first on its path; `out`,
/// `err` and `status` hold what it must print and return, byte for byte.
struct GoldenCase: CustomTestStringConvertible, Sendable {
  /// The folder below `golden/`, `<topic>/<case>`.
  let name: String

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let golden = root.appending(path: "golden")

  /// Every case, by name.
  static let all: [GoldenCase] = {
    let files = FileManager.default
    let topics = (try? files.contentsOfDirectory(atPath: golden.path)) ?? []
    return topics.sorted().flatMap { topic in
      let cases = try? files.contentsOfDirectory(atPath: golden.appending(path: topic).path)
      return (cases ?? []).sorted().map { GoldenCase(name: "\(topic)/\($0)") }
    }
  }()

  var folder: URL { Self.golden.appending(path: name) }

  var testDescription: String { name }

  /// The text of one of the case's files.
  func text(_ file: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: file)), as: UTF8.self)
  }

  /// What lies in the case's folder, but for what is recorded.
  func fileNames() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
      .subtracting(["out", "err", "status"])
  }

  /// What the program has done.
  struct Outcome {
    let out: String
    let err: String
    let status: String

    /// The outcome by the file it is kept in.
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
    var environment = ["PATH": Self.programFolder.path + ":/usr/local/bin:/usr/bin:/bin"]
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

  /// Writes what the program has done over what was expected.
  func record(_ outcome: Outcome) throws {
    for (name, text) in outcome.files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }

  /// Where the tests' own binary lies, and so the program's.
  private static let programFolder: URL = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      if FileManager.default.isExecutableFile(atPath: folder.appending(path: "sems-plan").path) {
        return folder
      }
      folder.deleteLastPathComponent()
    }
    return root.appending(path: ".build/debug")
  }()
}

/// A file that is gone when it is closed.
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
