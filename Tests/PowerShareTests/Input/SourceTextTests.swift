import Testing

@testable import PowerShare

/// Lines and columns of places in any order, compared with a count from the beginning.
@Suite struct SourceTextTests {
  private static func place(_ text: [UInt8], _ offset: Int) -> [Int] {
    var (line, column) = (1, 1)
    for byte in text[..<offset] {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return [line, column]
  }

  @Test(.tags(.property)) func `a place is found in any order and in lines of any length`() {
    for seed in PropertyCases.seeds(40) {
      var random = SplitMix64(seed: seed)
      let lineLength = random.pick([3, 60, 9_000, 100_000])
      var text: [UInt8] = []
      while text.count < 40_000 {
        text += random.pick(["a", "é", "𝄞", "\r"]).utf8
        if random.int(1...lineLength) == 1 { text.append(UInt8(ascii: "\n")) }
      }
      var source = SourceText(name: "t", text: text)
      for _ in 0..<60 {
        let near = random.chance(percent: 50)
        var offset = random.int(0...(near ? 2_000 : text.count - 1))
        if near { offset = min(source.start + offset, text.count - 1) }
        while offset > 0, text[offset] & 0xC0 == 0x80 { offset -= 1 }
        if random.chance(percent: 20), offset >= source.start {
          source.pass(to: offset, isLine: false)
        }
        let place = source.diagnostic(offset..<offset, code: .outOfRange, message: "").place
        #expect([place.line, place.column] == Self.place(text, offset), "seed \(seed)")
      }
    }
  }
}
