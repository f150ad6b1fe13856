import Foundation

/// The built program, run in a folder of its own.
final class Program {
  /// The folder it runs in, gone when the test has ended.
  let folder: URL

  init(files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What a shell script has done.
  struct Outcome: Equatable {
    let status: Int32
    let out: String
    let err: String
  }

  /// Runs a shell script, with the program first on its path.
  ///
  /// Its output goes to files, not pipes, so that however much there is nobody waits.
  func shell(_ script: String, with shell: String = "/bin/sh") throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: shell)
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    environment["PATH"] = Self.programFolder.path + ":" + path
    environment["LC_ALL"] = "C.UTF-8"
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try handle(".stdout")
    process.standardError = try handle(".stderr")
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, out: try text(".stdout"), err: try text(".stderr"))
  }

  private func handle(_ name: String) throws -> FileHandle {
    try write("", to: name)
    return try FileHandle(forWritingTo: folder.appending(path: name))
  }

  // MARK: Files

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// The names in the folder, but for what the tests themselves put there.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { ![".stdout", ".stderr"].contains($0) }.sorted()
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
    return Example.root.appending(path: ".build/debug")
  }()
}
