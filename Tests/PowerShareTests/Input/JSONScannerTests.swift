import Testing

@testable import PowerShare

@Suite struct JSONScannerTests {
  enum Verdict: Equatable {
    case valid(RawValue)
    /// The text has a problem that does not stop the scan.
    case flawed([DiagnosticCode])
    case invalid(Range<Int>)
    case needsMore
  }

  static func verdict(_ bytes: [UInt8], isComplete: Bool = true) -> Verdict {
    var scanner = JSONScanner(position: 0, end: bytes.count, isComplete: isComplete)
    do throws(JSONStop) {
      let value = try scanner.value(bytes.span)
      guard try scanner.isAtEnd(bytes.span) else {
        throw scanner.unexpected(bytes.span, expected: "the end of the text")
      }
      return scanner.problems.isEmpty ? .valid(value) : .flawed(scanner.problems.map(\.code))
    } catch {
      switch error {
      case .needsMore: return .needsMore
      case .invalid(let problem):
        #expect(problem.code == .invalidJSON)
        #expect(!problem.message.isEmpty)
        return .invalid(problem.range)
      }
    }
  }

  private static func isValid(_ text: String) -> Bool {
    if case .valid = verdict(Array(text.utf8)) { true } else { false }
  }

  private static func isInvalid(_ text: String) -> Bool {
    if case .invalid = verdict(Array(text.utf8)) { true } else { false }
  }

  @Test(arguments: JSONCases.accepted) func `a JSON text is accepted`(text: String) {
    #expect(Self.isValid(text))
    #expect(Self.isValid("[\(text)]"))
    #expect(Self.isValid("{\"key\":\(text)}"))
  }

  @Test(arguments: JSONCases.rejected) func `any other text is refused`(text: String) {
    #expect(Self.isInvalid(text))
    #expect(Self.isInvalid("{\"key\":" + text + ","))
  }

  @Test(arguments: JSONCases.notUTF8)
  func `invalid UTF-8 is refused, inside strings and outside`(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect(Self.verdict([quote] + bytes + [quote]) == .flawed([.invalidUTF8]))
    guard case .invalid = Self.verdict(bytes) else {
      Issue.record("accepted")
      return
    }
  }

  @Test func `bytes of another encoding are refused`() {
    for text in [[0xFF, 0xFE, 0x5B, 0, 0x5D, 0], [0, 0x5B, 0, 0x5D], [0x5B, 0, 0x5D, 0]]
      as [[UInt8]]
    {
      guard case .invalid = Self.verdict(text) else {
        Issue.record("accepted \(text)")
        continue
      }
    }
  }

