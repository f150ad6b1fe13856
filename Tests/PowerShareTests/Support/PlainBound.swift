@testable import PowerShare

/// The bound of a stretch, worked out plainly: every limit of every interval is a node, and flow is
/// sent along any path until there is none.
struct PlainBound {
  private var rooms: [[Int128]]
  private static let source = 0
  private static let sink = 1

  /// - Parameter grid: The grid capacity; nil for none, so that only temporary limits hold.
  init(_ stretch: BoundStretch, grid: (BoundStretch.Limits) -> Power?) {
    var arcs: [(from: Int, to: Int, capacity: Int128)] = []
    var nodes = 2
    func node() -> Int {
      nodes += 1
      return nodes - 1
    }
    let unlimited = Int128.max / 1_000
    let stays = stretch.stays.map { stay in
      let number = node()
      arcs.append((Self.source, number, stay.energy.wattMilliseconds))
      return number
    }
    let edges = stretch.stays.map(\.start) + stretch.stays.map(\.end) + stretch.limits.map(\.time)
    let times = Set(edges).sorted()
    for (start, end) in zip(times, times.dropFirst()) {
      guard let limits = stretch.limits.last(where: { $0.time <= start }) ?? stretch.limits.first
      else { continue }
      let length = Int128((end - start).milliseconds)
      var station = limits.config
      for present in stretch.limits where present.time <= limits.time {
        if present.isNewConfig { station = present.config }
        for change in present.changes {
          switch change.part {
          case .charger(let index): station.setMaxPower(change.maxPower, ofCharger: index)
          case .group(let index): station.setMaxPower(change.maxPower, ofGroup: index)
          }
        }
      }
      let top = node()
      let groups = station.groups.map { _ in node() }
      for (index, group) in station.groups.enumerated() {
        let inside = node()
        arcs.append((groups[index], inside, Int128(group.maxPower.watts) * length))
        arcs.append((inside, station.group(above: index).map { groups[$0] } ?? top, unlimited))
      }
      let chargers = station.chargers.enumerated().map { index, charger in
        let number = node()
        arcs.append(
          (
            number, station.group(ofCharger: index).map { groups[$0] } ?? top,
            Int128(charger.maxPower.watts) * length
          ))
        return number
      }
      let most = [grid(limits), limits.gridLimit].compactMap(\.self).min()
      let imported = most.map { Int128(max(.zero, $0 - limits.loadPower).watts) * length }
      arcs.append((top, Self.sink, imported ?? unlimited))
      for (place, stay) in stretch.stays.enumerated() where stay.start <= start && end <= stay.end {
        guard case .connector(let connector) = stay.choice,
          let charger = station.index(ofCharger: connector.chargerId)
        else { continue }
        var power = stay.vehicleMaxPower
        if let limit = station.chargers[charger].connectors.maxPower(of: connector.idx) {
          power = min(power, limit)
        }
        arcs.append((stays[place], chargers[charger], Int128(power.watts) * length))
      }
    }
    rooms = Array(repeating: Array(repeating: 0, count: nodes), count: nodes)
    for arc in arcs { rooms[arc.from][arc.to] += arc.capacity }
  }

  /// Sends flow along any path until there is none, and returns all of it.
  mutating func fill() -> Int128 {
    var total: Int128 = 0
    while let path = path() {
      let amount = zip(path, path.dropFirst()).map { rooms[$0][$1] }.min() ?? 0
      for (from, to) in zip(path, path.dropFirst()) {
        rooms[from][to] -= amount
        rooms[to][from] += amount
      }
      total += amount
    }
    return total
  }

  private func path() -> [Int]? {
    var before = Array(repeating: -1, count: rooms.count)
    var queue = [Self.source]
    before[Self.source] = Self.source
    var next = 0
    while next < queue.count, before[Self.sink] < 0 {
      let node = queue[next]
      for other in rooms.indices where before[other] < 0 && rooms[node][other] > 0 {
        before[other] = node
        queue.append(other)
      }
      next += 1
    }
    guard before[Self.sink] >= 0 else { return nil }
    var path = [Self.sink]
    while path[path.count - 1] != Self.source { path.append(before[path[path.count - 1]]) }
    return path.reversed()
  }
}
