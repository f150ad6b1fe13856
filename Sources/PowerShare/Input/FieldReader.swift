/// A reader of single fields, for JSON and CSV, which gathers their problems.
struct FieldReader {
  /// The style of a file's values.
  enum Style: Equatable {
    /// Texts are in quotes, numbers are not.
    case json
    /// Everything is text.
    case csv(decimalComma: Bool)
  }

  let style: Style
  var problems: [RangedProblem] = []
  /// The date of the last date-time that was read.
  var lastDate: LastDate
  /// The remarks about values that have been read.
  var remarks = Remarks()
  /// The decimal signs of a file with semicolons; nil where they are not checked.
  var decimals: DecimalSigns?

  init(style: Style, lastDate: LastDate = LastDate()) {
    self.style = style
    self.lastDate = lastDate
  }

  /// Returns the bytes of a text.
  func text(_ bytes: Span<UInt8>, _ value: RawValue) -> [UInt8] {
    if value.hasEscapes {
      return style == .json
        ? JSONText.decoded(bytes, value) : CSVScanner.decoded(bytes, value)
    }
    var result: [UInt8] = []
    result.reserveCapacity(value.content.count)
    for position in value.content { result.append(bytes[position]) }
    return result
  }

  /// Returns the text of a value in quotes, for a message.
  func shown(_ bytes: Span<UInt8>, _ value: RawValue) -> String {
    Identifier(String(decoding: text(bytes, value), as: UTF8.self)).quoted
  }

  mutating func report(
    _ range: Range<Int>, _ code: DiagnosticCode, _ message: String, hint: String? = nil
  ) {
    problems.note(RangedProblem(range: range, code: code, message: message, hint: hint))
  }

  /// Reports that a required field is missing.
  ///
  /// - Parameter record: The place of the message if the field itself has none.
  mutating func reportMissing(
    _ name: String, _ value: RawValue, in record: Range<Int>, hint: String? = nil
  ) {
    // An absent field has a place only in CSV, where it is an empty cell.
    let isPlaced = value.kind == .null || value.range != 0..<0
    report(isPlaced ? value.range : record, .missingField, "\"\(name)\" is missing", hint: hint)
  }

  /// Returns true if there is a value; null is none.
  func isPresent(_ value: RawValue) -> Bool { value.kind != .absent && value.kind != .null }

  // MARK: Texts

  /// The greatest length of a name in bytes of UTF-8.
  static let maximumNameLength = 255

  /// Reads a name, which must not be empty.
  mutating func name(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Identifier? {
    guard value.kind == .text else {
      let hint =
        value.kind == .number
        ? "Write it in quotes: \"\(plain(bytes, value.range))\"." : nil
      report(
        value.range, .wrongType, "\"\(field)\" must be a text, not \(value.typeName)", hint: hint)
      return nil
    }
    guard !value.content.isEmpty else {
      report(value.range, .emptyName, "\"\(field)\" is empty")
      return nil
    }
    let length = value.hasEscapes ? text(bytes, value).count : value.content.count
    guard length <= Self.maximumNameLength else {
      report(
        value.range, .nameTooLong,
        "\"\(field)\" must have at most \(Self.maximumNameLength) bytes, not \(length)")
      return nil
    }
    if value.hasEscapes { return Identifier(validUTF8: text(bytes, value)) }
    return Identifier(validUTF8: bytes, in: value.content)
  }

  /// Returns some bytes for a message.
  func plain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var text: [UInt8] = []
    for position in range { text.append(bytes[position]) }
    return Suggestion.printable(String(decoding: text, as: UTF8.self))
  }

  // MARK: Numbers

  /// The kinds of number, each with its range and the text of its limit.
  private enum Quantity {
    case power, energy, percent, seconds
    /// A power that may be below zero.
    case signedPower
    /// An energy that may be below zero.
    case signedEnergy
    /// Minutes up to a maximum.
    case minutes(TimeSpan)
    /// A number without a unit up to a maximum in thousandths.
    case number(Int)
    /// A whole number in a range, and the hint for a wrong one.
    case count(ClosedRange<Int>, hint: String?)

