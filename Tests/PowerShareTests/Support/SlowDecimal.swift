@testable import PowerShare

/// The slow reference for decimal texts: writes out every digit in an array, then cuts the number.
enum SlowDecimal {
  static func read(_ text: String, maximum: Int, decimalComma: Bool = false)
    -> DecimalNumber.Reading
  {
    var rest = Array(text)
    var isNegative = false
    if let sign = rest.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      rest.removeFirst()
    }
    func takeDigits() -> [Int] {
      var digits: [Int] = []
      while let digit = rest.first, digit.isASCII, let value = digit.wholeNumberValue {
        digits.append(value)
        rest.removeFirst()
      }
      return digits
    }
    var whole = takeDigits()
    if whole.isEmpty { return .notANumber }
    var fraction: [Int] = []
    if let point = rest.first, point == "." || (decimalComma && point == ",") {
      rest.removeFirst()
      fraction = takeDigits()
      if fraction.isEmpty { return .notANumber }
    }
    var exponent = 0
    if let letter = rest.first, letter == "e" || letter == "E" {
      rest.removeFirst()
      var isNegativeExponent = false
      if let sign = rest.first, sign == "-" || sign == "+" {
        isNegativeExponent = sign == "-"
        rest.removeFirst()
      }
      let digits = takeDigits()
      if digits.isEmpty { return .notANumber }
      for digit in digits { exponent = exponent * 10 + digit }
      if isNegativeExponent { exponent = -exponent }
    }
    if !rest.isEmpty { return .notANumber }
    if (whole + fraction).allSatisfy({ $0 == 0 }) { return .thousandths(0) }
    if isNegative { return .negative }

    exponent += 3
    while exponent > 0 {
      whole.append(fraction.isEmpty ? 0 : fraction.removeFirst())
      exponent -= 1
    }
    while exponent < 0 {
      fraction.insert(whole.popLast() ?? 0, at: 0)
      exponent += 1
    }
    whole = Array(whole.drop { $0 == 0 })
    let half = [5] + Array(repeating: 0, count: max(fraction.count - 1, 0))
    let isOdd = (whole.last ?? 0) % 2 == 1
    if fraction == half ? isOdd : half.lexicographicallyPrecedes(fraction) {
      whole = addingOne(whole)
    }
    if whole.count > 17 { return .aboveMaximum }
    let value = whole.reduce(0) { $0 * 10 + $1 }
    return value <= maximum ? .thousandths(value) : .aboveMaximum
  }

  private static func addingOne(_ digits: [Int]) -> [Int] {
    var digits = digits
    for place in digits.indices.reversed() {
      if digits[place] < 9 {
        digits[place] += 1
        return digits
      }
      digits[place] = 0
    }
    return [1] + digits
  }
}
