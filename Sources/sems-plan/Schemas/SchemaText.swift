/// Text of JSON Schemas as they are printed, with two spaces a level.
///
/// Each function returns what follows on the present line and the lines below it. `depth` is the
/// column in which that line begins.
enum SchemaText {
  /// The widest line of a list.
  private static let width = 94

  /// Returns an object with those members.
  static func object(_ members: [String], at depth: Int) -> String {
    "{" + line(at: depth + 2) + self.members(members, at: depth + 2) + line(at: depth) + "}"
  }

  /// Returns members without the braces around them.
  static func members(_ members: [String], at depth: Int) -> String {
    members.joined(separator: "," + line(at: depth))
  }

  /// Returns a member whose value is that text.
  static func member(_ key: String, _ value: String) -> String { "\"\(key)\": \(value)" }

  /// Returns a member whose value is a string.
  static func member(_ key: String, string: String) -> String { member(key, "\"\(string)\"") }

  /// Returns a member whose value is an array: on one line, or in rows of five where it is longer.
  ///
  /// - Parameter isLast: Whether no comma follows.
  static func member(
    _ key: String, list items: [String?], at depth: Int, isLast: Bool = false
  ) -> String {
    let items = items.map { $0.map { "\"\($0)\"" } ?? "null" }
    let joined = items.joined(separator: ", ")
    let short = member(key, "[" + joined + "]")
    if depth + short.count + (isLast ? 0 : 1) < width { return short }
    let size = depth + 2 + joined.count <= width ? items.count : 5
    let rows = stride(from: 0, to: items.count, by: size).map {
      items[$0..<min($0 + size, items.count)].joined(separator: ", ")
    }
    return member(key, "[") + line(at: depth + 2) + members(rows, at: depth + 2) + line(at: depth)
      + "]"
  }

  private static func line(at depth: Int) -> String {
    "\n" + String(repeating: " ", count: depth)
  }
}
