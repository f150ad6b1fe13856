/// Where a text lies that means what it shows.
///
/// A range that is not checked: what it calls is checked when it is looked at.
struct FastText {
  let start: Int
  /// How many bytes it has; 0 where there is none.
  let count: Int

  @inline(__always)
  init(start: Int, count: Int) {
    self.start = start
    self.count = count
  }

  /// No text.
  @inline(__always)
  static var none: FastText { FastText(start: 0, count: 0) }

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  var range: Range<Int> { start..<(start + count) }
}

extension FastText {
  /// The name that stands there; nil where it is long, or close to the end of `bytes`.
  @inline(__always)
  func shortName(_ bytes: Span<UInt8>) -> ShortIdentifier? {
    ShortIdentifier(validUTF8: bytes, from: start, count: count)
  }

  /// The power that stands there in kW; nil where it is none, or not plainly written.
  @inline(__always)
  func power(_ bytes: Span<UInt8>) -> Power? {
    guard let watts = thousandths(bytes), watts <= Power.maximum.watts else { return nil }
    return Power(watts: watts)
  }

  /// The number that stands there with up to three decimals, in thousandths.
  @inline(__always)
  func thousandths(_ bytes: Span<UInt8>) -> Int? {
    if let whole = wholeNumber(bytes) { return whole &* 1_000 }
    return DecimalNumber.plainThousandths(bytes, from: start, count: count)
  }

  /// The number of at most eight digits that stands there.
  @inline(__always)
  func wholeNumber(_ bytes: Span<UInt8>) -> Int? {
    guard 1...8 ~= count, start <= bytes.count &- 8 else { return nil }
    return bytes.word(at: start).decimal(count: count)
  }
}
