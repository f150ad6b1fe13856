import Testing

@testable import PowerShare

@Suite struct ByteCursorTests {
  @Test func `texts of up to 32 and 64 bytes are copied, one behind the other`() {
    let source = (0..<100).map { UInt8($0) }
    for first in 0...32 {
      for second in 0...64 {
        var bytes: [UInt8] = [255]
        bytes.append(rowsUpTo: 200) { (cursor: consuming ByteCursor) in
          var out = cursor
          out.append(upTo32: source.span, from: 7, count: first)
          out.append(upTo64: source.span, from: 30, count: second)
          return out
        }
        #expect(bytes == [255] + source[7..<(7 + first)] + source[30..<(30 + second)])
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
      let source = [UInt8](repeating: 0, count: 40)
      var bytes: [UInt8] = []
      bytes.append(upTo: 100) { $0.append(upTo32: source.span, from: 10, count: 5) }
    }
    await #expect(processExitsWith: .failure) {
      let source = [UInt8](repeating: 0, count: 100)
      var bytes: [UInt8] = []
      bytes.append(upTo: 100) { $0.append(upTo64: source.span, from: 0, count: 65) }
    }
  }

  @Test func `a word is its raw value`() {
    for limit in LimitedBy.allCases { #expect(limit.word.description == limit.rawValue) }
    for reason in StopReason.allCases { #expect(reason.word.description == reason.rawValue) }
  }
}
