/// The options for turning records into a timeline.
public struct ImportOptions: Sendable {
  /// The energy that a vehicle is assumed to have wanted.
  public enum Demand: String, Sendable {
    /// The energy it received.
    case delivered
    /// The energy the driver asked for, if the record has it; else the energy it received.
    case requested
  }

  /// The energy that a vehicle is assumed to have wanted.
  public var demand = Demand.delivered
  /// The most power of vehicles without a recorded maximum; nil takes the rating of the connector.
  public var maxPower: Power?
  /// True if vehicles may plug in at any connector.
  public var anyConnector = false
  /// True if measured powers become `power-update` events.
  public var isOpenLoop = false
  /// The clock for times without an offset; nil is UTC.
  public var clock: LocalClock?
  /// The charger of records that do not name one.
  public var charger: Identifier?
  /// The columns of a CSV file.
  public var columns = ColumnMap()
  /// The patterns of times in a CSV file, of which the first that fits is used; empty means ISO
  /// 8601.
  public var datePatterns: [DatePattern] = []
  /// True if a CSV file has decimal commas, whatever its delimiter.
  public var decimalComma = false

  /// Creates the default options.
  public init() {}
}

/// Counts by description, in the order of their first occurrence.
public struct ImportTally: Equatable, Sendable {
  /// The counts.
  public private(set) var entries: [Entry] = []

  /// A description and its count.
  public struct Entry: Equatable, Sendable {
    /// The description of what is counted.
    public let text: String
    /// The number of occurrences.
    public fileprivate(set) var count: Int
  }

  /// The sum of all counts.
  public var total: Int { entries.reduce(0) { $0 + $1.count } }

  /// Adds to the count of a description.
  mutating func count(_ text: String, _ count: Int = 1) {
    guard count > 0 else { return }
    if let index = entries.firstIndex(where: { $0.text == text }) {
      entries[index].count += count
    } else {
      entries.append(Entry(text: text, count: count))
    }
  }
}
