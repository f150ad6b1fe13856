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

extension TimeSpan {
  /// The span in minutes, rounded to a tenth.
  package var minutesText: String {
    decimalText(thousandths: divideRoundingToEven(Int128(milliseconds), by: 6_000) * 100)
  }
}
