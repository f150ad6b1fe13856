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
  }

  private var list = PartTotalsList()
  /// The indices in the list of the present config's chargers.
  private var places: [Int] = []
  /// The number of configs of the replay when `places` was made; nil before.
  private var configs: Int?
  private var busy: [Busy] = []

  /// Every charger that the station has had, in the order in which they were first seen.
  var totals: [PartTotals] { list.totals }

  /// Adds the time since the last tick to the chargers in use.
  mutating func advance(for span: TimeSpan) {
    for charger in busy { list.totals[charger.total].advance(for: span) }
  }

  /// Takes the powers of the next tick.
  ///
  /// - Complexity: O(active sessions), and O(chargers) where the config is another one.
  mutating func take(_ replay: borrowing Replay) {
    for charger in busy { list.totals[charger.total].isInUse = false }
    busy.removeAll(keepingCapacity: true)
    if configs != replay.configs {
      configs = replay.configs
      places = list.places(of: replay.station.chargers.lazy.map(\.id))
    }
    let (sessions, details) = (replay.sessions.states.span, replay.sessions.details.span)
    for index in sessions.indices {
      let charger = details[sessions[index].slot].connection.charger
      let total = places[charger]
      if !list.totals[total].isInUse {
        list.totals[total].isInUse = true
        list.totals[total].power = .zero
        busy.append(Busy(total: total, charger: charger))
      }
      list.totals[total].power += sessions[index].allocatedPower
    }
    for charger in busy {
      let power = list.totals[charger.total].power
      list.totals[charger.total].peak = max(list.totals[charger.total].peak, power)
      list.totals[charger.total].isAtLimit =
        power == replay.station.chargers[charger.charger].maxPower
    }
  }
}
