/// The thresholds of the limits of a tree.
///
/// A limit gives the grants of its vehicles below the threshold of the limit above it, or all it
/// has if that is less. So the power that it gives is known at any threshold, from the chargers up.
/// The grid's threshold is searched first, and then, from the top, those of the limits that cannot
/// give all grants below the threshold of the limit above them.
extension StepFilling {
  /// Shares the power of a request with groups.
  mutating func fillTree(_ request: AllocationRequest, into allocated: inout [Power]) {
    tree = LimitTree(request)
    var looks = tree.nodes.map { _ in Look() }
    let capacity = request.gridCapacity.watts
    var threshold = highestThreshold(request)
    if lookBelow(0, at: threshold, request, &looks).sum > capacity {
      threshold = largestThreshold(
        within: capacity, of: max(1, request.totalMaximum.watts), below: threshold + 1
      ) { lookBelow(0, at: $0, request, &looks) }
      _ = lookBelow(0, at: threshold, request, &looks)
    }
    var thresholds = tree.nodes.map { _ in threshold }
    for node in tree.nodes.indices.dropFirst() {
      // `looks` has what its vehicles would have at the threshold of the limit above.
      let above = thresholds[tree.nodes[node].parent]
      thresholds[node] = above
      let (limit, sum) = (tree.nodes[node].maxPower, looks[node].sum)
      if sum <= limit { continue }
      thresholds[node] = largestThreshold(within: limit, of: sum, below: above) {
        lookBelow(node, at: $0, request, &looks)
      }
      _ = lookBelow(node, at: thresholds[node], request, &looks)
    }
    beginThresholds(grid: threshold, chargers: request.chargers.count)
    allocated.resize(to: request.vehicles.count, .zero)
    giveWhole(request, thresholds, into: &allocated)
    giveRestInTree(request, into: &allocated)
  }

  /// Looks at the vehicles below a node, within all limits below it.
  ///
  /// - Parameter looks: Receives the same for each node below it, and for the node.
  private func lookBelow(
    _ node: Int, at threshold: Int, _ request: AllocationRequest, _ looks: inout [Look]
  ) -> Look {
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    let end = tree.nodes[node].end
    for place in node..<end { looks[place] = Look() }
    // The keys of the grants next to the threshold, of all vehicles below the node.
    var keys = Look()
    for place in tree.nodes[node].chargers {
      let charger = tree.chargers[place]
      keys.sum = 0
      keys.rise = 0
      add(chargers[charger].vehicles, of: vehicles, request.step.watts, at: threshold, to: &keys)
      clamp(&keys, to: chargers[charger].maxPower.watts, from: 0, 0)
      looks[tree.parents[place]].sum += keys.sum
      looks[tree.parents[place]].rise += keys.rise
    }
    for place in ((node + 1)..<end).reversed() {
      var seen = looks[place]
      clamp(&seen, to: tree.nodes[place].maxPower, from: 0, 0)
      looks[tree.nodes[place].parent].sum += seen.sum
      looks[tree.nodes[place].parent].rise += seen.rise
    }
    keys.sum = looks[node].sum
    keys.rise = looks[node].rise
    return keys
  }

  /// Gives every grant below the threshold of the node above a charger or, if the charger has less,
  /// below its own.
  private mutating func giveWhole(
    _ request: AllocationRequest, _ thresholds: [Int], into allocated: inout [Power]
  ) {
    var powers = allocated.mutableSpan
    for (place, charger) in tree.chargers.enumerated() {
      let places = request.chargers[charger].vehicles
      let limit = request.chargers[charger].maxPower.watts
      var threshold = thresholds[tree.parents[place]]
      var sum = give(request, places, at: threshold, into: &powers)
      if sum > limit {
        threshold = largestThreshold(within: limit, of: sum, below: threshold) {
          look(at: $0, request, places)
        }
        sum = give(request, places, at: threshold, into: &powers)
      }
      setThreshold(threshold, ofCharger: charger, giving: sum)
    }
  }
}
