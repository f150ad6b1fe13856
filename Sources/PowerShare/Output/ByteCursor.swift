/// A place in an array to which bytes are written one after the other: the one file of the library
/// that is `unsafe`.
///
/// Contract: a cursor exists only within the two functions of `[UInt8]` below, which give it memory
/// of that array and take it back before they return. Every write checks first that it ends within
/// that memory, so that a wrong capacity traps instead of writing elsewhere; what is read is a
/// span, whose length is checked as well.
@safe struct ByteCursor: ~Copyable {
  private var place: UnsafeMutableRawPointer
  private let end: UnsafeMutableRawPointer

  @inline(__always)
  fileprivate init(_ start: UnsafeMutableRawPointer, capacity: Int) {
    unsafe place = start
    unsafe end = start + capacity
  }

  fileprivate func count(from start: UnsafeMutableRawPointer) -> Int {
    unsafe place - start
  }

  @inline(__always)
  private func reserve(_ count: Int) {
    precondition(unsafe end - place >= count, "no room for the bytes")
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

  /// Appends a number and a byte behind it.
  ///
  /// - Precondition: There is room for sixteen bytes.
  @inline(__always)
  mutating func append(_ number: ShortDecimal, end last: UInt8? = nil) {
    reserve(16)
    unsafe put(number)
    guard let last else { return }
    unsafe put(last)
  }

  /// Appends a row: three texts with a number behind the second and the third, and a last byte.
  ///
  /// That there is room is looked at once for all of it.
  ///
  /// - Precondition: Each of the texts goes on for 32 bytes behind its last one.
  @inline(__always)
  mutating func appendRow(
    _ first: Span<UInt8>, _ firstCount: Int,
    _ second: Span<UInt8>, from secondStart: Int, _ secondCount: Int, _ power: ShortDecimal,
    _ third: Span<UInt8>, from thirdStart: Int, _ thirdCount: Int, _ energy: ShortDecimal,
    end last: UInt8
  ) {
    reserve(firstCount &+ secondCount &+ thirdCount &+ Self.rowMargin)
    unsafe put(first, from: 0, firstCount, atLeast: 2)
    unsafe put(second, from: secondStart, secondCount, atLeast: 2)
    unsafe put(power)
    unsafe put(third, from: thirdStart, thirdCount, atLeast: 1)
    unsafe put(energy)
    unsafe put(last)
  }

  /// The room that a row needs beside its texts: blocks behind each of them, and the numbers.
  static let rowMargin = 128

  // What follows does not look whether there is room.

  @inline(__always)
  @unsafe private mutating func put(_ byte: UInt8) {
    unsafe place.storeBytes(of: byte, as: UInt8.self)
    unsafe place += 1
  }

  /// Takes at most nine bytes.
  @inline(__always)
  @unsafe private mutating func put(_ number: ShortDecimal) {
    unsafe place.storeBytes(of: number.whole.littleEndian, as: UInt32.self)
    unsafe place += Int(number.whole &>> 24 & 3)
    unsafe place.storeBytes(of: number.fraction.littleEndian, as: UInt32.self)
    unsafe place += number.fractionCount
  }

  /// Copies whole blocks of 16 bytes, at least `first` of them.
  @inline(__always)
  @unsafe private mutating func put(
    _ bytes: Span<UInt8>, from start: Int, _ count: Int, atLeast first: Int
  ) {
    precondition(
      start >= 0 && count >= 0 && start <= bytes.count &- count &- 16 &* first, "no such bytes")
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      for block in 0..<first { unsafe copyBlock(from: base + start, at: 16 &* block) }
      var offset = 16 &* first
      while offset < count {
        unsafe copyBlock(from: base + start, at: offset)
        offset &+= 16
      }
    }
    unsafe place += count
  }

  @inline(__always)
  private func copyBlock(from source: UnsafeRawPointer, at offset: Int) {
    let block = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    unsafe place.storeBytes(of: block, toByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// Appends a text as it is.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append($0.span) }
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
  mutating func append(
    rowsUpTo capacity: Int, _ body: (consuming ByteCursor) -> ByteCursor
  ) {
    append(addingCapacity: capacity) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, count in
        guard let base = buffer.baseAddress else { return }
        let start = unsafe UnsafeMutableRawPointer(base + count)
        let cursor = body(unsafe ByteCursor(start, capacity: buffer.count - count))
        count += unsafe cursor.count(from: start)
      }
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
