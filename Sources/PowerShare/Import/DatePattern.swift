/// A pattern for dates and times in the notation of `strptime`: `%d/%m/%Y %H:%M`.
///
/// `%Y %y %m %d %H %I %M %S` are numbers (of one or two digits, `%Y` of four), `%f` a fraction of a
/// second, `%p` AM or PM, `%b` and `%B` an English month, `%a` and `%A` a weekday (ignored), `%z`
/// an offset such as `+01:00`, `+0100`, `+01` or `Z`, `%Z` the abbreviation of a time zone, `%s`
/// seconds since 1970, `%Q` milliseconds, and `%%` a percent sign. `%T` is `%H:%M:%S`, `%R` is
/// `%H:%M`, `%F` is `%Y-%m-%d`, and `%D` is `%m/%d/%y`. A space matches one or more spaces.
///
/// The pattern `excel` reads the dates of spreadsheets: days since 1899-12-30, with a point or a
/// comma, perhaps in two cells whose numbers are added.
package struct DatePattern: Equatable, Sendable {
  private let tokens: [Token]
  /// True for the dates of spreadsheets.
  private let isSerial: Bool

  private enum Token: Equatable {
    case literal(UInt8)
    case space
    case field(UInt8)
  }

  private static let fields = Array("YymdHIMSfpbBaAzZsQ".utf8)

  /// The expansions of letters that abbreviate other fields.
  private static let short: [UInt8: String] = [
    UInt8(ascii: "T"): "%H:%M:%S", UInt8(ascii: "R"): "%H:%M", UInt8(ascii: "F"): "%Y-%m-%d",
    UInt8(ascii: "D"): "%m/%d/%y",
  ]

  /// Parses a pattern; nil if it has an unknown field, or no complete date and hour.
  package init?(_ text: String) {
    isSerial = text.lowercased() == "excel"
    if isSerial {
      tokens = []
      return
    }
    var tokens: [Token] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: " ") {
        tokens.append(.space)
      } else if byte != UInt8(ascii: "%") {
        tokens.append(.literal(byte))
      } else {
        guard let letter = rest.popFirst() else { return nil }
        if letter == UInt8(ascii: "%") {
          tokens.append(.literal(letter))
        } else if let whole = Self.short[letter] {
          rest.insert(contentsOf: whole.utf8, at: rest.startIndex)
        } else {
          guard Self.fields.contains(letter) else { return nil }
          tokens.append(.field(letter))
        }
      }
    }
    self.tokens = tokens
    func has(_ names: String) -> Bool {
      names.utf8.contains { tokens.contains(.field($0)) }
    }
    let isDate = has("Yy") && has("mbB") && has("d")
    guard has("sQ") || (isDate && (has("H") || (has("I") && has("p")))) else { return nil }
  }

  /// A time that a pattern has matched.
  struct Reading: Equatable {
    /// Local milliseconds since 1970-01-01T00:00.
    var local: Int
    /// Seconds east of Greenwich; nil if the text has no offset.
    var offset: Int?
    /// The abbreviation of a time zone in capitals; nil if the text has none.
    var zone: String?
  }

  /// Forms of ISO 8601 that RFC 3339 does not allow: no seconds, an offset of hours only or without
  /// a colon, a space before it, or no signs between the numbers.
  static let iso: [DatePattern] = [
    "%F %R", "%FT%R", "%F %T", "%FT%T", "%F %T.%f", "%FT%T.%f", "%Y%m%dT%H%M%S",
  ]
  .flatMap { [$0, $0 + "%z", $0 + " %z"] }.compactMap(DatePattern.init)

  /// Reads a text; nil if it does not match or names a date that does not exist.
  func read(_ text: [UInt8]) -> Reading? {
    if isSerial { return Self.readSerial(text) }
    var parts = Parts(rest: text[...])
    for token in tokens {
      switch token {
      case .literal(let byte):
        guard parts.rest.popFirst() == byte else { return nil }
      case .space:
        let count = parts.rest.prefix { $0 == UInt8(ascii: " ") }.count
        guard count > 0 else { return nil }
        parts.rest.removeFirst(count)
      case .field(let letter):
        guard parts.read(letter) else { return nil }
      }
    }
    return parts.rest.isEmpty ? parts.reading : nil
  }

  /// The days from 1899-12-30 to 1970-01-01.
  private static let serialEpoch = 25_569
  private static let dayLength = 86_400_000

  /// Reads a spreadsheet's date, rounded to the millisecond.
  private static func readSerial(_ text: [UInt8]) -> Reading? {
    let parts = text.split(separator: UInt8(ascii: " "))
    guard 1...2 ~= parts.count else { return nil }
    var sum = 0
    for part in parts {
      guard
        case .thousandths(let milliseconds) = DecimalNumber.readProduct(
          Array(part).span, in: 0..<part.count, factor: dayLength,
          maximum: RecordTimes.latest + serialEpoch * dayLength, decimalComma: true)
      else { return nil }
      sum += milliseconds
    }
    let local = sum - serialEpoch * dayLength
    return 0..<RecordTimes.latest ~= local ? Reading(local: local, offset: nil) : nil
  }

  /// True if a text is a number that the pattern `excel`, `%s` or `%Q` probably reads: a date from
  /// 1970 to 2099, or ten or thirteen digits.
  static func mayBe(_ pattern: String, _ text: [UInt8]) -> Bool {
    if pattern == "excel" {
      guard let local = readSerial(text)?.local else { return false }
      return text.count > 5 && local < 130 * 365 * dayLength
    }
    return text.count == (pattern == "%s" ? 10 : 13)
      && text.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
  }

  private struct Parts {
    var rest: ArraySlice<UInt8>
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    var second = 0
    var milliseconds = 0
    var isAfternoon: Bool?
    var offset: Int?
    var zone: String?
    var epoch: Int?

    mutating func read(_ letter: UInt8) -> Bool {
      switch letter {
      case UInt8(ascii: "Y"): return take(4...4, 1970...9999, \.year)
      case UInt8(ascii: "y"):
        guard take(2...2, 0...99, \.year) else { return false }
        year += year >= 70 ? 1900 : 2000
        return true
      case UInt8(ascii: "m"): return take(1...2, 1...12, \.month)
      case UInt8(ascii: "d"): return take(1...2, 1...31, \.day)
      case UInt8(ascii: "H"): return take(1...2, 0...23, \.hour)
      case UInt8(ascii: "I"): return take(1...2, 1...12, \.hour)
      case UInt8(ascii: "M"): return take(1...2, 0...59, \.minute)
      case UInt8(ascii: "S"): return take(1...2, 0...59, \.second)
      case UInt8(ascii: "f"): return readFraction()
      case UInt8(ascii: "p"): return readHalfOfDay()
      case UInt8(ascii: "b"), UInt8(ascii: "B"):
        let name = letters()
        guard name.count >= 3, let month = Self.month(named: name) else { return false }
        self.month = month
        return true
      case UInt8(ascii: "a"), UInt8(ascii: "A"): return letters().count >= 2
      case UInt8(ascii: "z"): return readOffset()
      case UInt8(ascii: "Z"): return readZone()
      case UInt8(ascii: "Q"): return readEpoch(isMilliseconds: true)
      default: return readEpoch(isMilliseconds: false)
      }
    }

    private mutating func digits(_ count: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(count.upperBound).prefix { $0 &- UInt8(ascii: "0") < 10 }
      guard count.contains(digits.count) else { return nil }
      rest.removeFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private mutating func take(
      _ count: ClosedRange<Int>, _ range: ClosedRange<Int>, _ part: WritableKeyPath<Parts, Int>
    ) -> Bool {
      guard let number = digits(count), range.contains(number) else { return false }
      self[keyPath: part] = number
      return true
    }

    private static let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Returns the number of a month from the first three letters of its English name; nil for
    /// others.
    private static func month(named text: ArraySlice<UInt8>) -> Int? {
      let name = String(decoding: text.prefix(3).map { $0 | 0x20 }, as: UTF8.self)
      return months.firstIndex(of: name).map { $0 + 1 }
    }

    private mutating func letters() -> ArraySlice<UInt8> {
      let letters = rest.prefix { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }
      rest.removeFirst(letters.count)
      return letters
    }

    /// Reads a fraction of a second, cut to milliseconds.
    private mutating func readFraction() -> Bool {
      let digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }
      rest.removeFirst(digits.count)
      let shown = Array(digits.prefix(3))
      milliseconds = shown.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      for _ in shown.count..<3 { milliseconds *= 10 }
      return !digits.isEmpty
    }

    private mutating func readHalfOfDay() -> Bool {
      let name = String(decoding: letters().map { $0 | 0x20 }, as: UTF8.self)
      guard name == "am" || name == "pm" else { return false }
      isAfternoon = name == "pm"
      return true
    }

    private mutating func readOffset() -> Bool {
      guard let sign = rest.popFirst() else { return false }
      if sign | 0x20 == UInt8(ascii: "z") {
        offset = 0
        return true
      }
      guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = digits(2...2)
      else { return false }
      var minutes = 0
      if rest.first == UInt8(ascii: ":") || (rest.first ?? 0) &- UInt8(ascii: "0") < 10 {
        if rest.first == UInt8(ascii: ":") { rest.removeFirst() }
        guard let number = digits(2...2) else { return false }
        minutes = number
      }
      guard hours < 24, minutes < 60 else { return false }
      offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
      return true
    }

    /// Reads the abbreviation of a zone, such as `CEST` or `+03`.
    private mutating func readZone() -> Bool {
      let name = rest.prefix { byte in
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
          || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      }
      rest.removeFirst(name.count)
      zone = String(decoding: name, as: UTF8.self).uppercased()
      return !name.isEmpty
    }

    private mutating func readEpoch(isMilliseconds: Bool) -> Bool {
      // The last second of the year 9999 has twelve digits.
      guard let number = digits(1...(isMilliseconds ? 15 : 12)) else { return false }
      epoch = isMilliseconds ? number : number * 1_000
      return number < (isMilliseconds ? 253_402_300_800_000 : 253_402_300_800)
    }

    var reading: Reading? {
      if let epoch { return Reading(local: epoch + milliseconds, offset: 0) }
      guard day <= CivilDate.days(inMonth: month, year: year) else { return nil }
      var hour = hour
      if let isAfternoon {
        guard 1...12 ~= hour else { return nil }
        hour = hour % 12 + (isAfternoon ? 12 : 0)
      }
      let days = CivilDate(year: year, month: month, day: day).daysSince1970
      let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
      return Reading(local: seconds * 1_000 + milliseconds, offset: offset, zone: zone)
    }
  }
}
