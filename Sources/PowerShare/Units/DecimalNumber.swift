/// An exact reader of decimal numbers, `-12.5e3`, as whole thousandths.
///
/// Kilowatts become watts, seconds milliseconds, and kilowatt-hours watt-hours. The decimal digits
/// are rounded directly, ties to even; there is no binary fraction. A text may have any number of
/// digits and any exponent.
enum DecimalNumber {
  /// The result of reading a text.
  enum Reading: Equatable {
    /// The number in thousandths, from 0 to the maximum.
    case thousandths(Int)
    /// The text is not a decimal number.
    case notANumber
    /// The number is below zero.
    case negative
    /// The number is above the maximum.
    case aboveMaximum
  }

  /// Reads a range of `bytes`.
  ///
  /// - Parameters:
  ///   - maximum: The highest value allowed, in units of the last decimal; at most 10¹⁶.
  ///   - decimalComma: True if a comma is a decimal point, too.
  ///   - decimals: The number of decimals kept: 3 for thousandths.
  /// - Complexity: O(length of the range).
  static func read(
    _ bytes: Span<UInt8>, in range: Range<Int>, maximum: Int, decimalComma: Bool = false,
    decimals: Int = 3
  ) -> Reading {
    if decimals == 3,
      let plain = plainThousandths(bytes, from: range.lowerBound, count: range.count)
    {
      return plain <= maximum ? .thousandths(plain) : .aboveMaximum
    }
    guard let shape = Shape(bytes, range, decimalComma: decimalComma) else { return .notANumber }
    let magnitude = shape.scaled(bytes, above: maximum, decimals: decimals)
    if shape.isNegative, shape.hasNonzeroDigit { return .negative }
    guard let magnitude, magnitude <= maximum else { return .aboveMaximum }
    return .thousandths(magnitude)
  }

