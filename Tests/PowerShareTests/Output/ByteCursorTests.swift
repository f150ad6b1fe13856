import Testing

@testable import PowerShare

@Suite struct ByteCursorTests {
  @Test func `texts of any length are copied in blocks, one behind the other`() {
    let source = (0..<100).map { UInt8($0) }
    for first in 1...40 {
      for count in 1...40 {
        var bytes: [UInt8] = [255]
        bytes.append(upTo: 200) { out in
          out.append(
            blocksOf: source.span, count: first, andOf: source.span, from: 30, count: count)
          out.append(blocksOf: source.span, from: 7, count: count)
        }
        var expected: [UInt8] = [255]
        expected += source[..<first]
        expected += source[30..<(30 + count)]
        expected += source[7..<(7 + count)]
        #expect(bytes == expected)
      }
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

  @Test func `blocks beyond the end of their source are a defect`() async {
    await #expect(processExitsWith: .failure) {
      let source = [UInt8](repeating: 0, count: 20)
      var bytes: [UInt8] = []
      bytes.append(upTo: 100) { $0.append(blocksOf: source.span, from: 10, count: 5) }
    }
  }

  @Test func `a word is its raw value`() {
    for limit in LimitedBy.allCases { #expect(limit.word.description == limit.rawValue) }
    for reason in StopReason.allCases { #expect(reason.word.description == reason.rawValue) }
  }
}
