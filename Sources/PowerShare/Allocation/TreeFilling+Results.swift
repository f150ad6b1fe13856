/// The powers after some rounds, and what they show.
extension TreeFilling {
  /// Writes the power of every vehicle.
  mutating func write(into allocated: inout [Power]) {
    catchUp()
    let (cells, maxima, order) = (cells.span, maxima.span, order.span)
    var powers = allocated.mutableSpan
    for index in cells.indices {
      let cell = cells[index]
      if hasWeights {
        for place in cell.first..<cell.end {
          powers[order[place]].watts = min(maxima[place], cell.level)
        }
      } else {
        for place in cell.first..<cell.end { powers[place].watts = min(maxima[place], cell.level) }
      }
    }
  }

  /// The shared limits of the request that are closed, because they have passed on nothing of what
  /// was passed to them; the limits below them are closed, too.
  var closedLimits: [Int] { limits.filter(\.isClosed).map(\.index).sorted() }

  /// The limits that passed on less than the grid's share in the last round: groups, then chargers.
  var passedOn: [AllocationRound.PassedOn] {
    func order(_ limit: AllocationRound.Limit) -> (Int, Int) {
      switch limit {
      case .group(let index): (0, index)
      case .charger(let index): (1, index)
      }
    }
    return (passed ?? []).sorted { order($0.limit) < order($1.limit) }.map { passed in
      .init(
        limit: passed.limit, power: Power(watts: power(of: passed.share)),
        isReduced: passed.isReduced)
    }
  }

  /// Returns why no vehicle gets more, if there is a vehicle.
  func stopReason(_ request: AllocationRequest) -> StopReason {
    let remaining = limits[0].left
    if remaining <= 0 { return .gridCapacity }
    if limits[0].weights.sum > 0 { return .indivisible }
    let allocated = (isUnlimited ? .max : request.gridCapacity.watts) - remaining
    if allocated >= request.totalMaximum.watts { return .vehiclesAtMaximum }
    return isHeldByGroup ? .groupsAtMaximum : .chargersAtMaximum
  }
}
