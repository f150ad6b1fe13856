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
  /// The clock on which times are written; nil is ``clock``.
  package var outputClock: LocalClock?
  /// True if warnings are errors.
  package var isStrict = false
  /// True if records that cannot be read are left out, so that others are used all the same.
  package var skipsBadRecords = false
  /// The charger of records that do not name one.
  package var charger: Identifier?
  /// The text in front of a charger's id in each line of a log; nil if the log is of one charger.
  package var chargerAfter: String?
  /// The columns of a CSV file.
  package var columns = ColumnMap()
  /// The patterns of times in a CSV file, of which the first that fits is used; empty means ISO
  /// 8601.
  package var datePatterns: [DatePattern] = []
  /// True if a CSV file has decimal commas, with any delimiter.
  package var decimalComma = false
  /// The character between thousands, of a CSV file; nil if there is none.
  package var thousands: Unicode.Scalar?
  /// The line of the header of a CSV file, from 1.
  package var headerLine = 1
  /// The encoding of a file.
  package var encoding = Encoding.utf8

  /// An encoding of text.
  package enum Encoding: String, CaseIterable, Sendable {
    /// UTF-8.
    case utf8
    /// ISO 8859-1, with the characters of Windows-1252 in place of its control characters.
    case latin1
  }

  /// Creates the default options.
  package init() {}
}

/// Counts by description, in the order of their first occurrence.
package struct ImportTally: Equatable, Sendable {
  /// The counts.
  package private(set) var entries: [Entry] = []

  /// A description and its count.
  package struct Entry: Equatable, Sendable {
    /// The description of several, by which they are counted.
    fileprivate let several: String
    /// The description of one, if it differs.
    fileprivate let one: String?
    /// The number of occurrences.
    package fileprivate(set) var count: Int
    /// The sum of the energies that are known; nil if none is.
    package fileprivate(set) var energy: Energy?

    /// The description of what is counted.
    package var text: String { count == 1 ? one ?? several : several }
  }

  /// The sum of all counts.
  package var total: Int { entries.reduce(0) { $0 + $1.count } }

  /// The sum of the energies that are known; nil if none is.
  package var energy: Energy? {
    let known = entries.compactMap(\.energy)
    return known.isEmpty ? nil : known.reduce(.zero, +)
  }

  /// Adds to the count of a description.
  ///
  /// - Parameters:
  ///   - one: The description of one, if it differs from that of several.
  ///   - energy: The energy of what is counted, if it is known.
  mutating func count(
    _ text: String, one: String? = nil, _ count: Int = 1, energy: Energy? = nil
  ) {
    guard count > 0 else { return }
    let index = entries.firstIndex { $0.several == text } ?? entries.count
    if index == entries.count { entries.append(Entry(several: text, one: one, count: 0)) }
    entries[index].count += count
    if let energy { entries[index].energy = (entries[index].energy ?? .zero) + energy }
  }
}
