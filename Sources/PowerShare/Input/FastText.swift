/// The place of a text in the bytes at hand whose bytes mean what they show, without escapes.
///
/// The range is not checked when it is made; every access to the bytes checks it.
///
/// Part of the fast path (``FastPath/events``).
struct FastText {
  let start: Int
  /// The number of bytes; 0 for a missing text.
  let count: Int

  @inline(__always)
  init(start: Int, count: Int) {
    self.start = start
    self.count = count
  }

  /// A missing text.
  @inline(__always)
  static var none: FastText { FastText(start: 0, count: 0) }

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  var range: Range<Int> { start..<(start + count) }
}

extension FastText {
  /// Returns the text as a name, or nil if it has more than 16 bytes or lies in the last 15 bytes.
  @inline(__always)
  func shortName(_ bytes: Span<UInt8>) -> ShortIdentifier? {
    ShortIdentifier(validUTF8: bytes, from: start, count: count)
  }

  /// Returns the text as the power of a vehicle in kW, or nil if it needs the general number
  /// reader, which judges implausible powers.
  @inline(__always)
  func vehiclePower(_ bytes: Span<UInt8>, readsDecimals: Bool) -> Power? {
    guard let watts = thousandths(bytes, readsDecimals), watts <= Remarks.vehiclePower.watts else {
      return nil
    }
    return Power(watts: watts)
  }

  /// Returns the text as the energy of a vehicle in kWh, or nil if it needs the general number
  /// reader, which judges implausible energies.
  func energy(_ bytes: Span<UInt8>, readsDecimals: Bool) -> Energy? {
    guard let wattHours = thousandths(bytes, readsDecimals),
      wattHours <= Remarks.vehicleWattHours
    else { return nil }
    return Energy(wattHours: wattHours)
  }

  /// Returns the text as a time in seconds, in milliseconds, or nil if it needs the general number
  /// reader.
  @inline(__always)
  func milliseconds(_ bytes: Span<UInt8>, readsDecimals: Bool) -> Int? {
    guard let milliseconds = thousandths(bytes, readsDecimals),
      milliseconds <= FieldReader.maximumSeconds
    else { return nil }
    return milliseconds
  }

  /// Returns the text as a number with up to three decimals, in thousandths, or nil if it needs the
  /// general number reader.
  ///
  /// - Parameter readsDecimals: False if a number with a decimal point needs the general reader.
  @inline(__always)
  private func thousandths(_ bytes: Span<UInt8>, _ readsDecimals: Bool) -> Int? {
    if let whole = wholeNumber(bytes) { return whole &* 1_000 }
    guard readsDecimals else { return nil }
    return DecimalNumber.plainThousandths(bytes, from: start, count: count)
  }

  /// Returns the text as a number of at most eight digits, or nil if it is not one.
  @inline(__always)
  func wholeNumber(_ bytes: Span<UInt8>) -> Int? {
    guard 1...8 ~= count, start <= bytes.count &- 8 else { return nil }
    return bytes.word(at: start).decimal(count: count)
  }
}
