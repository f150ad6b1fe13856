extension ColumnRow {
  /// Returns the energy in a cell in watt-hours; nil if it is empty or not a number.
  ///
  /// - Parameter isSigned: True if it may be below zero.
  mutating func energy(
    _ bytes: Span<UInt8>, _ field: ColumnMap.Field, isSigned: Bool = false
  ) -> Int? {
    let energy = number(
      bytes, field, maximum: FieldReader.maximumWattHours, isSigned: isSigned)
    if let energy, energy > Remarks.vehicleWattHours {
      judge(energy: Energy(wattHours: energy), field)
    }
    return energy
  }

  /// Returns the energy between two registers of a meter in watt-hours; nil if a cell is empty or
  /// not a number.
  mutating func meterDifference(_ bytes: Span<UInt8>) -> Int? {
    // In millionths of a watt-hour, so that only the difference is rounded.
    let million = 1_000_000
    let most = FieldReader.maximumWattHours * 10 * million
    let start = number(bytes, .meterStart, maximum: most, finer: million)
    let stop = number(bytes, .meterStop, maximum: most, finer: million)
    guard let start, let stop else { return nil }
    let difference = divideRoundingToEven(stop - start, by: million)
    guard abs(difference) <= FieldReader.maximumWattHours else {
      if let place = places[.meterStop]?.cells.first {
        reader.report(
          cells[place].range, .outOfRange,
          "\(name(.meterStop)) is more than 1000000 kWh from \(name(.meterStart))")
      }
      return nil
    }
    judge(energy: Energy(wattHours: difference), .meterStop)
    return difference
  }

  private mutating func judge(energy: Energy, _ field: ColumnMap.Field) {
    guard let place = places[field], let cell = place.cells.first else { return }
    reader.remarks.judge(
      energy: energy, columnName(place.name), at: cells[cell].range,
      hint: "Energies are in kWh unless --map states another unit: \(field.name):Wh=COLUMN.")
  }

  /// Returns the power in a cell; nil if it is empty, not a number, or 0.
  mutating func power(_ bytes: Span<UInt8>, _ field: ColumnMap.Field) -> Power? {
    guard let watts = number(bytes, field, maximum: Power.maximum.watts), watts > 0 else {
      return nil
    }
    judge(power: Power(watts: watts), field)
    return Power(watts: watts)
  }

  private mutating func judge(power: Power, _ field: ColumnMap.Field) {
    guard let place = places[field], let cell = place.cells.first else { return }
    reader.remarks.judge(
      vehiclePower: power, columnName(place.name), at: cells[cell].range,
      hint: "Powers are in kW unless --map states another unit: \(field.name):W=COLUMN.")
  }

  /// Returns a name without its quotes, which messages of remarks add.
  private func columnName(_ quoted: String) -> String { String(quoted.dropFirst().dropLast()) }

  /// Returns the power of a connector: a number, or the number in front of the first `kW` of a text
  /// such as a model's name; nil if the cell says nothing.
  mutating func rating(_ bytes: Span<UInt8>) -> Power? {
    guard let cell = cell(bytes, .rating) else { return nil }
    let (digits, _) = Self.withoutUnit(cell.text, .rating)
    let number = DecimalNumber.read(
      cell.text.span, in: 0..<digits, maximum: Power.maximum.watts, decimalComma: decimalComma)
    if number != .notANumber || thousands != nil && Self.isNumeric(cell.text[..<digits]) {
      return power(bytes, .rating)
    }
    guard let power = Self.kilowatts(in: cell.text) else { return nil }
    judge(power: power, .rating)
    return power
  }

  /// Returns the number in front of the first `kW` of a text; nil if there is none.
  private static func kilowatts(in text: [UInt8]) -> Power? {
    var place = 1
    while place + 1 < text.count {
      defer { place += 1 }
      guard text[place] | 0x20 == UInt8(ascii: "k"), text[place + 1] | 0x20 == UInt8(ascii: "w"),
        place + 2 == text.count || (text[place + 2] | 0x20) &- UInt8(ascii: "a") >= 26
      else { continue }
      var end = place
      while end > 0, text[end - 1] == UInt8(ascii: " ") { end -= 1 }
      var start = end
      while start > 0, isNumeric(text[(start - 1)..<start]) { start -= 1 }
      while start < end, text[start] &- UInt8(ascii: "0") > 9 { start += 1 }
      guard
        case .thousandths(let watts) = DecimalNumber.read(
          text.span, in: start..<end, maximum: Power.maximum.watts, decimalComma: true),
        watts > 0
      else { continue }
      return Power(watts: watts)
    }
    return nil
  }

  private static func isNumeric(_ text: ArraySlice<UInt8>) -> Bool {
    text.allSatisfy {
      $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",")
    }
  }

  /// Returns the duration in a cell in milliseconds, below zero perhaps; nil if it is empty or not
  /// a duration.
  mutating func duration(_ bytes: Span<UInt8>, _ field: ColumnMap.Field) -> Int? {
    guard places[field] != nil, let cell = cell(bytes, field), let unit = places[field]?.unit
    else { return nil }
    let maximum = TimeSpan.maximum.milliseconds
    if let span = DurationText.milliseconds(cell.text) {
      let (high, scale) = (Int128(span) * Int128(unit.factor), Int128.power(of: unit.scale))
      let milliseconds = divideRoundingToEven(high, by: scale)
      if milliseconds <= maximum { return Int(milliseconds) }
      reader.report(cell.range, .outOfRange, "\(name(field)) is too large: \(cell.shown)")
      return nil
    }
    guard unit.isClock else { return number(bytes, field, maximum: maximum, isSigned: true) }
    reader.report(
      cell.range, .notANumber,
      "\(name(field)) must be hours, minutes and seconds, not \(cell.shown)",
      hint: "They look like 1:05:30, 1:05 without seconds, 2 days 1:05:30, or 1h5m30s.")
    return nil
  }

  /// Returns a percentage in thousandths of a percent; nil if the cell is empty or not a number.
  mutating func percent(_ bytes: Span<UInt8>, _ field: ColumnMap.Field) -> Int? {
    number(bytes, field, maximum: 100_000, limit: "100 percent")
  }

  /// Returns a whole number, however it is written; nil if the cell is empty or has anything else.
  mutating func integer(
    _ bytes: Span<UInt8>, _ field: ColumnMap.Field, in range: ClosedRange<Int>
  ) -> Int? {
    guard let cell = cell(bytes, field) else { return nil }
    let text = cell.text
    func read(from start: Int) -> DecimalNumber.Reading {
      DecimalNumber.read(
        text.span, in: start..<text.count, maximum: 1_000_000_000, decimalComma: decimalComma)
    }
    let isWhole = DecimalNumber.isWhole(text.span, in: text.indices, decimalComma: decimalComma)
    let reading = read(from: 0)
    let isNegative = reading == .negative
    if isWhole, case .thousandths(let magnitude) = isNegative ? read(from: 1) : reading {
      let number = (isNegative ? -magnitude : magnitude) / 1_000
      if range.contains(number) { return number }
    }
    reader.report(
      cell.range, reading == .notANumber ? .notANumber : isWhole ? .outOfRange : .notAnInteger,
      "\(name(field)) must be a whole number from \(range.lowerBound) to \(range.upperBound), not "
        + cell.shown)
    return nil
  }

  // MARK: Any number

  /// Returns a number in watts, watt-hours, milliseconds or thousandths of a percent; nil if the
  /// cell is empty or not a number.
  ///
  /// - Parameters:
  ///   - isSigned: True if it may be below zero.
  ///   - finer: The part of those units in which the result is: 1,000 for thousandths.
  ///   - limit: The words for the maximum, for a message.
  private mutating func number(
    _ bytes: Span<UInt8>, _ field: ColumnMap.Field, maximum: Int, isSigned: Bool = false,
    finer: Int = 1, limit: String? = nil
  ) -> Int? {
    guard let place = places[field], let unit = place.unit, let cell = cell(bytes, field) else {
      return nil
    }
    var text = cell.text
    let (digits, own) = Self.withoutUnit(text, field)
    text.removeLast(text.count - digits)
    if let thousands {
      guard let plain = thousands.removed(from: text) else {
        reader.report(
          cell.range, .notANumber, "\(place.name) must be a number, not \(cell.shown)",
          hint: "Groups of digits between \(thousands.shown) have three digits.")
        return nil
      }
      text = plain
    }
    let multiplier = (own?.multiplier ?? unit.multiplier) * finer
    var reading = read(text, unit, multiplier, maximum)
    if reading != .notANumber,
      reader.decimals?.note(text.span, text.indices, at: cell.range) == false
    {
      reportMixedDecimals(cell, number: text, place.name)
      return nil
    }
    var sign = 1
    if isSigned, reading == .negative {
      text.removeFirst()
      sign = -1
      reading = read(text, unit, multiplier, maximum)
    }
    switch reading {
    case .thousandths(let number): return sign * number
    case .notANumber:
      reader.report(
        cell.range, .notANumber, "\(place.name) must be a number, not \(cell.shown)",
        hint: notANumberHint(cell.text, field))
    case .negative:
      reader.report(cell.range, .negativeValue, "\(place.name) must not be negative: \(cell.shown)")
    case .aboveMaximum:
      let problem = limit.map { "must be at most \($0), not" } ?? "is too large:"
      reader.report(cell.range, .outOfRange, "\(place.name) \(problem) \(cell.shown)")
    }
    return nil
  }

  private func read(
    _ text: [UInt8], _ unit: ColumnMap.Unit, _ multiplier: Int, _ maximum: Int
  ) -> DecimalNumber.Reading {
    // Kilowatts and kilowatt-hours have a fast path.
    if multiplier == 1_000, unit.factor == 1, unit.scale == 0 {
      return DecimalNumber.read(
        text.span, in: text.indices, maximum: maximum, decimalComma: decimalComma)
    }
    // In tenfold steps, so that the factor is at most 10¹⁶: a multiplier is at most 10¹², and a
    // factor at most 10⁹.
    var (factor, scale) = (unit.factor, unit.scale)
    var multiplier = multiplier
    while multiplier % 10 == 0, scale > 0 { (multiplier, scale) = (multiplier / 10, scale - 1) }
    var tens = 0
    while multiplier % 10 == 0 { (multiplier, tens) = (multiplier / 10, tens + 1) }
    factor *= multiplier
    return DecimalNumber.readProduct(
      text.span, in: text.indices, factor: factor, scale: scale - tens, maximum: maximum,
      decimalComma: decimalComma)
  }

  private mutating func reportMixedDecimals(_ cell: Cell, number: [UInt8], _ name: String) {
    let isPoint = reader.decimals?.sign == UInt8(ascii: ".")
    // The sign of this number is between thousands only if three digits follow.
    let isBetween = ThousandsSeparator(isPoint ? "," : ".").removed(from: number) != nil
    let isComma = isBetween == isPoint
    reader.report(
      cell.range, .mixedDecimals,
      "\(name) has a decimal \(isPoint ? "comma" : "point") (\(cell.shown)), but the numbers before"
        + " have a decimal \(isPoint ? "point" : "comma")",
      hint: "The first decimal sign of the file holds for all its numbers. If its "
        + "\(isComma ? "commas" : "points") are between thousands, use --thousands "
        + (isComma ? "," : "."))
  }

  private func notANumberHint(_ text: [UInt8], _ field: ColumnMap.Field) -> String? {
    if text.contains(UInt8(ascii: ":")), field.isDuration {
      return "Hours, minutes and seconds look like 1:05:30 or 1h5m30s."
    }
    if thousands == nil, let separator = ThousandsSeparator.found(in: text) {
      // One comma before three digits may be the decimal sign.
      if separator.isComma, !text.contains(UInt8(ascii: ".")),
        text.count(where: { $0 == UInt8(ascii: ",") }) == 1
      {
        return "Use --thousands , if the comma is between thousands, or --decimal-comma if it is "
          + "the decimal sign."
      }
      return "Use --thousands \(separator.shown) for the separator of thousands."
    }
    return text.contains(UInt8(ascii: ",")) && !decimalComma
      ? "Use --decimal-comma for decimal commas." : nil
  }

  /// Returns the number of bytes before a unit's name, as in `12.5 kWh`, and the unit.
  private static func withoutUnit(
    _ text: [UInt8], _ field: ColumnMap.Field
  ) -> (count: Int, unit: ColumnMap.Unit?) {
    guard let last = text.last,
      (last | 0x20) &- UInt8(ascii: "a") < 26 || last == UInt8(ascii: "%")
    else { return (text.count, nil) }
    let written = String(decoding: text.suffix(8), as: UTF8.self).lowercased()
    for (name, unit) in field.units.sorted(by: { $0.name.utf8.count > $1.name.utf8.count })
    where !unit.isClock && written.hasSuffix(name.lowercased()) {
      var digits = text.count - name.utf8.count
      while digits > 0, text[digits - 1] == UInt8(ascii: " ") { digits -= 1 }
      return (digits, unit)
    }
    return (text.count, nil)
  }
}

extension Int128 {
  /// Returns a power of ten.
  fileprivate static func power(of exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
