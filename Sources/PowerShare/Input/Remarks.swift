/// The remarks about a file that are made once, at its end: of each kind the first place and how
/// often it occurs.
struct Remarks: Sendable {
  /// The kinds of remark.
  enum Kind: Equatable, Sendable {
    /// A power of this field that is probably in watts.
    case watts(field: String)
    /// The power of a charger that is probably in watts.
    case chargerWatts
    /// The maximum of a group that is probably in watts.
    case groupWatts
    /// A grid capacity that is probably in watts.
    case gridWatts
    /// An energy of this field that is probably in watt-hours.
    case wattHours(field: String)
    /// States of charge that are probably fractions of 1.
    case fractions
    /// The highest state of charge of a stationary battery, which is probably a fraction of 1.
    case batteryFraction
    /// A time in seconds that is probably a spreadsheet's date.
    case spreadsheetDate
    /// A charger whose connectors share very little power.
    case sharedCharger
    /// A number that may have a separator of thousands instead of a decimal sign.
    case ambiguousNumber
    /// A name that is counted, because enough others have been reported.
    case moreUnknown(RangedProblem.NameKind)
    /// A value below a column without a name.
    case unnamedColumn
    /// A record whose energy is about a thousand times another figure in it, or a thousandth.
    case contradictedEnergy
    /// A vehicle of a schedule with neither a power nor a type.
    case assumedPower
    /// A vehicle of a schedule whose type has a charging curve, without a state of charge.
    case unusedCurve
  }

  /// A remark, and how often it applies.
  struct Remark: Sendable {
    let kind: Kind
    /// The first place.
    let range: Range<Int>
    /// The part of the message that only the first place has.
    let detail: String
    var count = 1
    /// The hint in place of the usual one.
    var otherHint: String?
  }

  private(set) var all: [Remark] = []

  /// Adds an occurrence, or several at one place.
  ///
  /// - Parameters:
  ///   - detail: Returns the part of the message that only the first place has.
  ///   - hint: Returns the hint in place of the usual one.
  mutating func add(
    _ kind: Kind, at range: Range<Int>, count: Int = 1, detail: @autoclosure () -> String = "",
    hint: @autoclosure () -> String? = nil
  ) {
    if let place = all.firstIndex(where: { $0.kind == kind }) {
      all[place].count += count
    } else {
      all.append(
        Remark(kind: kind, range: range, detail: detail(), count: count, otherHint: hint()))
    }
  }

  /// Adds the remarks about another part of the file.
  mutating func add(_ others: Remarks) {
    others.all.forEach { add($0) }
  }

  /// Adds a remark about another part of the file.
  mutating func add(_ remark: Remark) {
    if let place = all.firstIndex(where: { $0.kind == remark.kind }) {
      all[place].count += remark.count
    } else {
      all.append(remark)
    }
  }

  /// The remarks as warnings.
  var problems: [RangedProblem] { all.map { $0.problem() } }

  // MARK: Implausible values

  /// The highest power of a vehicle that is plausible.
  static let vehiclePower = Power(watts: 4_000_000)
  /// The highest power of a charger or group for each of its connectors that is plausible, in
  /// watts.
  private static let connectorWatts = 5_000_000
  /// The highest grid capacity that is plausible.
  private static let gridCapacity = Power(watts: 100_000_000)
  /// The highest energy of a vehicle that is plausible, in watt-hours.
  static let vehicleWattHours = 5_000_000
  /// The least power of a charger for each of its connectors that is plausible, in watts: 6 A.
  private static let leastConnectorWatts = 1_400
  /// The seconds that may be a spreadsheet's date, in milliseconds: the years 1968 to 2119.
  private static let spreadsheetDates = 25_000_000...80_000_000

  /// Judges the power of a vehicle.
  mutating func judge(
    vehiclePower power: Power?, _ field: String, at range: Range<Int>,
    hint: @autoclosure () -> String? = nil
  ) {
    if let power, power > Self.vehiclePower { add(.watts(field: field), at: range, hint: hint()) }
  }

  /// Judges the energy of a vehicle.
  mutating func judge(
    energy: Energy?, _ field: String, at range: Range<Int>,
    hint: @autoclosure () -> String? = nil
  ) {
    if let energy, energy > Energy(wattHours: Self.vehicleWattHours) {
      add(.wattHours(field: field), at: range, hint: hint())
    }
  }

  /// Judges a grid capacity.
  mutating func judge(gridCapacity: Power?, at range: Range<Int>) {
    if let gridCapacity, gridCapacity > Self.gridCapacity { add(.gridWatts, at: range) }
  }

  /// Judges the power of a charger, or of several equal ones.
  mutating func judge(_ charger: Charger, count: Int = 1, at range: Range<Int>) {
    let connectors = charger.connectors.count
    let watts = charger.maxPower.watts
    if watts > Self.connectorWatts * connectors { add(.chargerWatts, at: range, count: count) }
    if connectors > 1, watts > 0, watts < Self.leastConnectorWatts * connectors {
      add(
        .sharedCharger, at: range, count: count,
        detail: "\(connectors) connectors share \(charger.maxPower.kilowatts) kW")
    }
  }

