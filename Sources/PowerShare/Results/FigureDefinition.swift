/// The definition of a figure of the summary: its path, unit and meaning.
package struct FigureDefinition: Sendable {
  /// The unit of a figure.
  package enum Unit: Sendable {
    case kilowatts, kilowattHours, minutes, share, ratio, cycles, count
    /// An amount in the currency of the tariff.
    case money
    /// Such an amount for each kWh.
    case moneyPerKilowattHour
    /// A local date; a number of seconds where the timeline has seconds.
    case date

    /// The name of the unit in help and in the manual.
    package var name: String {
      switch self {
      case .kilowatts: "kW"
      case .kilowattHours: "kWh"
      case .minutes: "min"
      case .share: "share"
      case .ratio: "ratio"
      case .cycles: "cycles"
      case .count: "count"
      case .money: "money"
      case .moneyPerKilowattHour: "price"
      case .date: "date"
      }
    }

    /// The unit that a requirement may write after its number; nil where it writes none.
    var suffix: String? {
      switch self {
      case .kilowatts: "kW"
      case .kilowattHours: "kWh"
      case .minutes: "min"
      case .share: "%"
      case .ratio, .cycles, .count, .money, .moneyPerKilowattHour, .date: nil
      }
    }

    /// Whether it is a unit that is written behind a number, unlike that of shares and counts.
    var isPhysical: Bool {
      switch self {
      case .kilowatts, .kilowattHours, .minutes: true
      case .share, .ratio, .cycles, .count, .money, .moneyPerKilowattHour, .date: false
      }
    }

    /// Whether its values are measured numbers, which can be compared with others; false for dates.
    package var isNumeric: Bool { self != .date }

    /// The most decimals that a value is shown with.
    var decimals: Int {
      switch self {
      case .moneyPerKilowattHour: 4
      case .kilowatts, .kilowattHours, .share, .cycles: 3
      case .ratio, .money: 2
      case .minutes: 1
      case .count, .date: 0
      }
    }

    /// The decimals of the unit in which values are held: thousandths, or what they are shown with
    /// if that is more.
    package var heldDecimals: Int { max(decimals, 3) }

    /// The smallest difference between two values that are shown, in the unit in which they are
    /// held.
    var step: Int128 { [1, 10, 100, 1_000][heldDecimals - decimals] }

    /// Whether its values may be below zero.
    package var mayBeNegative: Bool { self == .money || self == .moneyPerKilowattHour }
  }

  /// A direction in which a value may change.
  package enum Direction: Sendable { case higher, lower }

  /// The path: the keys that lead to the figure in JSON, joined by full stops.
  ///
  /// In a group of ``FigureTable`` it begins at the group.
  package let path: String
  /// The unit of its values.
  package let unit: Unit
  /// The better direction; nil where neither is better.
  package let better: Direction?
  /// Whether its value may be null, because there was nothing to measure.
  package let isNullable: Bool
  /// The highest value that it can have, in its unit; nil where there is no fixed limit.
  package let maximum: Int?
  /// Its heading in the tables that show it: of a sweep, or of the limits under a result; nil where
  /// none does.
  package let heading: String?
  /// Its meaning, in one plain sentence.
  package let meaning: String

  init(
    _ path: String, _ unit: Unit, better: Direction? = nil, isNullable: Bool = false,
    maximum: Int? = nil, heading: String? = nil, _ meaning: String
  ) {
    self.path = path
    self.unit = unit
    self.better = better
    self.isNullable = isNullable
    self.maximum = maximum
    self.heading = heading
    self.meaning = meaning
  }

  /// Returns the definition with keys in front of its path.
  package func below(_ keys: String...) -> FigureDefinition {
    FigureDefinition(
      (keys + [path]).joined(separator: "."), unit, better: better, isNullable: isNullable,
      maximum: maximum, heading: heading, meaning)
  }

  /// The same figure where its value may be null.
  var nullable: FigureDefinition {
    FigureDefinition(
      path, unit, better: better, isNullable: true, maximum: maximum, heading: heading, meaning)
  }

  /// Whether it is a share that is never above 1, so that a larger threshold lacks a `%`.
  var isAtMostOne: Bool { unit == .share && maximum == 1 }
}

