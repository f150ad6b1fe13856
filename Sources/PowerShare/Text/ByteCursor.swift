/// A place in an array to which bytes are written one after the other: the one file of the library
/// that is `unsafe`.
///
/// Contract: a cursor exists only within the functions of `[UInt8]` below, which give it memory of
/// that array and take it back before they return. Every write checks first that it ends within
/// that memory, so that a wrong capacity traps instead of writing elsewhere; what is read is a
/// span, whose length is checked as well. Where several pieces are written after one check, the
/// most that all of them can take follows from their types or from what is checked beside it.
@safe struct ByteCursor: ~Copyable {
  private var place: UnsafeMutableRawPointer
  private let start: UnsafeMutableRawPointer
  private let end: UnsafeMutableRawPointer
  /// The last place with room for a row; before the first place where there is none.
  private let lastRow: UInt

  @inline(__always)
  fileprivate init(_ start: UnsafeMutableRawPointer, capacity: Int) {
    unsafe place = start
    unsafe self.start = start
    unsafe end = start + capacity
    unsafe lastRow = capacity < Self.rowRoom ? 0 : UInt(bitPattern: end) &- UInt(Self.rowRoom)
  }

  fileprivate func count(from start: UnsafeMutableRawPointer) -> Int {
    unsafe place - start
  }

  @inline(__always)
  private func reserve(_ count: Int) {
    precondition(unsafe end - place >= count, "no room for the bytes")
  }

  /// Whether nothing has been written.
  @inline(__always)
  var isEmpty: Bool { unsafe place == start }

  /// Whether there is room for so many bytes.
  @inline(__always)
  func hasRoom(for count: Int) -> Bool { unsafe end - place >= count }

  /// Takes back the last bytes.
  @inline(__always)
  mutating func remove(last count: Int) {
    precondition(unsafe count >= 0 && count <= place - start, "fewer bytes than are to go")
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

  /// Appends the first `count` of four bytes, the first one lowest.
  ///
  /// - Precondition: There is room for all four.
  @inline(__always)
  mutating func append(_ four: UInt32, count: Int) {
    precondition(count >= 0 && count <= 4, "more than four bytes")
    reserve(4)
    unsafe place.storeBytes(of: four.littleEndian, as: UInt32.self)
    unsafe place += count
  }

  /// Appends the first `count` of sixteen bytes, the first one lowest.
  ///
  /// - Precondition: There is room for all of them.
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

  /// Appends two short names and two numbers, with a byte before each of them and behind the last.
  ///
  /// - Precondition: There is room for 63 bytes.
  @inline(__always)
  mutating func append(
    _ first: ShortIdentifier, _ second: ShortIdentifier, _ third: ShortDecimal,
    _ fourth: ShortDecimal, between delimiter: UInt8
  ) {
    // Names of 16 bytes and numbers of 8 with five delimiters are 53.
    reserve(63)
    precondition(
      UInt(bitPattern: first.count) <= 16 && UInt(bitPattern: second.count) <= 16, "a long name")
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

  /// The room that a row of `appendRow` needs: seven pieces, none of which is longer than a byte
  /// can say, and the rest of the last one's blocks.
  static let rowRoom = 2_048

  /// How many bytes must follow the beginning of a counted text: its length, and as many whole
  /// blocks of 16 bytes as the longest text takes.
  static let countedTextRoom = 272

  /// What stands in the place of the length where a text is too long for one.
  static let noCount: UInt8 = 255

  /// Appends a row: a text, a number, another text, another number, and what ends the row.
  ///
  /// The texts are counted: each stands behind a byte that says how long it is. That there is room
  /// is looked at once, because no piece can be longer than a byte says.
  ///
  /// - Precondition: Both numbers are among those of ``NumberTexts``.
  /// - Returns: False where the first text is too long to be counted; nothing is appended then.
  @inline(__always)
  mutating func appendRow(
    _ texts: Span<UInt8>, from start: Int, thousandths power: Int,
    _ limits: Span<UInt8>, from limit: Int, thousandths energy: Int, _ end: ShortText,
    _ numbers: Span<UInt64>
  ) -> Bool {
    precondition(unsafe UInt(bitPattern: place) <= lastRow, "no room for a row")
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

  /// The length of a counted text, for which this also checks that all its blocks can be read.
  @inline(__always)
  @unsafe private static func checkedCount(_ bytes: Span<UInt8>, from start: Int) -> UInt8 {
    let last = bytes.count &- countedTextRoom
    precondition(
      last >= 0 && UInt(bitPattern: start) <= UInt(bitPattern: last), "no such text")
    return unsafe bytes[unchecked: start]
  }

  // What follows does not look whether there is room; each takes at most 271 bytes, and its place
  // goes on by at most 255 for each length.

  @inline(__always)
  @unsafe private mutating func put(_ byte: UInt8) {
    unsafe place.storeBytes(of: byte, as: UInt8.self)
    unsafe place += 1
  }

  /// Takes the first sixteen bytes of a name that has no more.
  @inline(__always)
  @unsafe private mutating func put(_ name: ShortIdentifier) {
    unsafe place.storeBytes(of: name.low.littleEndian, as: UInt64.self)
    unsafe place.storeBytes(of: name.high.littleEndian, toByteOffset: 8, as: UInt64.self)
    unsafe place += name.count
  }

  /// Takes two lengths.
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

  /// Copies a counted text in whole blocks of 16 bytes, from one of them on.
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

  /// Copies sixteen bytes of a counted text.
  @inline(__always)
  @unsafe private func copy(_ bytes: Span<UInt8>, from start: Int, block: Int) {
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      let text = unsafe base + start + 1
      let bytes = unsafe text.loadUnaligned(fromByteOffset: 16 &* block, as: SIMD16<UInt8>.self)
      unsafe place.storeBytes(of: bytes, toByteOffset: 16 &* block, as: SIMD16<UInt8>.self)
    }
  }

  /// Appends a text as it is.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append($0.span) }
  }
}

extension Array {
  /// Writes elements over those that stand from `start` on: one copy of memory.
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

/// A text of at most 32 bytes that is appended again and again.
struct ShortText: Sendable {
  /// The bytes as they lie in memory.
  fileprivate let low: SIMD2<UInt64>
  fileprivate let high: SIMD2<UInt64>
  fileprivate let length: UInt8

