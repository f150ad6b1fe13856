/// A whole number of 256 bits that is not negative, for sums of squares.
///
/// A result that does not fit is a defect and ends the program.
struct WideSum: Equatable, Comparable, Sendable {
  private var high: UInt128 = 0
  private var low: UInt128 = 0

  /// Zero.
  init() {}

  /// Creates the product of two numbers.
  init(_ left: UInt128, times right: UInt128) {
    (high, low) = left.multipliedFullWidth(by: right)
  }

  static func < (left: WideSum, right: WideSum) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  static func += (left: inout WideSum, right: WideSum) {
    let (low, carries) = left.low.addingReportingOverflow(right.low)
    left.low = low
    left.high += right.high + (carries ? 1 : 0)
  }

  static func -= (left: inout WideSum, right: WideSum) {
    let (low, borrows) = left.low.subtractingReportingOverflow(right.low)
    left.low = low
    left.high -= right.high + (borrows ? 1 : 0)
  }

  static func *= (left: inout WideSum, right: UInt128) {
    let (carry, low) = left.low.multipliedFullWidth(by: right)
    left.low = low
    left.high = left.high * right + carry
  }

  /// Divides by a power of two, rounded down.
  static func >>= (left: inout WideSum, right: Int) {
    guard right > 0 else { return }
    let carried = right < 128 ? left.high << (128 - right) : left.high >> (right - 128)
    left.low = left.low >> right | carried
    left.high >>= right
  }

  /// The number of bits up to the highest that is set.
  var bitCount: Int {
    high > 0 ? 256 - high.leadingZeroBitCount : 128 - low.leadingZeroBitCount
  }

  /// The lowest 128 bits.
  var lowBits: UInt128 { low }
}
