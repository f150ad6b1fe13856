/// A check that text is UTF-8 (RFC 3629: shortest forms only, no surrogates, up to U+10FFFF).
enum UTF8Check {
  /// Returns the length, 1 to 4, of the valid sequence at `position`, or nil.
  static func sequenceLength(_ bytes: Span<UInt8>, at position: Int, end: Int) -> Int? {
    let first = bytes[position]
    let length: Int
    var secondRange: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, secondRange) = (3, 0xA0...0xBF)
    case 0xED: (length, secondRange) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, secondRange) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, secondRange) = (4, 0x80...0x8F)
    default: return nil
    }
    guard position + length <= end, secondRange ~= bytes[position + 1] else { return nil }
    for place in (position + 2)..<max(position + length, position + 2)
    where bytes[place] & 0xC0 != 0x80 {
      return nil
    }
    return length
  }

  /// Returns the position of the first byte outside a valid sequence, or nil.
  static func firstInvalid(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
    var position = range.lowerBound
    while position < range.upperBound {
      if bytes[position] < 0x80 {
        position += 1
      } else if let length = sequenceLength(bytes, at: position, end: range.upperBound) {
        position += length
      } else {
        return position
      }
    }
    return nil
  }

  /// Returns the problem of invalid UTF-8 at `position`.
  static func problem(_ bytes: Span<UInt8>, at position: Int, end: Int) -> RangedProblem {
    let byte = bytes[position]
    let message: String
    switch byte {
    case 0xC0...0xFD where isPlainBehind(bytes, position, end), 0xA0...0xBF:
      // Latin-1 has the characters of Unicode at their places.
      let character = Unicode.Scalar(byte)
      message = "the text is not UTF-8: it is probably Latin-1, where this is \"\(character)\""
    case 0x80...0x9F:
      message = "the text is not UTF-8: it is probably Windows-1252"
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      message = "the text is not valid UTF-8: unexpected byte 0x\(digits)"
    }
    return RangedProblem(
      range: position..<(position + 1), code: .invalidUTF8, message: message,
      hint: "Save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE")
  }

  /// True unless the next byte continues a sequence, so that this may be a letter of Latin-1.
  private static func isPlainBehind(_ bytes: Span<UInt8>, _ position: Int, _ end: Int) -> Bool {
    position + 1 >= end || bytes[position + 1] & 0xC0 != 0x80
  }
}
