import Foundation

/// Data that is too large, or not free, to lie within the project: beside it where there is any.
enum SharedData {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data")

  /// The bytes of a file, or nil where it is missing.
  static func file(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder.appending(path: name).path).map { [UInt8]($0) }
  }
}
