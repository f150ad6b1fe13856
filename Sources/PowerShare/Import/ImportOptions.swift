/// How records are made into a timeline.
public struct ImportOptions: Sendable {
  /// Which energy a vehicle is taken to have wanted.
  public enum Demand: String, Sendable {
    /// What it got.
    case delivered
    /// What the driver asked for, where the record says so.
    case requested
  }

  /// Which energy a vehicle is taken to have wanted.
  public var demand = Demand.delivered
  /// What vehicles accept where no record says so; nil takes the rating of the connector.
  public var maxPower: Power?
  /// Whether vehicles may plug in anywhere.
  public var anyConnector = false
  /// Whether measured powers are replayed as reports.
  public var isOpenLoop = false
  /// How clocks are set where times are recorded without an offset; nil is UTC.
  public var clock: LocalClock?
  /// The charger of records that do not name one.
  public var charger: Identifier?
  /// The columns of a CSV file.
  public var columns = ColumnMap()
  /// How the times of a CSV file are written, the first that fits; none is ISO 8601.
  public var datePatterns: [DatePattern] = []
  /// Whether a CSV file has decimal commas even where no semicolon stands between its fields.
  public var decimalComma = false

  /// Creates the default options.
  public init() {}
}

/// Counts, each with what is counted, in the order in which they first came up.
public struct ImportTally: Equatable, Sendable {
  /// What was counted, and how often.
  public private(set) var entries: [Entry] = []

  /// What was counted, and how often.
  public struct Entry: Equatable, Sendable {
    /// What was counted.
    public let text: String
    /// How often.
    public fileprivate(set) var count: Int
  }

  /// The sum of all counts.
  public var total: Int { entries.reduce(0) { $0 + $1.count } }

  /// Counts something.
  mutating func count(_ text: String, _ count: Int = 1) {
    guard count > 0 else { return }
    if let index = entries.firstIndex(where: { $0.text == text }) {
      entries[index].count += count
    } else {
      entries.append(Entry(text: text, count: count))
    }
  }
}
