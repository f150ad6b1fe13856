/// Names of files as texts.
///
/// The system's names are bytes that need not be UTF-8. In a text, each byte that is not part of
/// valid UTF-8 is a private character from U+10FF80 to U+10FFFF. These characters themselves become
/// four such bytes, so that different names are always different texts.
enum FileName {
  /// The character for a byte b is this one plus b.
  private static let base: UInt32 = 0x10FF00

  /// Returns the text for the bytes of a name.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    var rest = Array(bytes)[...]
    while let first = rest.first {
      var decoder = UTF8()
      var next = rest.prefix(4).makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&next), byte(scalar) == nil {
        text.unicodeScalars.append(scalar)
        rest.removeFirst(UTF8.width(scalar))
      } else {
        // Every byte of a text that is not valid UTF-8 is at least 0x80, so there is a scalar.
        text.unicodeScalars.append(Unicode.Scalar(base + UInt32(first)) ?? "\u{FFFD}")
        rest.removeFirst()
      }
    }
    return text
  }

  /// Returns the bytes of the file name that is held as a text.
  static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in byte(scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  /// Whether the text has bytes that are not UTF-8.
  static func hasRawBytes(_ text: String) -> Bool {
    text.unicodeScalars.contains { byte($0) != nil }
  }

  /// Returns the text for display, with a replacement character for each byte that is not UTF-8.
  static func shown(_ text: String) -> String {
    guard hasRawBytes(text) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      shown.unicodeScalars.append(byte(scalar) == nil ? scalar : "\u{FFFD}")
    }
    return shown
  }

  /// Whether a path ends in an extension, such as `.csv`.
  static func hasExtension(_ path: String) -> Bool {
    let name = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last
    guard let name, let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return dot > name.startIndex && name.index(after: dot) < name.endIndex
  }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= base + 0x80 ? UInt8(scalar.value - base) : nil
  }
}