/// Figures with a common beginning of their paths, which is an object or an array in JSON.
package struct FigureGroup: Sendable {
  /// The number of times that the figures of a group occur.
  package enum Repetition: Sendable {
    /// Once: `power.peak`.
    case once
    /// Once for each limit of the ledger: `curtailment.grid.lost`.
    case eachLimit
    /// Once for each priority, where sessions have more than one: `priorities.5.servedShare`.
    case eachPriority
    /// Once for each charger: `chargers.CP001.energy`.
    case eachCharger
    /// Once for each group of chargers: `groups.feeder-1.energy`.
    case eachGroup
  }

  /// The runs whose summaries have the figures of a group.
  package enum Presence: Sendable {
    /// All runs.
    case always
    /// Runs with loads or generation.
    case loads
    /// Runs with a stationary battery.
    case battery
    /// Runs with a tariff.
    case tariff
    /// Runs of which the bound is measured.
    case bound
  }

  /// Its key in JSON; empty for figures that are in no object.
  package let key: String
  /// The subject of its figures, in one plain sentence.
  package let meaning: String
  /// The number of times that its figures occur.
  package let repetition: Repetition
  /// The runs whose summaries have it.
  package let presence: Presence
  /// Whether its object is null where there was nothing to measure; its first figure then is, too.
  package let isNullable: Bool
  /// Its figures, with the parts of their paths after the key and, in a repeated group, the limit
  /// or charger.
  package let figures: [FigureDefinition]

  init(
    _ key: String, _ meaning: String, repeated repetition: Repetition = .once,
    where presence: Presence = .always, isNullable: Bool = false, _ figures: [FigureDefinition]
  ) {
    self.key = key
    self.meaning = meaning
    self.repetition = repetition
    self.presence = presence
    self.isNullable = isNullable
    self.figures = figures
  }

  /// The same group with figures that may all be null.
  package var nullable: FigureGroup {
    FigureGroup(
      key, meaning, repeated: repetition, where: presence, isNullable: isNullable,
      figures.map(\.nullable))
  }

  /// Whether its figures are in a list, with an element for each priority, charger or group.
  package var isList: Bool {
    switch repetition {
    case .once, .eachLimit: false
    case .eachPriority, .eachCharger, .eachGroup: true
    }
  }

  /// The key in JSON of the name of an element of the list; empty where it is no list.
  package var nameKey: String {
    switch repetition {
    case .once, .eachLimit: ""
    case .eachPriority: "priority"
    case .eachCharger: "chargerId"
    case .eachGroup: "groupId"
    }
  }

  /// Returns the path of one of its figures, with `LIMIT`, `ID` or `N` where the group is repeated.
  package func shownPath(_ figure: FigureDefinition) -> String {
    switch repetition {
    case .once: key.isEmpty ? figure.path : figure.below(key).path
    case .eachLimit: figure.below(key, "LIMIT").path
    case .eachPriority: figure.below(key, "N").path
    case .eachCharger, .eachGroup: figure.below(key, "ID").path
    }
  }

  /// Its figures with their whole paths, where it is not repeated.
  var figuresWithPaths: [FigureDefinition] {
    if key.isEmpty { return figures }
    return figures.map { isNullable ? $0.nullable.below(key) : $0.below(key) }
  }
}

/// The properties of a run that decide which figures its summary has.
package struct FigureScope: Equatable, Sendable {
  /// Whether the replay is in `on-update` mode.
  package var isOnUpdate: Bool
  /// Whether there are loads or generation.
  package var hasLoads: Bool
  /// Whether there is a stationary battery.
  package var hasBattery: Bool
  /// Whether there is a tariff.
  package var hasTariff: Bool
  /// Whether the bound is measured.
  package var hasBound: Bool

  /// Creates a scope; by default one with all figures of the mode.
  package init(
    isOnUpdate: Bool, hasLoads: Bool = true, hasBattery: Bool = true, hasTariff: Bool = true,
    hasBound: Bool = true
  ) {
    self.isOnUpdate = isOnUpdate
    self.hasLoads = hasLoads
    self.hasBattery = hasBattery
    self.hasTariff = hasTariff
    self.hasBound = hasBound
  }

  /// All scopes, at their indices.
  static let all = (0..<32).map { bits in
    FigureScope(
      isOnUpdate: bits & 16 != 0, hasLoads: bits & 8 != 0, hasBattery: bits & 4 != 0,
      hasTariff: bits & 2 != 0, hasBound: bits & 1 != 0)
  }

  /// The index in ``all``.
  var index: Int {
    (isOnUpdate ? 16 : 0) + (hasLoads ? 8 : 0) + (hasBattery ? 4 : 0) + (hasTariff ? 2 : 0)
      + (hasBound ? 1 : 0)
  }

  /// Returns true if summaries of the scope have a group of figures.
  func has(_ group: FigureGroup) -> Bool {
    switch group.presence {
    case .always: true
    case .loads: hasLoads
    case .battery: hasBattery
    case .tariff: hasTariff
    case .bound: hasBound
    }
  }
}

/// A limit of the ledger, as a group of figures.
package struct LedgerLimit: Sendable {
  /// The limit.
  package let limit: Curtailment
  /// Whether only replays in `on-update` mode have it.
  package let isOnUpdateOnly: Bool
  /// The meaning of its energies, in one plain sentence.
  package let meaning: String

  init(_ limit: Curtailment, isOnUpdateOnly: Bool = false, _ meaning: String) {
    self.limit = limit
    self.isOnUpdateOnly = isOnUpdateOnly
    self.meaning = meaning
  }
}

/// A line under the table of a result.
struct SummaryLine {
  /// The word in braces in the place of the currency.
  static let currency = "currency"
  /// The word in braces in the place of the reasons why the bound is not exact.
  static let reasons = "reasons"

  /// The condition under which a line or a part of it is shown.
  enum Condition {
    case always
    /// Shown where the figure is not null.
    case measured(String)
    /// Shown where the figure is null.
    case missing(String)
    /// Shown where there are loads or a battery.
    case hasSite
    /// Shown where the run covers more than one day, and the figure is a date.
    case severalDates(String)
    /// Shown where the run covers more than one day, and the figure is a second.
    case severalDaysInSeconds(String)
    /// Shown where the figure is above 0.
    case positive(String)
    /// Shown where the figure is a number other than 0.
    case notZero(String)
    /// Shown where there is a bound that may be too high.
    case inexactBound
  }

  /// A part of a line, with the paths of figures in braces.
  struct Part {
    let text: String
    let condition: Condition

    init(_ text: String, where condition: Condition = .always) {
      self.text = text
      self.condition = condition
    }
  }

  let heading: String
  let condition: Condition
  /// The part that is shown wherever the line is.
  let first: String
  /// The sign between the first part and the others, which have commas between them.
  let separator: String
  let others: [Part]

  init(
    _ heading: String, where condition: Condition = .always, _ first: String,
    separator: String = ",", _ others: [Part]
  ) {
    self.heading = heading
    self.condition = condition
    self.first = first
    self.separator = separator
    self.others = others
  }
}
