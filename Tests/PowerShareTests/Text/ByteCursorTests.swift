import Testing

@testable import PowerShare

@Suite struct ByteCursorTests {
  private static let numbers = NumberTexts()

  private static let room = [UInt8](repeating: 0, count: ByteCursor.countedTextRoom)
  private static let end = {
    let bytes = [254, 253] + room
    return ShortText(bytes.span, from: 0, count: 2)
  }()

  /// A text after its length byte, and the bytes that must follow it.
  private static func counted(_ text: [UInt8]) -> [UInt8] { [UInt8(text.count)] + text + room }

  @Test func `a row is its texts and numbers in order`() {
    let source = (0..<254).map { UInt8($0) }
    for first in [0, 1, 7, 15, 16, 17, 31, 32, 33, 64, 90, 128, 253, 254] {
      for second in [0, 1, 15, 16, 17, 48, 63, 200, 255] {
        let texts = [1, 2, 3] + Self.counted(Array(source[..<first]))
        let limit = (0..<second).map { UInt8(255 - $0) }
        let limits = [9] + Self.counted(limit)
        let numbers = Self.numbers.texts
        var bytes: [UInt8] = [255]
        bytes.append(rowsUpTo: ByteCursor.fastRowRoom + 700) {
          (cursor: consuming ByteCursor) in
          var out = cursor
          let isDone = out.appendFastRow(
            texts.span, from: 3, thousandths: 12_500, limits.span, from: 1, thousandths: 999_001,
            Self.end, numbers.span)
          #expect(isDone)
          out.append(UInt8(252))
          return out
        }
        let expected = [255] + source[..<first] + Array("12.5".utf8) + limit + Array("999.001".utf8)
        #expect(bytes == expected + [254, 253, 252])
      }
    }
  }

  @Test func `a text that is too long to be counted is not appended`() {
    let texts = [ByteCursor.noCount] + Self.room
    let numbers = Self.numbers.texts
    var bytes: [UInt8] = [255]
    bytes.append(rowsUpTo: ByteCursor.fastRowRoom) { (cursor: consuming ByteCursor) in
      var out = cursor
      let isDone = out.appendFastRow(
        texts.span, from: 0, thousandths: 1, texts.span, from: 0, thousandths: 1, Self.end,
        numbers.span)
      #expect(!isDone)
      return out
    }
    #expect(bytes == [255])
  }

  @Test func `the last bytes can be removed`() {
    for count in 0...3 {
      var bytes: [UInt8] = [7]
      bytes.append(rowsUpTo: 10) { (cursor: consuming ByteCursor) in
        var out = cursor
        out.append([1, 2, 3].span)
        out.remove(last: count)
        return out
      }
      #expect(bytes == [7] + [1, 2, 3].dropLast(count))
    }
  }

  @Test func `there is room for bytes up to the capacity`() {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(10)
    bytes.append(upTo: 10) { out in
      out.append([1, 2, 3, 4].span)
      #expect(out.hasRoom(for: 6) && !out.hasRoom(for: 10_000))
    }
  }

  @Test func `a short text is the part of its source that it was made from`() {
    let source = (0..<70).map { UInt8($0) }
    for start in [0, 1, 38] {
      for count in 0...32 {
        let text = ShortText(source.span, from: start, count: count)
        var bytes: [UInt8] = []
        bytes.append(upTo: 32) { $0.append(text) }
        #expect(bytes == Array(source[start..<(start + count)]))
        #expect(text.count == count)
        if count > 0 {
          bytes.append(upTo: 32) { $0.append(text.withoutFirst) }
          let all = source[start..<(start + count)]
          #expect(bytes == Array(all + all.dropFirst()))
        }
      }
    }
  }

