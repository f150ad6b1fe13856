/// A write position in memory that an array owns.
///
/// With `ByteWords.swift`, this is all of the library's unsafe code.
///
/// Contract: a cursor exists only inside the functions of `[UInt8]` below, which lend it the
/// array's memory and take that back before they return. Every write first checks that it ends
/// within that memory, so that a wrong capacity traps instead of writing elsewhere. Reads go
/// through spans, whose length is checked as well. Where one check covers several pieces, the
/// greatest length of all of them follows from their types or from conditions checked beside it.
@safe struct ByteCursor: ~Copyable {
  private var place: UnsafeMutableRawPointer
  private let start: UnsafeMutableRawPointer
  private let end: UnsafeMutableRawPointer
  /// The last position with room for a row; 0 if there is no such position.
  private let lastFastRow: UInt

  @inline(__always)
  fileprivate init(_ start: UnsafeMutableRawPointer, capacity: Int) {
    unsafe place = start
    unsafe self.start = start
    unsafe end = start + capacity
    unsafe lastFastRow =
      capacity < Self.fastRowRoom ? 0 : UInt(bitPattern: end) &- UInt(Self.fastRowRoom)
  }

  fileprivate func count(from start: UnsafeMutableRawPointer) -> Int {
    unsafe place - start
  }

  @inline(__always)
  private func reserve(_ count: Int) {
    precondition(unsafe end - place >= count, "no room for the bytes")
  }

  /// True if nothing has been written.
  @inline(__always)
  var isEmpty: Bool { unsafe place == start }

  /// True if there is room for `count` more bytes.
  @inline(__always)
  func hasRoom(for count: Int) -> Bool { unsafe end - place >= count }

  /// Removes the last `count` bytes.
  @inline(__always)
  mutating func remove(last count: Int) {
    precondition(unsafe count >= 0 && count <= place - start, "fewer bytes than to remove")
    unsafe place -= count
  }

