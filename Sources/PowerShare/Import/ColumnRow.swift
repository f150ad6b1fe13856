/// A row of a CSV file of records, or the members of a JSON record, with its cells by field.
struct ColumnRow {
  /// The cells of the record.
  var cells: [RawValue] = []
  /// The bytes of the record.
  var range = 0..<0
  let places: ColumnPlaces
  /// True if a comma may be a decimal sign.
  let decimalComma: Bool
  let thousands: ThousandsSeparator?
  /// The reader, which has the problems of the record.
  var reader: FieldReader
  /// True if a text of the record is no time; ``WrongTimes`` has the problem.
  var hasWrongTime = false

  init(
    _ places: ColumnPlaces, _ style: FieldReader.Style, decimalComma: Bool,
    thousands: ThousandsSeparator?
  ) {
    self.places = places
    self.decimalComma = decimalComma
    self.thousands = thousands
    reader = FieldReader(style: style)
    if decimalComma { reader.decimals = DecimalSigns() }
  }

  /// Forgets what was found in the last record.
  mutating func clear() {
    reader.problems.removeAll(keepingCapacity: true)
    reader.remarks = Remarks()
    hasWrongTime = false
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

  /// Returns the text in the cells of a field; nil if it is empty.
  ///
  /// The texts of several cells are joined by spaces.
  ///
  /// - Parameter isName: True to keep texts such as `NA`, and to skip empty cells among several.
  mutating func cell(
    _ bytes: Span<UInt8>, _ field: ColumnMap.Field, isName: Bool = false
  ) -> Cell? {
    guard let place = places[field] else { return nil }
    var text: [UInt8] = []
    for index in place.cells {
      let value = cells[index]
      if value.kind == .object || value.kind == .array {
        reader.report(
          value.range.lowerBound..<value.range.lowerBound + 1, .wrongType,
          "\(place.name) must be a text or a number, not \(value.typeName)")
        return nil
      }
      let part = reader.isPresent(value) ? Self.bare(reader.text(bytes, value)) : []
      if part.isEmpty || (!isName && Self.isNothing(part)) {
        if isName { continue }
        return nil
      }
      if place.cells.count == 1 { return Cell(range: value.range, text: part) }
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      text += part
    }
    return text.isEmpty ? nil : Cell(range: cells[place.cells[0]].range, text: text)
  }

  /// Returns a name; nil if it is empty or too long.
  mutating func name(_ bytes: Span<UInt8>, _ field: ColumnMap.Field) -> Identifier? {
    guard let cell = cell(bytes, field, isName: true) else { return nil }
    guard cell.text.count <= FieldReader.maximumNameLength else {
      reader.report(
        cell.range, .nameTooLong,
        "\(name(field)) must have at most \(FieldReader.maximumNameLength) bytes, not "
          + "\(cell.text.count)")
      return nil
    }
    return Identifier(validUTF8: cell.text)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func bare(_ text: [UInt8]) -> [UInt8] {
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
  func name(_ field: ColumnMap.Field) -> String { places[field]?.name ?? field.name }
}
