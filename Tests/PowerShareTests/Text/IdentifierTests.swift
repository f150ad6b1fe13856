import Testing

@testable import PowerShare

@Suite struct IdentifierTests {
  private static let texts = [
    "", "a", "a\0", "\0", "\0\0", "CP001", "exactly 8", "a name of 16 by", "a name of 16 byt",
    "a name of 16 byte", "a name of 16 bytf", "a name of 16 bytes and more, as a UUID is",
    "a name of 16 bytes and more, as a UUID it", "über", "u\u{308}ber",
  ]

  @Test func `identifiers are equal if all their bytes are`() {
    for (place, text) in Self.texts.enumerated() {
      for (other, otherText) in Self.texts.enumerated() {
        #expect((Identifier(text) == Identifier(otherText)) == (place == other))
      }
    }
    #expect(Set(Self.texts.map { Identifier($0) }).count == Self.texts.count)
  }

  @Test func `an identifier has the text it was made from`() {
    for text in Self.texts {
      #expect(Identifier(text).text == text)
      #expect(Identifier(text).utf8 == Array(text.utf8))
      #expect(Identifier(text).count == text.utf8.count)
    }
  }

  @Test func `an identifier is made from a part of an array`() {
    let bytes = Array("ab0123456789abcdefgh".utf8)
    for start in bytes.indices {
      for end in start...bytes.count {
        let name = Identifier(validUTF8: bytes.span, in: start..<end)
        #expect(name == Identifier(validUTF8: Array(bytes[start..<end])))
      }
    }
  }

  @Test func `long identifiers that differ only in the middle have different hashes`() {
    let hashes = Set(
      (0..<1_000).map { number in
        Identifier("the beginning is the same \(100_000 + number) and so is the end").hashValue
      })
    #expect(hashes.count > 990)
  }
}
