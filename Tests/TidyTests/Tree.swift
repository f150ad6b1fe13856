import Foundation

/// Access to the files of the project.
enum Tree {
  /// The root folder of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Returns the text of a file, by its path from the root.
  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  /// Returns the names in a folder, sorted, without those that begin with a dot.
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

  /// Whether a file or folder exists, by its path from the root.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// Returns the path of a file from the root.
  static func path(of url: URL) -> String {
    String(url.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1))
  }

  /// Returns the sorted paths of all files below a folder with a suffix.
  ///
  /// Hidden folders, such as the builds of nested packages, are skipped.
  static func files(below folder: String, ending suffix: String) -> [String] {
    names(in: folder).flatMap { name in
      let path = "\(folder)/\(name)"
      if isFolder(path) { return files(below: path, ending: suffix) }
      return path.hasSuffix(suffix) ? [path] : []
    }
  }

  /// The folder of the built program: that of the test binary or one above it.
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
