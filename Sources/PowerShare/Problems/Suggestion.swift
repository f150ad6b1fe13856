/// Guesses the word that a mistyped one was meant to be, and makes texts safe to show.
package enum Suggestion {
  /// The greatest number of names that callers compare, so that a large station does not slow
  /// messages down.
  package static let candidateLimit = 1_000

  /// Returns the candidate nearest to a word, or nil if none is near.
  ///
  /// Near is an edit distance of at most a third of the word's length, and at least 1 (Damerau's
  /// distance with adjacent transpositions). Of equally near candidates the first is returned.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    several(near: word, among: candidates).first
  }

  /// Returns the candidates that are nearest to a word or have one difference more, the nearest
  /// first.
  package static func several(
    near word: String, among candidates: some Sequence<String>
  ) -> [String] {
    let word = Array(word.utf8.prefix(64)).map(lowercased)
    guard !word.isEmpty else { return [] }
    let farthest = max(1, word.count / 3)
    var found: [(distance: Int, place: Int, candidate: String)] = []
    for candidate in candidates {
      let other = Array(candidate.utf8.prefix(64)).map(lowercased)
      guard abs(other.count - word.count) <= farthest else { continue }
      let distance = editDistance(word, other)
      if distance <= farthest { found.append((distance, found.count, candidate)) }
    }
    let nearest = found.map(\.distance).min() ?? 0
    return found.filter { $0.distance <= nearest + 1 }
      .sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.map(\.candidate)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }

  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var distance = min(last[column + 1] + 1, current[column] + 1)
        distance = min(distance, last[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current.append(distance)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }

  /// Returns the text with control characters written as `\u001b`, shortened to `limit` characters.
  package static func printable(_ text: String, limit: Int = 80) -> String {
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == limit { return result + "…" }
      if isControl(scalar) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// True if a terminal might act on the character instead of showing it: C0, DEL, C1, marks that
  /// change the direction of writing, and spaces and byte order marks without width.
  package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      true
    default: false
    }
  }
}
