/// Recognises files that are no log of OCPP messages by what they contain.
enum OtherRecords {
  /// The number of bytes that are looked at.
  private static let length = 65_536

  /// Returns the problem of a text without any message; nil if it is empty.
  static func problem(_ bytes: Span<UInt8>, _ text: Range<Int>) -> RangedProblem? {
    guard let start = text.first(where: { bytes[$0] > UInt8(ascii: " ") }) else { return nil }
    var beginning: [UInt8] = []
    for place in start..<min(start + length, text.upperBound) { beginning.append(bytes[place]) }
    let line = beginning.firstIndex(of: UInt8(ascii: "\n")) ?? beginning.count
    let (kind, hint) = kind(beginning, header: beginning[..<line])
    return RangedProblem(
      range: start..<start + line, code: .invalidJSON,
      message: "no line of the file holds an OCPP message"
        + (kind.map { ": it looks like \($0)" } ?? ""),
      hint: hint ?? "A message has a line of its own: [2, \"1\", \"StartTransaction\", {…}].")
  }

  private static func kind(
    _ text: [UInt8], header: ArraySlice<UInt8>
  ) -> (kind: String?, hint: String?) {
    func has(_ word: String) -> Bool { contains(text[...], word) }
    if text.first == UInt8(ascii: "<") || has("urn://Ocpp/") {
      return ("XML, as OCPP-S (SOAP) sends", "Only OCPP-J is read: messages in JSON.")
    }
    if text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") {
      if ["\"cdr_location\"", "\"evse_uid\"", "\"auth_id\"", "\"auth_method\""].contains(where: has)
      {
        return ("an OCPI file", "Use: sems-plan import ocpi FILE")
      }
      if has("\"kWhDelivered\"") {
        return ("a file of ACN-Data", "Use: sems-plan import acn FILE")
      }
      return ("other JSON", "For records as JSON objects use: sems-plan import csv FILE --map …")
    }
    if contains(header, "charge_box_id") {
      return (
        "a table of SteVe's transactions",
        "Use: sems-plan import csv FILE --map meterStart:Wh=start_value,meterStop:Wh=stop_value,…"
      )
    }
    if contains(header, "TransactionId"), contains(header, "ChargePoint") {
      return ("a table of ElaadNL", "Use: sems-plan import elaad FILE")
    }
    let delimiters = header.count { ",;\t".utf8.contains($0) }
    return delimiters > 0
      ? ("a table", "For a table use: sems-plan import csv FILE --map …") : (nil, nil)
  }

  private static func contains(_ text: ArraySlice<UInt8>, _ word: String) -> Bool {
    let word = Array(word.utf8)
    return text.indices.dropLast(word.count - 1).contains { place in
      word.indices.allSatisfy { text[place + $0] == word[$0] }
    }
  }
}
