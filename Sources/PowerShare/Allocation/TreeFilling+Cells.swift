/// The lists of the vehicles before the first round.
extension TreeFilling {
  /// Lists the chargers in the order of the tree, with their vehicles by weight.
  mutating func listCells(_ request: AllocationRequest) {
    cells.removeAll(keepingCapacity: true)
    chargers.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
    maxima.resize(to: request.vehicles.count, 0)
    if hasWeights {
      listCellsByWeight(request)
    } else {
      Self.copyMaxima(request.vehicles.span, to: &maxima)
      Self.listChargers(request.chargers.span, tree, &cells, &chargers)
    }
    open.removeAll(keepingCapacity: true)
    open += chargers.indices
  }

  /// Lists the chargers, with one cell each.
  private static func listChargers(
    _ listed: Span<AllocationRequest.ChargerDemand>, _ tree: LimitTree, _ cells: inout [Cell],
    _ chargers: inout [Charger]
  ) {
    let (places, parents) = (tree.chargers.span, tree.parents.span)
    cells.resize(to: places.count, Cell(weight: 1, first: 0, begin: 0, end: 0))
    chargers.resize(
      to: places.count, Charger(firstCell: 0, endOfCells: 0, parent: 0, left: 0, weights: 0))
    var cells = cells.mutableSpan
    var chargers = chargers.mutableSpan
    for index in places.indices {
      let place = places[index]
      let (end, count) = (listed[place].end, listed[place].count)
      let wanting = listed[place].wantingVehicles
      cells[index] = Cell(weight: 1, first: end &- count, begin: end &- wanting, end: end)
      chargers[index] = Charger(
        firstCell: index, endOfCells: index &+ 1, parent: parents[index],
        left: listed[place].maxPower.watts, weights: wanting)
    }
  }

  private static func copyMaxima(
    _ vehicles: Span<AllocationRequest.VehicleDemand>, to maxima: inout [Int]
  ) {
    var maxima = maxima.mutableSpan
    for place in vehicles.indices { maxima[place] = vehicles[place].maximum.watts }
  }

  private mutating func listCellsByWeight(_ request: AllocationRequest) {
    let vehicles = request.vehicles.span
    for (index, place) in tree.chargers.enumerated() {
      let charger = request.chargers[place]
      let (first, start) = (cells.count, order.count)
      order += charger.vehicles
      // The vehicles of a weight stay in order of their maximum.
      order[start...].sort { left, right in
        (request.vehicles[left].weight, left) < (request.vehicles[right].weight, right)
      }
      var (next, weights) = (start, 0)
      while next < order.count {
        var cell = Cell(weight: vehicles[order[next]].weight, first: next, begin: next, end: next)
        while next < order.count, vehicles[order[next]].weight == cell.weight {
          maxima[next] = vehicles[order[next]].maximum.watts
          if maxima[next] == 0 { cell.begin += 1 }
          next += 1
        }
        cell.end = next
        cells.append(cell)
        weights += cell.weight * cell.count
      }
      chargers.append(
        Charger(
          firstCell: first, endOfCells: cells.count, parent: tree.parents[index],
          left: charger.maxPower.watts, weights: weights))
    }
  }
}
