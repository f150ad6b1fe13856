import Foundation

/// Data that is too large, or not free, to be part of the project; it is looked for beside it.
enum SharedData {
  /// Returns the bytes of a file, or nil if it is missing.
  static func file(_ name: String) -> [UInt8]? {
    let folder = Tree.root.deletingLastPathComponent().appending(path: "shared/data")
    return FileManager.default.contents(atPath: folder.appending(path: name).path).map {
      [UInt8]($0)
    }
  }
}
