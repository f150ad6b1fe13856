extension Power {
  /// The power in kilowatts, in its shortest exact form: `110`, `7.4`.
  public var kilowatts: String { decimalText(thousandths: Int128(watts)) }
}

extension Energy {
  /// The energy in kilowatt-hours, rounded to the watt-hour (ties to even): `12.345`.
  public var kilowattHours: String { decimalText(thousandths: roundedWattHours) }
}

/// Returns a number of thousandths in its shortest exact form.
package func decimalText(thousandths: Int128) -> String {
  var bytes: [UInt8] = []
  bytes.append(thousandths: thousandths)
  return String(decoding: bytes, as: UTF8.self)
}

/// Returns a number in units of 10^−`decimals`, 3 or 4, in its shortest exact form.
package func decimalText(_ number: Int128, decimals: Int) -> String {
  var bytes: [UInt8] = []
  bytes.append(number, decimals: decimals)
  return String(decoding: bytes, as: UTF8.self)
}

extension [UInt8] {
  /// Appends a number in units of 10^−`decimals`, 0 to 6, in its shortest exact form.
  mutating func append(
    _ number: Int128, decimals: Int, decimalPoint: UInt8 = UInt8(ascii: ".")
  ) {
    if decimals == 3 { return append(thousandths: number, decimalPoint: decimalPoint) }
    let unit: UInt128 = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][decimals]
    let (whole, fraction) = number.magnitude.quotientAndRemainder(dividingBy: unit)
    if number < 0 { append(UInt8(ascii: "-")) }
    append(contentsOf: String(whole).utf8)
    guard fraction > 0 else { return }
    var digits = Array(String(unit + fraction).utf8.dropFirst())
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    append(decimalPoint)
    append(contentsOf: digits)
  }
}

extension TimeSpan {
  /// The span in minutes, rounded to a tenth.
  package var minutesText: String {
    decimalText(thousandths: divideRoundingToEven(Int128(milliseconds), by: 6_000) * 100)
  }
}
