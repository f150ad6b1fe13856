/// A part of a run in which vehicles are always there, for the bound of its energy.
package struct BoundStretch: Sendable {
  /// The stay of a vehicle with a requested energy.
  struct Stay: Sendable {
    let start: Instant
    /// The moment after its last.
    var end: Instant
    /// The most energy that it can draw.
    let energy: Energy
    /// The highest maximum of the vehicle.
    let vehicleMaxPower: Power
    /// The connectors at which it may plug in.
    let choice: ConnectorChoice
  }

  /// The limits that hold from a time on.
  struct Limits: Sendable {
    let time: Instant
    /// The station without temporary limits.
    let config: StationConfig
    /// Whether the config may differ from that of the limits before.
    let isNewConfig: Bool
    /// The maxima that change at this time; those of a new config that differ from it.
    let changes: [MaximumChange]
    /// The grid capacity.
    let gridCapacity: Power
    /// The temporary limit of the grid connection; nil if there is none.
    let gridLimit: Power?
    /// The power of all loads; negative for generation.
    let loadPower: Power
  }

  /// A span between consecutive arrivals, ends and changes of limits.
  struct Interval: Sendable {
    let start: Instant
    let end: Instant
    /// The index of its limits.
    let limits: Int
    /// The places of its stays in ``BoundIntervals/active``.
    let stays: Range<Int>
    /// The places of the groups above them in ``BoundIntervals/groups``.
    let groups: Range<Int>
    /// The sum of the maxima of the outermost groups and chargers, in watts.
    let outermostSum: Int128

    var length: TimeSpan { end - start }
  }

  /// The most pairs of a stay and an interval; a longer stretch has no bound.
  package static let mostPairs = 1_000_000

  /// The stays; none has a length of zero.
  var stays: [Stay] = []
  /// The limits, in the order of time; the first hold from the beginning.
  private(set) var limits: [Limits] = []
  /// The maxima after the first ``applied`` limits.
  private var maxima = BoundMaxima()
  private var applied = 0

  /// The moment after the last stay; nil if there is none.
  var end: Instant? { stays.lazy.map(\.end).max() }

  /// Adds limits behind the others.
  mutating func append(_ new: Limits) { limits.append(new) }

  /// Removes all limits but those in force.
  mutating func forgetLimits() {
    while applied < limits.count { applyNext() }
    guard let last = limits.last else { return }
    limits = [last]
    applied = 1
  }

  /// Removes the stays, and all limits but those in force.
  mutating func clear() {
    stays.removeAll(keepingCapacity: true)
    forgetLimits()
  }

  private mutating func applyNext() {
    let next = limits[applied]
    if next.isNewConfig { maxima = BoundMaxima(next.config) }
    for change in next.changes { maxima.apply(change, next.config) }
    applied += 1
  }

  /// The number of pairs of a stay and an interval; `mostPairs + 1` if there are more.
  ///
  /// - Complexity: O((stays + limits) × log(stays + limits)).
  var pairs: Int {
    let times = breakpoints
    var pairs = 0
    for stay in stays {
      pairs += Self.place(of: stay.end, in: times) - Self.place(of: stay.start, in: times)
      if pairs > Self.mostPairs { return Self.mostPairs + 1 }
    }
    return pairs
  }

  /// The times of arrivals, ends, and changes of limits between them, in order.
  private var breakpoints: [Instant] {
    guard let first = stays.lazy.map(\.start).min(), let last = end else { return [] }
    var times = stays.map(\.start) + stays.map(\.end)
    times += limits.lazy.map(\.time).filter { first < $0 && $0 < last }
    times.sort()
    var unique: [Instant] = []
    for time in times where time != unique.last { unique.append(time) }
    return unique
  }

  private static func place(of time: Instant, in times: [Instant]) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Returns the intervals, with the stays of each in the order of their chargers.
  ///
  /// - Precondition: It has not been called since the stretch was cleared.
  /// - Complexity: O(pairs × depth of groups + chargers and groups of new configs).
  mutating func takeIntervals() -> BoundIntervals {
    let times = breakpoints
    var begins = Array(repeating: [Int](), count: times.count)
    var ends = begins
    for (index, stay) in stays.enumerated() {
      begins[Self.place(of: stay.start, in: times)].append(index)
      ends[Self.place(of: stay.end, in: times)].append(index)
    }
    precondition(applied <= 1, "the intervals of a stretch are taken twice")
    var result = BoundIntervals(stays: stays, limits: limits)
    var open: [Int] = []
    for place in times.indices.dropLast() {
      while applied == 0 || applied < limits.count && limits[applied].time <= times[place] {
        applyNext()
      }
      if !ends[place].isEmpty {
        let leaving = Set(ends[place])
        open.removeAll(where: leaving.contains)
      }
      open += begins[place]
      result.append(
        from: times[place], to: times[place + 1], limits: applied - 1, maxima, &open)
    }
    return result
  }
}

/// The maxima of chargers and groups that are in force.
struct BoundMaxima: Sendable {
  private(set) var chargers: [Power] = []
  private(set) var groups: [Power] = []
  /// The sum of those of the outermost groups and chargers, in watts.
  private(set) var outermostSum: Int128 = 0

  /// Creates maxima without a station.
  init() {}

  /// Creates the maxima of a config.
  init(_ config: StationConfig) {
    chargers = config.chargers.map(\.maxPower)
    groups = config.groups.map(\.maxPower)
    for (index, power) in chargers.enumerated() where config.group(ofCharger: index) == nil {
      outermostSum += Int128(power.watts)
    }
    for (index, power) in groups.enumerated() where config.group(above: index) == nil {
      outermostSum += Int128(power.watts)
    }
  }

  /// Puts a changed maximum in force.
  mutating func apply(_ change: MaximumChange, _ config: StationConfig) {
    let former: Power
    let isOutermost: Bool
    switch change.part {
    case .charger(let charger):
      former = chargers[charger]
      chargers[charger] = change.maxPower
      isOutermost = config.group(ofCharger: charger) == nil
    case .group(let group):
      former = groups[group]
      groups[group] = change.maxPower
      isOutermost = config.group(above: group) == nil
    }
    if isOutermost { outermostSum += Int128(change.maxPower.watts) - Int128(former.watts) }
  }
}