  /// Fast path: reads up to 12 bytes of digits with at most three decimals after a point, in
  /// thousandths; nil for any other text.
  static func plainThousandths(_ bytes: Span<UInt8>, from start: Int, count: Int) -> Int? {
    guard 1...12 ~= count else { return nil }
    if count <= 8, start <= bytes.count &- 8 {
      return bytes.word(at: start).thousandths(count: count)
    }
    let range = start..<(start &+ count)
    var value = 0
    var position = range.lowerBound
    while position < range.upperBound {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ Int(digit)
      position &+= 1
    }
    guard position > range.lowerBound else { return nil }
    if position == range.upperBound { return value &* 1_000 }
    let decimals = range.upperBound &- position &- 1
    guard bytes[position] == UInt8(ascii: "."), 1...3 ~= decimals else { return nil }
    while position + 1 < range.upperBound {
      position &+= 1
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return decimals == 3 ? value : decimals == 2 ? value &* 10 : value &* 100
  }

  /// Reads a range of `bytes` and returns the number × `factor` ÷ 10^`scale`, rounded to a whole
  /// number, ties to even.
  ///
  /// - Parameters:
  ///   - factor: From 1 to 10¹⁶.
  ///   - scale: From −1,000 to 1,000.
  ///   - maximum: The highest result allowed; at most 10¹⁶.
  /// - Complexity: O(length of the range).
  static func readProduct(
    _ bytes: Span<UInt8>, in range: Range<Int>, factor: Int, scale: Int = 0, maximum: Int,
    decimalComma: Bool = false
  ) -> Reading {
    guard let shape = Shape(bytes, range, decimalComma: decimalComma) else { return .notANumber }
    // The digits of the product, the last one first.
    var digits: [UInt8] = []
    var carry: UInt64 = 0
    var count = 0
    for position in shape.digits.reversed() {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { continue }  // the decimal point
      count += 1
      carry += UInt64(digit) * UInt64(factor)
      digits.append(UInt8(carry % 10) + UInt8(ascii: "0"))
      carry /= 10
    }
    while carry > 0 {
      digits.append(UInt8(carry % 10) + UInt8(ascii: "0"))
      carry /= 10
    }
    if shape.isNegative { digits.append(UInt8(ascii: "-")) }
    let exponent = shape.exponent - (count - shape.integerDigits) - scale
    let product = digits.reversed() + Array("e\(exponent)".utf8)
    return read(product.span, in: product.indices, maximum: maximum, decimals: 0)
  }

  /// Reads a whole text; see `read(_:in:maximum:decimalComma:decimals:)`.
  static func read(_ text: String, maximum: Int) -> Reading {
    let bytes = Array(text.utf8)
    return read(bytes.span, in: 0..<bytes.count, maximum: maximum)
  }

  /// True if a text is a number without a fraction, however it is written: `2`, `2.0` or `0.2e1`.
  ///
  /// - Parameter decimals: The number of decimals that may differ from zero: 3 allows whole
  ///   thousandths.
  static func isWhole(
    _ bytes: Span<UInt8>, in range: Range<Int>, decimalComma: Bool, decimals: Int = 0
  ) -> Bool {
    guard let shape = Shape(bytes, range, decimalComma: decimalComma) else { return false }
    var place = shape.integerDigits + shape.exponent + decimals
    for position in shape.digits where bytes[position] &- UInt8(ascii: "0") < 10 {
      if place <= 0, bytes[position] != UInt8(ascii: "0") { return false }
      place -= 1
    }
    return true
  }

  /// The parts of a decimal text.
  private struct Shape {
    var isNegative = false
    var hasNonzeroDigit = false
    /// The range from the first digit to after the last, with the decimal point.
    var digits: Range<Int>
    /// The number of digits before the decimal point.
    var integerDigits = 0
    /// The power of ten, clamped to ±10⁹: beyond that only zero or not zero matters.
    var exponent = 0

    init?(_ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool) {
      var position = range.lowerBound
      func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
      if position < range.upperBound,
        bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
      {
        isNegative = bytes[position] == UInt8(ascii: "-")
        position += 1
      }
      let start = position
      var digitCount = 0
      var pointAt: Int?
      while position < range.upperBound {
        let byte = bytes[position]
        if isDigit(byte) {
          digitCount += 1
          if byte != UInt8(ascii: "0") { hasNonzeroDigit = true }
        } else if pointAt == nil, digitCount > 0,
          byte == UInt8(ascii: ".") || (decimalComma && byte == UInt8(ascii: ","))
        {
          pointAt = position
        } else {
          break
        }
        position += 1
      }
      digits = start..<position
      integerDigits = (pointAt ?? position) - start
      // A point needs digits on both sides.
      guard digitCount > 0, pointAt != position - 1 else { return nil }
      guard position < range.upperBound else { return }
      guard bytes[position] | 0x20 == UInt8(ascii: "e") else { return nil }
      position += 1
      var exponentIsNegative = false
      if position < range.upperBound,
        bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
      {
        exponentIsNegative = bytes[position] == UInt8(ascii: "-")
        position += 1
      }
      guard position < range.upperBound else { return nil }
      while position < range.upperBound {
        guard isDigit(bytes[position]) else { return nil }
        exponent = min(exponent * 10 + Int(bytes[position] - UInt8(ascii: "0")), 1_000_000_000)
        position += 1
      }
      if exponentIsNegative { exponent = -exponent }
    }

    /// Returns the magnitude rounded to `decimals` decimals, or nil if it is certainly above
    /// `maximum`.
    func scaled(_ bytes: Span<UInt8>, above maximum: Int, decimals: Int) -> Int? {
      guard hasNonzeroDigit else { return 0 }
      // Clamped below overflow; a value above the limit is above the maximum, too.
      let limit = min(maximum, Int.max / 200) * 10
      var keep = integerDigits + exponent + decimals  // digits before the cut
      var value = 0
      var firstDropped: UInt8?
      var isSticky = false
      for position in digits {
        let byte = bytes[position]
        guard byte &- UInt8(ascii: "0") < 10 else { continue }  // the decimal point
        let digit = byte - UInt8(ascii: "0")
        if keep > 0 {
          value = value * 10 + Int(digit)
          guard value <= limit else { return nil }
        } else if keep == 0 {
          firstDropped = digit
        } else if digit != 0 {
          isSticky = true
        }
        keep -= 1
      }
      // The digits that are missing before the cut are zeros.
      while keep > 0, value > 0 {
        value *= 10
        guard value <= limit else { return nil }
        keep -= 1
      }
      guard let firstDropped else { return value }
      let roundsUp = firstDropped > 5 || (firstDropped == 5 && (isSticky || value & 1 == 1))
      return roundsUp ? value + 1 : value
    }
  }
}