  @Test func `only the requested bytes of a word are appended`() {
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

  @Test func `bytes are overwritten in place`() {
    var bytes: [UInt8] = [1, 2, 3, 4, 5]
    let count = bytes.overwrite(1..<4) { out in
      out.append(UInt8(7))
      out.append([8, 9].span)
    }
    #expect(count == 3)
    #expect(bytes == [1, 7, 8, 9, 5])
  }

  @Test func `a counted text is overwritten in place`() {
    var bytes: [UInt8] = [1, 2, 3, 4, 5]
    #expect(bytes.overwriteCounted(at: 1, room: 3) { $0.append([8, 9].span) } == 2)
    #expect(bytes == [1, 2, 8, 9, 5])
    #expect(bytes.overwriteCounted(at: 1, room: 3) { _ in } == 0)
    #expect(bytes == [1, 0, 8, 9, 5])
  }

  @Test func `writing more than there is room for is a defect`() async {
    await #expect(processExitsWith: .failure) {
      var bytes = [UInt8](repeating: 0, count: 20)
      _ = bytes.overwriteCounted(at: 10, room: 10) { $0.append(UInt8(1)) }
    }
    await #expect(processExitsWith: .failure) {
      var bytes = [UInt8](repeating: 0, count: 20)
      _ = bytes.overwriteCounted(at: 1, room: 2) { $0.append([1, 2, 3].span) }
    }
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = [1, 2, 3]
      _ = bytes.overwrite(0..<2) { $0.append([1, 2, 3].span) }
    }
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = [1, 2, 3]
      _ = bytes.overwrite(1..<4) { $0.append(UInt8(1)) }
    }
  }

  /// Appends a row to a new array.
  private static func appendFastRow(
    capacity: Int, _ texts: [UInt8], from start: Int, _ limits: [UInt8], from limit: Int
  ) {
    let numbers = Self.numbers.texts
    var bytes: [UInt8] = []
    bytes.append(rowsUpTo: capacity) { (cursor: consuming ByteCursor) in
      var out = cursor
      _ = out.appendFastRow(
        texts.span, from: start, thousandths: 1, limits.span, from: limit, thousandths: 1, end,
        numbers.span)
      return out
    }
  }

  @Test func `a text beyond the end of its source is a defect`() async {
    Self.appendFastRow(capacity: ByteCursor.fastRowRoom, Self.room, from: 0, Self.room, from: 0)
    await #expect(processExitsWith: .failure) {
      Self.appendFastRow(capacity: 4_000, Self.room, from: 1, Self.room, from: 0)
    }
    await #expect(processExitsWith: .failure) {
      Self.appendFastRow(capacity: 4_000, Self.room, from: -1, Self.room, from: 0)
    }
    await #expect(processExitsWith: .failure) {
      Self.appendFastRow(capacity: 4_000, Self.room, from: 0, Self.room, from: 1)
    }
    await #expect(processExitsWith: .failure) {
      Self.appendFastRow(capacity: 4_000, Self.room.dropLast(), from: 0, Self.room, from: 0)
    }
  }

  @Test func `a row without room for the longest one is a defect`() async {
    await #expect(processExitsWith: .failure) {
      // A new array may have more room than it was asked for.
      var bytes = [UInt8](repeating: 0, count: ByteCursor.fastRowRoom - 1)
      let (texts, numbers) = (Self.room, Self.numbers.texts)
      _ = bytes.overwrite(0..<bytes.count) { out in
        _ = out.appendFastRow(
          texts.span, from: 0, thousandths: 1, texts.span, from: 0, thousandths: 1, Self.end,
          numbers.span)
      }
    }
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = []
      bytes.append(rowsUpTo: 10) { (cursor: consuming ByteCursor) in
        var out = cursor
        out.append(UInt8(1))
        out.remove(last: 2)
        return out
      }
    }
  }

  @Test func `the word of a case is its raw value`() {
    for limit in LimitedBy.allCases { #expect(limit.word.description == limit.rawValue) }
    for reason in StopReason.allCases { #expect(reason.word.description == reason.rawValue) }
  }
}
