/// A cache of the last date and offset, which the next date-time usually has, too.
///
/// A fast path for the most frequent forms: `2026-03-02T08:15:00` or `2026-03-02T08:15:00.000` with
/// an offset. ``DateTime`` reads all others.
struct LastDate: Sendable {
  /// The date with its `T`: the first eight of its bytes, and the last eight.
  private var dateBeginning: UInt64 = 0
  private var dateEnd: UInt64 = 0
  /// The text of the offset, lowest byte first; before the first date a text that never occurs.
  private var offsetText: UInt64 = 1
  /// The length of the offset's text; 0 before the first date.
  private var offsetCount = 0
  /// The bits that the offset's text takes in a word of eight bytes.
  private var offsetBits: UInt64 = 0
  private var offset = UTCOffset.zulu
  /// The position of the offset: after the seconds or their thousandths.
  private var offsetStart = Self.secondsEnd
  /// The moment of the day's local midnight, in milliseconds.
  private var midnight = 0

  private static let dateCount = 11
  private static let minutesEnd = 16
  private static let secondsEnd = 19
  private static let thousandthsEnd = 23

  /// The scale of a date-time with the same offset.
  var scale: TimeScale { .dateTime(offset) }

  /// Reads a date-time with the same date and offset that ends before a delimiter.
  ///
  /// - Parameter delimiter: The byte that must follow.
  /// - Precondition: `start` is not negative.
  /// - Returns: The moment and the position of the delimiter; nil for any other text, and close to
  ///   the end of `bytes`.
  @inline(__always)
  func read(
    _ bytes: Span<UInt8>, from start: Int, before delimiter: UInt8
  ) -> (Instant, end: Int)? {
    // At most seven bytes of offset and one after them.
    guard start <= bytes.count &- (Self.thousandthsEnd + 8) else { return nil }
    let behind = bytes.word(at: start &+ offsetStart)
    guard behind & offsetBits == offsetText,
      behind.byte(at: offsetCount) == delimiter,
      bytes.word(at: start) == dateBeginning,
      bytes.word(at: start &+ (Self.dateCount - 8)) == dateEnd,
      let milliseconds = timeOfDay(bytes, from: start &+ Self.dateCount)
    else { return nil }
    return (
      Instant(milliseconds: midnight + milliseconds), start &+ offsetStart &+ offsetCount
    )
  }

  /// Reads a date-time with the same date and offset; nil for any other text.
  func read(_ bytes: Span<UInt8>, _ value: RawValue) -> (Instant, UTCOffset)? {
    value.hasEscapes ? nil : read(bytes, in: value.content)
  }

  /// Reads a date-time with the same date and offset in a range; nil for any other text.
  @inline(__always)
  func read(_ bytes: Span<UInt8>, in text: Range<Int>) -> (Instant, UTCOffset)? {
    let start = text.lowerBound
    guard offsetCount > 0, text.count == offsetStart + offsetCount,
      start + offsetStart + 8 <= bytes.count, bytes.word(at: start) == dateBeginning,
      bytes.word(at: start + Self.dateCount - 8) == dateEnd,
      bytes.word(at: start + offsetStart).prefix(offsetCount) == offsetText,
      let milliseconds = timeOfDay(bytes, from: start + Self.dateCount)
    else { return nil }
    return (Instant(milliseconds: midnight + milliseconds), offset)
  }

  /// Reads a time of day in the form of the last one, in milliseconds since midnight; nil for other
  /// texts.
  @inline(__always)
  private func timeOfDay(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    guard let seconds = Self.timeOfDay(bytes.word(at: start)) else { return nil }
    if offsetStart == Self.secondsEnd { return seconds }
    return Self.thousandths(bytes.word(at: start &+ 8)).map { seconds &+ $0 }
  }

  /// Reads `.125` in milliseconds; nil for any other text.
  private static func thousandths(_ text: UInt64) -> Int? {
    guard UInt8(truncatingIfNeeded: text) == UInt8(ascii: ".") else { return nil }
    return (text &>> 8).decimal(count: 3)
  }

  /// Reads `08:15:00` in milliseconds since midnight; nil if it is not a time.
  @inline(__always)
  private static func timeOfDay(_ text: UInt64) -> Int? {
    // Digits become their values and colons zero. Other bytes set the highest bit of `others`.
    let digits = text ^ 0x3030_3A30_303A_3030
    let others = digits &+ 0x7676_7F76_767F_7676 | digits
    // Each number is in the byte of its tens digit.
    let numbers = (digits &* 10 &+ digits &>> 8) & 0x00FF_0000_FF00_00FF
    // Minutes and seconds of 60 and more, and hours of 24 and more, set the highest bit.
    let tooLarge = numbers &+ 0x0044_0000_4400_0068
    guard (others | tooLarge) & 0x8080_8080_8080_8080 == 0 else { return nil }
    // Multiplies so that 60 times the minute is added to the second.
    let seconds = (numbers &* 0x0000_0000_3C00_0001) &>> 48
    return Int(truncatingIfNeeded: (numbers & 0xFF) &* 3_600_000 &+ seconds &* 1_000)
  }

  /// Notes the date and offset of a date-time that ``DateTime`` has read.
  mutating func note(_ reading: DateTime.Reading, _ bytes: Span<UInt8>, _ value: RawValue) {
    let text = value.content
    guard case .moment(let instant, let offset) = reading,
      let end = Self.timeEnd(bytes, text), text.lowerBound + end + 8 <= bytes.count
    else { return }
    let start = text.lowerBound
    dateBeginning = bytes.word(at: start)
    dateEnd = bytes.word(at: start + Self.dateCount - 8)
    offsetStart = end
    offsetCount = text.count - end
    offsetText = bytes.word(at: start + end).prefix(offsetCount)
    offsetBits = UInt64.max.prefix(offsetCount)
    self.offset = offset
    midnight = instant.milliseconds - instant.local(offset).milliseconds
  }

  /// Returns the end of the time in a date-time, or nil if its form is not one of the fast path.
  private static func timeEnd(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Int? {
    guard text.count > secondsEnd else { return nil }
    let start = text.lowerBound
    guard bytes[start + minutesEnd] == UInt8(ascii: ":") else { return nil }
    if bytes[start + secondsEnd] != UInt8(ascii: ".") { return secondsEnd }
    guard text.count > thousandthsEnd, start + secondsEnd + 8 <= bytes.count,
      thousandths(bytes.word(at: start + secondsEnd)) != nil,
      !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start + thousandthsEnd])
    else { return nil }
    return thousandthsEnd
  }
}
