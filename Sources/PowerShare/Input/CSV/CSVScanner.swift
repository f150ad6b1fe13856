/// The reason why the scan of a CSV row ended early.
enum CSVStop: Error, Equatable {
  /// The row is valid so far, but incomplete.
  case needsMore
  /// The row is not CSV.
  case invalid(RangedProblem)
}

/// A scanner of CSV rows (RFC 4180).
struct CSVScanner {
  /// The position of the next byte.
  var position: Int
  /// The end of the available bytes.
  let end: Int
  /// True if the text ends with the available bytes.
  let isComplete: Bool
  let delimiter: UInt8

  /// Reads a row with its line end.
  ///
  /// - Parameter fields: Receives the fields. An empty field is absent, quoted or not.
  mutating func row(
    _ bytes: Span<UInt8>, into fields: inout [RawValue]
  ) throws(CSVStop) {
    fields.removeAll(keepingCapacity: true)
    while true {
      let isQuoted = position < end && bytes[position] == UInt8(ascii: "\"")
      fields.append(isQuoted ? try quotedField(bytes) : try plainField(bytes))
      guard position < end else { return }
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { return }
    }
  }

  /// Skips the rest of the row, after a problem in it.
  mutating func skipLine(_ bytes: Span<UInt8>) throws(CSVStop) {
    while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    if position < end {
      position += 1
    } else if !isComplete {
      throw .needsMore
    }
  }

  private mutating func plainField(_ bytes: Span<UInt8>) throws(CSVStop) -> RawValue {
    let start = position
    var seen: UInt8 = 0
    while position < end {
      let byte = bytes[position]
      // Most bytes are letters: one comparison passes them.
      if byte > UInt8(ascii: "9"), byte != delimiter {
        seen |= byte
        position &+= 1
        continue
      }
      if byte == delimiter || byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\"") {
        throw .invalid(
          RangedProblem(
            range: position..<(position + 1), code: .invalidCSV,
            message: "a quote inside a field that does not begin with one",
            hint: "Put the whole field in quotes, and double each quote inside it."))
      }
      position &+= 1
    }
    if position == end, !isComplete { throw .needsMore }
    var fieldEnd = position
    let endsLine = position == end || bytes[position] == UInt8(ascii: "\n")
    if endsLine, fieldEnd > start, bytes[fieldEnd - 1] == UInt8(ascii: "\r") { fieldEnd -= 1 }
    if seen >= 0x80 { try checkUTF8(bytes, start..<fieldEnd) }
    return RawValue(kind: start == fieldEnd ? .absent : .text, range: start..<fieldEnd)
  }

  private mutating func quotedField(_ bytes: Span<UInt8>) throws(CSVStop) -> RawValue {
    let start = position
    var hasEscapes = false
    position += 1
    while true {
      while position < end, bytes[position] != UInt8(ascii: "\"") { position += 1 }
      guard position < end else { throw try unclosed(from: start) }
      position += 1
      if position < end, bytes[position] == UInt8(ascii: "\"") {
        hasEscapes = true
        position += 1
      } else {
        break
      }
    }
    if position == end, !isComplete { throw .needsMore }
    let fieldEnd = position
    try checkUTF8(bytes, start..<fieldEnd)
    if position < end, bytes[position] == UInt8(ascii: "\r") {
      if position + 1 == end, !isComplete { throw .needsMore }
      if position + 1 == end || bytes[position + 1] == UInt8(ascii: "\n") { position += 1 }
    }
    guard
      position == end || bytes[position] == delimiter || bytes[position] == UInt8(ascii: "\n")
    else {
      throw .invalid(
        RangedProblem(
          range: position..<(position + 1), code: .invalidCSV,
          message: "text follows the closing quote of a field",
          hint: "Double each quote inside a quoted field."))
    }
    return RawValue(
      kind: fieldEnd - start == 2 ? .absent : .text, range: start..<fieldEnd, isQuoted: true,
      hasEscapes: hasEscapes)
  }

  private func unclosed(from start: Int) throws(CSVStop) -> CSVStop {
    guard isComplete else { return .needsMore }
    return .invalid(
      RangedProblem(
        range: (end - 1)..<end, code: .unclosedQuote,
        message: "the file ends inside a field in quotes", opening: start))
  }

  private func checkUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(CSVStop) {
    if let invalid = UTF8Check.firstInvalid(bytes, in: range) {
      throw .invalid(UTF8Check.problem(bytes, at: invalid, end: end))
    }
  }

  /// Returns the bytes of a field, with single quotes for doubled ones.
  static func decoded(_ bytes: Span<UInt8>, _ field: RawValue) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(field.content.count)
    var position = field.content.lowerBound
    while position < field.content.upperBound {
      result.append(bytes[position])
      // Within quotes, a quote is always followed by its double.
      position += field.isQuoted && bytes[position] == UInt8(ascii: "\"") ? 2 : 1
    }
    return result
  }
}
