extension Power {
  /// The power in kilowatts, in its shortest exact form: `110`, `7.4`.
  public var kilowatts: String { decimalText(thousandths: watts) }
}

extension Energy {
  /// The energy in kilowatt-hours, rounded to the watt-hour (ties to even): `12.345`.
  public var kilowattHours: String { decimalText(thousandths: roundedWattHours) }
}

private func decimalText(thousandths: Int) -> String {
  var bytes: [UInt8] = []
  bytes.append(thousandths: thousandths)
  return String(decoding: bytes, as: UTF8.self)
}
