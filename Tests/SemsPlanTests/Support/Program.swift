import Foundation

/// The built program, run as a process in a temporary folder.
final class Program {
  /// The working directory, removed with this object.
  let folder: URL

  init(files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The exit status and the output of a shell script.
  struct Outcome: Equatable {
    let status: Int32
    let out: String
    let err: String
  }

  /// Runs a shell script with the built program first on the path.
  ///
  /// The output goes to files, because a full pipe would block the script.
  func shell(_ script: String, with shell: String = "/bin/sh") throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: shell)
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    environment["PATH"] = Tree.programFolder.path + ":" + path
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

  /// Returns the names of the files in the folder, except those with captured output.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { ![".stdout", ".stderr"].contains($0) }.sorted()
  }
}
