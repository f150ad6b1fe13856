/// The measurements of a part of the station: a charger or a group of chargers.
struct PartTotals: Sendable {
  let id: Identifier
  var peak = Power.zero
  /// The milliseconds with a vehicle, and those at its maximum.
  private(set) var inUse = 0
  private(set) var atLimit = 0
  /// Whether it has had its maximum since the last tick; stale where it has no vehicle.
  var isAtLimit = false
  /// Its place in a list of the parts with a vehicle; −1 where it has none, or there is no list.
  var busyPlace = -1

  init(id: Identifier) { self.id = id }

  /// Adds a time span with a vehicle.
  @inline(__always)
  mutating func advance(for span: TimeSpan) {
    inUse += span.milliseconds
    if isAtLimit { atLimit += span.milliseconds }
  }
}

/// The totals of all parts of one kind that the station has had, in the order in which they were
/// first seen.
struct PartTotalsList: Sendable {
  var totals: [PartTotals] = []
  private var indexByID = IdentifierTable()

  /// Returns the indices of the parts of a config, and adds those that are new.
  mutating func places(of ids: some Sequence<Identifier>) -> [Int] {
    ids.map { id in
      if indexByID.insert(id, totals.count) { totals.append(PartTotals(id: id)) }
      return indexByID[id] ?? 0
    }
  }
}
