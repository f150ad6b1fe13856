/// The network whose maximum flow is the bound of a stretch.
///
/// An amount flows from each stay (its requested energy) through the intervals of its time (its own
/// maximum times the length) and the limits above it (times the length) to the sink. Energy flows
/// the other way, from the grid to the vehicles, in the same amounts.
///
/// Only limits that can bind are nodes: where all that is below a limit is no more than the limit,
/// it is left out. A stay without such a limit above it can draw its own maximum there, so that
/// this energy is subtracted from its request and needs no arc.
struct BoundNetwork {
  /// The limit of the grid connection in a network.
  enum Grid {
    /// The grid capacity and temporary limits as they are.
    case inForce
    /// Temporary limits only.
    case none
    /// A constant grid capacity, and temporary limits.
    case capacity(Power)
  }

  /// The limits of an interval that are nodes.
  private struct Node {
    let interval: Int
    let kind: Kind
    let number: Int
    /// The arc that has the limit.
    let arc: Int
    /// The arc through which all energy of its stays flows.
    let throughput: Int

    init(interval: Int, kind: Kind, number: Int, arc: Int, throughput: Int? = nil) {
      self.interval = interval
      self.kind = kind
      self.number = number
      self.arc = arc
      self.throughput = throughput ?? arc
    }
  }

  private enum Kind: Hashable {
    case grid
    case chargers
    case group(Int)
    case charger(Int)
  }

  /// A stay or a limit, with the most that can flow from it in an interval.
  private struct Unit {
    let node: Int
    let capacity: Int128
    /// The stay; nil for a limit.
    let stay: Int?
  }

  private let intervals: BoundIntervals
  private let grid: Grid
  private var flow: MaximumFlow
  private var nodes: [Node] = []
  /// The energy that each stay can draw where no limit is above it.
  private var free: [Int128]
  /// The battery's node of the interval before, and its energy; nil if there is none.
  private var battery: (node: Int, capacity: Int128)?
  /// The maximum flow.
  private(set) var total: Int128 = 0

  private static let firstStay = 2

  /// Builds a network and finds its maximum flow.
  ///
  /// - Complexity: O(pairs of a stay and an interval) for the network, and the maximum flow.
  init(_ intervals: BoundIntervals, grid: Grid) {
    self.intervals = intervals
    self.grid = grid
    let stays = intervals.stays
    flow = MaximumFlow(nodes: Self.firstStay + stays.count)
    free = Array(repeating: 0, count: stays.count)
    for index in intervals.intervals.indices { add(index) }
    for (index, stay) in stays.enumerated() {
      let energy = stay.energy.wattMilliseconds
      let direct = min(energy, free[index])
      total += direct
      if energy > direct {
        flow.addArc(
          from: MaximumFlow.source, to: Self.firstStay + index, capacity: energy - direct)
      }
    }
    total += flow.fill()
  }

  // MARK: Building

  private mutating func add(_ index: Int) {
    let interval = intervals.intervals[index]
    let limits = intervals.limits[interval.limits]
    let config = limits.config
    let length = Int128(interval.length.milliseconds)
    var top: [Unit] = []
    var ofGroups: [Int: [Unit]] = [:]
    var hasAny = false
    var place = interval.stays.lowerBound
    while place < interval.stays.upperBound {
      let first = intervals.active[place]
      var units: [Unit] = []
      while place < interval.stays.upperBound, intervals.active[place].charger == first.charger {
        let active = intervals.active[place]
        units.append(
          Unit(
            node: Self.firstStay + active.stay, capacity: Int128(active.maxPower.watts) * length,
            stay: active.stay))
        place += 1
      }
      if first.charger < 0 {
        hasAny = true
        top += units
        continue
      }
      let most = Int128(first.chargerMaxPower.watts) * length
      let passed = limit(units, to: most, .charger(first.charger), index)
      if let group = config.group(ofCharger: first.charger) {
        ofGroups[group, default: []] += passed
      } else {
        top += passed
      }
    }
    for active in intervals.groups[interval.groups] {
      let most = Int128(active.maxPower.watts) * length
      let passed = limit(ofGroups[active.group] ?? [], to: most, .group(active.group), index)
      if let above = config.group(above: active.group) {
        ofGroups[above, default: []] += passed
      } else {
        top += passed
      }
    }
    if hasAny { top = limit(top, to: interval.outermostSum * length, .chargers, index) }
    addGrid(top, limits, length, index)
  }

