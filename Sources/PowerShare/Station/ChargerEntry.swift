/// An entry of a config: one charger, or several equal ones.
public struct ChargerEntry: Hashable, Sendable {
  /// The charger; several equal ones have its id with their number.
  public let charger: Charger
  /// The number of equal chargers; nil for a single charger, which has the entry's id.
  public let count: Int?

  /// Creates an entry.
  ///
  /// - Precondition: The count is positive.
  public init(_ charger: Charger, count: Int? = nil) {
    precondition(count.map { $0 > 0 } ?? true, "an entry without a charger")
    self.charger = charger
    self.count = count
  }

  /// Returns the id of one of several equal chargers: `AC-7` is number 7 of the entry `AC`.
  static func id(_ entry: Identifier, number: Int) -> Identifier {
    var id = entry.utf8
    id.append(UInt8(ascii: "-"))
    id.append(integer: number)
    return Identifier(validUTF8: id)
  }

  /// Returns the id of the entry to which an id of one of several equal chargers belongs, by its
  /// form: `AC` for `AC-7`; nil for an id of another form.
  static func entry(ofCharger id: Identifier) -> Identifier? {
    let text = id.utf8
    guard let hyphen = text.lastIndex(of: UInt8(ascii: "-")), hyphen > 0, hyphen + 1 < text.count,
      text[(hyphen + 1)...].allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    return Identifier(validUTF8: Array(text[..<hyphen]))
  }

  /// Returns a sentence with the ids of equal chargers.
  static func sentence(_ entry: Identifier, count: Int) -> String {
    let first = id(entry, number: 1).quoted
    return count == 1
      ? "\(entry.quoted) stands for \(first)."
      : "\(entry.quoted) stands for \(first) to \(id(entry, number: count).quoted)."
  }

  /// Adds the chargers of the entry to a list.
  func append(to chargers: inout [Charger]) {
    guard let count else { return chargers.append(charger) }
    for number in 1...count {
      chargers.append(charger.with(id: Self.id(charger.id, number: number)))
    }
  }
}

extension Charger {
  /// Returns the same charger with another id.
  func with(id: Identifier) -> Charger {
    Charger(id: id, maxPower: maxPower, minPower: minPower, connectors: connectors)
  }
}

/// The places of the chargers of an entry with a count.
struct ChargerSeries: Hashable, Sendable {
  /// The id of the entry.
  let id: Identifier
  /// The indices of its chargers in ``StationConfig/chargers``.
  let chargers: Range<Int>
}