  /// Appends a byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe place.storeBytes(of: byte, as: UInt8.self)
    unsafe place += 1
  }

  /// Appends bytes as they are.
  mutating func append(_ bytes: Span<UInt8>) {
    reserve(bytes.count)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe place.copyMemory(from: start, byteCount: source.count)
      }
      unsafe place += source.count
    }
  }

  /// Appends the first `count` bytes of `four`, lowest byte first.
  ///
  /// - Precondition: There is room for 4 bytes, even if `count` is less.
  @inline(__always)
  mutating func append(_ four: UInt32, count: Int) {
    precondition(count >= 0 && count <= 4, "more than four bytes")
    reserve(4)
    unsafe place.storeBytes(of: four.littleEndian, as: UInt32.self)
    unsafe place += count
  }

  /// Appends the first `count` bytes of `low` and then `high`, lowest byte first.
  ///
  /// - Precondition: There is room for 16 bytes, even if `count` is less.
  @inline(__always)
  mutating func append(_ low: UInt64, _ high: UInt64, count: Int) {
    precondition(count >= 0 && count <= 16, "more than sixteen bytes")
    reserve(16)
    unsafe place.storeBytes(of: low.littleEndian, as: UInt64.self)
    unsafe place.storeBytes(of: high.littleEndian, toByteOffset: 8, as: UInt64.self)
    unsafe place += count
  }

  /// Appends a number.
  ///
  /// - Precondition: There is room for 12 bytes.
  @inline(__always)
  mutating func append(_ number: ShortDecimal) {
    number.check()
    reserve(12)
    unsafe put(number)
  }

  /// Appends a text.
  ///
  /// - Precondition: There is room for 32 bytes.
  @inline(__always)
  mutating func append(_ text: ShortText) {
    reserve(32)
    unsafe put(text)
  }

  /// Appends two short identifiers and two numbers, each after a delimiter, and a delimiter at the
  /// end.
  ///
  /// - Precondition: There is room for 63 bytes.
  @inline(__always)
  mutating func append(
    _ first: ShortIdentifier, _ second: ShortIdentifier, _ third: ShortDecimal,
    _ fourth: ShortDecimal, between delimiter: UInt8
  ) {
    // Two identifiers of 16 bytes, two numbers of 8 and five delimiters are 53 bytes.
    reserve(63)
    precondition(
      UInt(bitPattern: first.count) <= 16 && UInt(bitPattern: second.count) <= 16, "a long id")
    third.check()
    fourth.check()
    unsafe put(delimiter)
    unsafe put(first)
    unsafe put(delimiter)
    unsafe put(second)
    unsafe put(delimiter)
    unsafe put(third)
    unsafe put(delimiter)
    unsafe put(fourth)
    unsafe put(delimiter)
  }

  /// The room in bytes that `appendFastRow` needs: seven pieces of at most 255 bytes each, and the
  /// unused rest of the last 16-byte block.
  static let fastRowRoom = 2_048

  /// The number of bytes that must follow the start of a counted text: its length byte and as many
  /// whole 16-byte blocks as the longest text takes.
  static let countedTextRoom = 272

  /// The length byte of a text that is too long to be counted.
  static let noCount: UInt8 = 255

  /// Appends a row: a text, a number, another text, another number, and the end of the row.
  ///
  /// The texts are counted: each follows a byte that holds its length. One check for room covers
  /// the row, because no text is longer than a byte can say.
  ///
  /// - Precondition: Both numbers are among those of ``NumberTexts``.
  /// - Returns: False if the first text is too long to be counted; then nothing is appended.
  @inline(__always)
  mutating func appendFastRow(
    _ texts: Span<UInt8>, from start: Int, thousandths power: Int,
    _ limits: Span<UInt8>, from limit: Int, thousandths energy: Int, _ end: ShortText,
    _ numbers: Span<UInt64>
  ) -> Bool {
    precondition(unsafe UInt(bitPattern: place) <= lastFastRow, "no room for a row")
    let count = unsafe Self.checkedCount(texts, from: start)
    unsafe copy(texts, from: start, block: 0)
    unsafe copy(texts, from: start, block: 1)
    if count > 32 {
      if count == Self.noCount { return false }
      unsafe copy(texts, from: start, blocksFrom: 2, Int(count))
    }
    unsafe place += Int(count)
    unsafe put(NumberTexts.text(thousandths: power, numbers))
    let limitCount = unsafe Self.checkedCount(limits, from: limit)
    unsafe copy(limits, from: limit, block: 0)
    if limitCount > 16 { unsafe copy(limits, from: limit, blocksFrom: 1, Int(limitCount)) }
    unsafe place += Int(limitCount)
    unsafe put(NumberTexts.text(thousandths: energy, numbers))
    unsafe put(end)
    return true
  }

  /// Returns the length of a counted text, after a check that all its blocks can be read.
  @inline(__always)
  @unsafe private static func checkedCount(_ bytes: Span<UInt8>, from start: Int) -> UInt8 {
    let last = bytes.count &- countedTextRoom
    precondition(
      last >= 0 && UInt(bitPattern: start) <= UInt(bitPattern: last), "the text is out of bounds")
    return unsafe bytes[unchecked: start]
  }

  // The functions below do not check for room. Each writes at most 271 bytes and advances by at
  // most 255 for each length.

  @inline(__always)
  @unsafe private mutating func put(_ byte: UInt8) {
    unsafe place.storeBytes(of: byte, as: UInt8.self)
    unsafe place += 1
  }

  /// Stores 16 bytes and advances by the identifier's length, which must be at most 16.
  @inline(__always)
  @unsafe private mutating func put(_ name: ShortIdentifier) {
    unsafe place.storeBytes(of: name.low.littleEndian, as: UInt64.self)
    unsafe place.storeBytes(of: name.high.littleEndian, toByteOffset: 8, as: UInt64.self)
    unsafe place += name.count
  }

  /// Stores 4 bytes for each part and advances by the part's length.
  @inline(__always)
  @unsafe private mutating func put(_ number: ShortDecimal) {
    unsafe place.storeBytes(of: number.whole.littleEndian, as: UInt32.self)
    unsafe place += Int(number.wholeCount)
    unsafe place.storeBytes(of: number.fraction.littleEndian, as: UInt32.self)
    unsafe place += Int(number.fractionCount)
  }

  @inline(__always)
  @unsafe private mutating func put(_ text: ShortText) {
    unsafe place.storeBytes(of: text.low, as: SIMD2<UInt64>.self)
    unsafe place.storeBytes(of: text.high, toByteOffset: 16, as: SIMD2<UInt64>.self)
    unsafe place += Int(text.length)
  }

  /// Copies the blocks of 16 bytes of a counted text from block `first` on.
  @inline(__always)
  @unsafe private func copy(
    _ bytes: Span<UInt8>, from start: Int, blocksFrom first: Int, _ count: Int
  ) {
    var block = first
    while 16 &* block < count {
      unsafe copy(bytes, from: start, block: block)
      block &+= 1
    }
  }

  /// Copies one block of 16 bytes of a counted text.
  @inline(__always)
  @unsafe private func copy(_ bytes: Span<UInt8>, from start: Int, block: Int) {
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      let text = unsafe base + start + 1
      let bytes = unsafe text.loadUnaligned(fromByteOffset: 16 &* block, as: SIMD16<UInt8>.self)
      unsafe place.storeBytes(of: bytes, toByteOffset: 16 &* block, as: SIMD16<UInt8>.self)
    }
  }

  /// Appends a text unchanged.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append($0.span) }
  }

  /// Appends the key of a member of a JSON object: a word in quotes, and a colon.
  @inline(__always)
  mutating func append(jsonKey word: StaticString) {
    reserve(word.utf8CodeUnitCount &+ 3)
    unsafe put(UInt8(ascii: "\""))
    word.withUTF8Buffer { text in
      guard let start = text.baseAddress else { return }
      unsafe place.copyMemory(from: start, byteCount: text.count)
      unsafe place += text.count
    }
    unsafe put(UInt8(ascii: "\""))
    unsafe put(UInt8(ascii: ":"))
  }
}

