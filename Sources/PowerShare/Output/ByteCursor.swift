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

  /// Appends up to three bytes, a byte and up to three that follow it, and a last one.
  ///
  /// - Parameters:
  ///   - digits: The bytes, the first one lowest, and how many there are in the highest byte.
  ///   - more: The same; its count includes the byte before it, and nothing is appended where it
  ///     is 0.
  /// - Precondition: There is room for sixteen bytes.
  @inline(__always)
  mutating func append(_ digits: UInt32, _ byte: UInt8, _ more: UInt32, end last: UInt8?) {
    reserve(16)
    unsafe place.storeBytes(of: digits.littleEndian, as: UInt32.self)
    unsafe place += Int(digits &>> 24 & 3)
    unsafe place.storeBytes(of: byte, as: UInt8.self)
    unsafe place.storeBytes(of: more.littleEndian, toByteOffset: 1, as: UInt32.self)
    unsafe place += Int(more &>> 24 & 7)
    guard let last else { return }
    unsafe place.storeBytes(of: last, as: UInt8.self)
    unsafe place += 1
  }

  /// Appends `count` bytes, at most 32, of a place in `bytes`.
  ///
  /// All 32 are copied, which costs less than to tell how many are needed.
  ///
  /// - Precondition: `bytes` goes on for 32 bytes from there, and there is room for as many.
  @inline(__always)
  mutating func append(upTo32 bytes: Span<UInt8>, from start: Int, count: Int) {
    precondition(start >= 0 && start <= bytes.count &- 32, "no 32 bytes to copy")
    precondition(count >= 0 && count <= 32, "more than 32 bytes")
    reserve(32)
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      unsafe copyBlock(from: base + start, at: 0)
      unsafe copyBlock(from: base + start, at: 16)
    }
    unsafe place += count
  }

  /// Appends `count` bytes, at most 64, of a place in `bytes`; otherwise as for 32.
  @inline(__always)
  mutating func append(upTo64 bytes: Span<UInt8>, from start: Int, count: Int) {
    precondition(start >= 0 && start <= bytes.count &- 64, "no 64 bytes to copy")
    precondition(count >= 0 && count <= 64, "more than 64 bytes")
    reserve(64)
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      unsafe copyBlock(from: base + start, at: 0)
      unsafe copyBlock(from: base + start, at: 16)
      unsafe copyBlock(from: base + start, at: 32)
      unsafe copyBlock(from: base + start, at: 48)
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
