/// The date of the last date-time that was read, which the next one mostly has as well.
///
/// It knows the most common form only, `2026-03-02T08:15:00` and an offset; whatever it does not
/// know is left to ``DateTime``.
struct LastDate: Sendable {
  /// The date with its `T`, and the offset, as they were written.
  private var date: [UInt8] = []
  private var offsetText: [UInt8] = []
  private var offset = UTCOffset.zulu
  /// The moment at which the day begins where clocks have that offset.
  private var midnight = 0

  private static let dateCount = 11
  private static let secondsEnd = 19

  /// The moment of a date-time of the same date and offset; nil where it is another, or has
  /// another form.
  func read(_ bytes: Span<UInt8>, _ value: RawValue) -> (Instant, UTCOffset)? {
    let text = value.content
    guard !date.isEmpty, text.count == Self.secondsEnd + offsetText.count, !value.hasEscapes else {
      return nil
    }
    let start = text.lowerBound
    guard Self.equal(date, bytes, start), Self.equal(offsetText, bytes, start + Self.secondsEnd),
      let hour = DateTime.twoDigits(bytes, start + 11), hour < 24,
      bytes[start + 13] == UInt8(ascii: ":"),
      let minute = DateTime.twoDigits(bytes, start + 14), minute < 60,
      bytes[start + 16] == UInt8(ascii: ":"),
      let second = DateTime.twoDigits(bytes, start + 17), second < 60
    else { return nil }
    let seconds = hour * 3_600 + minute * 60 + second
    return (Instant(milliseconds: midnight + seconds * 1_000), offset)
  }

  private static func equal(_ part: [UInt8], _ bytes: Span<UInt8>, _ start: Int) -> Bool {
    for offset in part.indices where part[offset] != bytes[start &+ offset] { return false }
    return true
  }

  private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var part: [UInt8] = []
    for place in range { part.append(bytes[place]) }
    return part
  }

  /// Notes a date-time that has been read in the other way.
  mutating func note(_ reading: DateTime.Reading, _ bytes: Span<UInt8>, _ value: RawValue) {
    let text = value.content
    guard case .moment(let instant, let offset) = reading, text.count > Self.secondsEnd,
      bytes[text.lowerBound + Self.secondsEnd] != UInt8(ascii: ".")
    else { return }
    let start = text.lowerBound
    date = Self.copy(bytes, start..<(start + Self.dateCount))
    offsetText = Self.copy(bytes, (start + Self.secondsEnd)..<text.upperBound)
    self.offset = offset
    midnight = instant.milliseconds - instant.local(offset).milliseconds
  }
}
