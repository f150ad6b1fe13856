/// A line of a file, shortened around a place, without characters that act on a terminal.
struct Excerpt {
  /// The greatest number of characters shown.
  private static let width = 78
  /// The number of them before the place if the line is cut off on both sides.
  private static let widthBefore = 40

  private var before: [Unicode.Scalar] = []
  private var after: [Unicode.Scalar] = []
  private var placeLength = 0
  /// True if the line begins before the excerpt.
  private var isCutOff = false
  private var isCutShort = false

  /// Creates an excerpt.
  ///
  /// - Parameter startsLine: True if the first available byte begins a line.
  init(_ bytes: Span<UInt8>, around range: Range<Int>, startsLine: Bool) {
    let place = min(range.lowerBound, bytes.count)
    // Room that one side does not use is left to the other.
    let countAfter = Self.lineEnd(bytes, from: place, limit: Self.width).scalars
    let (lineStart, countBefore) = Self.lineStart(
      bytes, from: place, limit: max(Self.widthBefore, Self.width - countAfter))
    var lineEnd = Self.lineEnd(bytes, from: place, limit: Self.width - countBefore).position
    isCutOff = lineStart == 0 ? !startsLine : bytes[lineStart - 1] != UInt8(ascii: "\n")
    isCutShort = lineEnd < bytes.count && bytes[lineEnd] != UInt8(ascii: "\n")
    before = Self.scalars(bytes, lineStart..<place)
    if lineEnd > place, bytes[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }
    after = Self.scalars(bytes, place..<lineEnd)
    placeLength = Self.scalars(bytes, place..<min(max(range.upperBound, place), lineEnd)).count
  }

  /// Returns the start of the line, or the position `limit` characters before the place.
  private static func lineStart(
    _ bytes: Span<UInt8>, from place: Int, limit: Int
  ) -> (position: Int, scalars: Int) {
    var position = place
    var scalars = 0
    // Bounded in bytes, too: text that is not UTF-8 may have no characters to count.
    let farthest = max(0, place - 4 * limit)
    while position > farthest, bytes[position - 1] != UInt8(ascii: "\n"), scalars < limit {
      position -= 1
      if bytes[position] & 0xC0 != 0x80 { scalars += 1 }
    }
    return (position, scalars)
  }

  /// Returns the end of the line, or the position `limit` characters after the place.
  private static func lineEnd(
    _ bytes: Span<UInt8>, from place: Int, limit: Int
  ) -> (position: Int, scalars: Int) {
    var position = place
    var scalars = 0
    let farthest = min(bytes.count, place + 4 * limit)
    while position < farthest, bytes[position] != UInt8(ascii: "\n") {
      if bytes[position] & 0xC0 != 0x80 {
        if scalars == limit { break }
        scalars += 1
      }
      position += 1
    }
    return (position, scalars)
  }

  var text: String {
    var text = isCutOff ? "…" : ""
    text.unicodeScalars.append(contentsOf: before)
    text.unicodeScalars.append(contentsOf: after)
    // GitHub would take the line for a command.
    if Suggestion.startsCommand(text), let colon = text.firstIndex(of: ":") {
      text.replaceSubrange(colon...colon, with: "\u{FFFD}")
    }
    return isCutShort ? text + "…" : text
  }

  var caretOffset: Int { before.count + (isCutOff ? 1 : 0) }

  var caretLength: Int { max(1, placeLength) }

  /// Returns the characters of a range, with U+FFFD for those that cannot be shown and a space for
  /// a tab.
  private static func scalars(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Unicode.Scalar] {
    var text: [UInt8] = []
    for position in range { text.append(bytes[position]) }
    return String(decoding: text, as: UTF8.self).unicodeScalars.map { scalar in
      if scalar == "\t" { return " " }
      return Suggestion.isControl(scalar) ? "\u{FFFD}" : scalar
    }
  }
}
