/// The options for turning records into a timeline.
package struct ImportOptions: Sendable {
  /// The energy that a vehicle is assumed to have wanted.
  package enum Demand: String, Sendable {
    /// The energy it received.
    case delivered
    /// The energy the driver asked for, if the record has it; else the energy it received.
    case requested
  }

  /// The energy that a vehicle is assumed to have wanted.
  package var demand = Demand.delivered
  /// The most power of vehicles without a recorded maximum; nil takes the rating of the connector.
  package var maxPower: Power?
  /// True if vehicles may plug in at any connector.
  package var anyConnector = false
  /// True if measured powers become `power-update` events.
  package var isOpenLoop = false
  /// The clock for times without an offset; nil is UTC.
  package var clock: LocalClock?
  /// The charger of records that do not name one.
  package var charger: Identifier?
  /// The columns of a CSV file.
  package var columns = ColumnMap()
  /// The patterns of times in a CSV file, of which the first that fits is used; empty means ISO
  /// 8601.
  package var datePatterns: [DatePattern] = []
  /// True if a CSV file has decimal commas, with any delimiter.
  package var decimalComma = false

  /// Creates the default options.
  package init() {}
}

/// Counts by description, in the order of their first occurrence.
package struct ImportTally: Equatable, Sendable {
  /// The counts.
  package private(set) var entries: [Entry] = []

  /// A description and its count.
  package struct Entry: Equatable, Sendable {
    /// The description of what is counted.
    package let text: String
    /// The number of occurrences.
    package fileprivate(set) var count: Int
  }

  /// The sum of all counts.
  package var total: Int { entries.reduce(0) { $0 + $1.count } }

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
