import Testing

@testable import PowerShare

@Suite struct ByteCursorTests {
  private static let numbers = NumberTexts()

  private static func number(_ thousandths: Int) -> ShortDecimal {
    let texts = numbers.texts
    return NumberTexts.text(thousandths: thousandths, texts.span)
  }

  @Test func `a row is its texts and numbers, one behind the other`() {
    let source = (0..<200).map { UInt8($0) }
    for first in [0, 1, 16, 31, 32, 33, 70] {
      for second in [0, 7, 15, 16, 17, 32, 33, 64, 90] {
        for third in [0, 15, 16, 17, 48, 60] {
          var bytes: [UInt8] = [255]
          bytes.append(rowsUpTo: 400) { (cursor: consuming ByteCursor) in
            var out = cursor
            out.appendRow(
              source.span, first, source.span, from: 7, second, Self.number(12_500),
              source.span, from: 30, third, Self.number(999_001), end: 254)
            out.append(UInt8(253))
            return out
          }
          var expected: [UInt8] = [255] + source[0..<first] + source[7..<(7 + second)]
          expected += Array("12.5".utf8) + source[30..<(30 + third)] + Array("999.001".utf8)
          #expect(bytes == expected + [254, 253])
        }
      }
    }
  }

  @Test func `words are appended as far as is asked for`() {
    for count in 0...16 {
      var bytes: [UInt8] = []
      bytes.append(upTo: 20) {
        $0.append(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908, count: count)
      }
      #expect(bytes == (0..<UInt8(count)).map { $0 })
    }
    for count in 0...4 {
      var bytes: [UInt8] = []
      bytes.append(upTo: 20) { $0.append(0x0302_0100, count: count) }
      #expect(bytes == (0..<UInt8(count)).map { $0 })
    }
  }

  @Test func `bytes are written over in their place`() {
    var bytes: [UInt8] = [1, 2, 3, 4, 5]
    let count = bytes.overwrite(1..<4) { out in
      out.append(UInt8(7))
      out.append([8, 9].span)
    }
    #expect(count == 3)
    #expect(bytes == [1, 7, 8, 9, 5])
  }

  @Test func `more than there is room for is a defect`() async {
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = [1, 2, 3]
      _ = bytes.overwrite(0..<2) { $0.append([1, 2, 3].span) }
    }
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = [1, 2, 3]
      _ = bytes.overwrite(1..<4) { $0.append(UInt8(1)) }
    }
  }

  @Test func `a text beyond the end of its source is a defect`() async {
    await #expect(processExitsWith: .failure) {
      let source = [UInt8](repeating: 0, count: 90)
      var bytes: [UInt8] = []
      bytes.append(upTo: 300) {
        $0.appendRow(
          source.span, 5, source.span, from: 50, 9, Self.number(1), source.span, from: 0, 5,
          Self.number(1), end: 0)
      }
    }
    await #expect(processExitsWith: .failure) {
      let source = [UInt8](repeating: 0, count: 200)
      var bytes: [UInt8] = []
      bytes.append(upTo: 140) {
        $0.appendRow(
          source.span, 5, source.span, from: 0, 5, Self.number(1), source.span, from: 0, 5,
          Self.number(1), end: 0)
      }
    }
  }

  @Test func `a word is its raw value`() {
    for limit in LimitedBy.allCases { #expect(limit.word.description == limit.rawValue) }
    for reason in StopReason.allCases { #expect(reason.word.description == reason.rawValue) }
  }
}
