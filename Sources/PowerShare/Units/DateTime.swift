/// An exact reader of RFC 3339 date-times, `2026-03-02T08:15:00.25+01:00`.
///
/// The offset is required, because a local time alone does not name a moment. The seconds may be
/// left out (ISO 8601: `2026-03-02T08:15Z`). A fraction of a second may have any number of digits
/// and is rounded to the millisecond, ties to even. Leap seconds are refused, because the time
/// scale has none.
enum DateTime {
  /// The result of reading a text.
  enum Reading: Equatable {
    /// The moment, and the offset with its spelling.
    case moment(Instant, UTCOffset)
    /// The text has another form.
    case notADateTime
    /// A date-time without an offset.
    case missingOffset
    /// A date-time with a part that does not exist, such as the 30th of February.
    case impossible(part: Part)
    /// A year before 1970.
    case yearOutOfRange
    /// A fraction of the last second of 9999 that rounds up to the year 10000.
    case roundedToYear10000
  }

  /// A part of a date-time.
  enum Part: String {
    case month, day, hour, minute, second, offset
  }

  /// Reads a range of `bytes`.
  ///
  /// - Complexity: O(length of the range).
  static func read(_ bytes: Span<UInt8>, in range: Range<Int>) -> Reading {
    let start = range.lowerBound
    guard range.count >= 16,
      let century = twoDigits(bytes, start), let yearOfCentury = twoDigits(bytes, start + 2),
      bytes[start + 4] == UInt8(ascii: "-"), let month = twoDigits(bytes, start + 5),
      bytes[start + 7] == UInt8(ascii: "-"), let day = twoDigits(bytes, start + 8),
      bytes[start + 10] | 0x20 == UInt8(ascii: "t") || bytes[start + 10] == UInt8(ascii: " "),
      let hour = twoDigits(bytes, start + 11), bytes[start + 13] == UInt8(ascii: ":"),
      let minute = twoDigits(bytes, start + 14)
    else { return .notADateTime }

    var position = start + 16
    var second = 0
    var milliseconds = 0
    let hasSeconds = position < range.upperBound && bytes[position] == UInt8(ascii: ":")
    if hasSeconds {
      guard range.count >= 19, let stated = twoDigits(bytes, start + 17) else {
        return .notADateTime
      }
      second = stated
      position = start + 19
    }
    if hasSeconds, position < range.upperBound, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let digits = position..<endOfDigits(bytes, from: position, to: range.upperBound)
      guard !digits.isEmpty else { return .notADateTime }
      milliseconds = roundedMilliseconds(bytes, digits)
      position = digits.upperBound
    }
    guard position < range.upperBound else { return .missingOffset }
    guard let offset = offset(bytes, position..<range.upperBound) else { return .notADateTime }

    let year = century * 100 + yearOfCentury
    guard year >= 1970 else { return .yearOutOfRange }
    guard 1...12 ~= month else { return .impossible(part: .month) }
    guard 1...CivilDate.days(inMonth: month, year: year) ~= day else {
      return .impossible(part: .day)
    }
    guard hour <= 23 else { return .impossible(part: .hour) }
    guard minute <= 59 else { return .impossible(part: .minute) }
    guard second <= 59 else { return .impossible(part: .second) }
    guard abs(offset.minutes) < 1_440 else { return .impossible(part: .offset) }

    if milliseconds == 1_000, (year, month, day) == (9999, 12, 31),
      (hour, minute, second) == (23, 59, 59)
    {
      return .roundedToYear10000
    }

    let days = CivilDate(year: year, month: month, day: day).daysSince1970
    let seconds = days * 86_400 + hour * 3_600 + (minute - offset.minutes) * 60 + second
    return .moment(Instant(milliseconds: seconds * 1_000 + milliseconds), offset)
  }

  /// Reads two digits; nil if one of the bytes is not a digit.
  static func twoDigits(_ bytes: Span<UInt8>, _ position: Int) -> Int? {
    let tens = bytes[position] &- UInt8(ascii: "0")
    let ones = bytes[position + 1] &- UInt8(ascii: "0")
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }

  private static func endOfDigits(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var position = start
    while position < end, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position
  }

  /// Returns the fraction of a second in milliseconds, 0 to 1,000, ties to even.
  private static func roundedMilliseconds(_ bytes: Span<UInt8>, _ digits: Range<Int>) -> Int {
    var value = 0
    for place in 0..<3 {
      let position = digits.lowerBound + place
      value = value * 10
      if position < digits.upperBound { value += Int(bytes[position] - UInt8(ascii: "0")) }
    }
    guard digits.count > 3 else { return value }
    let firstDropped = bytes[digits.lowerBound + 3] - UInt8(ascii: "0")
    if firstDropped != 5 { return firstDropped > 5 ? value + 1 : value }
    for position in (digits.lowerBound + 4)..<digits.upperBound
    where bytes[position] != UInt8(ascii: "0") {
      return value + 1
    }
    return value & 1 == 1 ? value + 1 : value
  }

  private static func offset(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UTCOffset? {
    let sign = bytes[range.lowerBound]
    if range.count == 1, sign | 0x20 == UInt8(ascii: "z") { return .zulu }
    guard range.count == 6, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = twoDigits(bytes, range.lowerBound + 1),
      bytes[range.lowerBound + 3] == UInt8(ascii: ":"),
      let minutes = twoDigits(bytes, range.lowerBound + 4)
    else { return nil }
    // 24:00 and more, and 60 minutes and more, are refused as a part that does not exist.
    let total = minutes <= 59 ? hours * 60 + minutes : 1_440
    guard sign == UInt8(ascii: "-") else { return UTCOffset(minutes: total) }
    return UTCOffset(minutes: -total, spelling: total == 0 ? .unknownLocal : .numeric)
  }
}
