/// The date of the last date-time that was read, which the next one mostly has as well.
///
/// It knows the most common form only, `2026-03-02T08:15:00` and an offset; whatever it does not
/// know is left to ``DateTime``.
struct LastDate: Sendable {
  /// The date with its `T`: its first eight bytes, and its last.
  private var dateBeginning: UInt64 = 0
  private var dateEnd: UInt64 = 0
  /// The offset as it was written; none that can stand there before the first date.
  private var offsetText: UInt64 = 1
  /// How long it is; 0 before the first date.
  private var offsetCount = 0
  /// Which bits of eight bytes it has.
  private var offsetBits: UInt64 = 0
  private var offset = UTCOffset.zulu
  /// The moment at which the day begins where clocks have that offset.
  private var midnight = 0

  private static let dateCount = 11
  private static let secondsEnd = 19

  /// The way in which a date-time with the same offset states its time.
  var scale: TimeScale { .dateTime(offset) }

  /// The moment of a date-time of the same date and offset that ends before a delimiter, and where
  /// that stands; nil where there is another text, and close to the end of `bytes`.
  ///
  /// - Precondition: `start` is not negative.
  @inline(__always)
  func read(
    _ bytes: Span<UInt8>, from start: Int, before delimiter: UInt8
  ) -> (Instant, end: Int)? {
    // At most seven bytes of an offset, and one behind it.
    guard start <= bytes.count &- (Self.secondsEnd + 8) else { return nil }
    let behind = bytes.word(at: start &+ Self.secondsEnd)
    let byte = UInt8(
      truncatingIfNeeded: behind &>> UInt64(truncatingIfNeeded: offsetCount &* 8))
    guard behind & offsetBits == offsetText, byte == delimiter,
      bytes.word(at: start) == dateBeginning,
      bytes.word(at: start &+ (Self.dateCount - 8)) == dateEnd,
      let milliseconds = Self.timeOfDay(bytes.word(at: start &+ Self.dateCount))
    else { return nil }
    return (
      Instant(milliseconds: midnight + milliseconds), start &+ Self.secondsEnd &+ offsetCount
    )
  }

  /// The moment of a date-time of the same date and offset; nil where it is another, or has
  /// another form.
  func read(_ bytes: Span<UInt8>, _ value: RawValue) -> (Instant, UTCOffset)? {
    value.hasEscapes ? nil : read(bytes, in: value.content)
  }

  /// The moment of the date-time in a range, in the same way.
  @inline(__always)
  func read(_ bytes: Span<UInt8>, in text: Range<Int>) -> (Instant, UTCOffset)? {
    let start = text.lowerBound
    guard offsetCount > 0, text.count == Self.secondsEnd + offsetCount,
      start + Self.secondsEnd + 8 <= bytes.count, bytes.word(at: start) == dateBeginning,
      bytes.word(at: start + Self.dateCount - 8) == dateEnd,
      bytes.word(at: start + Self.secondsEnd).prefix(offsetCount) == offsetText,
      let milliseconds = Self.timeOfDay(bytes.word(at: start + Self.dateCount))
    else { return nil }
    return (Instant(milliseconds: midnight + milliseconds), offset)
  }

  /// The milliseconds since midnight of `08:15:00`; nil where that is no time.
  @inline(__always)
  private static func timeOfDay(_ text: UInt64) -> Int? {
    // The digits as numbers, the colons as zeros; anything else is no such text.
    let digits = text ^ 0x3030_3A30_303A_3030
    guard (digits &+ 0x7676_7F76_767F_7676 | digits) & 0x8080_8080_8080_8080 == 0 else {
      return nil
    }
    // Each tens digit and the ones digit behind it in the place of the tens.
    let numbers = digits &* 10 &+ digits &>> 8
    let hour = Int(numbers & 0xFF)
    let minute = Int(numbers &>> 24 & 0xFF)
    let second = Int(numbers &>> 48 & 0xFF)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return (hour &* 3_600 &+ minute &* 60 &+ second) &* 1_000
  }

  /// Notes a date-time that has been read in the other way.
  mutating func note(_ reading: DateTime.Reading, _ bytes: Span<UInt8>, _ value: RawValue) {
    let text = value.content
    guard case .moment(let instant, let offset) = reading, text.count > Self.secondsEnd,
      bytes[text.lowerBound + Self.secondsEnd] != UInt8(ascii: "."),
      text.lowerBound + Self.secondsEnd + 8 <= bytes.count
    else { return }
    let start = text.lowerBound
    dateBeginning = bytes.word(at: start)
    dateEnd = bytes.word(at: start + Self.dateCount - 8)
    offsetCount = text.count - Self.secondsEnd
    offsetText = bytes.word(at: start + Self.secondsEnd).prefix(offsetCount)
    offsetBits = UInt64.max.prefix(offsetCount)
    self.offset = offset
    midnight = instant.milliseconds - instant.local(offset).milliseconds
  }
}
