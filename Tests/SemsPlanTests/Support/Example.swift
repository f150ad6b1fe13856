import Foundation

/// The folders of `examples/`.
enum Example {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let folder = root.appending(path: "examples")

  /// The names of all folders, sorted.
  static let all: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { !$0.hasPrefix(".") }.sorted()

  /// Returns the texts of a folder's files by name.
  static func files(_ name: String) throws -> [String: String] {
    let folder = folder.appending(path: name)
    var texts: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      texts[file] = String(
        decoding: try Data(contentsOf: folder.appending(path: file)), as: UTF8.self)
    }
    return texts
  }
}
