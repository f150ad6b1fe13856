import Foundation

/// The project's own files, as these tests look at them.
enum Tree {
  /// The package's root folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file, by its path from the root.
  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  /// The names in a folder that do not begin with a dot, sorted.
  static func names(in folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = ObjCBool(false)
    let path = root.appending(path: path).path
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// The paths of all files below a folder whose names end so, sorted.
  ///
  /// Nested packages keep what they build in hidden folders, which are passed.
  static func files(below folder: String, ending suffix: String) -> [String] {
    names(in: folder).flatMap { name in
      let path = "\(folder)/\(name)"
      if isFolder(path) { return files(below: path, ending: suffix) }
      return path.hasSuffix(suffix) ? [path] : []
    }
  }

  /// Where the tests' own binary lies, and so the program's.
  static let programFolder: URL = {
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