    /// The highest value in thousandths.
    var maximum: Int {
      switch self {
      case .power, .signedPower: Power.maximum.watts
      case .energy, .signedEnergy: FieldReader.maximumWattHours
      case .percent: 100_000
      case .seconds: FieldReader.maximumSeconds
      case .minutes(let maximum): maximum.milliseconds / 60
      case .number(let maximum): maximum
      case .count(let range, _): range.upperBound * 1_000
      }
    }

    /// The unit in a sentence; nil for a number without one.
    var unit: String? {
      switch self {
      case .power, .signedPower: "kW"
      case .energy, .signedEnergy: "kWh"
      case .percent: "percent"
      case .seconds: "seconds"
      case .minutes: "minutes"
      case .number, .count: nil
      }
    }

    var limit: String {
      switch self {
      case .power, .signedPower: "1000000 kW"
      case .energy, .signedEnergy: "1000000 kWh"
      case .percent: "100 percent"
      case .seconds: "10000000000 seconds"
      case .minutes(let maximum): "\(maximum.milliseconds / 60_000) minutes"
      case .number(let maximum): decimalText(thousandths: Int128(maximum))
      case .count(let range, _): "\(range.upperBound)"
      }
    }

    /// True if a number below zero may be in the range.
    var hasNegatives: Bool {
      switch self {
      case .signedPower, .signedEnergy: true
      case .count(let range, _): range.lowerBound < 0
      default: false
      }
    }

    /// The hint for a wrong number, or nil.
    var hint: String? { if case .count(_, let hint) = self { hint } else { nil } }
  }