  /// The text of four times eight bytes, the first one lowest.
  ///
  /// - Precondition: It has at most 32 bytes.
  @inline(__always)
  init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, count: Int) {
    precondition(UInt(bitPattern: count) <= 32, "more than 32 bytes")
    low = SIMD2(first.littleEndian, second.littleEndian)
    high = SIMD2(third.littleEndian, fourth.littleEndian)
    length = UInt8(truncatingIfNeeded: count)
  }

  /// The text that begins at `start`.
  ///
  /// - Precondition: It has at most 32 bytes, and so many follow `start`.
  init(_ bytes: Span<UInt8>, from start: Int, count: Int) {
    self.init(
      bytes.word(at: start), bytes.word(at: start + 8), bytes.word(at: start + 16),
      bytes.word(at: start + 24), count: count)
  }

  /// How long it is.
  var count: Int { Int(length) }

  /// What follows its first byte.
  ///
  /// - Precondition: There is one.
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

  /// Appends what `body` writes, at most `capacity` bytes, by a cursor that it owns and gives back.
  ///
  /// For loops that write much: what is owned can be kept in registers.
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

  /// Writes over what stands at `start`: a byte that says how long it is, and what `body` writes,
  /// at most `room` bytes.
  ///
  /// - Returns: How many bytes `body` has written.
  @inline(__always)
  mutating func overwriteCounted(
    at start: Int, room: UInt8, _ body: (inout ByteCursor) -> Void
  ) -> Int {
    precondition(start >= 0 && start <= count &- 1 &- Int(room), "the text lies elsewhere")
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

  /// Writes over the bytes of a range.
  ///
  /// - Returns: How many have been written.
  @inline(__always)
  mutating func overwrite(_ range: Range<Int>, _ body: (inout ByteCursor) -> Void) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range lies elsewhere")
    return unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let start = unsafe base + range.lowerBound
      var cursor = unsafe ByteCursor(start, capacity: range.count)
      body(&cursor)
      return unsafe cursor.count(from: start)
    }
  }
}
