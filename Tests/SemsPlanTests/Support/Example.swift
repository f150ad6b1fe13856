/// The folders of `examples/`.
enum Example {
  /// The names of all folders, sorted.
  static let all = Tree.names(in: "examples")

  /// Returns the texts of a folder's files by name.
  static func files(_ name: String) throws -> [String: String] {
    var texts: [String: String] = [:]
    for file in Tree.names(in: "examples/\(name)") {
      texts[file] = try Tree.text("examples/\(name)/\(file)")
    }
    return texts
  }
}
