/// Writes moments, dates and times of day.
extension ByteCursor {
  /// Appends a time of day, given in milliseconds since midnight.
  ///
  /// - Precondition: There is room for 16 bytes.
  @inline(__always)
  mutating func append(timeOfDay time: Int, decimalPoint: UInt8) {
    let (clock, milliseconds) = Self.clock(ofTimeOfDay: time)
    append(clock, 0, count: 8)
    if milliseconds > 0 { append(fraction: milliseconds, point: decimalPoint) }
  }

  /// Returns the eight characters of a time of day, `08:15:00`, first character in the lowest byte,
  /// and the milliseconds of its second.
  @inline(__always)
  static func clock(ofTimeOfDay time: Int) -> (UInt64, milliseconds: UInt32) {
    // Unsigned 32-bit division costs less.
    let (seconds, milliseconds) = UInt32(time).quotientAndRemainder(dividingBy: 1_000)
    let minutes = seconds / 60
    let hours = minutes / 60
    // Divides hours, minutes and seconds by ten at once: 103 ÷ 1,024 is close enough to a tenth for
    // numbers below 100.
    let numbers =
      UInt64(hours) | UInt64(minutes &- 60 &* hours) &<< 24
      | UInt64(seconds &- 60 &* minutes) &<< 48
    let tens = (numbers &* 103) &>> 10 & 0x000F_0000_0F00_000F
    let ones = numbers &- tens &* 10
    return ((tens | ones &<< 8) &+ 0x3030_3A30_303A_3030, milliseconds)
  }
}

extension [UInt8] {
  /// Appends a moment: seconds, or a date-time in the scale's offset.
  mutating func append(_ instant: Instant, in scale: TimeScale) {
    switch scale {
    case .seconds:
      append(thousandths: instant.milliseconds)
    case .dateTime(let offset):
      appendLocal(instant, offset, separator: UInt8(ascii: "T"))
      append(offset)
    }
  }

  /// Appends a local date and time without an offset, `2026-03-02 08:15:00`: with a space a form
  /// that spreadsheets read as a time.
  mutating func appendLocal(
    _ instant: Instant, _ offset: UTCOffset, separator: UInt8,
    decimalPoint: UInt8 = UInt8(ascii: ".")
  ) {
    let (days, time) = instant.local(offset)
    append(dateOfDay: days)
    append(separator)
    append(timeOfDay: time, decimalPoint: decimalPoint)
  }

  /// Appends a date, given in days since 1970-01-01.
  mutating func append(dateOfDay days: Int) {
    let date = CivilDate(daysSince1970: days)
    append(upTo: 2 * ByteCursor.numberCapacity) { bytes in
      if date.year > 9999 {
        // Happens only in an offset further east than the one of the input.
        bytes.append(magnitude: UInt(date.year))
      } else {
        bytes.append(twoDigits: date.year / 100)
        bytes.append(twoDigits: date.year % 100)
      }
      bytes.append(UInt8(ascii: "-"))
      bytes.append(twoDigits: date.month)
      bytes.append(UInt8(ascii: "-"))
      bytes.append(twoDigits: date.day)
    }
  }

  /// Appends a time of day, given in milliseconds since midnight.
  mutating func append(timeOfDay time: Int, decimalPoint: UInt8 = UInt8(ascii: ".")) {
    append(upTo: 2 * ByteCursor.numberCapacity) {
      $0.append(timeOfDay: time, decimalPoint: decimalPoint)
    }
  }

  /// Appends an offset from UTC in its original spelling.
  mutating func append(_ offset: UTCOffset) {
    guard offset.spelling != .zulu else { return append(UInt8(ascii: "Z")) }
    let isWest = offset.minutes < 0 || offset.spelling == .unknownLocal
    append(upTo: 8) { bytes in
      bytes.append(isWest ? UInt8(ascii: "-") : UInt8(ascii: "+"))
      bytes.append(twoDigits: abs(offset.minutes) / 60)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(twoDigits: abs(offset.minutes) % 60)
    }
  }
}
