/// The date of the last date-time that was read, which the next one mostly has as well.
///
/// It knows the most common forms only, `2026-03-02T08:15:00` or `2026-03-02T08:15:00.000` and an
/// offset; whatever it does not know is left to ``DateTime``.
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
  /// Where it begins: behind the seconds, or behind their thousandths.
  private var offsetStart = Self.secondsEnd
  /// The moment at which the day begins where clocks have that offset.
  private var midnight = 0

  private static let dateCount = 11
  private static let secondsEnd = 19
  private static let thousandthsEnd = 23

  /// The way in which a date-time with the same offset states its time.
  var scale: TimeScale { .dateTime(offset) }

  /// The moment of a date-time of the same date and offset that ends before a delimiter, and where
  /// that stands; nil where there is another text, and close to the end of `bytes`.
  ///
  /// - Precondition: `start` is not negative.
  /// - Parameter delimiter: What follows; nil where the caller looks at that.
  @inline(__always)
  func read(
    _ bytes: Span<UInt8>, from start: Int, before delimiter: UInt8?
  ) -> (Instant, end: Int)? {
    // At most seven bytes of an offset, and one behind it.
    guard start <= bytes.count &- (Self.thousandthsEnd + 8) else { return nil }
    let behind = bytes.word(at: start &+ offsetStart)
    guard behind & offsetBits == offsetText,
      delimiter == nil || behind.byte(at: offsetCount) == delimiter,
      bytes.word(at: start) == dateBeginning,
      bytes.word(at: start &+ (Self.dateCount - 8)) == dateEnd,
      let milliseconds = timeOfDay(bytes, from: start &+ Self.dateCount)
    else { return nil }
    return (
      Instant(milliseconds: midnight + milliseconds), start &+ offsetStart &+ offsetCount
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
    guard offsetCount > 0, text.count == offsetStart + offsetCount,
      start + offsetStart + 8 <= bytes.count, bytes.word(at: start) == dateBeginning,
      bytes.word(at: start + Self.dateCount - 8) == dateEnd,
      bytes.word(at: start + offsetStart).prefix(offsetCount) == offsetText,
      let milliseconds = timeOfDay(bytes, from: start + Self.dateCount)
    else { return nil }
    return (Instant(milliseconds: midnight + milliseconds), offset)
  }

  /// The milliseconds since midnight of a time of day in the form of the last one.
  @inline(__always)
  private func timeOfDay(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    guard let seconds = Self.timeOfDay(bytes.word(at: start)) else { return nil }
    if offsetStart == Self.secondsEnd { return seconds }
    return Self.thousandths(bytes.word(at: start &+ 8)).map { seconds &+ $0 }
  }

  /// The milliseconds of `.125`; nil where that is no point with three digits.
  private static func thousandths(_ text: UInt64) -> Int? {
    guard UInt8(truncatingIfNeeded: text) == UInt8(ascii: ".") else { return nil }
    return (text &>> 8).decimal(count: 3)
  }

  /// The milliseconds since midnight of `08:15:00`; nil where that is no time.
  @inline(__always)
  private static func timeOfDay(_ text: UInt64) -> Int? {
    // The digits as numbers, the colons as zeros; anything else is no such text.
    let digits = text ^ 0x3030_3A30_303A_3030
    let others = digits &+ 0x7676_7F76_767F_7676 | digits
    // Each tens digit and the ones digit behind it in the place of the tens.
    let numbers = (digits &* 10 &+ digits &>> 8) & 0x00FF_0000_FF00_00FF
    // Numbers from 60 on, and an hour from 24 on, reach the highest bit.
    let tooLarge = numbers &+ 0x0044_0000_4400_0068
    guard (others | tooLarge) & 0x8080_8080_8080_8080 == 0 else { return nil }
    // The minute in the place of the second, sixty times, and added to that.
    let seconds = (numbers &* 0x0000_0000_3C00_0001) &>> 48
    return Int(truncatingIfNeeded: (numbers & 0xFF) &* 3_600_000 &+ seconds &* 1_000)
  }

  /// Notes a date-time that has been read in the other way.
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

  /// Where the time of a date-time ends, if it has a form that is known here.
  private static func timeEnd(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Int? {
    guard text.count > secondsEnd else { return nil }
    let start = text.lowerBound
    if bytes[start + secondsEnd] != UInt8(ascii: ".") { return secondsEnd }
    guard text.count > thousandthsEnd, start + secondsEnd + 8 <= bytes.count,
      thousandths(bytes.word(at: start + secondsEnd)) != nil,
      !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start + thousandthsEnd])
    else { return nil }
    return thousandthsEnd
  }
}