  /// Returns what a limit passes on: one unit with a node if the limit can bind, else what is below
  /// it.
  private mutating func limit(
    _ units: [Unit], to most: Int128, _ kind: Kind, _ interval: Int
  ) -> [Unit] {
    guard units.reduce(0, { $0 + $1.capacity }) > most else { return units }
    let node = flow.addNode()
    for unit in units { flow.addArc(from: unit.node, to: node, capacity: unit.capacity) }
    // The arc that has the limit begins here, so that the limit above has no arc to it yet.
    let end = flow.addNode()
    let arc = flow.addArc(from: node, to: end, capacity: most)
    nodes.append(Node(interval: interval, kind: kind, number: node, arc: arc))
    return [Unit(node: end, capacity: most, stay: nil)]
  }

  private mutating func addGrid(
    _ units: [Unit], _ limits: BoundStretch.Limits, _ length: Int128, _ interval: Int
  ) {
    let stored = limits.config.battery.flatMap { $0.isUsable ? $0 : nil }
    guard let most = importable(limits).map({ $0 * length }) else {
      battery = nil
      return finish(units)
    }
    if let stored { return addBattery(stored, units, importable: most, length, interval) }
    battery = nil
    finish(limit(units, to: most, .grid, interval))
  }

  /// Connects what has no limit above it with the sink.
  private mutating func finish(_ units: [Unit]) {
    for unit in units {
      if let stay = unit.stay {
        free[stay] += unit.capacity
      } else {
        flow.addArc(from: unit.node, to: MaximumFlow.sink, capacity: unit.capacity)
      }
    }
  }

  /// The power that vehicles may get from the grid; nil without a limit.
  private func importable(_ limits: BoundStretch.Limits) -> Int128? {
    let capacity: Power? =
      switch grid {
      case .inForce: limits.gridCapacity
      case .none: nil
      case .capacity(let capacity): capacity
      }
    let limit = limits.gridLimit.map { limit in capacity.map { min($0, limit) } ?? limit }
    guard let most = limit ?? capacity else { return nil }
    return Int128(max(.zero, most - limits.loadPower).watts)
  }

  /// Adds an interval with a battery, which is full at the beginning, takes energy from the grid,
  /// and gives it in the same or a later interval.
  private mutating func addBattery(
    _ stored: StationBattery, _ units: [Unit], importable: Int128, _ length: Int128,
    _ interval: Int
  ) {
    let sum = units.reduce(0) { $0 + $1.capacity }
    let (site, connection) = (flow.addNode(), flow.addNode())
    for unit in units { flow.addArc(from: unit.node, to: site, capacity: unit.capacity) }
    let end = flow.addNode()
    let throughput = flow.addArc(from: site, to: end, capacity: sum)
    flow.addArc(from: end, to: connection, capacity: sum)
    let arc = flow.addArc(from: connection, to: MaximumFlow.sink, capacity: importable)
    nodes.append(
      Node(interval: interval, kind: .grid, number: connection, arc: arc, throughput: throughput))
    let node = flow.addNode()
    flow.addArc(from: end, to: node, capacity: Int128(stored.power.watts) * length)
    flow.addArc(from: node, to: connection, capacity: Int128(stored.chargePower.watts) * length)
    let capacity = stored.mostUsable
    if let battery {
      flow.addArc(from: node, to: battery.node, capacity: max(capacity, battery.capacity))
    } else {
      flow.addArc(from: node, to: MaximumFlow.sink, capacity: capacity)
    }
    battery = (node, capacity)
  }

  // MARK: The minimum cut

  /// The time for which the grid connection is in the minimum cut and a higher grid capacity would
  /// let more through.
  ///
  /// - Parameter capacity: The grid capacity of the network.
  func gridTimeInCut(_ capacity: Power) -> Int128 {
    let isReached = flow.reachableNodes()
    var time: Int128 = 0
    for node in nodes where node.kind == .grid && isInCut(node, isReached) {
      let interval = intervals.intervals[node.interval]
      let limit = intervals.limits[interval.limits].gridLimit
      if limit.map({ $0 > capacity }) ?? true { time += Int128(interval.length.milliseconds) }
    }
    return time
  }

