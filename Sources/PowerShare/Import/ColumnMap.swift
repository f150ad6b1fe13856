/// Which columns of a CSV file hold what, and in which units.
public struct ColumnMap: Equatable, Sendable {
  /// What a column may hold.
  public enum Field: String, CaseIterable, Sendable {
    /// The session's id.
    case sessionId
    /// The charger's id.
    case chargerId
    /// The connector's number at its charger, or a name that it has there.
    case idx
    /// When the vehicle plugged in.
    case startTime
    /// When it unplugged.
    case endTime
    /// When it had its energy.
    case doneTime
    /// How long it was plugged in, in hours.
    case duration
    /// How long it charged, in hours.
    case chargingTime
    /// What it got, in kWh.
    case deliveredEnergy
    /// What the driver asked for, in kWh.
    case energyRequested
    /// The highest power, in kW.
    case vehicleMaxPower

    /// Whether it is a moment.
    var isTime: Bool { self == .startTime || self == .endTime || self == .doneTime }

    /// The units it may have, the usual one first, each with the decimals of its text that make the
    /// unit of the program and what one of those is in it.
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

  /// How a number becomes watt-hours, watts or milliseconds: it is read with so many decimals, then
  /// multiplied and divided.
  struct Unit: Equatable, Sendable {
    var decimals: Int
    var factor = 1
    var divisor = 1
    /// Whether it is written as hours, minutes and seconds between colons instead.
    var isClock = false
  }

  /// A column and its unit.
  struct Column: Equatable, Sendable {
    var name: String
    var unit: Unit?
  }

  /// Other names of fields: those of a timeline, and of the rows that `--sessions` writes.
  private static let otherNames: [String: Field] = [
    "time": .startTime, "arrivalTime": .startTime, "departureTime": .endTime,
  ]

  /// The columns by what they hold.
  private(set) var columns: [Field: Column] = [:]

  /// Why an entry cannot be understood.
  public enum Problem: Error, Equatable, Sendable {
    /// It has no sign of equality, or nothing on one side of it.
    case noColumn(String)
    /// It names no field.
    case unknownField(String)
    /// The field does not have that unit.
    case unknownUnit(String, known: [String])
    /// The field has a column already.
    case twice(String)
  }

  /// Creates an empty map.
  public init() {}

  /// Whether a field has a column.
  public func has(_ field: Field) -> Bool { columns[field] != nil }

  /// Adds `field=column,field:unit=column,…`.
  ///
  /// A column is its name, or `#3` for the third one. Times and names may stand in several columns,
  /// `Date+Time`, which are read with a space between them.
  public mutating func add(_ text: String) throws(Problem) {
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
