/// A window onto a text file that is read in pieces.
///
/// The bytes from `start` on have not been used yet. Some bytes before it stay, so that a message
/// can show its line. Lines and columns are computed only for messages.
package struct SourceText: Sendable {
  /// The file's name as the user gave it.
  package let name: String
  /// True if the text ends with the bytes in the window.
  package private(set) var isComplete = false
  /// True if the window may hold a complete record since it was filled.
  ///
  /// That is so if a line or a JSON value may have ended, if the text is complete, or if there are
  /// twice as many bytes as at the last attempt.
  ///
  /// So a long record is not scanned again for each piece.
  package private(set) var mayHoldRecord = false
  /// The number of unused bytes when ``mayHoldRecord`` last became true.
  private var bytesLookedAt = 0
  /// The number of bytes that have left the window.
  private(set) var forgotten = 0
  /// The number of bytes read in total.
  package private(set) var totalRead = 0
  /// The position of the first unused byte.
  var start = 0
  /// The window; the bytes from `end` on are free.
  private(set) var storage: [UInt8]
  private(set) var end = 0
  /// True if used bytes may be dropped; false if events are sorted.
  private let forgets: Bool
  /// The line and column of the window's first byte.
  private var origin = Position()
  /// A cache of the last position computed, from which a later one is found faster.
  private var known = (offset: 0, position: Position())
  /// The positions of offsets in the window, in their order, so that a place needs no count from
  /// afar; they are noted when places are computed.
  private var marks: [(offset: Int, position: Position)] = []
  private var hasPassedByteOrderMark = false

  /// The distance of marks from each other.
  private static let markDistance = 4096
  /// The number of used bytes that stay in the window, for messages.
  private static let history = 512
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// A line and a column, from 1.
  private struct Position {
    var line = 1
    var column = 1
  }

  /// Creates an empty window.
  ///
  /// - Parameters:
  ///   - name: The file's name, for messages.
  ///   - size: The size of the file in bytes, if known.
  ///   - capacity: The number of bytes to read at a time.
  ///   - forgets: True if used bytes may be dropped.
  package init(
    name: String, size: Int? = nil, capacity: Int = 256 * 1024, forgets: Bool = true
  ) {
    self.name = name
    self.forgets = forgets
    // A small file gets a small window, because zeroing memory takes time.
    let needed = size.map { min(capacity, $0 + 64) } ?? capacity
    storage = Array(repeating: 0, count: max(needed, 16))
  }

  /// Creates a window onto a complete text.
  package init(name: String, text: [UInt8]) {
    self.name = name
    forgets = false
    storage = text
    end = text.count
    totalRead = end
    isComplete = true
    passByteOrderMark()
  }

  /// Fills the window by `read`.
  ///
  /// - Parameter read: Stores bytes in the array at the range and returns their number; 0 means
  ///   that the text is complete.
  package mutating func fill<Failure>(
    _ read: (inout [UInt8], Range<Int>) throws(Failure) -> Int
  ) throws(Failure) {
    guard !isComplete else { return }
    makeRoom()
    let count = try read(&storage, end..<storage.count)
    end += count
    totalRead += count
    isComplete = count == 0
    // Backwards, because the last record usually ends near the end.
    let mayEndRecord = storage[(end - count)..<end].reversed().contains { byte in
      byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }
    mayHoldRecord = mayEndRecord || isComplete || end - start >= 2 * bytesLookedAt
    if mayHoldRecord { bytesLookedAt = end - start }
    passByteOrderMark()
  }

  private mutating func passByteOrderMark() {
    guard !hasPassedByteOrderMark, end >= 3 || isComplete else { return }
    hasPassedByteOrderMark = true
    guard end >= 3, Array(storage[0..<3]) == Self.byteOrderMark else { return }
    storage.removeFirst(3)
    end -= 3
  }

  /// True if a byte order mark may still follow.
  var isAwaitingFirstBytes: Bool { !hasPassedByteOrderMark }

  /// Moves bytes to the start of the array, in place: a slice would copy the window.
  private static func moveUp(_ range: Range<Int>, in storage: inout [UInt8]) {
    var bytes = storage.mutableSpan
    for place in 0..<range.count { bytes[place] = bytes[range.lowerBound + place] }
  }

  private mutating func makeRoom() {
    guard storage.count - end < storage.count / 2 else { return }
    let dropped = forgets ? max(0, start - Self.history) : 0
    if dropped > 0 {
      let lineStart = position(of: dropped)
      origin = lineStart
      known = (0, origin)
      marks.removeAll(keepingCapacity: true)
      Self.moveUp(dropped..<end, in: &storage)
      forgotten += dropped
      start -= dropped
      end -= dropped
      _ = position(of: start)
    }
    if storage.count - end < storage.count / 4 {
      storage.append(contentsOf: repeatElement(0, count: storage.count))
    }
  }
}

