/// Measures the power of groups of chargers and the time in which they are in use, tick by tick.
///
/// A station without groups costs no time.
struct GroupMeter: Sendable {
  private var list = PartTotalsList()
  /// The indices in the list of the present config's groups.
  private var places: [Int] = []
  /// The number of configs of the replay when `places` was made; nil before.
  private var configs: Int?
  /// The sums of each group of the present config, kept to reuse their memory.
  private var sums: [Sum] = []

  private struct Sum {
    var power = Power.zero
    var isInUse = false
  }

  /// Every group that the station has had, in the order in which they were first seen.
  var totals: [PartTotals] { list.totals }

  /// Adds the time since the last tick to the groups in use.
  mutating func advance(for span: TimeSpan) {
    for (group, place) in places.enumerated() where sums[group].isInUse {
      list.totals[place].advance(for: span)
    }
  }

  /// Takes the powers of the next tick.
  ///
  /// - Complexity: O(active sessions + groups), and O(chargers) where the config is another one.
  mutating func take(_ replay: borrowing Replay) {
    if configs != replay.configs {
      configs = replay.configs
      places = list.places(of: replay.station.groups.lazy.map(\.id))
    }
    if !places.isEmpty { add(replay) }
  }

  private mutating func add(_ replay: borrowing Replay) {
    let station = replay.station
    sums.removeAll(keepingCapacity: true)
    sums.resize(to: places.count, Sum())
    for state in replay.sessions.activeStates {
      let charger = replay.sessions.details[state.slot].connection.charger
      guard let group = station.group(ofCharger: charger) else { continue }
      sums[group].power += state.allocatedPower
      sums[group].isInUse = true
    }
    for group in station.groupTree.fromTop.reversed() {
      guard let above = station.group(above: group) else { continue }
      sums[above].power += sums[group].power
      if sums[group].isInUse { sums[above].isInUse = true }
    }
    for (group, place) in places.enumerated() {
      let power = sums[group].power
      list.totals[place].peak = max(list.totals[place].peak, power)
      // The policy `unmanaged` may give more than the maximum.
      list.totals[place].isAtLimit = power >= station.groups[group].maxPower
    }
  }
}
