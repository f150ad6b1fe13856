extension JSONText {
  /// Returns the text as a JSON string, in quotes.
  package static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.append(jsonString: Array(text.utf8))
    return String(decoding: bytes, as: UTF8.self)
  }
}
