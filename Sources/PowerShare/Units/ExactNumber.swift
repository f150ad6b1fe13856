/// A reader of numbers that refuses those that would have to be rounded.
package enum ExactNumber {
  /// Reads a decimal number from 0 to `maximum` thousandths without a smaller fraction; nil for any
  /// other text.
  package static func thousandths(_ text: String, maximum: Int) -> Int? {
    let bytes = Array(text.utf8)
    guard
      DecimalNumber.isWhole(bytes.span, in: 0..<bytes.count, decimalComma: false, decimals: 3),
      case .thousandths(let number) = DecimalNumber.read(text, maximum: maximum)
    else { return nil }
    return number
  }
}
