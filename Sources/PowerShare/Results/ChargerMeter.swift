/// Measures the power of chargers and the time in which they are in use, tick by tick.
///
/// A tick costs time for the chargers in use only, of which a large station may have few.
struct ChargerMeter: Sendable {
  /// A charger that the station has, or has had.
  struct Totals {
    let id: Identifier
    var peak = Power.zero
    /// The milliseconds with a vehicle, and those at its maximum.
    var inUse = 0
    var atLimit = 0
    /// The power that it has given since the last tick; stale where it has no vehicle.
    fileprivate var power = Power.zero
    fileprivate var isInUse = false
    fileprivate var isAtLimit = false

    fileprivate init(id: Identifier) { self.id = id }
  }

  /// A charger with a vehicle since the last tick.
  private struct Busy {
    /// Its index in ``ChargerMeter/totals``.
    let total: Int
    /// Its index in the present config.
    let charger: Int
  }

  /// Every charger that the station has had, in the order in which they were first seen.
  private(set) var totals: [Totals] = []
  private var indexByID = IdentifierTable()
  /// The indices in `totals` of the present config's chargers.
  private var places: [Int] = []
  /// The number of configs of the replay when `places` was made; nil before.
  private var configs: Int?
  private var busy: [Busy] = []

  /// Adds the time since the last tick to the chargers in use.
  mutating func advance(for span: TimeSpan) {
    for charger in busy {
      totals[charger.total].inUse += span.milliseconds
      if totals[charger.total].isAtLimit { totals[charger.total].atLimit += span.milliseconds }
    }
  }

  /// Takes the powers of the next tick.
  ///
  /// - Complexity: O(active sessions), and O(chargers) where the config is another one.
  mutating func take(_ replay: borrowing Replay) {
    for charger in busy { totals[charger.total].isInUse = false }
    busy.removeAll(keepingCapacity: true)
    if configs != replay.configs { findPlaces(of: replay.station, configs: replay.configs) }
    let (sessions, details) = (replay.sessions.states.span, replay.sessions.details.span)
    for index in sessions.indices {
      let charger = details[sessions[index].slot].connection.charger
      let total = places[charger]
      if !totals[total].isInUse {
        totals[total].isInUse = true
        totals[total].power = .zero
        busy.append(Busy(total: total, charger: charger))
      }
      totals[total].power += sessions[index].allocatedPower
    }
    for charger in busy {
      let power = totals[charger.total].power
      totals[charger.total].peak = max(totals[charger.total].peak, power)
      totals[charger.total].isAtLimit =
        power == replay.station.chargers[charger.charger].maxPower
    }
  }

  private mutating func findPlaces(of station: StationConfig, configs: Int) {
    self.configs = configs
    places.removeAll(keepingCapacity: true)
    for charger in station.chargers {
      if indexByID.insert(charger.id, totals.count) { totals.append(Totals(id: charger.id)) }
      places.append(indexByID[charger.id] ?? 0)
    }
  }
}