  /// Reads a power from 0 to 1,000,000 kW.
  mutating func power(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Power? {
    thousandths(bytes, value, field, .power).map(Power.init(watts:))
  }

  /// Reads the power of a load from −1,000,000 to 1,000,000 kW; below zero it generates.
  mutating func loadPower(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Power? {
    if style != .json, value.kind == .text,
      NumberHint.hintForNothing(plain(bytes, value.content), isCSV: true) != nil
    {
      report(
        value.range, .notANumber,
        "\"\(field)\" must be a number, not \(shown(bytes, value))",
        hint: "Write 0 where it draws nothing.")
      return nil
    }
    guard let watts = thousandths(bytes, value, field, .signedPower) else { return nil }
    guard watts >= -Power.maximum.watts else {
      report(
        value.range, .outOfRange,
        "\"\(field)\" must be at least -1000000 kW, not \(plain(bytes, value.content))")
      return nil
    }
    return Power(watts: watts)
  }

  /// Reads an energy from −1,000,000 to 1,000,000 kWh, in units of ``ProfileEnergy``.
  mutating func signedEnergy(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Int? {
    guard let wattHours = thousandths(bytes, value, field, .signedEnergy) else { return nil }
    var magnitude = value.content
    if !magnitude.isEmpty, bytes[magnitude.lowerBound] == UInt8(ascii: "-") {
      magnitude = magnitude.dropFirst()
    }
    guard wattHours >= -Self.maximumWattHours,
      case .thousandths(let units) = DecimalNumber.read(
        bytes, in: magnitude, maximum: ProfileEnergy.maximumUnits, decimalComma: decimalComma,
        decimals: ProfileEnergy.decimals)
    else {
      let isNegative = magnitude != value.content
      report(
        value.range, .outOfRange,
        "\"\(field)\" must be at \(isNegative ? "least -" : "most ")1000000 kWh, "
          + "not \(plain(bytes, value.content))")
      return nil
    }
    return magnitude == value.content ? units : -units
  }

  /// The power of a limit, which ends where there is none.
  struct LimitPower: Equatable {
    let maxPower: Power?
  }

  /// Reads the power of a limit: a number, or null in JSON and `none` in CSV where the limit ends.
  ///
  /// - Parameter record: The place of the message if the field itself has none.
  mutating func limitPower(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, _ record: Range<Int>
  ) -> LimitPower? {
    let isJSON = style == .json
    if isJSON, value.kind == .null { return LimitPower(maxPower: nil) }
    if value.kind == .absent {
      reportMissing(
        field, value, in: record,
        hint: "Write \(isJSON ? "null" : "none") where the limit ends.")
      return nil
    }
    if value.kind == .text {
      let word = String(decoding: text(bytes, value), as: UTF8.self).lowercased()
      if !isJSON, word == "none" { return LimitPower(maxPower: nil) }
      if word == "none" || word == "null" {
        report(
          value.range, isJSON ? .wrongType : .notANumber,
          "\"\(field)\" must be a number, not \(shown(bytes, value))",
          hint: "Write \(isJSON ? "null" : "none") where the limit ends.")
        return nil
      }
    }
    return power(bytes, value, field).map(LimitPower.init(maxPower:))
  }

  /// Reads the power of a vehicle, and judges it.
  mutating func vehiclePower(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Power? {
    let power = power(bytes, value, field)
    remarks.judge(vehiclePower: power, field, at: value.range)
    return power
  }

  /// Reads a grid capacity, and judges it.
  mutating func gridCapacity(_ bytes: Span<UInt8>, _ value: RawValue) -> Power? {
    let power = power(bytes, value, "gridCapacity")
    remarks.judge(gridCapacity: power, at: value.range)
    return power
  }

  /// The highest energy in watt-hours.
  static let maximumWattHours = 1_000_000_000

  /// Reads the energy of a vehicle from 0 to 1,000,000 kWh, and judges it.
  mutating func energy(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Energy? {
    let energy = thousandths(bytes, value, field, .energy).map(Energy.init(wattHours:))
    remarks.judge(energy: energy, field, at: value.range)
    return energy
  }

  /// Reads the capacity of a stationary battery from 0 to 1,000,000 kWh.
  mutating func capacity(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Energy? {
    thousandths(bytes, value, field, .energy).map(Energy.init(wattHours:))
  }

  /// Reads a percentage from 0 to 100, in thousandths of a percent.
  mutating func percent(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Int? {
    thousandths(bytes, value, field, .percent)
  }

  /// Reads a number of seconds from 0 to 10¹⁰.
  mutating func span(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> TimeSpan? {
    thousandths(bytes, value, field, .seconds).map(TimeSpan.init(milliseconds:))
  }

  /// Reads a number of minutes up to a whole number of them.
  mutating func minutes(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, maximum: TimeSpan
  ) -> TimeSpan? {
    thousandths(bytes, value, field, .minutes(maximum)).map { TimeSpan(milliseconds: $0 * 60) }
  }

  /// Reads a number without a unit, in thousandths.
  ///
  /// - Parameter range: The numbers allowed, in thousandths.
  mutating func number(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, _ range: ClosedRange<Int>
  ) -> Int? {
    guard let number = thousandths(bytes, value, field, .number(range.upperBound)) else {
      return nil
    }
    guard number >= range.lowerBound else {
      let least = decimalText(thousandths: Int128(range.lowerBound))
      report(value.range, .outOfRange, "\"\(field)\" must be at least \(least)")
      return nil
    }
    return number
  }

  /// Reads true or false; in CSV also in capitals, as spreadsheets write them.
  mutating func boolean(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Bool? {
    let stated = value.kind == .text ? Self.boolean(bytes, value.content) : nil
    switch (style, value.kind) {
    case (.json, .true): return true
    case (.json, .false): return false
    case (.csv, .text) where stated != nil: return stated
    case (.json, .text) where stated != nil:
      report(
        value.range, .wrongType, "\"\(field)\" must be true or false, not text",
        hint: "Write it without quotes: \(stated == true).")
      return nil
    default: break
    }
    report(
      value.range, .wrongType,
      "\"\(field)\" must be true or false, not "
        + (value.kind == .text ? shown(bytes, value) : value.typeName))
    return nil
  }

  /// Returns the Boolean of a text, in letters of either case; nil if it is none.
  static func boolean(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Bool? {
    guard 4...5 ~= text.count else { return nil }
    var letters: UInt64 = 0
    for place in text { letters = letters << 8 | UInt64(bytes[place] | 0x20) }
    // The letters of "true" and of "false" as numbers.
    return letters == 0x7472_7565 ? true : letters == 0x66_616C_7365 ? false : nil
  }

  /// Reads the priority of a vehicle.
  mutating func priority(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Int? {
    let range = SessionEvent.Start.priorities
    return integer(
      bytes, value, field, minimum: range.lowerBound, maximum: range.upperBound,
      hint: "A priority is a whole number from \(range.lowerBound) to \(range.upperBound); "
        + "vehicles of the highest are served first.")
  }

  /// Reads the weight of a vehicle.
  mutating func weight(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Int? {
    let range = SessionEvent.Start.weights
    return integer(
      bytes, value, field, minimum: range.lowerBound, maximum: range.upperBound,
      hint: "A weight is a whole number from \(range.lowerBound) to \(range.upperBound).")
  }

  /// Reads a whole number from `minimum` to `maximum`, both at most 10¹³ from 0.
  ///
  /// - Parameter hint: The hint for a wrong number.
  mutating func integer(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, minimum: Int, maximum: Int,
    hint: String? = nil
  ) -> Int? {
    let quantity = Quantity.count(minimum...maximum, hint: hint)
    guard let thousandths = thousandths(bytes, value, field, quantity) else { return nil }
    guard DecimalNumber.isWhole(bytes, in: value.content, decimalComma: decimalComma) else {
      report(
        value.range, .notAnInteger,
        "\"\(field)\" must be a whole number, not \(plain(bytes, value.content))", hint: hint)
      return nil
    }
    guard thousandths >= minimum * 1_000 else {
      report(value.range, .outOfRange, "\"\(field)\" must be at least \(minimum)", hint: hint)
      return nil
    }
    return thousandths / 1_000
  }

  /// Reads a number below zero, in thousandths; `Int.min` for one whose magnitude is above 10¹⁶.
  private func negative(_ bytes: Span<UInt8>, _ value: RawValue) -> Int {
    var magnitude = value
    magnitude.range = value.content.dropFirst()
    magnitude.isQuoted = false
    guard case .thousandths(let number) = read(bytes, magnitude, maximum: 10_000_000_000_000_000)
    else { return .min }
    return -number
  }

  private mutating func thousandths(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, _ quantity: Quantity
  ) -> Int? {
    guard value.kind == (style == .json ? .number : .text) else {
      let isNumeric =
        value.kind == .text
        && DecimalNumber.read(bytes, in: value.content, maximum: quantity.maximum) != .notANumber
      report(
        value.range, .wrongType, "\"\(field)\" must be a number, not \(value.typeName)",
        hint: isNumeric
          ? "Write it without quotes: \(plain(bytes, value.content))."
          : value.kind == .text ? numberHint(bytes, value, quantity) : nil)
      return nil
    }
    let reading = read(bytes, value, maximum: quantity.maximum)
    if reading != .notANumber, decimals?.note(bytes, value.content) == false {
      reportMixedDecimals(bytes, value, field)
      return nil
    }
    switch reading {
    case .thousandths(let number): return number
    case .notANumber:
      report(
        value.range, .notANumber,
        "\"\(field)\" must be a number, not \(shown(bytes, value))",
        hint: numberHint(bytes, value, quantity))
    case .negative where quantity.hasNegatives: return negative(bytes, value)
    case .negative:
      report(
        value.range, .negativeValue,
        "\"\(field)\" must not be negative: \(plain(bytes, value.content))", hint: quantity.hint)
    case .aboveMaximum:
      report(
        value.range, .outOfRange,
        "\"\(field)\" must be at most \(quantity.limit), not \(plain(bytes, value.content))",
        hint: limitHint(bytes, value, quantity))
    }
    return nil
  }

  mutating func reportMixedDecimals(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) {
    let isPoint = decimals?.sign == UInt8(ascii: ".")
    report(
      value.range, .mixedDecimals,
      "\"\(field)\" has a decimal \(isPoint ? "comma" : "point") (\(plain(bytes, value.content))), "
        + "but the numbers before have a decimal \(isPoint ? "point" : "comma")",
      hint: "The first decimal sign of a file with semicolons holds for all its numbers.")
  }

  var decimalComma: Bool { style == .csv(decimalComma: true) }

  private func read(
    _ bytes: Span<UInt8>, _ value: RawValue, maximum: Int
  ) -> DecimalNumber.Reading {
    if value.hasEscapes { return .notANumber }  // no number contains a quote
    return DecimalNumber.read(
      bytes, in: value.content, maximum: maximum, decimalComma: decimalComma)
  }

  private func numberHint(
    _ bytes: Span<UInt8>, _ value: RawValue, _ quantity: Quantity
  ) -> String? {
    NumberHint.hint(
      for: String(decoding: text(bytes, value), as: UTF8.self), unit: quantity.unit,
      isCSV: style != .json, decimalComma: decimalComma) ?? quantity.hint
  }

  private func limitHint(
    _ bytes: Span<UInt8>, _ value: RawValue, _ quantity: Quantity
  ) -> String? {
    guard case .seconds = quantity else { return quantity.hint }
    // Since 1973 the time since 1970 has 12 digits in milliseconds, 15 in microseconds.
    if case .thousandths(100_000_000_000_000...) = read(
      bytes, value, maximum: 10_000_000_000_000_000)
    {
      return "It is probably in milliseconds since 1970: divide it by 1000."
    }
    var digits = 0
    for place in value.content {
      guard bytes[place] &- UInt8(ascii: "0") < 10 else { break }
      digits += 1
    }
    switch digits {
    case 12...14: return "It is probably in milliseconds since 1970: divide it by 1000."
    case 15...17: return "It is probably in microseconds since 1970: divide it by 1000000."
    case 18...20: return "It is probably in nanoseconds since 1970: divide it by 1000000000."
    default: return nil
    }
  }

  // MARK: Times

  /// The latest time in milliseconds, for timelines in seconds: 10¹⁰ seconds.
  static let maximumSeconds = 10_000_000_000_000

  /// Reads a time; returns the moment and the way in which it is stated.
  mutating func time(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> (Instant, TimeScale)? {
    let isText = value.kind == .text
    guard isText || value.kind == .number else {
      report(
        value.range, .wrongType,
        "\"\(field)\" must be a date-time or a number of seconds, not \(value.typeName)")
      return nil
    }
    if isText {
      if let (instant, offset) = lastDate.read(bytes, value) {
        return (instant, .dateTime(offset))
      }
      let reading = value.hasEscapes ? .notADateTime : DateTime.read(bytes, in: value.content)
      lastDate.note(reading, bytes, value)
      if case .moment(let instant, let offset) = reading { return (instant, .dateTime(offset)) }
      let isNumber = read(bytes, value, maximum: Self.maximumSeconds) != .notANumber
      guard style != .json, reading == .notADateTime, isNumber else {
        reportDateTime(bytes, value, reading)
        return nil
      }
    }
    guard let milliseconds = thousandths(bytes, value, field, .seconds) else { return nil }
    let time = Instant(milliseconds: milliseconds)
    remarks.judge(seconds: time, decimals: decimals(bytes, value.content), at: value.range)
    return (time, .seconds)
  }

  /// Returns the number of digits behind the decimal sign of a number.
  private func decimals(_ bytes: Span<UInt8>, _ number: Range<Int>) -> Int {
    var decimals: Int?
    for place in number {
      let byte = bytes[place]
      if byte &- UInt8(ascii: "0") < 10 {
        decimals = decimals.map { $0 + 1 }
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
        decimals = 0
      } else {
        break
      }
    }
    return decimals ?? 0
  }

  private mutating func reportDateTime(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reading: DateTime.Reading
  ) {
    let text = shown(bytes, value)
    switch reading {
    case .missingOffset:
      report(
        value.range, .invalidTime, "the time \(text) has no offset from UTC",
        hint: "Add one, such as Z or +01:00.")
    case .impossible(let part):
      report(
        value.range, .invalidTime, "the time \(text) does not exist: there is no such \(part)",
        hint: part == .second ? "Leap seconds are not supported." : nil)
    case .yearOutOfRange:
      report(value.range, .outOfRange, "the time \(text) is before 1970")
    case .roundedToYear10000:
      report(
        value.range, .outOfRange,
        "the time \(text) is beyond the year 9999 when it is rounded to the millisecond")
    case .notADateTime, .moment:
      report(
        value.range, .invalidTime, "\(text) is not a time",
        hint: NumberHint.hintForNothing(plain(bytes, value.content), isCSV: style != .json)
          ?? "Write a date-time such as 2026-03-02T08:15:00+01:00, or a number of seconds"
          + (style == .json ? " without quotes." : "."))
    }
  }
}
