/// Reads the fields of tariffs and of prices.
extension FieldReader {
  /// Reads a price of at most six decimals.
  ///
  /// - Parameter isPerKilowattHour: Whether it is for energy, so that it may be below zero.
  mutating func price(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, isPerKilowattHour: Bool
  ) -> Money? {
    guard value.kind == (style == .json ? .number : .text) else {
      report(
        value.range, .wrongType, "\"\(field)\" must be a number, not \(value.typeName)",
        hint: value.kind == .text ? "Write a price without quotes and without its currency." : nil)
      return nil
    }
    var magnitude = value.content
    let isNegative = !magnitude.isEmpty && bytes[magnitude.lowerBound] == UInt8(ascii: "-")
    if isNegative { magnitude = magnitude.dropFirst() }
    let hasTwoSigns =
      isNegative && !magnitude.isEmpty && bytes[magnitude.lowerBound] &- UInt8(ascii: "0") > 9
    let reading =
      value.hasEscapes || hasTwoSigns
      ? .notANumber
      : DecimalNumber.read(
        bytes, in: magnitude, maximum: 1_000_000_000_000_000, decimalComma: decimalComma,
        decimals: 6)
    if reading != .notANumber, decimals?.note(bytes, value.content) == false {
      reportMixedDecimals(bytes, value, field)
      return nil
    }
    switch reading {
    case .thousandths(let number):
      guard
        DecimalNumber.isWhole(bytes, in: magnitude, decimalComma: decimalComma, decimals: 6)
      else {
        report(
          value.range, .invalidPrice,
          "\"\(field)\" must have at most six decimals, not \(plain(bytes, value.content))")
        return nil
      }
      let price = Money(millionths: Int128(isNegative ? -number : number))
      return checked(price, bytes, value, field, isPerKilowattHour)
    case .aboveMaximum:
      let price = Money(millionths: isNegative ? Int128.min : Int128.max)
      return checked(price, bytes, value, field, isPerKilowattHour)
    case .notANumber, .negative:
      report(
        value.range, .notANumber, "\"\(field)\" must be a number, not \(shown(bytes, value))",
        hint: NumberHint.hint(
          for: String(decoding: text(bytes, value), as: UTF8.self), unit: nil,
          isCSV: style != .json, decimalComma: decimalComma))
      return nil
    }
  }

  private mutating func checked(
    _ price: Money, _ bytes: Span<UInt8>, _ value: RawValue, _ field: String,
    _ isPerKilowattHour: Bool
  ) -> Money? {
    let highest = isPerKilowattHour ? Tariff.highestEnergyPrice : Tariff.highestPrice
    let lowest = isPerKilowattHour ? .zero - highest : .zero
    let stated = plain(bytes, value.content)
    if price > highest {
      report(
        value.range, .outOfRange,
        "\"\(field)\" must be at most \(highest.text), not \(stated)",
        hint: isPerKilowattHour ? "A price of energy is per kWh: write 0.34 for 340 a MWh." : nil)
      return nil
    }
    guard price < lowest else { return price }
    if isPerKilowattHour {
      report(
        value.range, .outOfRange,
        "\"\(field)\" must be at least \(lowest.text), not \(stated)")
    } else {
      report(value.range, .negativeValue, "\"\(field)\" must not be negative: \(stated)")
    }
    return nil
  }

  /// Reads a time of day from `00:00` to `24:00`, in milliseconds since midnight.
  mutating func timeOfRule(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Int? {
    if value.kind == .text {
      let text = text(bytes, value)
      if text == Array("24:00".utf8) { return RuleTimes.day }
      if text.count == 5, let time = ProfileTime(repeating: text) { return time.milliseconds }
    }
    report(
      value.range, .invalidTime,
      "\"\(field)\" must be a time of day, not "
        + (value.kind == .text ? shown(bytes, value) : value.typeName),
      hint: "Write HH:MM in quotes, from 00:00 to 24:00, such as \"17:30\".")
    return nil
  }

  /// Reads days of the week.
  mutating func weekdays(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Weekdays? {
    // Longer than any useful list.
    if value.kind == .text, value.content.count <= 255,
      let days = Weekdays(String(decoding: text(bytes, value), as: UTF8.self))
    {
      return days
    }
    report(
      value.range, .invalidDays,
      "\"\(field)\" must be days of the week, not "
        + (value.kind == .text ? shown(bytes, value) : value.typeName),
      hint: "Write days and ranges such as Mon-Fri or \"Mon-Thu,Sat\", of "
        + "\(Weekdays.names.joined(separator: ", ")).")
    return nil
  }

  /// Reads months of the year.
  mutating func months(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Months? {
    if value.kind == .text, value.content.count <= 255,
      let months = Months(String(decoding: text(bytes, value), as: UTF8.self))
    {
      return months
    }
    report(
      value.range, .invalidMonths,
      "\"\(field)\" must be months of the year, not "
        + (value.kind == .text ? shown(bytes, value) : value.typeName),
      hint: "Write numbers from 1 to 12 and ranges in quotes, such as \"10-3\" or \"1,6-8\".")
    return nil
  }
}
