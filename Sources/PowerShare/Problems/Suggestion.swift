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

  /// Returns the known name that a misspelt one is surely meant to be, or nil.
  ///
  /// That is a name that is equal but for case and separators, one letter apart (of 5 letters or
  /// more), two apart (of 10 or more), or begins with the word as its first word or words. Of
  /// several the nearest is returned, of equally near ones the first.
  package static func misspelt(_ word: String, among known: some Sequence<String>) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let letters = folded(word)
    guard !letters.isEmpty else { return nil }
    var best: (distance: Int, name: String)?
    for name in known {
      guard let distance = misspelling(letters, of: name), distance < best?.distance ?? .max
      else { continue }
      best = (distance, name)
    }
    return best?.name
  }

  /// Returns how far a misspelt word is from a name, or nil where it is not close.
  private static func misspelling(_ letters: [UInt8], of name: String) -> Int? {
    let other = folded(name)
    let allowed = other.count >= 10 ? 2 : other.count >= 5 ? 1 : 0
    if abs(other.count - letters.count) <= allowed {
      let distance = editDistance(letters, other)
      if distance <= allowed { return distance }
    }
    let isFirstWords =
      letters.count < other.count && other.starts(with: letters)
      && wordEnds(of: name).contains(letters.count)
    return isFirstWords ? 3 : nil
  }

  /// Returns the letters and digits of a name in lower case, without separators.
  private static func folded(_ name: String) -> [UInt8] {
    name.utf8.filter { !" -_.".utf8.contains($0) }.map(lowercased)
  }

  /// Returns the lengths of the beginnings of a name that end with a word: 7 in `sessionId`.
  private static func wordEnds(of name: String) -> [Int] {
    name.utf8.enumerated().filter { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0.element }
      .map(\.offset)
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
  ///
  /// The first colon of a text that begins with `::` is written so, too: at the beginning of a line
  /// GitHub takes it for a command.
  package static func printable(_ text: String, limit: Int = 80) -> String {
    var result = ""
    let startsCommand = startsCommand(text)
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == limit { return result + "…" }
      if isControl(scalar) || startsCommand && scalar == ":" && result.allSatisfy({ $0 == " " }) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// True if a line with this text would be a command of a workflow: `::`, perhaps behind spaces.
  package static func startsCommand(_ text: String) -> Bool {
    text.drop { $0 == " " || $0 == "\t" }.hasPrefix("::")
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
