extension Identifier {
  /// The identifier if it is short and JSON writes its bytes unchanged; otherwise nil.
  @inline(__always)
  var shortPlainInJSON: ShortIdentifier? {
    guard let short, short.isPlain(from: UInt8(ascii: "#"), without: UInt8(ascii: "\\")),
      short.isPlain(from: 0, without: 0x7F)
    else { return nil }
    return short
  }
}

/// Writes JSON strings.
extension [UInt8] {
  /// Appends an identifier as a JSON string.
  mutating func append(jsonString name: Identifier) {
    guard let short = name.shortPlainInJSON else { return append(jsonString: name.utf8) }
    append(upTo: 24) { bytes in
      bytes.append(UInt8(ascii: "\""))
      bytes.append(short)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  /// Appends a text as a JSON string: quotes, backslashes and control characters escaped.
  mutating func append(jsonString text: [UInt8]) {
    append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20, 0x7F:
        append("\\u00")
        append(hexadecimal: byte >> 4)
        append(hexadecimal: byte & 15)
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func append(hexadecimal digit: UInt8) {
    append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
  }
}
