import Foundation

/// The files of the project, for tests.
///
/// A target that needs it has a link to this file.
enum Tree {
  /// The root folder of the package: the one with the changelog, because packages are nested in it.
  static let root: URL = {
    var folder = URL(filePath: #filePath)
    repeat {
      folder.deleteLastPathComponent()
    } while folder.path != "/"
      && !FileManager.default.fileExists(atPath: folder.appending(path: "CHANGELOG.md").path)
    return folder
  }()

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

  /// Whether a file or folder exists, by its path from the root.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// Returns the path of a file from the root.
  static func path(of url: URL) -> String {
    String(url.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1))
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = ObjCBool(false)
    let path = root.appending(path: path).path
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
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

  /// The folder of the built program, which is beside the binary of the tests or above it.
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
