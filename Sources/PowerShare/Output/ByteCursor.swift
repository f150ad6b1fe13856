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

  /// How many bytes are copied at a time by `append(blocksOf:from:count:)`.
  static let blockCount = 16

  /// Appends a part of `bytes`, copied in whole blocks because most texts are one or two of them.
  ///
  /// - Precondition: Both `bytes` and the memory go on for up to a block behind the part.
  @inline(__always)
  mutating func append(blocksOf bytes: Span<UInt8>, from start: Int, count: Int) {
    let whole = max(16, (count &+ 15) & ~15)
    precondition(start >= 0 && whole <= bytes.count &- start, "no whole blocks to copy")
    reserve(whole)
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      unsafe copyBlocks(from: base + start, count: count)
    }
  }

  /// Appends the first `count` of four bytes, the first one lowest.
  ///
  /// - Precondition: There is room for all four.
  @inline(__always)
  mutating func append(_ four: UInt32, count: Int) {
    reserve(4)
    unsafe place.storeBytes(of: four.littleEndian, as: UInt32.self)
    unsafe place += count
  }

  /// Appends two texts that are copied in whole blocks, one behind the other.
  ///
  /// Rows are begun with it: their checks are made once for both.
  ///
  /// - Precondition: As for one text.
  @inline(__always)
  mutating func append(
    blocksOf first: Span<UInt8>, count firstCount: Int, andOf second: Span<UInt8>, from start: Int,
    count: Int
  ) {
    let firstWhole = (firstCount &+ 15) & ~15
    let whole = (count &+ 15) & ~15
    precondition(
      firstCount > 0 && count > 0 && start >= 0 && firstWhole <= first.count
        && whole <= second.count &- start, "no whole blocks to copy")
    reserve(firstWhole &+ whole)
    unsafe first.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      unsafe copyBlocks(from: base, count: firstCount)
    }
    unsafe second.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      unsafe copyBlocks(from: base + start, count: count)
    }
  }

  @inline(__always)
  private mutating func copyBlocks(from source: UnsafeRawPointer, count: Int) {
    var offset = 0
    repeat {
      let block = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
      unsafe place.storeBytes(of: block, toByteOffset: offset, as: SIMD16<UInt8>.self)
      offset &+= 16
    } while offset < count
    unsafe place += count
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
