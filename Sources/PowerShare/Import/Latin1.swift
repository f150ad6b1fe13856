/// Decodes ISO 8859-1 with the characters of Windows-1252.
enum Latin1 {
  /// The characters of the bytes from 0x80 to 0x9F; those without one stay control characters.
  ///
  /// Source: WHATWG, *Encoding Standard*, index windows-1252.
  private static let characters: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
    0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]

  /// Returns a text in UTF-8.
  static func utf8(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 16)
    for byte in text {
      if byte < 0x80 {
        result.append(byte)
        continue
      }
      let value = byte < 0xA0 ? characters[Int(byte - 0x80)] : UInt16(byte)
      if value < 0x800 {
        result.append(0xC0 | UInt8(value >> 6))
      } else {
        result.append(0xE0 | UInt8(value >> 12))
        result.append(0x80 | UInt8(value >> 6 & 0x3F))
      }
      result.append(0x80 | UInt8(value & 0x3F))
    }
    return result
  }

  /// Returns the problem of a file that begins with a byte order mark of UTF-8, or nil.
  static func problem(_ text: [UInt8]) -> RangedProblem? {
    guard text.starts(with: [0xEF, 0xBB, 0xBF]) else { return nil }
    return RangedProblem(
      range: 0..<0, code: .notText,
      message: "the file is UTF-8 text, which its byte order mark shows",
      hint: "Leave out --encoding latin1.")
  }
}
