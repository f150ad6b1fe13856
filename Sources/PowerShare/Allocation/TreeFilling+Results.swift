/// The powers after some rounds, and what they show.
extension TreeFilling {
  /// Writes the power of every vehicle.
  func write(into allocated: inout [Power]) {
    let (cells, maxima, order) = (cells.span, maxima.span, order.span)
    var powers = allocated.mutableSpan
    for cell in cells.indices {
      let level = cells[cell].level
      for place in cells[cell].first..<cells[cell].end {
        powers[hasWeights ? order[place] : place].watts = min(maxima[place], level)
      }
    }
  }

  /// The shared limits of the request that are closed, because they have passed on nothing of what
  /// was passed to them; the limits below them are closed, too.
  var closedLimits: [Int] {
    limits.indices.filter { limits[$0].isClosed }.map { tree.nodes[$0].limit }.sorted()
  }

  /// Returns the limits that passed on less than the grid's share in the last round.
  func passedOn(_ request: AllocationRequest) -> [AllocationRound.PassedOn] {
    func power(_ share: Share) -> Power { Power(watts: isWeighted ? share.perWeight : share.unit) }
    var groups: [(index: Int, passed: AllocationRound.PassedOn)] = []
    for node in limits.indices.dropFirst() where limits[node].wasOpen && !limits[node].isGrids {
      let limit = tree.nodes[node].limit
      groups.append(
        (
          limit,
          .init(
            limit: .group(limit), power: power(limits[node].share),
            isReduced: limits[node].isReduced)
        ))
    }
    var others: [(index: Int, passed: AllocationRound.PassedOn)] = []
    for entry in passed {
      if !entry.isReduced, limits[chargers[entry.charger].parent].isGrids { continue }
      let charger = request.chargers[tree.chargers[entry.charger]].charger
      others.append(
        (
          charger,
          .init(
            limit: .charger(charger), power: power(entry.share), isReduced: entry.isReduced)
        ))
    }
    groups.sort { $0.index < $1.index }
    others.sort { $0.index < $1.index }
    return (groups + others).map(\.passed)
  }

  /// Returns why no vehicle gets more, if there is a vehicle.
  func stopReason() -> StopReason {
    let remaining = limits[0].left
    if remaining <= 0 { return .gridCapacity }
    if limits[0].weights > 0 { return .indivisible }
    if gridCapacity &- remaining >= totalMaximum { return .vehiclesAtMaximum }
    for place in chargers.indices where chargers[place].left > 0 {
      let places = chargers[place].firstCell..<chargers[place].endOfCells
      if places.contains(where: { cells[$0].count > 0 }) { return .groupsAtMaximum }
    }
    return .chargersAtMaximum
  }
}