// MARK: - Places

extension SourceText {
  /// Returns the diagnostic of a problem in the window.
  package mutating func diagnostic(
    _ range: Range<Int>, code: DiagnosticCode, message: String, hint: String? = nil,
    severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    var place = place(of: range)
    // An excerpt of a file that is no text would be noise.
    if code == .notText { place.removeExcerpt() }
    return Diagnostic(
      severity: severity, code: code, file: name, place: place, message: message, hint: hint)
  }

  mutating func diagnostic(_ problem: RangedProblem) -> Diagnostic {
    var hint = problem.hint
    if let opening = problem.opening {
      let position = position(of: opening)
      hint = "Its opening quote is at line \(position.line), column \(position.column)."
    }
    return diagnostic(
      problem.range, code: problem.code, message: problem.message, hint: hint,
      severity: problem.severity)
  }

  /// Marks the bytes up to `next` as used, and notes the line, so that later places are found
  /// faster.
  ///
  /// - Parameter isLine: True if the bytes from ``start`` on are one line with its end.
  @inline(__always)
  package mutating func pass(to next: Int, isLine: Bool) {
    if isLine, known.offset == start {
      known = (next, Position(line: known.position.line &+ 1))
    } else {
      _ = position(of: next)
    }
    start = next
  }

  /// Returns the position of an offset in the window.
  ///
  /// - Complexity: O(1) near the cached position and behind places computed before; else O(bytes
  ///   since the last mark), once for each part of the text.
  private mutating func position(of offset: Int) -> Position {
    if offset < known.offset, let position = positionShortlyBefore(offset) { return position }
    let next = indexOfMark(after: offset)
    var place = next > 0 ? marks[next - 1].offset : 0
    var position = next > 0 ? marks[next - 1].position : origin
    if known.offset <= offset, known.offset > place { (place, position) = known }
    var new: [(offset: Int, position: Position)] = []
    while place < offset {
      let end = min(offset, place + Self.markDistance)
      advance(&position, over: place..<end)
      if end - place == Self.markDistance { new.append((end, position)) }
      place = end
    }
    if !new.isEmpty { marks.insert(contentsOf: new, at: next) }
    if offset >= known.offset { known = (offset, position) }
    return position
  }

  /// Returns the index of the first mark after an offset.
  private func indexOfMark(after offset: Int) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func advance(_ position: inout Position, over range: Range<Int>) {
    let bytes = storage.span.extracting(range)
    // Only the last line's columns matter.
    let lines = bytes.count(of: UInt8(ascii: "\n"))
    var place = 0
    if lines > 0 {
      position = Position(line: position.line + lines)
      place = bytes.count
      while bytes[place - 1] != UInt8(ascii: "\n") { place -= 1 }
    }
    while place < bytes.count {
      if bytes[place] & 0xC0 != 0x80 { position.column += 1 }
      place += 1
    }
  }

  /// Returns the position of an offset shortly before the cached one, whose line begins shortly
  /// before it; nil for any other.
  private func positionShortlyBefore(_ offset: Int) -> Position? {
    guard known.offset - offset <= Self.markDistance else { return nil }
    let farthest = max(offset - Self.markDistance, 0)
    var lineStart = offset
    while lineStart > farthest, storage[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
    guard lineStart > farthest else { return nil }
    let bytes = storage.span
    var position = known.position
    position.line -= bytes.extracting(offset..<known.offset).count(of: UInt8(ascii: "\n"))
    position.column = 1
    for place in lineStart..<offset where bytes[place] & 0xC0 != 0x80 { position.column += 1 }
    return position
  }

  /// Returns the first byte of the character that contains the byte at `offset`.
  ///
  /// The last byte of a file need not begin a character.
  private func startOfCharacter(at offset: Int) -> Int {
    guard offset < end, storage[offset] & 0xC0 == 0x80 else { return offset }
    for start in stride(from: offset - 1, through: max(offset - 3, 0), by: -1)
    where storage[start] & 0xC0 != 0x80 {
      let length = UTF8Check.sequenceLength(storage.span, at: start, end: end) ?? 1
      return start + length > offset ? start : offset
    }
    return offset
  }

  private mutating func place(of range: Range<Int>) -> SourcePlace {
    let offset = startOfCharacter(at: min(range.lowerBound, end))
    let position = position(of: offset)
    let excerpt = Excerpt(
      storage.span.extracting(0..<end), around: offset..<max(range.upperBound, offset),
      startsLine: origin.column == 1)
    return SourcePlace(
      line: position.line, column: position.column, excerpt: excerpt.text,
      caretOffset: excerpt.caretOffset, caretLength: excerpt.caretLength)
  }
}
