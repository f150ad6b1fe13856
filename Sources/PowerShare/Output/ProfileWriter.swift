/// Writes a measured profile as JSON that people can read.
public enum ProfileWriter {
  /// Returns the profile as JSON, with one line for the weights of a day and one for each stay.
  public static func json(_ profile: MeasuredProfile) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append("{\n  \"formatVersion\": ")
    bytes.append(integer: MeasuredProfile.formatVersion)
    bytes.append(",\n  \"tz\": ")
    bytes.append(jsonString: Array(profile.timeZone.utf8))
    bytes.append(",\n  \"from\": \"")
    bytes.append(dateOfDay: profile.firstDay)
    bytes.append("\",\n  \"days\": ")
    bytes.append(integer: profile.days)
    bytes.append(",\n  \"weights\": [")
    for (hour, weight) in profile.weights.enumerated() {
      bytes.append(text: hour == 0 ? "\n    " : hour % 24 == 0 ? ",\n    " : ", ")
      bytes.append(integer: weight)
    }
    bytes.append("\n  ],\n  \"sessionsPerDay\": ")
    bytes.append(thousandths: profile.sessionsPerDay)
    bytes.append(",\n  \"dispersion\": ")
    bytes.append(thousandths: profile.dispersion)
    bytes.append(",\n  \"stays\": [")
    for (index, stay) in profile.stays.enumerated() {
      bytes.append(text: index == 0 ? "\n    [" : ",\n    [")
      bytes.append(thousandths: stay.energy.roundedWattHours)
      bytes.append(", ")
      bytes.append(thousandths: divideRoundingToEven(stay.length.milliseconds, by: 60))
      bytes.append(", ")
      bytes.append(thousandths: stay.vehicleMaxPower.watts)
      bytes.append(UInt8(ascii: "]"))
    }
    bytes.append("\n  ]\n}\n")
    return bytes
  }
}
