/// The lists of the vehicles before the first round.
extension TreeFilling {
  /// Lists the chargers in the order of the tree, with one cell each.
  mutating func listCells(_ request: AllocationRequest, _ tree: LimitTree) {
    maxima = [Int](repeating: 0, count: request.vehicles.count)
    Self.copyMaxima(request.vehicles.span, to: &maxima)
    cells = tree.chargers.map { place in
      let charger = request.chargers[place]
      return Cell(
        weight: 1, first: charger.end - charger.count, end: charger.end,
        begin: charger.end - charger.wantingVehicles)
    }
    chargers = tree.chargers.indices.map { index in
      let charger = request.chargers[tree.chargers[index]]
      let lowest = charger.wantingVehicles == 0 ? 0 : maxima[cells[index].begin]
      return Charger(
        charger, cells: index..<(index + 1),
        weights: Weights(sum: charger.wantingVehicles, highest: 1),
        endOfFollowing: min(charger.freeLevel, lowest))
    }
  }

  private static func copyMaxima(
    _ vehicles: Span<AllocationRequest.VehicleDemand>, to maxima: inout [Int]
  ) {
    var maxima = maxima.mutableSpan
    for place in vehicles.indices { maxima[place] = vehicles[place].maximum.watts }
  }

  /// Lists the chargers in the order of the tree, with a cell for each weight.
  mutating func listCellsByWeight(_ request: AllocationRequest, _ tree: LimitTree) {
    let vehicles = request.vehicles.span
    for place in tree.chargers {
      let (firstCell, firstVehicle) = (cells.count, order.count)
      order += request.chargers[place].vehicles
      // The vehicles of a weight stay in order of their maximum.
      order[firstVehicle...].sort { left, right in
        (request.vehicles[left].weight, left) < (request.vehicles[right].weight, right)
      }
      var (next, weights) = (firstVehicle, Weights())
      while next < order.count {
        let (first, weight) = (next, vehicles[order[next]].weight)
        while next < order.count, vehicles[order[next]].weight == weight {
          maxima.append(vehicles[order[next]].maximum.watts)
          next += 1
        }
        let begin = maxima[first...].firstIndex { $0 > 0 } ?? next
        cells.append(Cell(weight: weight, first: first, end: next, begin: begin))
        if begin < next { weights += Weights(sum: weight * (next - begin), highest: weight) }
      }
      chargers.append(
        Charger(
          request.chargers[place], cells: firstCell..<cells.count, weights: weights,
          endOfFollowing: 0))
    }
  }
}

extension TreeFilling.Charger {
  /// Creates a charger without power, which is closed if its maximum is 0.
  fileprivate init(
    _ charger: AllocationRequest.ChargerDemand, cells: Range<Int>,
    weights: TreeFilling.Weights, endOfFollowing: Int
  ) {
    index = charger.charger
    self.endOfFollowing = endOfFollowing
    (firstCell, endOfCells) = (cells.lowerBound, cells.upperBound)
    left = charger.maxPower.watts
    self.weights = left > 0 ? weights : TreeFilling.Weights()
  }
}
