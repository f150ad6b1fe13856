import Testing

@testable import PowerShare

@Suite struct ByteWordsTests {
  private static func matches(_ bytes: [UInt8], _ isMatch: (UInt8) -> Bool) -> [Int] {
    bytes.indices.filter { isMatch(bytes[$0]) }
  }

  private static func places(_ matches: UInt64) -> [Int] {
    (0..<8).filter { matches >> (8 * UInt64($0)) & 0xFF == 0x80 }
  }

  @Test(.tags(.property)) func `comparisons hold byte by byte`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let odd: [UInt8] = [0, 1, 0x22, 0x23, 0x2C, 0x7F, 0x80, 0x81, 0xFF]
      let bytes = (0..<8).map { _ in
        random.chance(percent: 50) ? random.pick(odd) : UInt8(random.int(0...255))
      }
      let word = bytes.span.word(at: 0)
      let byte = random.pick(odd)
      let equal = word.bytesEqual(to: UInt64(eight: byte))
      #expect(Self.places(equal) == Self.matches(bytes) { $0 == byte }, "seed \(seed)")
      let limit = random.pick([1, 0x23, 0x40, 0x80] as [UInt8])
      #expect(
        Self.places(word.bytesOutsideASCII(from: limit))
          == Self.matches(bytes) { $0 < limit || $0 >= 0x80 }, "seed \(seed)")
      if equal != 0 {
        #expect(equal.firstMatch == bytes.firstIndex(of: byte), "seed \(seed)")
      }
      for count in 0...8 {
        let expected = (bytes.prefix(count) + Array(repeating: 0, count: 8 - count)).map { $0 }
        let prefix = word.prefix(count)
        #expect((0..<8).map { UInt8(truncatingIfNeeded: prefix >> (8 * $0)) } == expected)
      }
    }
  }

  @Test func `a word beyond the end is a defect`() async {
    await #expect(processExitsWith: .failure) {
      let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
      _ = bytes.span.word(at: 1)
    }
  }

  @Test(.tags(.property))
  func `a byte is counted at every position`() {
    for seed in PropertyCases.seeds(200) {
      var random = SplitMix64(seed: seed)
      let bytes = (0..<random.int(0...700)).map { _ in random.pick([10, 10, 11, 138] as [UInt8]) }
      let expected = bytes.filter { $0 == 10 }.count
      #expect(bytes.span.count(of: 10) == expected, "seed \(seed)")
    }
    #expect([UInt8](repeating: 10, count: 10_000).span.count(of: 10) == 10_000)
  }

  @Test(.tags(.property))
  func `digits read at once give the same number as one by one`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let count = random.int(1...8)
      let digits = (0..<8).map { place in
        place < count && random.chance(percent: 97)
          ? UInt8(48 + random.int(0...9)) : UInt8(random.int(0...255))
      }
      let text = digits.prefix(count).map { Character(Unicode.Scalar($0)) }
      let expected = digits.prefix(count).allSatisfy { 48...57 ~= $0 } ? Int(String(text)) : nil
      #expect(digits.span.word(at: 0).decimal(count: count) == expected, "seed \(seed)")
    }
  }

  @Test(.tags(.property))
  func `the bytes of a word are those of its span`() {
    for seed in PropertyCases.seeds(200) {
      var random = SplitMix64(seed: seed)
      let bytes = (0..<8).map { _ in UInt8(random.int(0...255)) }
      for place in 0...7 {
        #expect(bytes.span.word(at: 0).byte(at: place) == bytes[place], "seed \(seed)")
      }
    }
  }
}