  /// Appends the limits of the minimum cut that is nearest to the stays, in the order of time;
  /// intervals that follow one another are one bottleneck.
  func addBottlenecks(to list: inout [EnergyBound.Bottleneck]) {
    let isReached = flow.reachableNodes()
    /// The place in `list` of the last bottleneck of each limit.
    var places: [EnergyBound.Limit: Int] = [:]
    var first = 0
    while first < nodes.count {
      let interval = intervals.intervals[nodes[first].interval]
      let end = nodes[first...].firstIndex { $0.interval != nodes[first].interval } ?? nodes.count
      let cut = nodes[first..<end].filter { isInCut($0, isReached) }
      first = end
      if cut.isEmpty { continue }
      let wanted = wanted(in: interval, isReached)
      for node in cut {
        let limit = name(node.kind, interval)
        let kept = Energy(
          wattMilliseconds: (wanted[node.kind] ?? 0) - flow.flow(through: node.throughput))
        if let place = places[limit], list[place].until == interval.start {
          list[place].until = interval.end
          list[place].keptBack += kept
        } else {
          places[limit] = list.count
          list.append(
            EnergyBound.Bottleneck(
              from: interval.start, until: interval.end, limit: limit, keptBack: kept))
        }
      }
    }
  }

  private func isInCut(_ node: Node, _ isReached: [Bool]) -> Bool {
    isReached[node.number] && !isReached[flow.target(of: node.arc)]
  }

  private func name(_ kind: Kind, _ interval: BoundStretch.Interval) -> EnergyBound.Limit {
    let config = intervals.limits[interval.limits].config
    return switch kind {
    case .grid: .grid
    case .chargers: .chargers
    case .group(let group): .group(config.groups[group].id)
    case .charger(let charger): .charger(config.chargers[charger].id)
    }
  }

  /// Returns what the stays on their side of the cut below each limit could draw in an interval at
  /// their own maxima.
  private func wanted(in interval: BoundStretch.Interval, _ isReached: [Bool]) -> [Kind: Int128] {
    let config = intervals.limits[interval.limits].config
    let length = Int128(interval.length.milliseconds)
    var wanted: [Kind: Int128] = [:]
    for active in intervals.active[interval.stays] where isReached[Self.firstStay + active.stay] {
      let energy = Int128(active.maxPower.watts) * length
      wanted[.grid, default: 0] += energy
      wanted[.chargers, default: 0] += energy
      guard active.charger >= 0 else { continue }
      wanted[.charger(active.charger), default: 0] += energy
      var group = config.group(ofCharger: active.charger)
      while let present = group {
        wanted[.group(present), default: 0] += energy
        group = config.group(above: present)
      }
    }
    return wanted
  }
}

extension StationBattery {
  /// The energy that it can give when it is as full as it can be, in watt-milliseconds.
  fileprivate var mostUsable: Int128 {
    let soc = max(maxSoc, initialSoc) - minSoc
    return max(0, capacity.wattMilliseconds * Int128(soc) / 1_000)
  }
}

extension BoundIntervals {
  /// Returns the smallest constant grid capacity, of at least another one and of the highest load,
  /// with which as much can be delivered as without a grid capacity.
  ///
  /// The most energy is a concave function of the capacity: the lowest of the values of all cuts,
  /// each of which rises with the time for which it has the grid in it. So each step goes to the
  /// capacity at which the present minimum cut would let enough through, which is never above the
  /// one that is wanted (Newton's method for the root of a concave function).
  func smallestGridCapacity(atLeast least: Power) -> Power {
    let wanted = BoundNetwork(self, grid: .none).total
    var capacity = max(least, highestLoad)
    while true {
      let network = BoundNetwork(self, grid: .capacity(capacity))
      let lacking = wanted - network.total
      if lacking == 0 { return capacity }
      let time = network.gridTimeInCut(capacity)
      precondition(time > 0, "a cut without the grid that is below the flow without a grid")
      capacity = capacity + Power(watts: Int((lacking + time - 1) / time))
    }
  }
}
