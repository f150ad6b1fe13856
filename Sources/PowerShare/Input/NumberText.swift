/// Reads numbers of the command line.
package enum NumberText {
  /// Reads a decimal number from 0 to `maximum` thousandths; nil for any other text.
  package static func thousandths(_ text: some StringProtocol, maximum: Int) -> Int? {
    guard case .thousandths(let number) = DecimalNumber.read(String(text), maximum: maximum) else {
      return nil
    }
    return number
  }
}
