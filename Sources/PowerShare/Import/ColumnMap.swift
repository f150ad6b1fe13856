/// The columns of a file of records, or the members of its objects: their contents and units.
package struct ColumnMap: Equatable, Sendable {
  /// The contents of a column.
  package enum Field: Int, CaseIterable, Sendable {
    /// The session's id.
    case sessionId
    /// The charger's id.
    case chargerId
    /// The connector's number or name at its charger.
    case idx
    /// The time at which the vehicle plugged in.
    case startTime
    /// The time at which it unplugged.
    case endTime
    /// The time at which it had its energy.
    case doneTime
    /// The time for which it was plugged in.
    case duration
    /// The time for which it charged.
    case chargingTime
    /// The energy it received.
    case deliveredEnergy
    /// The energy the driver asked for.
    case energyRequested
    /// The register of the meter at the start.
    case meterStart
    /// The register of the meter at the end.
    case meterStop
    /// The highest power.
    case vehicleMaxPower
    /// The power of the connector, or a text that states it.
    case rating
    /// The name of a vehicle type.
    case vehicle
    /// The energy that the vehicle's battery holds.
    case batteryCapacity
    /// The state of charge on arrival.
    case soc
    /// The state of charge the driver wanted.
    case targetSoc
    /// The priority of the vehicle.
    case priority
    /// The weight of the vehicle.
    case weight

    /// The name in `--map`.
    package var name: String { "\(self)" }

    /// Creates a field from its name.
    init?(name: some StringProtocol) {
      guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
      self = field
    }

    /// True if the field is a moment.
    var isTime: Bool { self == .startTime || self == .endTime || self == .doneTime }

    /// True if the field is a length of time.
    var isDuration: Bool { self == .duration || self == .chargingTime }

    /// True if the field may be joined from several columns.
    var joinsColumns: Bool {
      isTime || self == .sessionId || self == .chargerId || self == .idx || self == .vehicle
    }

    /// The units that the field may have, by name, the default one first.
    var units: [(name: String, unit: Unit)] {
      switch self {
      case .deliveredEnergy, .energyRequested, .meterStart, .meterStop, .batteryCapacity:
        [("kWh", Unit(1_000)), ("Wh", Unit(1)), ("MWh", Unit(1_000_000))]
      case .vehicleMaxPower, .rating:
        [("kW", Unit(1_000)), ("W", Unit(1)), ("MW", Unit(1_000_000))]
      case .duration, .chargingTime:
        [
          ("h", Unit(3_600_000)), ("min", Unit(60_000)), ("s", Unit(1_000)),
          ("h:m:s", Unit(1, isClock: true)),
        ]
      case .soc, .targetSoc: [("percent", Unit(1_000)), ("%", Unit(1_000))]
      default: []
      }
    }
  }

  /// The conversion of a number to watt-hours, watts, milliseconds or thousandths of a percent: the
  /// number × ``multiplier`` × ``factor`` ÷ 10^``scale``.
  struct Unit: Equatable, Sendable {
    var multiplier: Int
    /// True for hours, minutes and seconds between colons instead of a number.
    var isClock: Bool
    /// The digits of the factor after the unit, without its decimal point.
    var factor = 1
    /// The number of decimals of that factor.
    var scale = 0

    init(_ multiplier: Int, isClock: Bool = false) {
      self.multiplier = multiplier
      self.isClock = isClock
    }
  }

  /// A column and its unit.
  struct Column: Equatable, Sendable {
    var name: String
    var unit: Unit?
  }

  /// Further names of fields, from timelines and from the rows of `--sessions`.
  private static let otherNames: [String: Field] = [
    "time": .startTime, "arrivalTime": .startTime, "departureTime": .endTime,
  ]

  /// The column of each field.
  private(set) var columns: [Field: Column] = [:]
  /// The fields whose column a CSV file may lack.
  var optional: Set<Field> = []

  /// The reason why an entry cannot be understood.
  package enum Problem: Error, Equatable, Sendable {
    /// It has no equals sign, or nothing on one side of it.
    case noColumn(String)
    /// It names no field.
    case unknownField(String)
    /// The field does not have that unit.
    case unknownUnit(String, known: [String])
    /// The factor of a unit is not a number that can be used.
    case badFactor(String)
    /// The field has a column already.
    case twice(String)
  }

  /// Creates an empty map.
  package init() {}

  /// Returns true if a field has a column.
  package func has(_ field: Field) -> Bool { columns[field] != nil }

  /// True if a field has a column that gives the energy of a session.
  package var hasEnergy: Bool {
    has(.deliveredEnergy) || has(.energyRequested) || (has(.meterStart) && has(.meterStop))
  }

  /// Adds entries `field=column,field:unit=column,field:unit*factor=column,…`.
  ///
  /// A column is given by its name, or as `#3` for the third. Times and names may be spread over
  /// several columns, `Date+Time`, whose texts are joined by spaces.
  ///
  /// - Throws: ``Problem`` for the first entry that cannot be understood.
  package mutating func add(_ text: String) throws(Problem) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let sign = part.firstIndex(of: "="), sign > part.startIndex,
        part.index(after: sign) < part.endIndex
      else { throw .noColumn(String(part)) }
      let names = part[..<sign].split(separator: ":", maxSplits: 1)
      let name = names.first.map(String.init) ?? ""
      guard let field = Field(name: name) ?? Self.otherNames[name] else {
        throw .unknownField(name)
      }
      guard columns[field] == nil else { throw .twice(field.name) }
      let unit = try names.count > 1 ? Self.unit(names[1], field) : field.units.first?.unit
      columns[field] = Column(name: String(part[part.index(after: sign)...]), unit: unit)
    }
  }

  /// Reads `Wh` or `kWh*0.25`.
  private static func unit(_ text: Substring, _ field: Field) throws(Problem) -> Unit {
    let star = text.firstIndex(of: "*") ?? text.endIndex
    guard var unit = field.units.first(where: { $0.name == text[..<star] })?.unit else {
      throw .unknownUnit(String(text[..<star]), known: field.units.map(\.name))
    }
    guard star < text.endIndex else { return unit }
    let factor = text[text.index(after: star)...]
    guard let (digits, decimals) = Self.factor(factor) else { throw .badFactor(String(factor)) }
    unit.factor = digits
    unit.scale = decimals
    return unit
  }

  /// Returns the digits of a decimal number above zero without its point, and the number of its
  /// decimals; nil for other texts, and for more than nine digits.
  private static func factor(_ text: Substring) -> (digits: Int, decimals: Int)? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard 1...2 ~= parts.count, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    let digits = parts.joined().utf8
    guard digits.count <= 9, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
      return nil
    }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return value > 0 ? (value, parts.count == 2 ? parts[1].utf8.count : 0) : nil
  }

  /// The columns of ElaadNL's transactions.
  static let elaad: ColumnMap = {
    var map = ColumnMap()
    let names: [(Field, String)] = [
      (.sessionId, "TransactionId"), (.chargerId, "ChargePoint"), (.idx, "Connector"),
      (.startTime, "UTCTransactionStart"), (.endTime, "UTCTransactionStop"),
      (.duration, "ConnectedTime"), (.chargingTime, "ChargeTime"),
      (.deliveredEnergy, "TotalEnergy"), (.vehicleMaxPower, "MaxPower"),
    ]
    for (field, name) in names {
      map.columns[field] = Column(name: name, unit: field.units.first?.unit)
    }
    map.optional = [.sessionId, .idx, .duration, .chargingTime, .vehicleMaxPower]
    return map
  }()
}
