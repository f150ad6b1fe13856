/// Decodes and quotes JSON strings.
package enum JSONText {
  /// Returns the bytes of a scanned string, with escapes decoded.
  ///
  /// If the string is not valid UTF-8, neither is the result.
  static func decoded(_ bytes: Span<UInt8>, _ value: RawValue) -> [UInt8] {
    let range = value.content
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      position += 1
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      let escape = bytes[position]
      position += 1
      switch escape {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"): appendCharacter(bytes, at: &position, to: &result)
      default: result.append(escape)
      }
    }
    return result
  }

  private static func appendCharacter(
    _ bytes: Span<UInt8>, at position: inout Int, to result: inout [UInt8]
  ) {
    var value = unit(bytes, at: position)
    position += 4
    if 0xD800..<0xDC00 ~= value {
      value = 0x10000 + (value - 0xD800) << 10 + (unit(bytes, at: position + 2) - 0xDC00)
      position += 6
    }
    guard let scalar = Unicode.Scalar(value) else {
      preconditionFailure("the scanner refuses half a surrogate pair")
    }
    result.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
  }

  private static func unit(_ bytes: Span<UInt8>, at position: Int) -> UInt32 {
    var unit: UInt32 = 0
    for offset in 0..<4 {
      let digit = Character(Unicode.Scalar(bytes[position + offset])).hexDigitValue ?? 0
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