  @Test func `512 levels are read, and 513 are not`() {
    func nested(_ depth: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)
    }
    #expect(Self.isValid(nested(512, "[", "]")))
    #expect(Self.isInvalid(nested(513, "[", "]")))
    #expect(Self.isValid(nested(512, "{\"a\":", "}")))
    #expect(Self.isInvalid(nested(513, "{\"a\":", "}")))
    #expect(Self.verdict(Array(String(repeating: "[", count: 100_000).utf8)) == .invalid(512..<513))
  }

  private static let everything = Array(
    #"{"time": -0.5e+3, "é€𝄞": [true, false , null, "a\"\u00e9\uD834\uDD1Eé𝄞"], "x": {"y": [{}]} }"#
      .utf8)

  @Test func `a text that is cut anywhere is refused at its last byte`() {
    #expect(Self.verdict(Self.everything) != .needsMore)
    for count in 0..<Self.everything.count {
      let cut = Array(Self.everything.prefix(count))
      #expect(Self.verdict(cut) == .invalid(max(count - 1, 0)..<count), "\(count) bytes")
      #expect(Self.verdict(cut, isComplete: false) == .needsMore, "\(count) bytes")
    }
  }

  @Test(arguments: [
    ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("tru]", 3), ("01", 1), ("[1.x]", 3),
    ("\"\\q\"", 2), ("\"\\u12g4\"", 5), ("\"a\nb\"", 2), ("{1}", 1), ("[\"a\",\n 'b']", 7),
    ("\"ab\\uD800\"", 3), ("1 x", 2),
  ])
  func `a text is refused at the first byte that breaks the grammar`(text: String, place: Int) {
    guard case .invalid(let range) = Self.verdict(Array(text.utf8)) else {
      Issue.record("accepted")
      return
    }
    #expect(range.lowerBound == place)
  }

  // MARK: Keys

  @Test(arguments: [
    #"{"a":1,"a":2}"#, #"{"a":1,"b":2,"a":3}"#, #"{"":1,"":2}"#, #"{"a":1,"\u0061":2}"#,
    #"{"\u0061":1,"\u0061":2}"#, #"{"é":1,"\u00e9":2}"#, #"{"𝄞":1,"\ud834\udd1e":2}"#,
    #"{"/":1,"\/":2}"#, #"[{"x":{"a":1,"a":2}}]"#, #"{"a":{"b":1},"c":0,"a":{"b":1}}"#,
  ])
  func `a duplicate key is found however it is written`(text: String) {
    #expect(Self.verdict(Array(text.utf8)) == .flawed([.duplicateKey]))
  }

  @Test(arguments: [
    #"{"a":1,"b":2}"#, #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":2}]"#, #"{"a":1,"A":2}"#,
    #"{"a":1,"a ":2}"#, "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"a":"a","b":"a"}"#,
  ])
  func `keys that only look alike are no duplicates`(text: String) {
    #expect(Self.isValid(text))
  }

  @Test(arguments: [2, 11, 12, 13, 14, 100]) func `a duplicate is found among many keys`(
    count: Int
  ) {
    let keys = (0..<count).map { "\"key\($0)\":\($0)" }
    #expect(Self.isValid("{" + keys.joined(separator: ",") + "}"))
    for place in [0, count / 2, count - 1] {
      let text = "{" + (keys + ["\"key\(place)\":0"]).joined(separator: ",") + "}"
      #expect(Self.verdict(Array(text.utf8)) == .flawed([.duplicateKey]))
    }
  }

  @Test func `each repetition of a key is a problem, and a syntax error comes first`() {
    #expect(
      Self.verdict(Array(#"{"a":1,"a":2,"a":3}"#.utf8)) == .flawed([.duplicateKey, .duplicateKey]))
    guard case .invalid = Self.verdict(Array(#"{"a":1,"a":2,}"#.utf8)) else {
      Issue.record("accepted")
      return
    }
  }

  // MARK: Texts

  @Test(arguments: [
    (#""a\"b""#, "a\"b"), (#""\\\/\b\f\n\r\t""#, "\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9""#, "Aé"),
    (#""\uD834\uDD1E!""#, "𝄞!"), (#""\u0000""#, "\u{0}"), (#""\uFFFF""#, "\u{FFFF}"),
    (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\\u0041""#, "\\u0041"), (#""""#, ""),
  ])
  func `escapes are replaced`(text: String, expected: String) {
    let bytes = Array(text.utf8)
    guard case .valid(let value) = Self.verdict(bytes) else {
      Issue.record("refused")
      return
    }
    #expect(JSONText.decoded(bytes.span, value) == Array(expected.utf8))
  }

  @Test(.tags(.property)) func `a text that is written is read again`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      var text = String.UnicodeScalarView()
      for _ in 0..<random.int(0...12) {
        let highest = random.pick([0x1F, 0x7F, 0x7F, 0xFF, 0xFFFF, 0x10FFFF])
        if let scalar = Unicode.Scalar(UInt32(random.int(0...highest))) { text.append(scalar) }
      }
      let original = Array(String(text).utf8)
      let bytes = Array(JSONText.quoted(String(text)).utf8)
      guard case .valid(let value) = Self.verdict(bytes) else {
        Issue.record("seed \(seed): refused")
        continue
      }
      #expect(JSONText.decoded(bytes.span, value) == original, "seed \(seed)")
      #expect(!bytes.contains { $0 < 0x20 || $0 == 0x7F }, "seed \(seed)")
    }
  }
}
