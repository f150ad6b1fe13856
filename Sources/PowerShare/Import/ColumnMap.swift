/// The columns of a CSV file of records: their contents and units.
package struct ColumnMap: Equatable, Sendable {
  /// The contents of a column.
  package enum Field: String, CaseIterable, Sendable {
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
    /// The time for which it was plugged in; hours unless another unit is stated.
    case duration
    /// The time for which it charged; hours unless another unit is stated.
    case chargingTime
    /// The energy it received; kWh unless another unit is stated.
    case deliveredEnergy
    /// The energy the driver asked for; kWh unless another unit is stated.
    case energyRequested
    /// The highest power; kW unless another unit is stated.
    case vehicleMaxPower

    /// True if the field is a moment.
    var isTime: Bool { self == .startTime || self == .endTime || self == .doneTime }

    /// The units that the field may have, by name, the default one first.
    var units: [(name: String, unit: Unit)] {
      switch self {
      case .deliveredEnergy, .energyRequested:
        [
          ("kWh", Unit(decimals: 3)), ("Wh", Unit(decimals: 0)), ("MWh", Unit(decimals: 6)),
        ]
      case .vehicleMaxPower:
        [("kW", Unit(decimals: 3)), ("W", Unit(decimals: 0)), ("MW", Unit(decimals: 6))]
      case .duration, .chargingTime:
        [
          ("h", Unit(decimals: 6, factor: 36, divisor: 10)),
          ("min", Unit(decimals: 5, factor: 6, divisor: 10)), ("s", Unit(decimals: 3)),
          ("h:m:s", Unit(decimals: 0, isClock: true)),
        ]
      default: []
      }
    }
  }

  /// The conversion of a number in a unit to watt-hours, watts or milliseconds: read with
  /// `decimals` decimals, multiplied by `factor`, divided by `divisor`.
  struct Unit: Equatable, Sendable {
    var decimals: Int
    var factor = 1
    var divisor = 1
    /// True for hours, minutes and seconds between colons instead of a number.
    var isClock = false
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

  /// The reason why an entry cannot be understood.
  package enum Problem: Error, Equatable, Sendable {
    /// It has no equals sign, or nothing on one side of it.
    case noColumn(String)
    /// It names no field.
    case unknownField(String)
    /// The field does not have that unit.
    case unknownUnit(String, known: [String])
    /// The field has a column already.
    case twice(String)
  }

  /// Creates an empty map.
  package init() {}

  /// Returns true if a field has a column.
  package func has(_ field: Field) -> Bool { columns[field] != nil }

  /// Adds entries `field=column,field:unit=column,…`.
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
      guard let field = Field(rawValue: name) ?? Self.otherNames[name] else {
        throw .unknownField(name)
      }
      guard columns[field] == nil else { throw .twice(field.rawValue) }
      var unit = field.units.first?.unit
      if names.count > 1 {
        guard let named = field.units.first(where: { $0.name == names[1] }) else {
          throw .unknownUnit(String(names[1]), known: field.units.map(\.name))
        }
        unit = named.unit
      }
      columns[field] = Column(name: String(part[part.index(after: sign)...]), unit: unit)
    }
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
    return map
  }()
}
