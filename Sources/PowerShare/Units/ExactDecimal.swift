/// A decimal number with at most six decimals, held exactly.
package struct ExactDecimal: Hashable, Comparable, Sendable {
  /// The number in millionths.
  package let millionths: Int128

  /// The limit of the magnitude of a number that is read: 10²⁰.
  ///
  /// No figure of a run reaches it. Sums, and products of two numbers by full width, fit.
  private static let limit: Int128 = 100_000_000_000_000_000_000_000_000

  /// Creates a number of millionths.
  package init(millionths: Int128) { self.millionths = millionths }

  /// Creates a number of thousandths.
  package init(thousandths: Int128) { millionths = thousandths * 1_000 }

  /// Returns true if the left number is lower.
  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    left.millionths < right.millionths
  }

  /// Returns the difference of two numbers.
  package static func - (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
    ExactDecimal(millionths: left.millionths - right.millionths)
  }

  /// Zero.
  package static let zero = ExactDecimal(millionths: 0)

  /// The number without its sign.
  package var magnitude: ExactDecimal { millionths < 0 ? .zero - self : self }

  /// Returns the number in percent of the magnitude of another one, rounded to one decimal, ties to
  /// even; nil where the other one is 0.
  package func percent(of base: ExactDecimal) -> ExactDecimal? {
    guard base.millionths != 0 else { return nil }
    let tenths = divideRoundingToEven(
      magnitude.millionths * 1_000, by: base.magnitude.millionths)
    return ExactDecimal(millionths: (millionths < 0 ? -tenths : tenths) * 100_000)
  }

  /// Returns true if the number is more than a percentage of the magnitude of another one.
  package func exceeds(percent: ExactDecimal, of base: ExactDecimal) -> Bool {
    guard millionths > 0 else { return false }
    let hundredfold = millionths.magnitude.multipliedFullWidth(by: 100_000_000)
    let limit = percent.millionths.magnitude.multipliedFullWidth(
      by: base.millionths.magnitude)
    return (hundredfold.high, hundredfold.low) > (limit.high, limit.low)
  }
}

extension ExactDecimal {
  /// The result of reading a text.
  enum Reading: Equatable {
    case number(ExactDecimal)
    /// The text is not a decimal number.
    case notANumber
    /// The number has more than six decimals that are not zero, or a magnitude of 10²⁰ or more.
    case outOfRange
  }

  /// Reads a range of `bytes`, such as `-12.5` or `1e3`.
  ///
  /// - Parameter decimalComma: True if a comma is a decimal point, too.
  /// - Complexity: O(length of the range).
  static func read(
    _ bytes: Span<UInt8>, in range: Range<Int>, decimalComma: Bool = false
  ) -> Reading {
    guard let text = Text(bytes, range, decimalComma: decimalComma) else { return .notANumber }
    if text.mantissa == 0 { return .number(.zero) }
    // The power of ten of the mantissa's last digit, in millionths.
    let power = text.power + 6
    guard power >= 0, !text.isTooLong else { return .outOfRange }
    var number = text.mantissa
    for _ in 0..<power {
      number *= 10
      guard number < limit else { return .outOfRange }
    }
    guard number < limit else { return .outOfRange }
    return .number(ExactDecimal(millionths: text.isNegative ? -number : number))
  }

  /// Reads a whole text.
  static func read(_ text: String) -> Reading {
    let bytes = Array(text.utf8)
    return read(bytes.span, in: 0..<bytes.count)
  }

  /// The parts of a decimal text.
  private struct Text {
    var isNegative = false
    /// The digits from the first to the last that is not 0.
    var mantissa: Int128 = 0
    /// The power of ten of the last digit of ``mantissa``.
    var power = 0
    /// Whether there are more digits than any number in the range has.
    var isTooLong = false

    init?(_ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool) {
      var rest = range
      func next() -> UInt8? { rest.isEmpty ? nil : bytes[rest.lowerBound] }
      if next() == UInt8(ascii: "-") {
        isNegative = true
        rest = rest.dropFirst()
      }
      let integer = readDigits(bytes, &rest)
      guard integer > 0 else { return nil }
      var decimals = 0
      if let sign = next(), sign == UInt8(ascii: ".") || decimalComma && sign == UInt8(ascii: ",") {
        rest = rest.dropFirst()
        decimals = readDigits(bytes, &rest)
        guard decimals > 0 else { return nil }
      }
      power -= decimals
      guard let sign = next() else { return }
      guard sign | 0x20 == UInt8(ascii: "e") else { return nil }
      rest = rest.dropFirst()
      let isSmall = next() == UInt8(ascii: "-")
      if isSmall || next() == UInt8(ascii: "+") { rest = rest.dropFirst() }
      guard !rest.isEmpty else { return nil }
      var exponent = 0
      for place in rest {
        let digit = bytes[place] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        // Beyond this limit only zero or not zero matters.
        exponent = min(exponent * 10 + Int(digit), 1_000_000)
      }
      power += isSmall ? -exponent : exponent
      if power > 100 { isTooLong = true }
    }

    /// Moves past digits, adds them to the mantissa, and returns their number.
    private mutating func readDigits(_ bytes: Span<UInt8>, _ rest: inout Range<Int>) -> Int {
      let start = rest.lowerBound
      while !rest.isEmpty, bytes[rest.lowerBound] &- UInt8(ascii: "0") < 10 {
        let digit = bytes[rest.lowerBound] - UInt8(ascii: "0")
        rest = rest.dropFirst()
        // Zeros are kept in `power` until another digit follows, because they may be the last ones.
        guard digit != 0 else {
          power += 1
          continue
        }
        if mantissa == 0 {
          mantissa = Int128(digit)
        } else {
          for _ in 0...min(power, 40) where mantissa < ExactDecimal.limit { mantissa *= 10 }
          if mantissa >= ExactDecimal.limit { isTooLong = true }
          mantissa += Int128(digit)
        }
        power = 0
      }
      return rest.lowerBound - start
    }
  }
}

extension ExactDecimal {
  /// The number in its shortest exact form: `110`, `7.4`, `-0.125`.
  package var text: String {
    var bytes: [UInt8] = []
    bytes.append(self)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Appends a number in its shortest exact form: `110`, `7.4`, `-0.125`.
  mutating func append(_ number: ExactDecimal, decimalPoint: UInt8 = UInt8(ascii: ".")) {
    let (whole, rest) = number.millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    if number.millionths < 0 { append(UInt8(ascii: "-")) }
    append(contentsOf: String(whole).utf8)
    guard rest > 0 else { return }
    append(decimalPoint)
    var digits = Array(String(1_000_000 + rest).utf8.dropFirst())
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    append(contentsOf: digits)
  }
}
