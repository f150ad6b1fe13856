/// A row of a CSV file of records, with its cells by field.
struct ColumnRow {
  private let cells: [RawValue]
  private let places: [ColumnMap.Field: [Int]]
  private let map: ColumnMap
  /// The reader, which has the problems of the row.
  var reader: FieldReader

  init(_ cells: [RawValue], _ places: ColumnPlaces, _ map: ColumnMap, _ style: FieldReader.Style) {
    self.cells = cells
    self.places = places.places
    self.map = map
    reader = FieldReader(style: style)
  }

  /// The bytes of the row.
  var range: Range<Int> {
    cells[0].range.lowerBound..<cells[cells.count - 1].range.upperBound
  }

  // MARK: Texts

  /// The range of a cell, and its text without spaces around it.
  struct Cell {
    let range: Range<Int>
    let text: [UInt8]

    /// The text in quotes, for a message.
    var shown: String { Identifier(String(decoding: text, as: UTF8.self)).quoted }
  }

  /// Texts that exports write for an empty cell.
  private static let nothings: Set<String> = [
    "na", "n/a", "#n/a", "nan", "nat", "null", "none", "\\n", "-",
  ]

  /// Returns the text in the columns of a field; nil if it is empty.
  ///
  /// The texts of several columns are joined by spaces.
  ///
  /// - Parameter isName: True to keep texts such as `NA`, and to skip empty cells among several
  ///   columns.
  func cell(_ bytes: Span<UInt8>, _ field: ColumnMap.Field, isName: Bool = false) -> Cell? {
    guard let own = places[field] else { return nil }
    var text: [UInt8] = []
    for place in own {
      let part = Self.bare(reader.text(bytes, cells[place]))
      if part.isEmpty || (!isName && Self.isNothing(part)) {
        if isName { continue }
        return nil
      }
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      text += part
    }
    return text.isEmpty ? nil : Cell(range: cells[own[0]].range, text: text)
  }

  private static func bare(_ text: [UInt8]) -> [UInt8] {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    guard let first = text.first, let last = text.last, isBlank(first) || isBlank(last) else {
      return text
    }
    var rest = text[...].drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return Array(rest)
  }

  private static func isNothing(_ text: [UInt8]) -> Bool {
    text.count <= 4 && text[0] &- UInt8(ascii: "0") > 9
      && nothings.contains(String(decoding: text, as: UTF8.self).lowercased())
  }

  /// Returns the name of a field's column in quotes, for a message.
  func name(_ field: ColumnMap.Field) -> String {
    Identifier(map.columns[field]?.name ?? field.rawValue).quoted
  }

  // MARK: Numbers

  /// Returns a number in watts, watt-hours or milliseconds; nil if the cell is empty or not a
  /// number.
  mutating func number(
    _ bytes: Span<UInt8>, _ field: ColumnMap.Field, maximum: Int
  ) -> Int? {
    guard let cell = cell(bytes, field), let unit = map.columns[field]?.unit else { return nil }
    let name = name(field)
    if unit.isClock {
      if let span = Self.clockSpan(cell.text) { return span }
      reader.report(
        cell.range, .notANumber, "\(name) must be hours, minutes and seconds, not \(cell.shown)",
        hint: "They look like 1:05:30, 1:05 without seconds, or 2 days 1:05:30.")
      return nil
    }
    let text = cell.text
    let (digits, own) = Self.withoutUnit(text, field)
    let applied = own ?? unit
    switch DecimalNumber.read(
      text.span, in: 0..<digits, maximum: maximum * applied.divisor / applied.factor,
      decimalComma: reader.style == .csv(decimalComma: true), decimals: applied.decimals)
    {
    case .thousandths(let number): return number * applied.factor / applied.divisor
    case .notANumber:
      reader.report(
        cell.range, .notANumber, "\(name) must be a number, not \(cell.shown)",
        hint: notANumberHint(text, field))
    case .negative:
      reader.report(cell.range, .negativeValue, "\(name) must not be negative: \(cell.shown)")
    case .aboveMaximum:
      reader.report(cell.range, .outOfRange, "\(name) is too large: \(cell.shown)")
    }
    return nil
  }

  private func notANumberHint(_ text: [UInt8], _ field: ColumnMap.Field) -> String? {
    if text.contains(UInt8(ascii: ":")), field.units.contains(where: { $0.unit.isClock }) {
      return "For hours, minutes and seconds use the unit h:m:s: "
        + "--map '\(field.rawValue):h:m:s=COLUMN'."
    }
    return text.contains(UInt8(ascii: ","))
      ? "Use --decimal-comma for decimal commas; thousands separators are not read." : nil
  }

  /// Returns the number of bytes before a unit's name, as in `12.5 kWh`, and the unit.
  private static func withoutUnit(
    _ text: [UInt8], _ field: ColumnMap.Field
  ) -> (count: Int, unit: ColumnMap.Unit?) {
    guard let last = text.last, (last | 0x20) &- UInt8(ascii: "a") < 26 else {
      return (text.count, nil)
    }
    let written = String(decoding: text.suffix(4), as: UTF8.self).lowercased()
    for (name, unit) in field.units.sorted(by: { $0.name.utf8.count > $1.name.utf8.count })
    where !unit.isClock && written.hasSuffix(name.lowercased()) {
      var digits = text.count - name.utf8.count
      while digits > 0, text[digits - 1] == UInt8(ascii: " ") { digits -= 1 }
      return (digits, unit)
    }
    return (text.count, nil)
  }

  /// Returns the milliseconds of `1:05:30`, `1:05:30.25` or `1:05`, with or without `2 days` before
  /// it; nil for any other text.
  private static func clockSpan(_ text: [UInt8]) -> Int? {
    var clock = text[...]
    var days = 0
    let words = text.split(separator: UInt8(ascii: " "))
    if words.count > 1 {
      let unit = String(decoding: words[1], as: UTF8.self)
      guard words.count == 3, ["day", "days", "day,", "days,"].contains(unit),
        let number = whole(words[0], digits: 1...5)
      else { return nil }
      days = number
      clock = words[2]
    }
    let parts = clock.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count, let hours = whole(parts[0], digits: 1...6),
      let minutes = whole(parts[1], digits: 1...2), minutes < 60
    else { return nil }
    var milliseconds = 0
    if parts.count == 3 {
      guard
        case .thousandths(let number) = DecimalNumber.read(
          Array(parts[2]).span, in: 0..<parts[2].count, maximum: 59_999),
        whole(parts[2].prefix { $0 != UInt8(ascii: ".") }, digits: 1...2) != nil
      else { return nil }
      milliseconds = number
    }
    return ((days * 24 + hours) * 60 + minutes) * 60_000 + milliseconds
  }

  /// Returns the value of a text of digits only, if their number is in the range; else nil.
  private static func whole(_ text: ArraySlice<UInt8>, digits: ClosedRange<Int>) -> Int? {
    guard digits ~= text.count, text.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
      return nil
    }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