extension Array {
  /// Replaces the elements from `start` on by `elements`, with one copy of memory.
  @inline(__always)
  mutating func overwrite(from start: Int, with elements: Span<Element>) {
    let room = count
    unsafe withUnsafeMutableBufferPointer { target in
      precondition(
        start >= 0 && start <= room && elements.count <= room &- start, "no room for the elements")
      unsafe elements.withUnsafeBufferPointer { source in
        guard let start = unsafe target.baseAddress.map({ unsafe $0 + start }),
          let source = source.baseAddress
        else { return }
        unsafe start.update(from: source, count: elements.count)
      }
    }
  }
}

/// A text of at most 32 bytes that is appended many times.
struct ShortText: Sendable {
  /// The bytes in memory order.
  fileprivate let low: SIMD2<UInt64>
  fileprivate let high: SIMD2<UInt64>
  fileprivate let length: UInt8

  /// Creates a text from four words of eight bytes, lowest byte first.
  ///
  /// - Precondition: `count` is at most 32.
  @inline(__always)
  init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, count: Int) {
    precondition(UInt(bitPattern: count) <= 32, "more than 32 bytes")
    low = SIMD2(first.littleEndian, second.littleEndian)
    high = SIMD2(third.littleEndian, fourth.littleEndian)
    length = UInt8(truncatingIfNeeded: count)
  }

  /// Creates a text from the `count` bytes at `start`.
  ///
  /// - Precondition: `count` is at most 32, and 32 bytes follow `start`.
  init(_ bytes: Span<UInt8>, from start: Int, count: Int) {
    self.init(
      bytes.word(at: start), bytes.word(at: start + 8), bytes.word(at: start + 16),
      bytes.word(at: start + 24), count: count)
  }

  /// The length in bytes.
  var count: Int { Int(length) }

  /// The text without its first byte.
  ///
  /// - Precondition: The text is not empty.
  @inline(__always)
  var withoutFirst: ShortText {
    let (first, second) = (UInt64(littleEndian: low[0]), UInt64(littleEndian: low[1]))
    let (third, fourth) = (UInt64(littleEndian: high[0]), UInt64(littleEndian: high[1]))
    return ShortText(
      first &>> 8 | second &<< 56, second &>> 8 | third &<< 56, third &>> 8 | fourth &<< 56,
      fourth &>> 8, count: count - 1)
  }
}

extension [UInt8] {
  /// Appends what `body` writes, at most `capacity` bytes.
  @inline(__always)
  mutating func append(upTo capacity: Int, _ body: (inout ByteCursor) -> Void) {
    append(addingCapacity: capacity) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, count in
        guard let base = buffer.baseAddress else { return }
        let start = unsafe UnsafeMutableRawPointer(base + count)
        var cursor = unsafe ByteCursor(start, capacity: buffer.count - count)
        body(&cursor)
        count += unsafe cursor.count(from: start)
      }
    }
  }

  /// Appends what `body` writes, at most `capacity` bytes, through a cursor that `body` owns and
  /// returns.
  ///
  /// For loops that write many rows: an owned cursor can stay in registers.
  @inline(__always)
  mutating func append(rowsUpTo capacity: Int, _ body: (consuming ByteCursor) -> ByteCursor) {
    append(addingCapacity: capacity) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, count in
        guard let base = buffer.baseAddress else { return }
        let start = unsafe UnsafeMutableRawPointer(base + count)
        let cursor = body(unsafe ByteCursor(start, capacity: buffer.count - count))
        count += unsafe cursor.count(from: start)
      }
    }
  }

  /// Replaces the bytes from `start` on by a length byte and what `body` writes, at most `room`
  /// bytes.
  ///
  /// - Returns: The number of bytes that `body` has written.
  @inline(__always)
  mutating func overwriteCounted(
    at start: Int, room: UInt8, _ body: (inout ByteCursor) -> Void
  ) -> Int {
    precondition(start >= 0 && start <= count &- 1 &- Int(room), "the text is out of bounds")
    return unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let text = unsafe base + start + 1
      var cursor = unsafe ByteCursor(text, capacity: Int(room))
      body(&cursor)
      let count = unsafe cursor.count(from: text)
      unsafe (base + start).storeBytes(of: UInt8(truncatingIfNeeded: count), as: UInt8.self)
      return count
    }
  }

  /// Replaces the first bytes of a range by what `body` writes.
  ///
  /// - Returns: The number of bytes written.
  @inline(__always)
  mutating func overwrite(_ range: Range<Int>, _ body: (inout ByteCursor) -> Void) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is out of bounds")
    return unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let start = unsafe base + range.lowerBound
      var cursor = unsafe ByteCursor(start, capacity: range.count)
      body(&cursor)
      return unsafe cursor.count(from: start)
    }
  }
}
