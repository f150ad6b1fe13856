/// Writing of numbers and times, each in its shortest exact form.
extension [UInt8] {
  /// Appends a text as it is.
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  /// Appends a text as it is.
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// Appends a whole number.
  mutating func append(integer: Int) {
    if integer < 0 { append(UInt8(ascii: "-")) }
    let magnitude = integer.magnitude
    var divisor: UInt = 1
    while magnitude / divisor >= 10 { divisor *= 10 }
    var rest = magnitude
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  /// Appends a number of thousandths as a decimal without trailing zeros: `110`, `7.4`, `0.125`.
  mutating func append(thousandths: Int, decimalPoint: UInt8 = UInt8(ascii: ".")) {
    if thousandths < 0 { append(UInt8(ascii: "-")) }
    let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    append(integer: Int(whole))
    if fraction > 0 { append(fraction: Int(fraction), point: decimalPoint) }
  }

  private mutating func append(fraction: Int, point: UInt8) {
    append(point)
    append(UInt8(ascii: "0") + UInt8(fraction / 100))
    if fraction % 100 > 0 { append(UInt8(ascii: "0") + UInt8(fraction / 10 % 10)) }
    if fraction % 10 > 0 { append(UInt8(ascii: "0") + UInt8(fraction % 10)) }
  }

  /// Appends a number from 0 to 99 with two digits.
  private mutating func append(twoDigits number: Int) {
    append(UInt8(ascii: "0") + UInt8(number / 10))
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

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

  /// Appends a date and a time without an offset, `2026-03-02 08:15:00`, which spreadsheets read as
  /// a time.
  mutating func appendLocal(_ instant: Instant, _ offset: UTCOffset, separator: UInt8) {
    let (days, time) = instant.local(offset)
    let date = CivilDate(daysSince1970: days)
    let (seconds, milliseconds) = time.quotientAndRemainder(dividingBy: 1_000)
    if date.year > 9999 {
      append(integer: date.year)  // only in an offset further east than its own
    } else {
      append(twoDigits: date.year / 100)
      append(twoDigits: date.year % 100)
    }
    append(UInt8(ascii: "-"))
    append(twoDigits: date.month)
    append(UInt8(ascii: "-"))
    append(twoDigits: date.day)
    append(separator)
    append(twoDigits: seconds / 3_600)
    append(UInt8(ascii: ":"))
    append(twoDigits: seconds / 60 % 60)
    append(UInt8(ascii: ":"))
    append(twoDigits: seconds % 60)
    if milliseconds > 0 { append(fraction: milliseconds, point: UInt8(ascii: ".")) }
  }

  private mutating func append(_ offset: UTCOffset) {
    guard offset.spelling != .zulu else { return append(UInt8(ascii: "Z")) }
    let isWest = offset.minutes < 0 || offset.spelling == .unknownLocal
    append(isWest ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    append(twoDigits: abs(offset.minutes) / 60)
    append(UInt8(ascii: ":"))
    append(twoDigits: abs(offset.minutes) % 60)
  }
}
