/// Measures the power of chargers and the time in which they are in use, tick by tick.
///
/// A tick costs time for the chargers in use only, of which a large station may have few.
struct ChargerMeter: Sendable {
  /// A charger with a vehicle since the last tick.
  private struct Busy {
    /// Its index in the list.
    let total: Int
    /// Its index in the present config.
    let charger: Int
    /// The power that it gives.
    var power: Power
  }

  private var list = PartTotalsList()
  /// The indices in the list of the present config's chargers.
  private var places: [Int] = []
  /// The number of configs of the replay when `places` was made; nil before.
  private var configs: Int?
  private var busy: [Busy] = []
  /// The number of entries of `busy` that are valid; the others are kept to reuse their memory.
  private var busyCount = 0

  /// Every charger that the station has had, in the order in which they were first seen.
  var totals: [PartTotals] { list.totals }

  /// Adds the time since the last tick to the chargers in use.
  mutating func advance(for span: TimeSpan) {
    Self.advance(&list.totals, busy, busyCount, for: span)
  }

  private static func advance(
    _ totals: inout [PartTotals], _ busy: [Busy], _ count: Int, for span: TimeSpan
  ) {
    let busy = busy.span
    var totals = totals.mutableSpan
    for place in 0..<count { totals[busy[place].total].advance(for: span) }
  }

  /// Takes the powers of the next tick.
  ///
  /// - Complexity: O(active sessions), and O(chargers) where the config is another one.
  mutating func take(_ replay: borrowing Replay) {
    if configs != replay.configs { takeConfig(replay) }
    while busy.count < replay.sessions.states.count {
      busy.append(Busy(total: 0, charger: 0, power: .zero))
    }
    busyCount = Self.take(
      replay.sessions, replay.station.chargers, places, &list.totals, &busy, busyCount)
  }

  @inline(never)
  private mutating func takeConfig(_ replay: borrowing Replay) {
    configs = replay.configs
    places = list.places(of: replay.station.chargers.lazy.map(\.id))
  }

  /// - Parameter count: The number of chargers that were in use.
  /// - Returns: The number of chargers that are in use.
  private static func take(
    _ table: borrowing SessionTable, _ chargers: [Charger], _ places: [Int],
    _ totals: inout [PartTotals], _ busy: inout [Busy], _ count: Int
  ) -> Int {
    let (sessions, details) = (table.states.span, table.details.span)
    let (chargers, places) = (chargers.span, places.span)
    var totals = totals.mutableSpan
    var busy = busy.mutableSpan
    for place in 0..<count { totals[busy[place].total].busyPlace = -1 }
    var count = 0
    for index in sessions.indices {
      let charger = details[sessions[index].slot].connection.charger
      let power = sessions[index].allocatedPower
      let total = places[charger]
      let place = totals[total].busyPlace
      if place < 0 {
        totals[total].busyPlace = count
        busy[count] = Busy(total: total, charger: charger, power: power)
        count &+= 1
      } else {
        busy[place].power.watts &+= power.watts
      }
    }
    for place in 0..<count {
      let (total, power) = (busy[place].total, busy[place].power)
      totals[total].peak = max(totals[total].peak, power)
      totals[total].isAtLimit = power == chargers[busy[place].charger].maxPower
    }
    return count
  }
}
