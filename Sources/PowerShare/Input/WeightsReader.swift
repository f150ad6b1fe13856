/// A reader of the weights of hours: numbers between spaces, commas, semicolons or line ends, and
/// comments from `#` on.
package enum WeightsReader {
  /// Reads a file.
  ///
  /// - Returns: 24 or 168 weights in thousandths, not all of them 0; or nil with the problems.
  /// - Complexity: O(length of the text).
  package static func read(name: String, text: [UInt8]) -> (weights: [Int]?, problems: [Diagnostic])
  {
    var source = SourceText(name: name, text: text)
    let storage = source.storage
    let bytes = storage.span
    var reader = FieldReader(style: .csv(decimalComma: false))
    if let invalid = UTF8Check.firstInvalid(bytes, in: 0..<source.end) {
      return (nil, [source.diagnostic(UTF8Check.problem(bytes, at: invalid, end: source.end))])
    }
    var weights: [Int] = []
    var lastPlace = 0..<0
    var position = 0
    while position < source.end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "#") {
        while position < source.end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        continue
      }
      guard !isSeparator(byte) else {
        position += 1
        continue
      }
      let start = position
      while position < source.end, !isSeparator(bytes[position]),
        bytes[position] != UInt8(ascii: "#")
      {
        position += 1
      }
      lastPlace = start..<position
      if weights.count <= 168 {
        let value = RawValue(kind: .text, range: start..<position)
        weights.append(reader.weight(bytes, value) ?? 1)
      }
    }
    if weights.count != 24, weights.count != 168 {
      reader.report(
        lastPlace, .outOfRange,
        "a profile has 24 weights, or 168 from Monday 00:00 on, not "
          + (weights.count > 168 ? "more" : "\(weights.count)"))
    } else if !weights.contains(where: { $0 > 0 }) {
      reader.report(lastPlace, .outOfRange, "one of the weights must be above 0")
    }
    guard reader.problems.isEmpty else {
      return (nil, reader.problems.map { source.diagnostic($0) })
    }
    return (weights, [])
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
  }
}

extension FieldReader {
  /// Reads a weight from 0 to 1,000,000, in thousandths.
  fileprivate mutating func weight(_ bytes: Span<UInt8>, _ value: RawValue) -> Int? {
    switch DecimalNumber.read(bytes, in: value.content, maximum: 1_000_000_000) {
    case .thousandths(let weight): return weight
    case .notANumber:
      report(
        value.range, .notANumber, "a weight must be a number, not \(shown(bytes, value))",
        hint: "Decimals have a point, and # begins a comment.")
    case .negative:
      report(value.range, .negativeValue, "a weight must not be negative")
    case .aboveMaximum:
      report(value.range, .outOfRange, "a weight must be at most 1000000")
    }
    return nil
  }
}
