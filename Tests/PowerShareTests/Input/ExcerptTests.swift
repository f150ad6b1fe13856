import Testing

@testable import PowerShare

/// Lines as messages show them.
@Suite struct ExcerptTests {
  private static func place(of marked: String, chunk: Int? = nil) throws -> SourcePlace {
    let text = MarkedText(marked).text
    let outcome =
      chunk.map { TimelineOutcome(bytes: Array(text.utf8), .ndjson, chunk: $0) }
      ?? TimelineOutcome(text, .ndjson)
    return try #require(outcome.diagnostics.first?.place)
  }

  @Test func `a long line is shortened around the place`() throws {
    let long = String(repeating: "é", count: 100)
    let place = try Self.place(
      of: #"{"time":0,"event":"stop","a":"\#(long)","sessionId":⟦5⟧,"b":"\#(long)"}"#)
    #expect(place.column == 145)
    #expect(place.excerpt.first == "…" && place.excerpt.last == "…")
    #expect(place.caretOffset == 41)
    #expect(place.caretLength == 1)
    #expect(place.excerpt.unicodeScalars.count == 80)
    #expect(Array(place.excerpt)[41] == "5")
  }

  @Test func `only the visible part of a long place is marked`() throws {
    let long = String(repeating: "x", count: 100)
    let place = try Self.place(of: #"{"time":0,"event":⟦"\#(long)"⟧}"#)
    #expect(place.caretOffset == 18 && place.caretLength == 60)
    #expect(
      place.excerpt.hasPrefix("{\"time\":0,\"event\":\"xxx") && place.excerpt.hasSuffix("xxx…"))
  }

  @Test func `nothing in a line can act on a terminal`() throws {
    let place = try Self.place(of: "{\"\u{7F}\u{9B}\u{202E}é\":⟦x⟧}")
    #expect(place.excerpt == "{\"\u{FFFD}\u{FFFD}\u{FFFD}é\":x}")
    #expect(place.column == 9 && place.caretOffset == 8)
    let tab = try Self.place(of: "\t{\"a\":\t⟦x⟧}")
    #expect(tab.excerpt == " {\"a\": x}" && tab.caretOffset == 7)
  }

  @Test func `a line number is right after much text has been read and dropped`() throws {
    let line = #"{"time":0,"event":"stop","sessionId":"é"}"# + "\r\n"
    let text = String(repeating: line, count: 200) + "  ⟦x⟧"
    let place = try Self.place(of: text, chunk: 7)
    #expect(place.line == 201 && place.column == 3)
    #expect(place.excerpt == "  x" && place.caretOffset == 2)
  }

  @Test func `the place of a character that ends a file is its first byte`() {
    let place = TimelineOutcome("{\"é𝄞", .ndjson).diagnostics.first?.place
    #expect(place?.column == 4)
    #expect(place?.excerpt == "{\"é𝄞" && place?.caretOffset == 3 && place?.caretLength == 1)
  }

  @Test func `invalid bytes take no columns`() {
    let bytes = Array("{\"a".utf8) + [0x80, 0x80] + Array("\":x}".utf8)
    let places = TimelineOutcome(bytes: bytes, .ndjson).diagnostics.map(\.place)
    #expect(places.map(\.column) == [4, 6])
    #expect(places.first?.excerpt == "{\"a\u{FFFD}\u{FFFD}\":x}")
  }

  @Test func `a text that is not UTF-8 is reported once, with a short excerpt`() {
    let bytes =
      Array("{\"a\":\"".utf8) + Array(repeating: 0x80, count: 100_000)
      + Array("\",\"b\":\"".utf8) + [0xFF] + Array("\"}".utf8)
    let diagnostics = TimelineOutcome(bytes: bytes, .ndjson).diagnostics
    #expect(diagnostics.map(\.code) == [.invalidUTF8, .invalidUTF8])
    #expect(diagnostics.allSatisfy { $0.place.excerpt.unicodeScalars.count < 400 })
  }
}