  /// Judges the maximum of a group.
  ///
  /// - Parameter connectors: The number of connectors below it.
  mutating func judge(group power: Power, connectors: Int, at range: Range<Int>) {
    if power.watts > Self.connectorWatts * connectors { add(.groupWatts, at: range) }
  }

  /// Judges the states of charge of a vehicle, in thousandths of a percent.
  mutating func judge(
    soc: Int?, target: Int?, at range: Range<Int>, hint: @autoclosure () -> String? = nil
  ) {
    if let soc, let target, 1...1_000 ~= soc, 1...1_000 ~= target {
      add(.fractions, at: range, hint: hint())
    }
  }

  /// Judges a time in seconds.
  ///
  /// - Parameter decimals: The number of decimals that are written.
  mutating func judge(seconds time: Instant, decimals: Int, at range: Range<Int>) {
    if decimals > 3, Self.spreadsheetDates ~= time.milliseconds {
      add(.spreadsheetDate, at: range)
    }
  }
}

extension Remarks.Remark {
  /// Returns the remark as a warning.
  ///
  /// - Parameter isAlone: True for the message of the first occurrence alone, without the count.
  func problem(isAlone: Bool = false) -> RangedProblem {
    let others = isAlone || count == 1 ? "" : noun.map { " (\(count) \($0))" } ?? ""
    return RangedProblem(
      range: range, code: code, message: message + others, hint: otherHint ?? hint,
      severity: .warning)
  }

  private var code: DiagnosticCode {
    switch kind {
    case .watts, .chargerWatts, .groupWatts, .gridWatts, .wattHours, .fractions, .batteryFraction,
      .spreadsheetDate, .contradictedEnergy:
      .implausible
    case .sharedCharger: .sharedCharger
    case .ambiguousNumber: .ambiguousNumber
    case .moreUnknown(let name): name.code
    case .unnamedColumn: .unknownColumn
    case .assumedPower: .assumedPower
    case .unusedCurve: .unusedCurve
    }
  }

  private var message: String {
    switch kind {
    case .watts(let field): "\"\(field)\" is above 4000 kW: it is probably in watts"
    case .chargerWatts:
      "\"maxPower\" is above 5000 kW for each connector: it is probably in watts"
    case .groupWatts:
      "the maximum of a group is above 5000 kW for each connector: it is probably in watts"
    case .gridWatts: "\"gridCapacity\" is above 100000 kW: it is probably in watts"
    case .wattHours(let field):
      "\"\(field)\" is above 5000 kWh: it is probably in watt-hours"
    case .fractions:
      "\"soc\" and \"targetSoc\" are at most 1 percent: they are probably fractions"
    case .batteryFraction: "\"maxSoc\" is at most 1 percent: it is probably a fraction"
    case .spreadsheetDate:
      "the time is read as seconds: it is probably the date of a spreadsheet"
    case .sharedCharger: "\(detail), which is less than 1.4 kW (6 A) for each"
    case .ambiguousNumber:
      "each number with a decimal \(detail) has three decimals: they may be thousands"
    case .moreUnknown(let name):
      "\(count) more unknown \(name.rawValue)\(count == 1 ? "" : "s"), from here on"
    case .unnamedColumn: "a value is below a column without a name"
    case .contradictedEnergy: "\(detail), a factor of about 1000"
    case .assumedPower:
      "the row has neither \"vehicleMaxPower\" nor \"vehicle\": "
        + "\(FleetSchedule.assumedPower.kilowatts) kW is assumed"
    case .unusedCurve: "the charging curve of the vehicle type is not followed without \"soc\""
    }
  }

  private var noun: String? {
    switch kind {
    case .watts, .wattHours, .gridWatts, .unnamedColumn: "values"
    case .groupWatts: "groups"
    case .chargerWatts, .sharedCharger: "chargers"
    case .fractions: "vehicles"
    case .batteryFraction: "values"
    case .spreadsheetDate: "times"
    case .ambiguousNumber: "numbers"
    case .moreUnknown: nil
    case .contradictedEnergy: "records"
    case .assumedPower, .unusedCurve: "rows"
    }
  }

  private var hint: String? {
    switch kind {
    case .watts, .chargerWatts, .groupWatts, .gridWatts: "Powers are in kW: write 11 for 11000 W."
    case .wattHours: "Energies are in kWh: write 40 for 40000 Wh."
    case .fractions, .batteryFraction: "Write 80 for 80 percent."
    case .spreadsheetDate:
      "Write date-times such as 2026-03-02T08:15:00+01:00, or the seconds of one clock."
    case .sharedCharger:
      "\"maxPower\" limits all connectors of a charger together. If each has that power, write a "
        + "charger for each, or one with a \"count\"."
    case .ambiguousNumber:
      "Write numbers without separators of thousands: 1250, not "
        + (detail == "point" ? "1.250." : "1,250.")
    case .contradictedEnergy:
      "One of the two is probably in watt-hours instead of kWh. The energy of the record is used."
    case .assumedPower:
      "State the most power that the vehicle accepts, in kW, or a vehicle type of the station "
        + "config."
    case .unusedCurve: "State the state of charge on arrival, in percent."
    case .moreUnknown, .unnamedColumn: nil
    }
  }
}
